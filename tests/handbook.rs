//! The pages of the handbook that are made from the program.

use std::fmt::Write as _;
use std::fs;

use clap::CommandFactory as _;

use crate::harness::project;

/// Columns of a help text in the handbook.
const COLUMNS: usize = 90;

/// Help of kbfix and of each verb, as `kbfix help VERB` prints it.
fn commands() -> String {
    let mut out = String::from(
        "# Commands\n\nThis page is made from the program: it is what `kbfix help` and `kbfix help VERB` print.\n",
    );
    let mut cli = kbfix::cli::Cli::command().term_width(COLUMNS).disable_help_subcommand(true);
    cli.build();
    let mut add = |name: &str, help: String| {
        let _ = write!(out, "\n## {name}\n\n```text\n{}\n```\n", help.trim_end());
    };
    add("kbfix", cli.render_long_help().to_string());
    for verb in cli.get_subcommands_mut() {
        let name = format!("kbfix {}", verb.get_name());
        add(&name, verb.render_long_help().to_string());
    }
    out
}

#[test]
fn the_reference_of_commands_is_what_help_prints() {
    let page = project().join("docs/src/reference/commands.md");
    let made: String = commands().lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if std::env::var_os("KBFIX_UPDATE").is_some() {
        fs::write(&page, &made).unwrap();
    }
    let stands = fs::read_to_string(&page).unwrap_or_default();
    assert!(
        stands == made,
        "{} is not current; KBFIX_UPDATE=1 cargo test --all-features handbook",
        page.display()
    );
}
