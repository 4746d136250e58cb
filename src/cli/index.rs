use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{CliError, Context, Outcome};
use crate::{
    index::{self, Options},
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
/// Only new and changed files are read; those that are gone leave the index. The old index stays whole
/// until the new one is complete.
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
    /// Brings the index up to date and sums up.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let bar = Bar(Progress::stderr(context.err.terminal()));
        let options = Options { paths: self.paths, rebuild: self.rebuild, samples: false };
        let summary = index::update(&context.index, &options, &bar);
        bar.0.clear();
        let summary = summary?;
        for problem in &summary.problems {
            context.err.print(&notes::render_problem(problem))?;
        }
        let columns = context.out.width();
        context.out.print(&notes::render_summary(&summary, &context.index, columns))?;
        Ok(Outcome::any(summary.articles > 0))
    }
}

/// Shows the progress of a run as a bar.
struct Bar(Progress);

impl index::Progress for Bar {
    fn begin(&self, files: u64) {
        self.0.begin("reading", files);
    }

    fn advance(&self, files: u64) {
        self.0.advance(files);
    }

    fn learn(&self, steps: u64) {
        self.0.begin("learning", steps);
    }

    fn finish(&self) {
        self.0.begin("writing the index", 0);
    }
}
