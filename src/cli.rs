//! The command line: verbs, shared flags, exit codes.

mod batch;
mod check;
#[cfg(feature = "completions")]
mod completions;
mod context;
mod demo;
mod error;
mod export;
mod file;
mod gaps;
mod guide;
mod history;
mod index;
#[cfg(feature = "man")]
mod man;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(not(feature = "full"))]
mod missing;
mod narrow;
mod open;
mod outcome;
mod parse;
mod query;
mod related;
#[cfg(feature = "scan")]
mod scan;
mod schema;
mod search;
mod serve;
mod show;
mod similar;
mod stats;
mod target;
mod vocabulary;
#[cfg(feature = "watch")]
mod watch;
mod wording;
mod words;

use std::{ffi::OsString, io::Write as _, path::PathBuf};

use clap::error::{ContextKind, ContextValue};
use clap::{ColorChoice, CommandFactory as _, Parser, Subcommand, ValueEnum, ValueHint};

pub use context::Context;
pub use error::CliError;
#[cfg(not(feature = "completions"))]
use missing::completions;
#[cfg(not(feature = "man"))]
use missing::man;
#[cfg(not(feature = "mcp"))]
use missing::mcp;
#[cfg(not(feature = "scan"))]
use missing::scan;
#[cfg(not(feature = "watch"))]
use missing::watch;
use narrow::Narrow;
pub use outcome::Outcome;
use wording::Wording;

use crate::{
    index::locate,
    output::{self, Output, json},
};

/// Examples stand before usage and flags: they are what most readers came for.
const TEMPLATE: &str = "\
{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  kbfix demo                                   a first search, in samples
  kbfix index ~/kbarchive                      read the archive, once
  kbfix search memory leak password change     find the fix
  kbfix search 0x0000000A --product 'windows nt' --until 1999
  kbfix show Q193829                           read an article
  kbfix serve                                  all of it in a browser

";

/// Find the fix in the archive of Microsoft Knowledge Base articles (1985-2002).
#[derive(Debug, Parser)]
#[command(name = "kbfix", version, help_template = TEMPLATE, before_help = EXAMPLES)]
pub struct Cli {
    #[command(flatten)]
    shared: Shared,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Args)]
struct Shared {
    /// Folder of the index [default: ./index if it is one, else kbfix/index in your data folder].
    #[arg(long, global = true, value_name = "DIR", env = "KBFIX_INDEX", hide_env_values = true)]
    #[arg(value_hint = ValueHint::DirPath, help_heading = "Everywhere")]
    index: Option<PathBuf>,

    /// When to use colour.
    ///
    /// `auto` is for terminals, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(help_heading = "Everywhere")]
    color: ColorChoice,

    /// Do not page what is longer than the screen.
    ///
    /// Else `KBFIX_PAGER` shows it, or `PAGER`, or `less -FRX`.
    #[arg(long, global = true, help_heading = "Everywhere")]
    no_pager: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    Index(index::Index),
    Watch(watch::Watch),
    Search(search::Search),
    Demo(demo::Demo),
    Query(query::Query),
    Vocabulary(vocabulary::Vocabulary),
    Show(show::Show),
    Similar(similar::Similar),
    Related(related::Related),
    History(history::History),
    File(file::File),
    Gaps(gaps::Gaps),
    Scan(scan::Scan),
    Stats(stats::Stats),
    Serve(serve::Serve),
    Mcp(mcp::Mcp),
    Parse(parse::Parse),
    Check(check::Check),
    Export(export::Export),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RecordFormat {
    /// One record a line
    Jsonl,
    /// One array of records
    Json,
}

impl From<RecordFormat> for json::Shape {
    fn from(format: RecordFormat) -> Self {
        match format {
            RecordFormat::Jsonl => Self::Lines,
            RecordFormat::Json => Self::Array,
        }
    }
}

/// Runs the command line `args`, the program's name first. Prints all there is to print.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Outcome {
    let args: Vec<_> = args.into_iter().collect();
    #[cfg(feature = "completions")]
    match completions::answer(&args) {
        Ok(true) => return Outcome::Found,
        Ok(false) => {}
        Err(error) => return explain(&error),
    }
    match Cli::try_parse_from(words::apart(args, &Cli::command())) {
        Ok(cli) => cli.run(),
        Err(usage) => explain(&with_nearest_verb(usage)),
    }
}

