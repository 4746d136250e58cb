use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome, open};
use crate::article::ArticleId;
use crate::output::{article, hits, json};
use crate::search::{Results, similar};

const EXAMPLES: &str = "\
Examples:
  kbfix similar Q193829
  kbfix similar KB186401 --limit 3
  kbfix similar 186401 --format jsonl | jq -r .title

";

/// Find the articles that are most like one, the nearest first.
///
/// They have its most telling words, those of its title and its symptoms; those nearest in meaning come first.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Similar {
    /// Number of the article: Q193829, KB193829 or 193829.
    #[arg(value_name = "ID")]
    id: ArticleId,

    /// How many articles to show.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,

    /// How to show them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: the hits and how many there are
    Json,
    /// One hit a line
    Jsonl,
}

impl Similar {
    /// Asks the index and shows its answer.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let index = open::index(context)?;
        let Some(results) = similar(&index, self.id, self.limit as usize)? else {
            context.err.print(&article::render_missing(self.id))?;
            return Ok(Outcome::NothingFound);
        };
        show(&results, self.format, context)
    }
}

fn show(results: &Results, format: Format, context: &mut Context<'_>) -> Result<Outcome, CliError> {
    match format {
        Format::Json => json::write_document(&mut context.out, results)?,
        Format::Jsonl => {
            json::write_each(&mut context.out, &results.hits)?;
        }
        Format::Text if results.hits.is_empty() => context.err.print(&hits::render_nothing(results, 0))?,
        Format::Text => {
            let columns = context.out.width();
            context.out.print(&hits::render(results, 0, columns))?;
            context.flush_results()?;
            context.err.print(&hits::render_summary(results, 0))?;
        }
    }
    Ok(Outcome::any(!results.hits.is_empty()))
}
