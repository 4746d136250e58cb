//! Completion in the shell: the shell asks kbfix itself, which knows its verbs and options and looks products and
//! keywords up in the index.

use std::{
    env,
    ffi::{OsStr, OsString},
    io::Write as _,
    path::PathBuf,
};

use clap::{Args, CommandFactory as _, ValueEnum};
use clap_complete::{
    CompleteEnv,
    engine::{ArgValueCompleter, CompletionCandidate},
    env::Shells,
};

use super::{Cli, CliError, Context, Outcome};
use crate::{
    index::{Census, Index, locate},
    query::{Field, Part},
    search::Vocabulary,
};

const EXAMPLES: &str = "\
Examples:
  echo 'source <(kbfix completions bash)' >> ~/.bashrc
  echo 'source <(kbfix completions zsh)' >> ~/.zshrc
  kbfix completions fish > ~/.config/fish/completions/kbfix.fish
  kbfix completions powershell >> $PROFILE

";

/// The variable that says a shell is asking, and which.
const ASKED: &str = "KBFIX_COMPLETE";

/// Print what makes a shell complete kbfix: verbs, options, fields of queries, products and keywords of the index.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

impl Completions {
    /// Needs no index.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let name: &str = self.shell.into();
        let mut script = Vec::new();
        if let Some(shell) = Shells::builtins().completer(name) {
            let written = shell.write_registration(ASKED, "kbfix", "kbfix", "kbfix", &mut script);
            written.map_err(|error| CliError::new("cannot write the completions", &error))?;
        }
        context.out.write_all(&script)?;
        Ok(Outcome::Found)
    }
}

/// Answers the shell where it is one that asks.
///
/// # Errors
/// Where the shell is unknown.
pub fn answer(args: &[OsString]) -> Result<bool, clap::Error> {
    let here = env::current_dir().ok();
    CompleteEnv::with_factory(Cli::command).var(ASKED).try_complete(args.iter(), here.as_deref())
}

/// Names that people type for products, and products of the index.
pub fn products() -> ArgValueCompleter {
    ArgValueCompleter::new(product_names)
}

/// Behind `=` the products of the index by their very names, with how many articles such a filter finds; else the
/// known names, and products of the index as names that begin like theirs.
fn product_names(typed: &OsStr) -> Vec<CompletionCandidate> {
    let text = typed.to_string_lossy();
    let text = text.trim_start_matches('"');
    if let Some(begin) = text.strip_prefix('=') {
        let named = |name: CompletionCandidate| {
            let value = format!("={}", name.get_value().to_string_lossy());
            CompletionCandidate::new(value).help(name.get_help().cloned())
        };
        return of_index(OsStr::new(begin), |census| &census.products).into_iter().map(named).collect();
    }
    let of_index = of_index(OsStr::new(text), |census| &census.products).into_iter();
    let of_index = of_index.map(|name| CompletionCandidate::new(name.get_value()));
    let known = Vocabulary::standard().product_names().map(str::to_owned);
    let known = beginning(OsStr::new(text), known.filter(|_| !text.is_empty()));
    known.into_iter().chain(of_index).collect()
}

/// Keywords of the index.
pub fn keywords() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| of_index(typed, |census| &census.keywords))
}

/// Types of articles in the index.
pub fn types() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| of_index(typed, |census| &census.types))
}

/// Parts that an article may have.
pub fn parts() -> ArgValueCompleter {
    let all = || Part::all().map(|part| part.name().replace('_', "-"));
    ArgValueCompleter::new(move |typed: &OsStr| beginning(typed, all()))
}

