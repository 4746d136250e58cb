//! Every command of the README and SCAN.md does what it prints there.

use std::fs;

use crate::harness::{Kbfix, program, project};

/// A command line and what is printed below it.
struct Example {
    command: String,
    printed: String,
}

/// The commands of the `console` blocks of a page.
fn examples(page: &str) -> Vec<Example> {
    let text = fs::read_to_string(project().join(page)).unwrap();
    let blocks = text.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    let commands = blocks.flat_map(|block| {
        let block = format!("\n{block}");
        block.split("\n$ ").skip(1).map(str::to_owned).collect::<Vec<_>>()
    });
    let examples = commands.map(|part| {
        let (command, printed) = part.split_once('\n').unwrap_or((&part, ""));
        let command = command.split("  #").next().unwrap().trim().to_owned();
        Example { command, printed: printed.trim_end().to_owned() }
    });
    examples.collect()
}

/// Without what is another in each run: times and sizes.
fn steady(text: &str) -> String {
    let text =
        regex::Regex::new(r"\d+(\.\d+)? (ms|s|kB|MB)\b").unwrap().replace_all(text, "[n]").into_owned();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The words that the program is given; quotes as a shell has them.
fn words(command: &str) -> Option<Vec<String>> {
    let prefixes = ["kbfix ", "cargo run --release -- ", "sqlite3 "];
    let rest = prefixes.iter().find_map(|prefix| command.strip_prefix(prefix))?;
    let (mut words, mut quote) = (vec![String::new()], None);
    for char in rest.chars() {
        match quote {
            Some(end) if char == end => quote = None,
            None if char == '"' || char == '\'' => quote = Some(char),
            None if char == ' ' => words.push(String::new()),
            _ => words.last_mut()?.push(char),
        }
    }
    words.retain(|word| !word.is_empty());
    Some(words)
}

#[test]
fn every_command_does_what_it_prints() {
    let kbfix = Kbfix::with_samples();
    kbfix.file("kbarchive/Q1.TXT", "no article");
    std::fs::copy(project().join("examples/winnt.csv"), kbfix.path("winnt.csv")).unwrap();
    let mut count = 0;
    for example in examples("README.md").into_iter().chain(examples("SCAN.md")) {
        let Some(words) = words(&example.command).filter(|_| !example.command.contains('|')) else {
            continue;
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = if example.command.starts_with("sqlite3") {
            let Some(sqlite) = program("sqlite3") else { continue };
            kbfix.run_other(&sqlite, &words)
        } else {
            kbfix.run(&words)
        };
        assert_ne!(run.code, Some(2), "{}: {}", example.command, run.stderr);
        if !example.printed.is_empty() {
            assert_eq!(steady(&example.printed), steady(&run.stdout), "`{}`", example.command);
        }
        count += 1;
    }
    assert!(count >= 6, "only {count} commands were found");
}

#[test]
fn the_commands_of_set_up_are_those_of_ci() {
    let commands: Vec<String> = examples("README.md").into_iter().map(|example| example.command).collect();
    for command in ["cargo run --release -- search \"memory leak after password change\"", "cargo test"] {
        assert!(commands.iter().any(|other| other == command), "{command} is not in the README");
    }
    assert!(fs::read_to_string(project().join(".ci/run")).unwrap().contains("cargo test"));
}

#[test]
fn the_changelog_has_this_version() {
    let log = fs::read_to_string(project().join("CHANGELOG.md")).unwrap();
    assert!(log.contains(&format!("## {}", env!("CARGO_PKG_VERSION"))));
}

/// SCHEMA.md names every field of a record and every kind of note.
#[test]
fn the_schema_is_complete() {
    let page = fs::read_to_string(project().join("SCHEMA.md")).unwrap();
    let record = serde_json::to_value(kbfix::article::Article::default()).unwrap();
    let file = serde_json::to_value(kbfix::article::FixFile::default()).unwrap();
    for object in [record, file] {
        for field in object.as_object().unwrap().keys() {
            assert!(page.contains(&format!("`{field}`")), "{field} is not in SCHEMA.md");
        }
    }
    for kind in kbfix::grammar::NoteKind::ALL {
        assert!(page.contains(&format!("`{}`", kind.name())), "{} is not in SCHEMA.md", kind.name());
    }
}
