use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome, open};
use crate::article::ArticleId;
use crate::output::{article, json, related as page};
use crate::search::{Related as Found, related};

const EXAMPLES: &str = "\
Examples:
  kbfix related Q193829
  kbfix related KB256986                       an article that is lost: who cites it?
  kbfix related 254930 --format json | jq '.same_files[].id'

";

/// Show the articles that one cites, those that cite it, and those that ship the same files.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Related {
    /// Number of the article: Q193829, KB193829 or 193829; the index need not have it.
    #[arg(value_name = "ID")]
    id: ArticleId,

    /// How to show them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: three lists
    Json,
}

impl Related {
    /// Asks the index and shows its answer.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let found = related(&open::index(context)?, self.id)?;
        show(&found, self.format, context)
    }
}

/// What others say of an article is shown even where the article itself is not found.
fn show(found: &Found, format: Format, context: &mut Context<'_>) -> Result<Outcome, CliError> {
    match format {
        Format::Json => json::write_document(&mut context.out, found)?,
        Format::Text if found.is_empty() => {}
        Format::Text => {
            let columns = context.out.width();
            context.out.print(&page::render(found, columns))?;
        }
    }
    context.flush_results()?;
    if !found.held {
        context.err.print(&article::render_missing(found.id))?;
    } else if found.is_empty() {
        context.err.print(&page::render_nothing(found.id))?;
    }
    Ok(Outcome::any(found.held && !found.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::context::capture;
    use crate::output::{sample, terminal::Terminal};

    fn shown(found: &Found, format: Format) -> (String, String, Outcome) {
        capture(Terminal::PIPE, |context| show(found, format, context))
    }

    #[test]
    fn a_lost_article_is_not_found_but_its_citers_are_shown() {
        let lost = Found { held: false, cites: Vec::new(), ..sample::related() };
        for format in [Format::Text, Format::Json] {
            let (out, err, outcome) = shown(&lost, format);
            assert!(out.contains("Q186401"), "{out}");
            assert_eq!(
                (err.as_str(), outcome),
                ("not found: Q193829 is not in the index\n", Outcome::NothingFound)
            );
        }
    }

    #[test]
    fn nothing_related_is_said() {
        let lonely = Found { id: ArticleId(7), held: true, ..Found::default() };
        let (out, err, outcome) = shown(&lonely, Format::Text);
        assert_eq!((out.as_str(), err.as_str()), ("", "nothing found: Q7 has no related articles\n"));
        assert_eq!(outcome, Outcome::NothingFound);
        assert_eq!(shown(&sample::related(), Format::Text).2, Outcome::Found);
    }
}
