//! Opening the index; where there is none yet, that of the samples is made first.

use std::path::{Path, PathBuf};

use super::{CliError, Context};
use crate::{
    index::{self, Index, IndexError, Options},
    markup::{Markup, Role},
};

/// The folder of the samples, where the program is run in its own source tree.
const SAMPLES: &str = "corpus";

/// Opens the index that the verb is to read.
pub fn index(context: &mut Context<'_>) -> Result<Index, CliError> {
    match Index::open(&context.index) {
        Err(IndexError::Missing { .. }) if Path::new(SAMPLES).is_dir() => {
            index_samples(context)?;
            Ok(Index::open(&context.index)?)
        }
        opened => Ok(opened?),
    }
}

fn index_samples(context: &mut Context<'_>) -> Result<(), CliError> {
    let paths = vec![PathBuf::from(SAMPLES)];
    let options = Options { paths, samples: true, ..Options::default() };
    let summary = index::update(&context.index, &options, &())?;
    let mut said = Markup::new();
    let count = format!("there was no index: made one of the {} samples in {SAMPLES}/", summary.articles);
    said.line(Markup::of(Role::Dim, count));
    let advice = "for the whole archive: git clone --depth 1 https://github.com/jeffpar/kbarchive, \
                  then kbfix index kbarchive";
    said.line(Markup::of(Role::Dim, advice));
    context.err.print(&said)?;
    Ok(())
}
