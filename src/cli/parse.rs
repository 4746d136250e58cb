use std::{io, path::PathBuf};

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

/// Bytes that the records of a batch fit in, mostly.
const USUAL: usize = 1 << 18;

/// What became of some files, in their order.
#[derive(Default)]
struct Batch {
    /// A record a line.
    json: Vec<u8>,
    articles: usize,
    /// Notes and problems.
    said: Vec<Markup>,
    passed_over: u64,
    unreadable: u64,
}

impl Batch {
    fn problem(&mut self, problem: &Problem) {
        self.unreadable += 1;
        self.said.push(notes::render_problem(problem));
    }
}

/// How many files were of which kind.
#[derive(Default)]
struct Count {
    articles: usize,
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
        let work = |files: Vec<_>| self.read_all(files);
        stream::in_batches(files, work, |batch| give(&batch, &mut records, err, &mut count))?;
        records.finish()?;
        context.flush_results()?;
        let ended = notes::render_passed_over(count.passed_over, count.unreadable);
        context.err.print(&ended)?;
        Ok(Outcome::any(count.articles > 0))
    }

    fn read_all(&self, files: Vec<Result<Found, Problem>>) -> Batch {
        let mut batch = Batch { json: Vec::with_capacity(USUAL), ..Batch::default() };
        files.into_iter().for_each(|found| self.read(found, &mut batch));
        batch
    }

    fn read(&self, found: Result<Found, Problem>, batch: &mut Batch) {
        let file = match found {
            Ok(file) => file,
            Err(problem) => return batch.problem(&problem),
        };
        let before = batch.json.len();
        let read = with_article(&file.location, |bytes| self.parse(&file, bytes, batch));
        match read.and_then(Option::transpose) {
            Ok(Some(true)) => batch.articles += 1,
            Ok(_) => batch.passed_over += 1,
            Err(error) => {
                batch.json.truncate(before);
                let path = file.location.display().to_string();
                batch.problem(&Problem { path, message: error.to_string() });
            }
        }
    }

    /// Adds the record of a file; whether it is an article at all.
    fn parse(&self, file: &Found, bytes: &[u8], batch: &mut Batch) -> io::Result<bool> {
        let decoded = decode(bytes);
        let Some(mut parsed) = grammar::parse(&decoded.text) else { return Ok(false) };
        let format = parsed.format;
        parsed.article.source.push(Source { path: file.path.clone(), format });
        let found = if self.notes { decoded.notes(parsed.notes) } else { Vec::new() };
        let mut cursor = Cursor::new(&decoded.text);
        batch.said.extend(found.into_iter().map(|note| notes::render(&file.path, &mut cursor, note)));
        let article = &parsed.article;
        if self.provenance {
            let file = Traced { path: &file.path, bytes, decoded: &decoded, places: &parsed.places };
            to_line(&mut batch.json, &json::Traced { article, provenance: &provenance(&[file]) })?;
        } else {
            to_line(&mut batch.json, article)?;
        }
        Ok(true)
    }
}

fn give(
    batch: &Batch,
    records: &mut Records<'_>,
    err: &mut Output<'_>,
    count: &mut Count,
) -> Result<(), CliError> {
    records.write_lines(&batch.json)?;
    count.articles += batch.articles;
    count.passed_over += batch.passed_over;
    count.unreadable += batch.unreadable;
    Ok(batch.said.iter().try_for_each(|said| err.print(said))?)
}
