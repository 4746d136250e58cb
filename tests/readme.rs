//! Every command of the README and the handbook does what it prints there.

use std::{collections::BTreeSet, fs, path::PathBuf, process::Stdio};

use serde_json::Value;

use crate::harness::{Kbfix, Run, document, program, project};

/// A command line and what is printed below it.
struct Example {
    command: String,
    printed: String,
}

/// The README and every page of the handbook.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![project().join("README.md")];
    let mut folders = vec![project().join("docs").join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

/// The code blocks of a page in a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// The commands of the `console` blocks of a page, with what they print.
fn console(page: &str) -> Vec<Example> {
    let blocks = blocks(page, "console");
    let parts = blocks.iter().map(|block| format!("\n{block}"));
    parts.flat_map(|block| block.split("\n$ ").skip(1).map(example).collect::<Vec<_>>()).collect()
}

/// The commands of the `sh` blocks of a page, one a line.
fn scripts(page: &str) -> Vec<Example> {
    blocks(page, "sh").iter().flat_map(|block| block.lines().map(example).collect::<Vec<_>>()).collect()
}

fn example(part: &str) -> Example {
    let (command, printed) = part.split_once('\n').unwrap_or((part, ""));
    let command = command.split("  #").next().unwrap().trim().to_owned();
    Example { command, printed: printed.trim_end().to_owned() }
}

/// Without what differs from run to run: times and sizes.
fn steady(text: &str) -> String {
    let text =
        regex::Regex::new(r"\d+(\.\d+)? (ms|s|kB|MB)\b").unwrap().replace_all(text, "[n]").into_owned();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Commands that are not run: they never end, change this machine, or belong to another one.
const NOT_RUN: [&str; 8] = [
    "cargo test",
    "cargo install ",
    "cargo binstall ",
    "sudo apt ",
    "git clone ",
    "kbfix serve",
    "dir /s",
    "curl 'http://127.0.0.1:8080/",
];

/// What the commands run on: the index of the samples, and the files that they name.
fn folder() -> Kbfix {
    let kbfix = Kbfix::with_samples();
    let listing =
        " Directory of C:\\WINNT\\system32\\drivers\n\n01/09/98  08:16a               143,664 tcpip.sys\n";
    kbfix
        .file("kbarchive/Q1.TXT", document(900_001, "01-MAR-1999", "Leak", "SUMMARY\n=======\n\nIt leaks.\n"))
        .file("mnt/c/WINNT/system32/drivers/tcpip.sys", "no program")
        .file("dir.txt", listing)
        .file("crash.txt", "STOP 0x0000000A IRQL_NOT_LESS_OR_EQUAL\n")
        .file("queries.txt", "memory leak\ntcpip.sys\n");
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
    let pages: Vec<String> = pages().iter().map(|page| fs::read_to_string(page).unwrap()).collect();
    // Scripts come last: they add to the index, and what is printed would change.
    let examples = pages.iter().flat_map(|page| console(page));
    let examples = examples.chain(pages.iter().flat_map(|page| scripts(page)));
    for Example { command, printed } in examples {
        if let Some(start) = NOT_RUN.iter().find(|start| command.starts_with(**start)) {
            not_run.retain(|other| other != start);
            continue;
        }
        let Some(Run { code, stdout, stderr }) = run(&kbfix, &command) else { continue };
        assert!(matches!(code, Some(0 | 1)) && !stderr.contains("error:"), "{command}: {code:?} {stderr}");
        if !printed.is_empty() {
            assert_eq!(steady(&printed), steady(&stdout), "`{command}`");
        }
        // In a pipe, the exit code is that of the last program.
        let has_said = !["", "null"].contains(&stdout.trim());
        assert!(has_said || !command.contains(" | "), "`{command}` prints nothing: {stderr}");
        count += 1;
    }
    assert_eq!(not_run, [""; 0], "no command begins with that");
    assert!(count >= 50, "only {count} commands were found");
}

#[test]
fn the_commands_of_set_up_are_those_of_ci() {
    let page = readme();
    let commands: Vec<String> = console(&page).into_iter().map(|example| example.command).collect();
    for (at, command) in ["cargo run --release -- demo", "cargo test --all-features"].iter().enumerate() {
        assert_eq!(commands.get(at).map(String::as_str), Some(*command), "in the README");
    }
    assert!(fs::read_to_string(project().join(".ci/run")).unwrap().contains("cargo test"));
}

fn readme() -> String {
    fs::read_to_string(project().join("README.md")).unwrap()
}

#[test]
fn the_readme_is_short_and_begins_with_a_picture() {
    let page = readme();
    let words = page.split_whitespace().count();
    assert!(words < 900, "the README has {words} words; move some to the handbook");
    let picture = page.lines().position(|line| line.starts_with("!["));
    assert!(picture.is_some_and(|line| line < 40), "the first picture is in line {picture:?}");
}

/// A reader finds every page by the table of contents.
#[test]
fn the_handbook_lists_every_page() {
    let folder = project().join("docs").join("src");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
    for page in pages() {
        let Ok(path) = page.strip_prefix(&folder) else { continue };
        let path = path.to_str().unwrap().replace('\\', "/");
        assert!(
            path == "SUMMARY.md" || summary.contains(&format!("({path})")),
            "{path} is not in SUMMARY.md"
        );
    }
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

/// The page about JSON names every field of a record and every kind of note.
#[test]
fn the_schema_is_complete() {
    let page = fs::read_to_string(project().join("docs/src/reference/json.md")).unwrap();
    let mut fields = BTreeSet::new();
    properties(&kbfix::article::schema(), &mut fields);
    assert!(fields.contains("fix_files") && fields.contains("hosts"), "{fields:?}");
    for field in fields {
        assert!(page.contains(&format!("`{field}`")), "{field} is not in reference/json.md");
    }
    for kind in kbfix::grammar::NoteKind::ALL {
        assert!(page.contains(&format!("`{}`", kind.name())), "{} is not in reference/json.md", kind.name());
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let (_, rest) = manifest.split_once("\n[dependencies]\n").unwrap();
    let (crates, _) = rest.split_once("\n[").unwrap();
    let page = fs::read_to_string(project().join("docs/src/explanation/dependencies.md")).unwrap();
    let named: BTreeSet<&str> = crates.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    let told: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|name| *name != "crate")
        .collect();
    assert_eq!(named, told);
}
