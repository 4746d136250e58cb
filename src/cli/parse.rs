use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{CliError, Context, Outcome, RecordFormat};
use crate::grammar::Parsed;
use crate::output::{Output, json::Records, notes};

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
}

/// An article file and what the grammar made of it.
struct ParsedFile {
    /// Relative to the folder that was given.
    path: String,
    text: String,
    parsed: Parsed,
}

impl Parse {
    /// Streams a record a file.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let mut records = Records::new(&mut context.out, self.format.into());
        let err = &mut context.err;
        parse_each(&self.paths, &mut |file| {
            records.write(&file.parsed.article)?;
            if self.notes {
                print_notes(&file, err)?;
            }
            Ok(())
        })?;
        let count = records.finish()?;
        Ok(Outcome::any(count > 0))
    }
}

fn print_notes(file: &ParsedFile, err: &mut Output<'_>) -> Result<(), CliError> {
    for note in &file.parsed.notes {
        err.print(&notes::render(&file.path, &file.text, *note))?;
    }
    Ok(())
}

/// Not yet: parses the files below `paths` in the order of their paths, handing over one at a time.
fn parse_each(
    _paths: &[PathBuf],
    _each: &mut dyn FnMut(ParsedFile) -> Result<(), CliError>,
) -> Result<(), CliError> {
    Err(CliError::new(
        "cannot read the files",
        "the corpus is not connected yet",
    ))
}
