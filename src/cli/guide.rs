//! What `kbfix` alone says: the verbs by what people want to do.

use super::{CliError, Context, Outcome};
use crate::markup::{Markup, Role};

const TASKS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Find",
        &[
            ("demo", "search built-in samples, with nothing set up"),
            ("search WORDS", "find the fix: words, an error message, a file name"),
            ("file NAME", "every known build of a file"),
            ("scan FOLDER", "which fixes the files of an old system lack"),
        ],
    ),
    (
        "Look",
        &[
            ("show Q193829", "read an article"),
            ("related Q193829", "what it cites, what cites it"),
            ("similar Q193829", "articles like it"),
            ("stats", "what the index holds"),
        ],
    ),
    (
        "Build",
        &[
            ("index FOLDER", "read the archive; later, only what changed"),
            ("watch FOLDER", "the same, whenever files change"),
            ("check FOLDER", "what could not be read"),
        ],
    ),
    (
        "Share",
        &[
            ("serve", "pages and an API, for browsers old and new"),
            ("export", "records as JSON, CSV, SQLite or Parquet"),
            ("mcp", "a server for assistants"),
        ],
    ),
];

/// Prints it.
pub fn run(context: &mut Context<'_>) -> Result<Outcome, CliError> {
    let mut out = Markup::new();
    out.line("Find the fix in the archive of Microsoft Knowledge Base articles (1985-2002).");
    for (task, verbs) in TASKS {
        out.line("");
        out.line(Markup::of(Role::Title, task));
        out.lines(verbs.iter().map(|(verb, does)| {
            Markup::of(Role::Text, format!("  kbfix {verb:<16}")).with(Role::Dim, format!("  {does}"))
        }));
    }
    out.line("");
    out.line(Markup::of(Role::Dim, "kbfix --help lists all verbs; kbfix help VERB explains one."));
    context.out.print(&out)?;
    Ok(Outcome::Found)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn every_verb_that_is_named_is_one() {
        let cli = crate::cli::Cli::command();
        for (verb, _) in TASKS.iter().flat_map(|(_, verbs)| *verbs) {
            let name = verb.split(' ').next().unwrap();
            assert!(cli.find_subcommand(name).is_some(), "{name}");
        }
    }
}
