//! What words mean is learned once the index is complete, and can be done without.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use crate::harness::Kbfix;

/// As many articles as it takes to learn, each of a few of the same words.
fn large() -> Kbfix {
    let kbfix = Kbfix::new();
    for number in 1..=5_000_u32 {
        let word = |about: u32| {
            format!("{}{}", ["spooler", "printer", "leak", "driver"][about as usize], number % (50 + about))
        };
        let title = format!("{} {}", word(0), word(1));
        let body = format!("SYMPTOMS\n========\n\nThe {} stops at {} {}.\n", word(0), word(2), word(3));
        kbfix.article(&format!("kb/{}/Q{number}.TXT", number % 100), number, &title, &body);
    }
    kbfix
}

/// Files of the index that hold vectors.
fn vectors(kbfix: &Kbfix) -> Vec<String> {
    let generation = fs::read_dir(kbfix.path("index")).unwrap().map(|entry| entry.unwrap().path());
    let generation = generation.filter(|path| path.is_dir()).last().unwrap();
    let names =
        fs::read_dir(generation).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.starts_with("meaning-")).collect();
    names.sort();
    names
}

#[test]
fn an_index_is_complete_before_it_learns() {
    let kbfix = large();
    let mut run = kbfix.command(&["index", "kb"]);
    let mut run = run.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(run.stdout.take().unwrap()).lines();
    let last = lines.map(Result::unwrap).find(|line| line.starts_with("Size"));
    run.kill().unwrap();
    run.wait().unwrap();
    assert!(last.is_some(), "the summary comes first");
    assert_eq!(vectors(&kbfix), [""; 0], "the run was ended while it learned");
    kbfix.run(&["search", "spooler7"]).found();
    assert!(kbfix.run(&["index"]).found().contains("up to date"));

    let said = kbfix.run(&["learn"]).found();
    assert!(said.starts_with("learned the meaning of 2") && said.contains("from 5,000 articles"), "{said}");
    let learned = vectors(&kbfix);
    assert_eq!(learned.len(), 2);
    kbfix.run(&["search", "spooler7"]).found();
    let similar = kbfix.run(&["similar", "Q7", "--limit", "5", "--format", "json"]).json();
    let hits = similar["hits"].as_array().unwrap();
    assert!(hits.len() == 5 && hits[0]["title"].as_str().unwrap().contains("spooler7"), "{similar}");

    kbfix.article("kb/0/Q9000.TXT", 9000, "Another spooler7", "The printer3 stops.");
    let said = kbfix.run(&["index"]).found();
    assert!(said.contains("1 added") && !said.contains("learned the meaning"), "{said}");
    let lacks = "1 article added or changed since words were learned from 5,000; `kbfix learn`";
    assert!(said.contains(lacks), "{said}");
    assert!(kbfix.run(&["index"]).found().contains(lacks), "until it is done");
    assert!(vectors(&kbfix).len() == 2 && vectors(&kbfix) != learned);
    assert!(kbfix.run(&["search", "another spooler7", "--limit", "1"]).found().contains("Q9000"));
    #[cfg(unix)]
    a_full_disk_leaves_what_was_learned(&kbfix);

    let said = kbfix.run(&["index", "--rebuild", "--no-learn"]).found();
    assert!(said.contains("5,001 added") && !said.contains("learned the meaning"), "{said}");
    assert!(said.contains("not learned from the 5,001 articles; `kbfix learn`"), "{said}");
    assert_eq!(vectors(&kbfix), [""; 0]);
    let said = kbfix.run(&["index", "--rebuild"]).found();
    assert!(said.contains("learned the meaning"), "{said}");
    assert!(!kbfix.run(&["index"]).found().contains("kbfix learn"), "there is nothing to add");
}

/// A limit on the size of files stands for a full disk.
#[cfg(unix)]
fn a_full_disk_leaves_what_was_learned(kbfix: &Kbfix) {
    let before = vectors(kbfix);
    let script = format!("trap '' XFSZ; ulimit -f 64; exec {} learn", env!("CARGO_BIN_EXE_kbfix"));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).current_dir(kbfix.path("")).env("KBFIX_INDEX", kbfix.path("index"));
    let failed = shell.output().unwrap();
    assert_eq!(failed.status.code(), Some(2), "{}", String::from_utf8_lossy(&failed.stderr));
    assert_eq!(vectors(kbfix), before);
    assert!(kbfix.run(&["search", "another spooler7", "--limit", "1"]).found().contains("Q9000"));
}

#[test]
fn an_index_that_grew_says_what_it_lacks() {
    let kbfix = large();
    fs::rename(kbfix.path("kb"), kbfix.path("more")).unwrap();
    kbfix.article("kb/Q9000.TXT", 9000, "Another spooler7", "The printer3 stops.");
    let said = kbfix.run(&["index", "kb"]).found();
    assert!(!said.contains("kbfix learn"), "one built whole has no more: {said}");
    let said = kbfix.run(&["index", "more"]).found();
    assert!(said.contains("not learned from the 5,001 articles; `kbfix learn` does so"), "{said}");
    let dictionary = fs::metadata(kbfix.path("index/g1/dictionary")).unwrap();
    assert!(dictionary.len() > 0);
    kbfix.run(&["learn"]).found();
    assert_eq!(vectors(&kbfix).len(), 2);
    let meta: serde_json::Value =
        serde_json::from_slice(&fs::read(kbfix.path("index/g1/meta.json")).unwrap()).unwrap();
    assert_eq!(meta["segments"].as_array().unwrap().len(), 1);
    let said = kbfix.run(&["index"]).found();
    assert!(said.contains("up to date") && !said.contains("kbfix learn"), "{said}");
}

#[test]
fn a_few_articles_teach_nothing() {
    let kbfix = Kbfix::with_samples();
    let run = kbfix.run(&["learn"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(1), "learned nothing: 54 articles are too few, it takes 5,000\n")
    );
    let kbfix = Kbfix::new();
    assert!(kbfix.run(&["learn"]).refused().contains("there is no index"));
    assert!(!kbfix.path("index").exists(), "nothing is made");
}
