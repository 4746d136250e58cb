use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome, open};
use crate::output::{gaps as lines, json, sheet};
use crate::search::gaps;

const EXAMPLES: &str = "\
Examples:
  kbfix gaps                                   the most cited first
  kbfix gaps --limit 1000 --format csv > gaps.csv
  kbfix related Q256986                        who cites one of them

";

/// List articles that others cite and the index lacks, the most cited first.
///
/// Each is shown with the title it is cited under and with articles that cite it; JSON and CSV also name addresses at
/// which copies may be found. None of them was tried.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Gaps {
    /// How many to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// How many to pass over.
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,

    /// How to show them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: the gaps and how many there are
    Json,
    /// A row for each gap
    Csv,
}

impl Gaps {
    /// Asks the index and shows its answer.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let index = open::index(context)?;
        let gaps = gaps(&index, self.offset, self.limit)?;
        match self.format {
            Format::Json => json::write_document(&mut context.out, &gaps)?,
            Format::Csv => {
                let terminal = context.out.terminal();
                sheet::write(&mut context.out, terminal, &lines::COLUMNS, lines::records(&gaps))?;
            }
            Format::Text => {
                let page = lines::render(&gaps, context.out.width());
                context.out.page(&page)?;
                context.flush_results()?;
                context.err.print(&lines::render_summary(&gaps))?;
            }
        }
        Ok(Outcome::any(!gaps.gaps.is_empty()))
    }
}
