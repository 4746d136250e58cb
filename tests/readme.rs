//! Every command of the README and SCAN.md does what it prints there.

use std::{collections::BTreeSet, fs, process::Stdio};

use serde_json::Value;

use crate::harness::{Kbfix, Run, document, program, project};

/// A command line and what is printed below it.
struct Example {
    command: String,
    printed: String,
}

/// The commands of the `console` blocks of a page with what they print, and those of its `sh` blocks, one a line.
fn examples(page: &str) -> Vec<Example> {
    let text = fs::read_to_string(project().join(page)).unwrap();
    let blocks = |mark: &str| {
        let mark = format!("```{mark}\n");
        let blocks =
            text.split(mark.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
        blocks.collect::<Vec<_>>()
    };
    let example = |part: &str| {
        let (command, printed) = part.split_once('\n').unwrap_or((part, ""));
        let command = command.split("  #").next().unwrap().trim().to_owned();
        Example { command, printed: printed.trim_end().to_owned() }
    };
    let mut examples = Vec::new();
    for block in blocks("console") {
        examples.extend(format!("\n{block}").split("\n$ ").skip(1).map(example));
    }
    for block in blocks("sh") {
        examples.extend(block.lines().map(example));
    }
    examples
}

/// Without what is another in each run: times and sizes.
fn steady(text: &str) -> String {
    let text =
        regex::Regex::new(r"\d+(\.\d+)? (ms|s|kB|MB)\b").unwrap().replace_all(text, "[n]").into_owned();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// What is not run: it never ends, changes this machine, or is of another one.
const NOT_RUN: [&str; 6] =
    ["cargo test", "cargo install ", "git clone ", "kbfix serve", "dir /s", "curl 'http://127.0.0.1:8080/"];

/// What the commands are run on: the index of the samples, and what they name.
fn folder() -> Kbfix {
    let kbfix = Kbfix::with_samples();
    let listing =
        " Directory of C:\\WINNT\\system32\\drivers\n\n01/09/98  08:16a               143,664 tcpip.sys\n";
    kbfix
        .file("kbarchive/Q1.TXT", document(900_001, "01-MAR-1999", "Leak", "SUMMARY\n=======\n\nIt leaks.\n"))
        .file("mnt/c/WINNT/system32/drivers/tcpip.sys", "no program")
        .file("dir.txt", listing);
    fs::copy(project().join("examples/winnt.csv"), kbfix.path("winnt.csv")).unwrap();
    kbfix
}

/// Runs a command as a shell does, with the folder as its home; `None` where a program that it names is missing.
fn run(kbfix: &Kbfix, command: &str) -> Option<Run> {
    let command = command.replacen("cargo run --release -- ", "kbfix ", 1).replace("/mnt/c", "mnt/c");
    // No manual is installed here.
    let command = command.split(" && man ").next().unwrap();
    for other in ["jq", "sqlite3"].iter().filter(|other| command.split(' ').any(|word| word == **other)) {
        program(other)?;
    }
    let own = std::path::Path::new(env!("CARGO_BIN_EXE_kbfix")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path))).unwrap();
    let mut shell = kbfix.shell(command);
    shell.env("PATH", path).env("HOME", kbfix.path("")).stdin(Stdio::null());
    Some(Run::of(shell.output().unwrap()))
}

#[cfg(unix)]
#[test]
fn every_command_does_what_it_prints() {
    let kbfix = folder();
    let mut not_run = NOT_RUN.to_vec();
    let mut count = 0;
    for Example { command, printed } in examples("README.md").into_iter().chain(examples("SCAN.md")) {
        if let Some(start) = NOT_RUN.iter().find(|start| command.starts_with(**start)) {
            not_run.retain(|other| other != start);
            continue;
        }
        let Some(Run { code, stdout, stderr }) = run(&kbfix, &command) else { continue };
        assert!(matches!(code, Some(0 | 1)) && !stderr.contains("error:"), "{command}: {code:?} {stderr}");
        if !printed.is_empty() {
            assert_eq!(steady(&printed), steady(&stdout), "`{command}`");
        }
        // The exit code is that of the last program.
        let has_said = !["", "null"].contains(&stdout.trim());
        assert!(has_said || !command.contains(" | "), "`{command}` prints nothing: {stderr}");
        count += 1;
    }
    assert_eq!(not_run, [""; 0], "no command begins with that");
    assert!(count >= 25, "only {count} commands were found");
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

/// The names of all properties that a schema describes, however deep.
fn properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            let own = fields.get("properties").and_then(Value::as_object);
            names.extend(own.into_iter().flat_map(|own| own.keys().cloned()));
            fields.values().for_each(|field| properties(field, names));
        }
        Value::Array(items) => items.iter().for_each(|item| properties(item, names)),
        _ => {}
    }
}

/// SCHEMA.md names every field of a record and every kind of note.
#[test]
fn the_schema_is_complete() {
    let page = fs::read_to_string(project().join("SCHEMA.md")).unwrap();
    let mut fields = BTreeSet::new();
    properties(&kbfix::article::schema(), &mut fields);
    assert!(fields.contains("fix_files") && fields.contains("hosts"), "{fields:?}");
    for field in fields {
        assert!(page.contains(&format!("`{field}`")), "{field} is not in SCHEMA.md");
    }
    for kind in kbfix::grammar::NoteKind::ALL {
        assert!(page.contains(&format!("`{}`", kind.name())), "{} is not in SCHEMA.md", kind.name());
    }
}
