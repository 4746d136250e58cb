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

/// Takes one file.
type Each<'a> = dyn FnMut(ParsedFile) -> Result<(), CliError> + 'a;

impl Parse {
    /// Streams a record a file.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        self.write(context, |each| parse_each(&self.paths, each))
    }

    /// `read` hands every file to the function it is given.
    fn write(
        &self,
        context: &mut Context<'_>,
        read: impl FnOnce(&mut Each<'_>) -> Result<(), CliError>,
    ) -> Result<Outcome, CliError> {
        let mut records = Records::new(&mut context.out, self.format.into());
        let err = &mut context.err;
        read(&mut |file| {
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
fn parse_each(_paths: &[PathBuf], _each: &mut Each<'_>) -> Result<(), CliError> {
    Err(CliError::new(
        "cannot read the files",
        "the corpus is not connected yet",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::context::capture;
    use crate::grammar;
    use crate::output::terminal::Terminal;

    const TEXT: &str = "DOCUMENT:Q12230  10-AUG-2001  [win95]\r\nTITLE   :A20\r\n";

    fn parse(format: RecordFormat, notes: bool, files: usize) -> (String, String, Outcome) {
        let verb = Parse {
            paths: Vec::new(),
            format,
            notes,
        };
        let file = || ParsedFile {
            path: "txt/012/Q12230.TXT".to_owned(),
            text: TEXT.to_owned(),
            parsed: grammar::parse(TEXT).unwrap(),
        };
        capture(Terminal::PIPE, |context| {
            verb.write(context, |each| (0..files).try_for_each(|_| each(file())))
        })
    }

    #[test]
    fn a_record_a_file() {
        let (out, err, outcome) = parse(RecordFormat::Jsonl, false, 2);
        let ids = out
            .lines()
            .map(|line| line.starts_with(r#"{"id":"Q12230","#));
        assert_eq!(ids.collect::<Vec<_>>(), [true, true]);
        assert_eq!((err.as_str(), outcome), ("", Outcome::Found));

        let (out, _, outcome) = parse(RecordFormat::Json, false, 0);
        assert_eq!((out.as_str(), outcome), ("[]\n", Outcome::NothingFound));
    }

    #[test]
    fn notes_are_places_on_stderr() {
        let (_, err, _) = parse(RecordFormat::Json, true, 1);
        let is_place = |line: &str| line.starts_with("txt/012/Q12230.TXT:");
        assert!(!err.is_empty() && err.lines().all(is_place), "{err}");
    }
}
