use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use super::{CliError, Context, Outcome, open};
use crate::output::scan::record::Record;
use crate::output::scan::{Report, html, render, render_problems, rows};
use crate::output::{json, sheet};
use crate::scan::{self, Known, Status, Summary};

const EXAMPLES: &str = "\
Examples:
  kbfix scan /mnt/c                            a mounted disk: which fixes does it lack?
  kbfix scan winnt/system32 --product nt4      only what is of Windows NT 4.0
  kbfix scan /mnt/c --format html > report.html
  kbfix scan --list dir.txt --product nt4      what `dir /s > dir.txt` printed on the machine itself
  kbfix scan /mnt/c --format json | jq -r '.articles[] | select(.status == \"missing\").id'

";

const AFTER: &str = "\
A file is held only against builds for its processor and its product. Versions decide, and make a verdict strong; where an
article gives none, date and size make it likely, never more. What contradicts itself is not told.

Nothing is written to what is scanned, and links are not followed. The exit code is 0 where a file is older than a fix, 1
where none is, and 2 for an error.";

/// Say which fixes the files of an old system lack.
///
/// Looks at a folder, a mounted disk or the unpacked image of one, or reads a listing of its files.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub struct Scan {
    /// Folders and files to look at.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, required_unless_present = "list")]
    paths: Vec<PathBuf>,

    /// Read a listing instead: the output of DIR or `ls -l`, or CSV with the headings name, size, date, version; `-` is
    /// standard input.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "paths")]
    list: Option<PathBuf>,

    /// Only fixes for this product; a short name will do (`nt4`). More than once for any of them.
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,

    /// List also the files that have their fixes, and those of which nothing can be told.
    #[arg(long)]
    all: bool,

    /// How to show the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: articles with their evidence, files
    Json,
    /// A row for each article and file
    Csv,
    /// A page of its own, to be handed on
    Html,
}

impl Scan {
    /// Looks, judges and shows.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        // The index is closed again: a scan needs its memory.
        let known = Known::read(&open::index(context)?, &self.product)?;
        let scan = match &self.list {
            Some(list) => scan::list::scan(&known, &bytes(list)?).map_err(|error| {
                CliError::new(format!("cannot read the listing {}", list.display()), &error)
            })?,
            None => scan::scan(&known, &self.paths)?,
        };
        let summary = Summary::new(&known, &scan);
        self.show(Report { known: &known, scan: &scan, summary: &summary }, context)?;
        context.flush_results()?;
        if self.format != Format::Html {
            context.err.print(&render_problems(&scan))?;
        }
        Ok(Outcome::any(summary.count(Status::Missing) > 0))
    }

    fn show(&self, report: Report<'_>, context: &mut Context<'_>) -> Result<(), CliError> {
        let (columns, terminal) = (context.out.width(), context.out.terminal());
        match self.format {
            Format::Text => context.out.page(&render(report, self.all, columns))?,
            Format::Json => json::write_document(&mut context.out, &Record(report))?,
            Format::Csv => sheet::write(&mut context.out, terminal, &rows::COLUMNS, rows::rows(report))?,
            Format::Html => html::write(&mut context.out, report, &self.scanned())?,
        }
        Ok(())
    }

    /// What was looked at, in words.
    fn scanned(&self) -> String {
        let paths = self.list.iter().chain(&self.paths).map(|path| path.display().to_string());
        paths.collect::<Vec<_>>().join(", ")
    }
}

/// The bytes of a file, or of standard input.
fn bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| CliError::new(format!("cannot read the listing {}", path.display()), &error))
}
