//! What shells and readers of manuals get, made from the same command as `--help`.

use std::{fs, process::Command, sync::LazyLock};

use crate::harness::{Kbfix, Run, program};

/// The samples, indexed once; only read.
static SAMPLES: LazyLock<Kbfix> = LazyLock::new(Kbfix::with_samples);

/// What bash offers for the last of `words`.
fn offered(words: &[&str]) -> Vec<String> {
    let mut command = SAMPLES.command(&["--"]);
    command.args(words).env("KBFIX_COMPLETE", "bash");
    command.env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string()).env("_CLAP_IFS", "\n");
    Run::of(command.output().unwrap()).found().lines().map(str::to_owned).collect()
}

#[test]
fn verbs_options_and_what_the_index_has_are_offered() {
    assert_eq!(offered(&["kbfix", "sea"]), ["search"]);
    let options = offered(&["kbfix", "search", "--fac"]);
    assert!(options.len() == 1 && options[0].starts_with("--facets"), "{options:?}");
    let products = offered(&["kbfix", "search", "--product", "microsoft windows n"]);
    assert!(!products.is_empty() && products.iter().all(|name| name.contains("Windows N")), "{products:?}");
    assert!(offered(&["kbfix", "export", "--keyword", "kb"]).len() > 3);
    assert_eq!(offered(&["kbfix", "search", "refs"]), ["refs:"]);
    assert_eq!(offered(&["kbfix", "search", "type:bu"]), ["type:bug"]);
}

#[test]
fn without_an_index_nothing_is_offered() {
    let kbfix = Kbfix::new();
    let mut command = kbfix.command(&["--", "kbfix", "search", "--product", "=w"]);
    command.env("KBFIX_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", "3");
    assert_eq!(Run::of(command.output().unwrap()).found(), "");
}

#[test]
fn every_shell_has_its_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = SAMPLES.run(&["completions", shell]).found();
        assert!(script.contains("KBFIX_COMPLETE") && script.contains("kbfix"), "{shell}: {script}");
    }
    assert!(SAMPLES.run(&["completions", "csh"]).refused().contains("possible values"));
}

#[test]
fn shells_can_read_their_scripts() {
    for shell in ["bash", "zsh", "fish"] {
        let Some(path) = program(shell) else { continue };
        let script = SAMPLES.path(&format!("completions.{shell}"));
        fs::write(&script, SAMPLES.run(&["completions", shell]).found()).unwrap();
        let read = Command::new(path).arg("-n").arg(&script).output().unwrap();
        assert!(read.status.success(), "{shell}: {}", String::from_utf8_lossy(&read.stderr));
    }
}

#[test]
fn manuals_have_a_page_for_each_verb() {
    let kbfix = Kbfix::new();
    kbfix.run(&["man", "--out", "manual"]).found();
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(kbfix.path(folder)).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let pages = names("manual/man1");
    assert!(
        pages.contains(&"kbfix.1".to_owned()) && pages.contains(&"kbfix-search.1".to_owned()),
        "{pages:?}"
    );
    assert_eq!(names("manual/man7"), ["kbfix-query.7"]);
    let printed = kbfix.run(&["man", "search"]).found();
    assert_eq!(printed, fs::read_to_string(kbfix.path("manual/man1/kbfix-search.1")).unwrap());
    assert!(kbfix.run(&["man", "serch"]).refused().contains("one of index, watch, search"));
}

#[test]
fn manuals_are_set_without_a_complaint() {
    let Some(mandoc) = program("mandoc") else { return };
    let kbfix = Kbfix::new();
    kbfix.run(&["man", "--out", "manual"]).found();
    for folder in ["manual/man1", "manual/man7"] {
        for page in fs::read_dir(kbfix.path(folder)).unwrap() {
            let page = page.unwrap().path();
            let lint = Command::new(&mandoc).args(["-T", "lint", "-W", "error"]).arg(&page).output().unwrap();
            let said = String::from_utf8_lossy(&lint.stdout);
            // No date: the same source gives the same page on any day.
            let complaints: Vec<_> = said.lines().filter(|line| !line.contains("missing date")).collect();
            assert!(complaints.is_empty(), "{complaints:#?}");
        }
    }
}
