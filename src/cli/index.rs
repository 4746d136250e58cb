use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{CliError, Context, Outcome, open};
use crate::{
    index::{self, IndexError, Options, Summary, Writer},
    output::{notes, progress::Progress},
};

const EXAMPLES: &str = "\
Examples:
  kbfix index ~/kbarchive                      read the archive, or what has changed in it
  kbfix index                                  the same folders as last time
  kbfix index ~/kbarchive --rebuild            everything from the beginning

";

/// Read articles into the index.
///
/// Only new and changed files are read; those that are gone leave the index. What cannot be read stays as it was, and is
/// tried again by the next run. The old index stays whole until the new one is complete.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Index {
    /// Article files, or folders of them [default: those of last time].
    ///
    /// New ones are added to those of last time; with `--rebuild` they replace them.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// Read all files again, changed or not.
    #[arg(long)]
    rebuild: bool,
}

impl Index {
    /// A refresh from these paths, none for those of last time.
    #[cfg(feature = "watch")]
    pub(super) const fn of(paths: Vec<PathBuf>) -> Self {
        Self { paths, rebuild: false }
    }

    /// Brings the index up to date and sums up.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let summary = self.update(context)?;
        if summary.anew {
            context.err.print(&notes::render_next())?;
        }
        Ok(Outcome::any(summary.articles > 0))
    }

    pub(super) fn update(self, context: &mut Context<'_>) -> Result<Summary, CliError> {
        let bar = Bar::new(context);
        let options = Options { paths: self.paths, rebuild: self.rebuild };
        let writer = Writer::open(&context.index)?;
        let summary = writer.update(&options, &bar);
        bar.clear();
        let summary = match summary {
            Err(IndexError::NothingToIndex) => return Err(open::nothing_to_index()),
            other => other?,
        };
        report(&summary, context)?;
        Ok(summary)
    }
}

/// Says what was done.
fn report(summary: &Summary, context: &mut Context<'_>) -> Result<(), CliError> {
    for problem in &summary.problems {
        context.err.print(&notes::render_problem(problem))?;
    }
    let columns = context.out.width();
    context.out.print(&notes::render_summary(summary, &context.index, columns))?;
    context.flush_results()
}

/// Shows the progress of a run as a bar.
pub(super) struct Bar(Progress);

impl Bar {
    pub(super) fn new(context: &Context<'_>) -> Self {
        Self(Progress::stderr(context.err.terminal()))
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.0.clear();
    }
}

impl index::Progress for Bar {
    fn begin(&self, files: u64) {
        self.0.begin("reading", files);
    }

    fn advance(&self, files: u64) {
        self.0.advance(files);
    }

    fn finish(&self) {
        self.0.begin("writing the index", 0);
    }
}
