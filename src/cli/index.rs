use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::{CliError, Context, Outcome};
use crate::output::{
    notes::{self, IndexSummary},
    progress::Progress,
};

const EXAMPLES: &str = "\
Examples:
  kbfix index ~/kbarchive                      read the archive, or what has changed in it
  kbfix index                                  the same folders as last time
  kbfix index ~/kbarchive --rebuild            everything from the beginning

";

/// Read articles into the index.
///
/// Only new and changed files are read; those that are gone leave the index. The old index stays whole
/// until the new one is complete.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Index {
    /// Article files, or folders of them [default: those of last time].
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// Read all files again, changed or not.
    #[arg(long)]
    rebuild: bool,
}

impl Index {
    /// Brings the index up to date and sums up.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let progress = Progress::stderr(context.err.terminal());
        let summary = update(&context.index, &self.paths, self.rebuild, &progress);
        progress.clear();
        let summary = summary?;
        let columns = context.out.width();
        context
            .out
            .print(&notes::render_summary(&summary, columns))?;
        Ok(Outcome::any(summary.articles > 0))
    }
}

/// Not yet: brings the index in `index` up to date with the files below `paths`.
fn update(
    index: &Path,
    _paths: &[PathBuf],
    _rebuild: bool,
    _progress: &Progress,
) -> Result<IndexSummary, CliError> {
    Err(super::not_connected(index))
}
