use std::path::Path;

use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome};
use crate::output::{json, stats};

const EXAMPLES: &str = "\
Examples:
  kbfix stats
  kbfix stats --format json | jq .years

";

/// Show what is in the index, on one screen.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Stats {
    /// How to show it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

impl Stats {
    /// Counts and shows.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let stats = count(&context.index)?;
        self.show(&stats, context)
    }

    fn show(&self, stats: &stats::Stats, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        match self.format {
            Format::Json => json::write_document(&mut context.out, stats)?,
            Format::Text => {
                let columns = context.out.width();
                context.out.print(&stats::render(stats, columns))?;
            }
        }
        Ok(Outcome::any(stats.articles > 0))
    }
}

/// Not yet: counts what the index in `index` holds.
fn count(index: &Path) -> Result<stats::Stats, CliError> {
    Err(super::not_connected(index))
}