/// Fields of the query language, and the values of those that have few.
pub fn words() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let text = typed.to_string_lossy();
        let values = match text.split_once(':') {
            Some(("product", rest)) => product_names(OsStr::new(rest)),
            Some(("keyword", rest)) => of_index(OsStr::new(rest), |census| &census.keywords),
            Some(("type", rest)) => of_index(OsStr::new(rest), |census| &census.types),
            Some(("has", rest)) => {
                beginning(OsStr::new(rest), Part::all().map(|part| part.name().to_owned()))
            }
            Some(_) => return Vec::new(),
            None => return beginning(typed, Field::all().map(|field| format!("{}:", field.name()))),
        };
        let field = &text[..=text.find(':').unwrap_or_default()];
        values.into_iter().map(|value| quoted(field, &value)).collect()
    })
}

/// `product:"Windows NT"`
fn quoted(field: &str, value: &CompletionCandidate) -> CompletionCandidate {
    let text = value.get_value().to_string_lossy();
    let quote = if text.contains(' ') { "\"" } else { "" };
    CompletionCandidate::new(format!("{field}{quote}{text}{quote}")).help(value.get_help().cloned())
}

fn beginning(typed: &OsStr, all: impl Iterator<Item = String>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    all.filter(|value| value.to_lowercase().starts_with(typed.as_str()))
        .map(CompletionCandidate::new)
        .collect()
}

/// The values that begin as was typed, with how many articles have them; none where there is no index.
fn of_index(typed: &OsStr, take: impl Fn(&Census) -> &[(String, u64)]) -> Vec<CompletionCandidate> {
    let Ok(index) = Index::open(&locate(index_on_the_line(env::args_os()))) else { return Vec::new() };
    let Ok(census) = index.census() else { return Vec::new() };
    let typed = typed.to_string_lossy().trim_start_matches('"').to_lowercase();
    let values = take(census).iter().filter(|(value, _)| value.to_lowercase().starts_with(&typed));
    let help = |count: u64| if count == 1 { "1 article".to_owned() } else { format!("{count} articles") };
    values.map(|(value, count)| CompletionCandidate::new(value).help(Some(help(*count).into()))).collect()
}

/// The `--index` of the line that is being typed, else that of the environment.
fn index_on_the_line(args: impl IntoIterator<Item = OsString>) -> Option<PathBuf> {
    let mut args = args.into_iter().skip_while(|arg| arg != "--").skip(1);
    while let Some(arg) = args.next() {
        if arg == "--index" {
            return args.next().map(PathBuf::from);
        }
        if let Some(folder) = arg.to_str().and_then(|arg| arg.strip_prefix("--index=")) {
            return Some(PathBuf::from(folder));
        }
    }
    env::var_os("KBFIX_INDEX").map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(candidates: &[CompletionCandidate]) -> Vec<String> {
        candidates.iter().map(|one| one.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn fields_and_parts_are_offered() {
        let offered = |typed: &str| values(&words().complete(OsStr::new(typed)));
        assert_eq!(offered("ver"), ["version:"]);
        assert_eq!(offered("has:fix"), ["has:fix_files", "has:fixed_in"]);
        assert_eq!(offered("title:x"), [""; 0]);
        assert_eq!(values(&parts().complete(OsStr::new("fix-"))), ["fix-files"]);
    }

    #[test]
    fn names_of_products_are_offered_without_an_index() {
        let offered = values(&product_names(OsStr::new("win9")));
        assert_eq!(offered, ["win95", "win95b", "win98", "win98se"]);
        assert_eq!(
            values(&words().complete(OsStr::new("product:windows 98 s"))),
            ["product:\"windows 98 se\"", "product:\"windows 98 second edition\""]
        );
    }

    #[test]
    fn a_value_of_several_words_is_quoted() {
        let value = CompletionCandidate::new("Windows NT");
        assert_eq!(values(&[quoted("product:", &value)]), ["product:\"Windows NT\""]);
    }

    #[test]
    fn the_index_may_stand_on_the_line() {
        let find = |line: &str| index_on_the_line(line.split(' ').map(OsString::from));
        assert_eq!(find("kbfix -- kbfix search --index here x"), Some(PathBuf::from("here")));
        assert_eq!(find("kbfix -- kbfix search --index=here x"), Some(PathBuf::from("here")));
    }
}
