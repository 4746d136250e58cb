use std::{fs, io, path::Path};

use clap::Args;

use super::{CliError, Context, Outcome, open, search};
use crate::index::{self, Options};
use crate::markup::{Markup, Role};

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

const EXAMPLES: &str = "\
Examples:
  kbfix demo                                   a first search, in no time
  kbfix demo tcpip.sys --explain
  kbfix demo leak --facets --limit 0

";

/// What is searched for where nothing is asked.
const QUERY: &str = "memory leak after password change";

/// Search the samples that kbfix carries with it.
///
/// The 54 samples tell of real articles in our own words. Takes the same words and options as `kbfix search`, and leaves
/// nothing behind. For the whole archive, see `kbfix help index`.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Demo {
    /// Words to look for [default: memory leak after password change].
    #[arg(value_name = "WORDS", allow_negative_numbers = true)]
    words: Vec<String>,

    #[command(flatten)]
    options: search::Options,
}

impl Demo {
    /// Indexes the samples in a temporary folder and searches them.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
        let samples = folder.path().join("samples");
        SAMPLES
            .iter()
            .try_for_each(|(path, bytes)| unpack(&samples.join(path), bytes))
            .map_err(|error| failed(&error))?;
        context.index = folder.path().join("index");
        index::update(&context.index, &Options { paths: vec![samples], ..Options::default() }, &())?;
        let words = if self.words.is_empty() { vec![QUERY.to_owned()] } else { self.words };
        let outcome = self.options.run(&words, context)?;
        context.flush_results()?;
        let mut said = Markup::new();
        said.line(Markup::of(Role::Dim, "these are samples; for the whole archive:"));
        said.append(open::how_to_index());
        context.err.print(&said)?;
        Ok(outcome)
    }
}

fn unpack(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}

fn failed(error: &io::Error) -> CliError {
    CliError::new("cannot unpack the samples into a temporary folder", error)
        .try_instead("TMPDIR=FOLDER, with a folder that can be written")
}