impl Cli {
    fn run(self) -> Outcome {
        let color = match self.shared.color {
            ColorChoice::Auto => output::terminal::ColorChoice::Auto,
            ColorChoice::Always => output::terminal::ColorChoice::Always,
            ColorChoice::Never => output::terminal::ColorChoice::Never,
        };
        let out = Output::stdout(color);
        let mut context = Context {
            index: locate(self.shared.index),
            out: if self.shared.no_pager { out } else { out.with_pager() },
            err: Output::stderr(color),
        };
        let result = match self.command {
            Some(command) => command.run(&mut context),
            None => guide::run(&mut context),
        };
        context.conclude(result)
    }
}

impl Command {
    fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        match self {
            Self::Index(verb) => verb.run(context),
            Self::Watch(verb) => verb.run(context),
            Self::Search(verb) => verb.run(context),
            Self::Demo(verb) => verb.run(context),
            Self::Show(verb) => verb.run(context),
            Self::Similar(verb) => verb.run(context),
            Self::Related(verb) => verb.run(context),
            Self::History(verb) => verb.run(context),
            Self::File(verb) => verb.run(context),
            Self::Gaps(verb) => verb.run(context),
            Self::Scan(verb) => verb.run(context),
            Self::Stats(verb) => verb.run(context),
            Self::Serve(verb) => verb.run(context),
            Self::Mcp(verb) => verb.run(context),
            Self::Parse(verb) => verb.run(context),
            Self::Check(verb) => verb.run(context),
            Self::Export(verb) => verb.run(context),
            Self::Query(_) => query::run(context),
            Self::Vocabulary(_) => vocabulary::run(context),
            Self::Schema(verb) => verb.run(context),
            Self::Completions(verb) => verb.run(context),
            Self::Man(verb) => verb.run(context),
        }
    }
}

/// Of the verbs that clap suggests only those nearest to what was typed: it names the best last.
fn with_nearest_verb(mut usage: clap::Error) -> clap::Error {
    let suggested = usage.get(ContextKind::SuggestedSubcommand).cloned();
    if let Some(ContextValue::String(typed)) = usage.get(ContextKind::InvalidSubcommand)
        && let Some(ContextValue::Strings(mut verbs)) = suggested
    {
        let distance = |verb: &String| strsim::osa_distance(verb, typed);
        let least = verbs.iter().map(distance).min();
        verbs.retain(|verb| Some(distance(verb)) == least);
        usage.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(verbs));
    }
    usage
}

/// Help goes to stdout and is a success; a mistake on the command line goes to stderr.
fn explain(usage: &clap::Error) -> Outcome {
    let choice = output::terminal::ColorChoice::Auto;
    let (mut place, outcome) = if usage.use_stderr() {
        (Output::stderr(choice), Outcome::Failed)
    } else {
        (Output::stdout(choice), Outcome::Found)
    };
    let help = usage.render();
    let help = if place.terminal().color { help.ansi().to_string() } else { help.to_string() };
    // Nobody is left to hear that help could not be written.
    let _ = place.write_all(help.as_bytes()).and_then(|()| place.flush());
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_verb_has_examples_before_its_usage() {
        let mut command = Cli::command();
        command.build();
        for verb in command.get_subcommands_mut().filter(|verb| verb.get_name() != "help") {
            let help = verb.render_help().to_string();
            if help.contains("not in this build") {
                continue;
            }
            let examples = help.find("Examples:");
            assert!(examples.is_some() && examples < help.find("Usage:"), "{help}");
        }
    }

    #[test]
    fn shared_flags_stand_anywhere() {
        for line in ["kbfix --index here stats", "kbfix stats --index here"] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(cli.shared.index, Some(PathBuf::from("here")), "{line}");
        }
    }
}
