use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, ValueEnum, ValueHint, builder::PossibleValuesParser};
use serde::Serialize;

use super::{CliError, Context, Outcome};
use crate::{
    article::Article,
    corpus::{Found, Problem, decode, list, with_article},
    grammar::{
        self, Cursor, NoteKind,
        report::{Example, Report},
    },
    output::{check, json, notes},
    stream,
};

const EXAMPLES: &str = "\
Examples:
  kbfix check ~/kbarchive                       how well the archive is read
  kbfix check Q193829.TXT                       one article
  kbfix check ~/kbarchive --kind release_not_read --examples 20

";

/// Say what of the articles was not understood, field by field and place by place.
///
/// A field is `clean` (read, nothing to note), `noted` (read, but something about it was not understood), `not
/// understood` (stated, and nothing of it understood) or `not stated`. Exit code 1 says that there are notes.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Check {
    /// Article files, or folders of them.
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// Only notes of this kind (`release_not_read`); may be given more than once.
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(NoteKind::ALL.map(NoteKind::name)))]
    #[arg(hide_possible_values = true)]
    kind: Vec<String>,

    /// Show so many notes of each kind.
    #[arg(long, value_name = "N", default_value_t = 3)]
    examples: u64,

    /// How to write the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document
    Json,
}

/// What became of one file.
enum Read {
    Article { article: Box<Article>, notes: BTreeMap<NoteKind, u64>, examples: Vec<(NoteKind, Example)> },
    PassedOver,
    Unreadable(Problem),
}

/// The report as JSON.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// Files that are no articles, and files that could not be read.
    passed_over: u64,
    unreadable: u64,
}

impl Check {
    /// Reads all files and reports.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let (mut report, mut passed_over, mut unreadable) = (Report::default(), 0, 0);
        let err = &mut context.err;
        stream::in_order(
            list(&self.paths)?,
            |found| self.read(found),
            |read| {
                match read {
                    Read::Article { article, notes, examples } => {
                        report.add(&article, &notes);
                        for (kind, example) in examples {
                            report.show(kind, example, self.examples);
                        }
                    }
                    Read::PassedOver => passed_over += 1,
                    Read::Unreadable(problem) => {
                        unreadable += 1;
                        err.print(&notes::render_problem(&problem))?;
                    }
                }
                Ok::<_, CliError>(())
            },
        )?;
        match self.format {
            Format::Text => context.out.print(&check::render(&report))?,
            Format::Json => {
                json::write_document(
                    &mut context.out,
                    &Document { report: &report, passed_over, unreadable },
                )?;
            }
        }
        context.flush_results()?;
        context.err.print(&notes::render_passed_over(passed_over, unreadable))?;
        Ok(Outcome::any(report.notes() + unreadable == 0))
    }

    fn read(&self, found: Result<Found, Problem>) -> Read {
        let file = match found {
            Ok(file) => file,
            Err(problem) => return Read::Unreadable(problem),
        };
        match with_article(&file.location, |bytes| self.check(&file.path, bytes)) {
            Ok(Some(read)) => read,
            Ok(None) => Read::PassedOver,
            Err(error) => Read::Unreadable(Problem {
                path: file.location.display().to_string(),
                message: error.to_string(),
            }),
        }
    }

    fn check(&self, path: &str, bytes: &[u8]) -> Read {
        let decoded = decode(bytes);
        let Some(parsed) = grammar::parse(&decoded.text) else { return Read::PassedOver };
        let (mut notes, mut examples, mut cursor) = (BTreeMap::new(), Vec::new(), Cursor::new(&decoded.text));
        for note in decoded.notes(parsed.notes).into_iter().filter(|note| self.wants(note.kind)) {
            let count: &mut u64 = notes.entry(note.kind).or_default();
            if *count < self.examples {
                examples.push((note.kind, Example::new(path, &mut cursor, note)));
            }
            *count += 1;
        }
        Read::Article { article: Box::new(parsed.article), notes, examples }
    }

    fn wants(&self, kind: NoteKind) -> bool {
        self.kind.is_empty() || self.kind.iter().any(|name| name == kind.name())
    }
}
