use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum, ValueHint};

#[cfg(not(all(feature = "sqlite", feature = "parquet")))]
use super::missing;
use super::{CliError, Context, Narrow, Outcome, Wording, open, target, words};
use crate::{
    index::{Address, Index, IndexError},
    output::{
        export::{self, Csv, Lines, Record},
        file, folder, hits,
        json::Shape,
        progress::Progress,
    },
    search::{Filters, Matches, Request, matches},
    stream,
};

const EXAMPLES: &str = "\
Examples:
  kbfix export --output articles.jsonl
  kbfix export | jq -r 'select(.disposition == \"fixed\") | .id'
  kbfix export --format sqlite --output kb.sqlite
  kbfix export --format csv --output tables --product 'windows nt' --since 1998
  kbfix export --format parquet --output nt4 --query 'memory leak'

";

/// Write the records of the index for other programs: JSON, CSV, SQLite or Parquet.
///
/// Records are written in the order of their numbers. A file or folder appears under its name when it is
/// complete.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Export {
    /// How to write records.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,

    /// File to write, or folder for csv and parquet [default: standard output].
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    output: Option<PathBuf>,

    /// Replace what stands there.
    #[arg(long)]
    force: bool,

    /// Only articles that a search for these words finds; `-` reads them from standard input.
    ///
    /// As in a search, an article must cover a fair share of the words.
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, help_heading = "Filters")]
    query: Option<String>,

    /// Refuse a query that cannot be read as it is written.
    #[arg(long, requires = "query", help_heading = "Filters")]
    strict: bool,

    /// Only the best of them, at most so many.
    #[arg(long, value_name = "N", requires = "query", help_heading = "Filters")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,

    /// Add to each record where its judged values were read: file, fingerprint, and byte ranges of the file.
    #[arg(long)]
    provenance: bool,

    #[command(flatten)]
    narrow: Narrow,

    #[command(flatten)]
    wording: Wording,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One record a line
    Jsonl,
    /// One array of records
    Json,
    /// A folder of tables, one a file
    Csv,
    /// A database: tables, full-text index, views
    Sqlite,
    /// A folder with nested articles and flat fix files
    Parquet,
}

impl Format {
    /// Whether it is a folder of files.
    pub(super) const fn is_folder(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }

    /// Whether it can be read as it comes.
    pub(super) const fn is_stream(self) -> bool {
        matches!(self, Self::Jsonl | Self::Json)
    }
}

/// The articles to write.
struct Chosen<'a> {
    index: &'a Index,
    addresses: Vec<Address>,
    /// Whether records say where their values were read.
    provenance: bool,
    progress: Progress,
}

impl Export {
    /// Streams the records, ordered by number.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let Self { format, output, force, query, strict, limit, provenance, narrow, wording } = self;
        if provenance && !format.is_stream() {
            return Err(CliError::new("cannot export provenance", "only JSON has a place for it")
                .try_instead("--format jsonl, or no --provenance"));
        }
        let target = target::check(output.as_deref(), format, force)?;
        let query = query.map(|words| words::query(&[words])).transpose()?;
        let filters = narrow.into_filters()?;
        let index = open::index(context)?;
        let mut request = request(query, strict, filters, limit);
        let vocabulary = wording.into_vocabulary()?;
        request.iter_mut().for_each(|request| request.vocabulary.clone_from(&vocabulary));
        let Matches { addresses, notes } = choose(&index, request.as_ref())?;
        context.err.print(&hits::notes(&notes))?;
        let count = addresses.len();
        let progress = Progress::stderr(context.err.terminal());
        let chosen = Chosen { index: &index, addresses, provenance, progress };
        match target {
            Some(path) => chosen.write_at(format, path).map_err(|error| match error {
                CliError::Write(error) => CliError::new(format!("cannot write {}", path.display()), &error),
                other => other,
            })?,
            None => chosen.write(Lines::new(&mut context.out, shape(format)))?,
        }
        Ok(Outcome::any(count > 0))
    }
}

impl Chosen<'_> {
    fn write_at(self, format: Format, path: &Path) -> Result<(), CliError> {
        self.progress.begin("exporting", self.addresses.len() as u64);
        match format {
            Format::Jsonl | Format::Json => {
                file::replace(path, |out| self.write(Lines::new(out, shape(format))))
            }
            Format::Csv => folder::replace(path, |folder| self.write(Csv::create(folder)?)),
            #[cfg(feature = "sqlite")]
            Format::Sqlite => file::replace_at(path, |file| self.write(export::Sqlite::create(file)?)),
            #[cfg(feature = "parquet")]
            Format::Parquet => folder::replace(path, |folder| self.write(export::Parquet::create(folder)?)),
            #[cfg(not(all(feature = "sqlite", feature = "parquet")))]
            other => {
                let name = target::name(other);
                Err(missing::error(&format!("cannot export {name}"), &name))
            }
        }
    }

    fn record(&self, address: Address) -> Result<Record, CliError> {
        let record = if self.provenance {
            let traced = self.index.traced_at(address)?;
            traced.map(|(article, provenance)| Record { article, provenance: Some(provenance) })
        } else {
            let article = self.index.article_at(address)?;
            article.map(|article| Record { article, provenance: None })
        };
        let damaged = || IndexError::Damaged {
            folder: self.index.folder().to_owned(),
            detail: "an article of it cannot be read".to_owned(),
        };
        Ok(record.ok_or_else(damaged)?)
    }

    fn write<E: export::Export>(mut self, mut to: E) -> Result<(), CliError> {
        stream::in_order(
            std::mem::take(&mut self.addresses),
            |address| E::ready(self.record(address)?).map_err(CliError::Write),
            |ready| {
                to.write(ready?)?;
                self.progress.advance(1);
                Ok::<_, CliError>(())
            },
        )?;
        to.finish()?;
        self.progress.clear();
        Ok(())
    }
}

/// What narrows the export; none where nothing does.
fn request(query: Option<String>, strict: bool, filters: Filters, limit: Option<u32>) -> Option<Request> {
    let is_narrow = query.is_some() || filters != Filters::default();
    let limit = limit.map_or(usize::MAX, |limit| limit as usize);
    let query = query.unwrap_or_default();
    is_narrow.then_some(Request { query, strict, filters, limit, ..Request::default() })
}

/// Where the articles stand that are asked for, in the order of their numbers.
fn choose(index: &Index, request: Option<&Request>) -> Result<Matches, CliError> {
    let all = index.addresses()?.into_iter();
    let Some(request) = request else {
        return Ok(Matches { addresses: all.map(|(_, address)| address).collect(), notes: Vec::new() });
    };
    let Matches { addresses, notes } = matches(index, request)?;
    let found: HashSet<Address> = addresses.into_iter().collect();
    let addresses = all.map(|(_, address)| address).filter(|address| found.contains(address)).collect();
    Ok(Matches { addresses, notes })
}

const fn shape(format: Format) -> Shape {
    if matches!(format, Format::Json) { Shape::Array } else { Shape::Lines }
}
