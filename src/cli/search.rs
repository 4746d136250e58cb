use std::{
    io::{self, Read},
    path::Path,
};

use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome, Period};
use crate::output::{
    hits,
    json::{self, Records, Shape},
};
use crate::search::{Filters, Request, Results};

const EXAMPLES: &str = "\
Examples:
  kbfix search memory leak password change
  kbfix search 'unable to control A20 line' --limit 3
  kbfix search rras --product 'windows nt' --version 4.0 --since 1998-05
  kbfix search tcpip.sys --format jsonl | jq .fix.files
  pbpaste | kbfix search -                     a pasted error message

";

/// Find articles, the best first.
///
/// Each hit shows what the article is about and the fix: the release that has it, the files with their
/// versions and dates, else what to do.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Search {
    /// Words to look for; `-` reads them from standard input.
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,

    /// Only articles about this product.
    ///
    /// Given more than once, any of them will do; so with versions and keywords.
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    product: Vec<String>,

    /// Only articles about this version (`4.0`, `4.0 SP3`).
    #[arg(long, value_name = "VERSION", help_heading = "Filters")]
    version: Vec<String>,

    /// Only articles with this keyword (`kbnetwork`).
    #[arg(long, value_name = "KEYWORD", help_heading = "Filters")]
    keyword: Vec<String>,

    /// Only articles last modified then or later: 1998, 1998-05 or 1998-05-26.
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    since: Option<Period>,

    /// Only articles last modified then or earlier.
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    until: Option<Period>,

    /// How many articles to show.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = limit)]
    limit: usize,

    /// How many articles to pass over.
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
    /// One document: the hits and how many there are
    Json,
    /// One hit a line
    Jsonl,
}

impl Search {
    /// Asks the index and shows its answer.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let (format, filters) = (self.format, self.filters_as_typed());
        let request = self.into_request()?;
        let results = search(&context.index, &request)?;
        show(&results, request.offset, format, &filters, context)
    }

    fn into_request(self) -> Result<Request, CliError> {
        let filters = Filters {
            products: self.product,
            versions: self.version,
            keywords: self.keyword,
            since: self.since.map(|period| period.first),
            until: self.until.map(|period| period.last),
        };
        if let (Some(since), Some(until)) = (filters.since, filters.until)
            && since > until
        {
            let wrong = format!("no day is after {since} and before {until}");
            return Err(CliError::new("cannot search", wrong)
                .try_instead("give --since the earlier date and --until the later one"));
        }
        Ok(Request {
            query: query(&self.words)?,
            filters,
            limit: self.limit,
            offset: self.offset,
        })
    }

    /// The filters as flags, to be named where nothing is found.
    fn filters_as_typed(&self) -> Vec<String> {
        let lists = [
            ("product", &self.product),
            ("version", &self.version),
            ("keyword", &self.keyword),
        ];
        let lists = lists.into_iter().filter(|(_, values)| !values.is_empty());
        let mut flags: Vec<String> = lists.map(|(name, _)| format!("--{name}")).collect();
        flags.extend(self.since.map(|_| "--since".to_owned()));
        flags.extend(self.until.map(|_| "--until".to_owned()));
        flags
    }
}

fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(limit @ 1..=10_000) => Ok(limit),
        _ => Err("write a number from 1 to 10000".to_owned()),
    }
}

/// The words as one query; those of standard input for a lone `-`.
fn query(words: &[String]) -> Result<String, CliError> {
    if words != ["-"] {
        return Ok(words.join(" "));
    }
    let mut text = String::new();
    match io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text.trim().to_owned()),
        Err(error) => Err(CliError::new(
            "cannot read the words from standard input",
            error,
        )),
    }
}

fn show(
    results: &Results,
    offset: usize,
    format: Format,
    filters: &[String],
    context: &mut Context<'_>,
) -> Result<Outcome, CliError> {
    let is_empty = results.hits.is_empty();
    match format {
        Format::Json => json::write_document(&mut context.out, results)?,
        Format::Jsonl => {
            let mut records = Records::new(&mut context.out, Shape::Lines);
            results.hits.iter().try_for_each(|hit| records.write(hit))?;
            records.finish()?;
        }
        Format::Text if is_empty => {
            context
                .err
                .print(&hits::render_nothing(results, offset, filters))?;
        }
        Format::Text => {
            let columns = context.out.width();
            context.out.print(&hits::render(results, offset, columns))?;
            context.flush_results()?;
            context.err.print(&hits::render_summary(results, offset))?;
        }
    }
    Ok(Outcome::any(!is_empty))
}

/// Not yet: asks the index in `index`.
fn search(index: &Path, _request: &Request) -> Result<Results, CliError> {
    Err(super::not_connected(index))
}
