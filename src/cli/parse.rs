use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{CliError, Context, Outcome, RecordFormat};
use crate::{
    article::Source,
    corpus::{Found, Problem, Traced, decode, list, provenance, with_article},
    grammar::{self, Cursor},
    markup::Markup,
    output::{
        Output,
        json::{self, Records, to_line},
        notes,
    },
    stream,
};

const EXAMPLES: &str = "\
Examples:
  kbfix parse Q193829.TXT                      one article as JSON
  kbfix parse ~/kbarchive > articles.jsonl     all of them, a line each
  kbfix parse txt/193 --notes > /dev/null      what could not be read

";

/// Print the record of every article file as JSON.
///
/// Files are read in the order of their paths; a folder stands for all article files below it. An
/// article that exists in both formats gives two records here: only an index puts them together.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Parse {
    /// Article files, or folders of them.
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// How to write records.
    #[arg(long, value_enum, default_value_t = RecordFormat::Jsonl)]
    format: RecordFormat,

    /// Say on stderr what could not be read, as `path:line:column: kind: words`.
    #[arg(long)]
    notes: bool,

    /// Add to each record where its judged values were read: file, fingerprint, and byte ranges of the file.
    #[arg(long)]
    provenance: bool,
}

/// What became of one file.
enum Read {
    /// An article: its record as JSON, and its notes.
    Article {
        json: Vec<u8>,
        notes: Vec<Markup>,
    },
    PassedOver,
    Unreadable(Problem),
}

/// How many files were of which kind.
#[derive(Default)]
struct Count {
    articles: u64,
    passed_over: u64,
    unreadable: u64,
}

impl Parse {
    /// Streams a record a file.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let files = list(&self.paths)?;
        let mut count = Count::default();
        let mut records = Records::new(&mut context.out, self.format.into());
        let err = &mut context.err;
        stream::in_order(files, |found| self.read(found), |read| give(read, &mut records, err, &mut count))?;
        records.finish()?;
        context.flush_results()?;
        let ended = notes::render_passed_over(count.passed_over, count.unreadable);
        context.err.print(&ended)?;
        Ok(Outcome::any(count.articles > 0))
    }

    fn read(&self, found: Result<Found, Problem>) -> Read {
        let file = match found {
            Ok(file) => file,
            Err(problem) => return Read::Unreadable(problem),
        };
        match with_article(&file.location, |bytes| self.parse(&file, bytes)) {
            Ok(Some(read)) => read,
            Ok(None) => Read::PassedOver,
            Err(error) => Read::Unreadable(Problem {
                path: file.location.display().to_string(),
                message: error.to_string(),
            }),
        }
    }

    fn parse(&self, file: &Found, bytes: &[u8]) -> Read {
        let decoded = decode(bytes);
        let Some(mut parsed) = grammar::parse(&decoded.text) else { return Read::PassedOver };
        let format = parsed.format;
        parsed.article.source.push(Source { path: file.path.clone(), format });
        let found = if self.notes { decoded.notes(parsed.notes) } else { Vec::new() };
        let mut cursor = Cursor::new(&decoded.text);
        let notes = found.into_iter().map(|note| notes::render(&file.path, &mut cursor, note)).collect();
        let article = &parsed.article;
        let mut line = Vec::with_capacity(bytes.len() + 1024);
        let written = if self.provenance {
            let file = Traced { path: &file.path, bytes, decoded: &decoded, places: &parsed.places };
            to_line(&mut line, &json::Traced { article, provenance: &provenance(&[file]) })
        } else {
            to_line(&mut line, article)
        };
        match written {
            Ok(()) => Read::Article { json: line, notes },
            Err(error) => Read::Unreadable(Problem { path: file.path.clone(), message: error.to_string() }),
        }
    }
}

fn give(
    read: Read,
    records: &mut Records<'_>,
    err: &mut Output<'_>,
    count: &mut Count,
) -> Result<(), CliError> {
    match read {
        Read::Article { json, notes } => {
            count.articles += 1;
            records.write_json(&json)?;
            notes.iter().try_for_each(|note| err.print(note))?;
        }
        Read::PassedOver => count.passed_over += 1,
        Read::Unreadable(problem) => {
            count.unreadable += 1;
            err.print(&notes::render_problem(&problem))?;
        }
    }
    Ok(())
}
