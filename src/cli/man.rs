//! Man pages, made from the same command as `--help`.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, Command, CommandFactory as _, ValueHint};
use clap_mangen::{Man as Page, roff};

use super::{Cli, CliError, Context, Outcome};

const EXAMPLES: &str = "\
Examples:
  kbfix man search | man -l -                  read the page of a verb
  kbfix man query > kbfix-query.7              the language of queries
  kbfix man --out ~/.local/share/man           all of them, where man(1) finds them

";

/// What the exit codes say; the same for every verb.
const EXIT: &str = "\
0    something was found
1    nothing was found
2    something went wrong, which standard error says";

/// Print a man page, or write them all to a folder.
///
/// There is one for kbfix, one for each of its verbs, and one for the language of queries, `query`.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Man {
    /// The verb, or none for kbfix itself.
    #[arg(value_name = "PAGE", conflicts_with = "out")]
    page: Option<String>,

    /// Write all pages into `man1` and `man7` below this folder.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
}

impl Man {
    /// Needs no index.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        match (self.out, self.page) {
            (Some(folder), _) => write_all(&folder)?,
            (None, page) => context.out.write_all(&find(page.as_deref())?.render())?,
        }
        Ok(Outcome::Found)
    }
}

/// A page before it is written.
struct Draft {
    /// `kbfix-search`
    name: String,
    section: &'static str,
    command: Command,
}

/// All pages, that of kbfix first.
fn drafts() -> Vec<Draft> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    cli.build();
    let verbs = cli.get_subcommands().filter(|verb| !verb.is_hide_set()).cloned();
    std::iter::once(cli.clone()).chain(verbs).map(Draft::new).collect()
}

fn find(page: Option<&str>) -> Result<Draft, CliError> {
    let name = page
        .map_or_else(|| "kbfix".to_owned(), |page| format!("kbfix-{}", page.trim_start_matches("kbfix-")));
    let mut drafts = drafts();
    let found = drafts.iter().position(|draft| draft.name == name);
    found.map(|at| drafts.swap_remove(at)).ok_or_else(|| {
        let verbs: Vec<_> = drafts.iter().filter_map(|draft| draft.name.strip_prefix("kbfix-")).collect();
        CliError::new("cannot print a man page", &format!("there is none for `{}`", page.unwrap_or_default()))
            .try_instead(format!("one of {}", verbs.join(", ")))
    })
}

fn write_all(folder: &Path) -> Result<(), CliError> {
    for draft in drafts() {
        let folder = folder.join(format!("man{}", draft.section));
        let path = folder.join(format!("{}.{}", draft.name, draft.section));
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, draft.render()));
        written.map_err(|error| CliError::new(format!("cannot write {}", path.display()), &error))?;
    }
    Ok(())
}

impl Draft {
    fn new(command: Command) -> Self {
        let name = match command.get_name() {
            "kbfix" => "kbfix".to_owned(),
            verb => format!("kbfix-{verb}"),
        };
        // What only describes something belongs to section 7.
        let section = if command.get_name() == "query" { "7" } else { "1" };
        Self { name, section, command }
    }

    fn render(&self) -> Vec<u8> {
        let mut out = Vec::new();
        // Nothing can go wrong where it is written to memory.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let command = self.command.clone().display_name(&self.name);
        let examples = command.get_before_help().map(ToString::to_string).unwrap_or_default();
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let has_verbs = command.has_subcommands();
        let page = Page::new(command)
            .title(self.name.to_uppercase())
            .section(self.section)
            .source(concat!("kbfix ", env!("CARGO_PKG_VERSION")))
            .manual("kbfix");
        page.render_title(out)?;
        page.render_name_section(out)?;
        page.render_synopsis_section(out)?;
        page.render_description_section(out)?;
        if self.section == "7" {
            verbatim("LANGUAGE", &after, out)?;
        }
        verbatim("EXAMPLES", examples.trim_start_matches("Examples:\n"), out)?;
        page.render_options_section(out)?;
        if has_verbs {
            page.render_subcommands_section(out)?;
        }
        if self.section != "7" && !after.is_empty() {
            verbatim("NOTES", &after, out)?;
        }
        verbatim("EXIT STATUS", EXIT, out)?;
        let others = if has_verbs { "kbfix-query(7)" } else { "kbfix(1), kbfix-query(7)" };
        verbatim("SEE ALSO", others, out)
    }
}

/// A section whose lines stay as they are.
fn verbatim(title: &str, text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let mut page = roff::Roff::new();
    page.control("SH", [title]).control("nf", []);
    for line in text.trim_end().lines() {
        page.text([roff::roman(line)]);
    }
    page.control("fi", []).to_writer(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: Option<&str>) -> String {
        String::from_utf8(find(name).unwrap().render()).unwrap()
    }

    #[test]
    fn every_verb_has_a_page_with_all_its_options() {
        for draft in drafts() {
            let text = String::from_utf8(draft.render()).unwrap().replace("\\-", "-");
            for option in draft.command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(text.contains(&format!("--{option}")), "{}: --{option}", draft.name);
            }
            for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "EXIT STATUS", "SEE ALSO"] {
                assert!(text.contains(section), "{}: {section}\n{text}", draft.name);
            }
        }
    }

    #[test]
    fn the_language_of_queries_has_its_page() {
        let text = page(Some("query"));
        assert!(text.starts_with(".ie"), "{text}");
        for line in
            crate::query::HELP.lines().filter(|line| line.starts_with("  ") && !line.contains(['-', '\\']))
        {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert_eq!(page(Some("kbfix-query")), text);
    }

    #[test]
    fn a_page_that_is_not_there() {
        let error = find(Some("serch")).err().unwrap().to_string();
        assert!(error.contains("there is none for `serch`"), "{error}");
    }
}
