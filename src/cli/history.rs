use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome, open};
use crate::article::ArticleId;
use crate::output::{article, history as page, json};
use crate::search::{History as Found, history};

const EXAMPLES: &str = "\
Examples:
  kbfix history Q193829
  kbfix history Q193829 --format json | jq '.revisions[].changes[].field'

";

const AFTER: &str = "\
Copies are told apart by the day of the last change that they name. Where the folders that were indexed have several of
an article, the newest is the one that is searched and shown; the others are kept for this command. What only another
width of the lines makes different is no change.";

/// Show what changed in an article, where copies of several days were indexed.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub struct History {
    /// Number of the article: Q193829, KB193829 or 193829.
    #[arg(value_name = "ID")]
    id: ArticleId,

    /// How to show it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: removed lines behind `-`, added ones behind `+`
    Text,
    /// One document: the copies, and what each changed
    Json,
}

impl History {
    /// Asks the index and shows its answer.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let Some(found) = history(&open::index(context)?, self.id)? else {
            context.err.print(&article::render_missing(self.id))?;
            return Ok(Outcome::NothingFound);
        };
        show(&found, self.format, context)
    }
}

fn show(found: &Found, format: Format, context: &mut Context<'_>) -> Result<Outcome, CliError> {
    let is_alone = found.revisions.len() < 2;
    match format {
        Format::Json => json::write_document(&mut context.out, found)?,
        Format::Text if is_alone => {}
        Format::Text => {
            let columns = context.out.width();
            context.out.page(&page::render(found, columns))?;
        }
    }
    context.flush_results()?;
    if is_alone {
        let modified = found.revisions.first().and_then(|revision| revision.modified);
        context.err.print(&page::render_alone(found.id, modified))?;
    }
    Ok(Outcome::any(!is_alone))
}
