//! Pasted errors and names of the time, on the whole archive.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use kbfix::search::STANDARD;
use serde_json::Value;

use crate::archive::archive_index;

/// A pasted text, and the articles of which one must be among the first `within`.
struct Case {
    ids: Vec<&'static str>,
    within: usize,
    text: String,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("pasted.txt").lines() {
        let head = |mark| line.strip_prefix(mark).filter(|ids: &&str| ids.starts_with('Q'));
        let (ids, within) = match (head("= "), head("~ ")) {
            (Some(ids), _) => (ids, 1),
            (_, Some(ids)) => (ids, 3),
            _ => {
                let last = cases.last_mut();
                last.into_iter().for_each(|case| case.text.extend([line, "\n"]));
                continue;
            }
        };
        cases.push(Case { ids: ids.split(' ').collect(), within, text: String::new() });
    }
    cases
}

/// The answer of the whole archive; `None` where it is not at hand.
fn search(args: &[&str], input: &str) -> Option<Value> {
    let index = archive_index()?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbfix"));
    command
        .args(["search", "--format", "json", "--index"])
        .arg(index)
        .args(args)
        .env_remove("KBFIX_VOCABULARY");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Some(serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap())
}

fn ids(results: &Value) -> Vec<&str> {
    results["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}

#[test]
fn a_pasted_error_leads_to_its_article() {
    let cases = cases();
    assert!(cases.len() >= 30, "{}", cases.len());
    let mut missed = Vec::new();
    for Case { ids: wanted, within, text } in &cases {
        let Some(results) = search(&["--limit", "10", "-"], text) else { return };
        let found = ids(&results);
        if !found.iter().take(*within).any(|id| wanted.contains(id)) {
            missed.push(format!("{wanted:?} not in {found:?}: {}", text.lines().next().unwrap_or_default()));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_code_is_found_in_every_spelling() {
    for spellings in [
        &["0xA", "0x0000000A", "STOP 0000000A", "STOP: 0x0000000A (0x4, 0x1c)", "IRQL_NOT_LESS_OR_EQUAL"][..],
        &["0x7B", "STOP 7B", "STOP 0000007B", "INACCESSIBLE_BOOT_DEVICE"],
        &["0x80040154", "-2147221164", "2147221164", "2147746132", "REGDB_E_CLASSNOTREG"],
        &["0xC000021A", "c000021a", "STOP: C000021A", "STATUS_SYSTEM_PROCESS_TERMINATED"],
        &["E_FAIL", "0x80004005", "-2147467259"],
    ] {
        let mut counts = Vec::new();
        for spelling in spellings {
            let number = spellings[0];
            let Some(all) = search(&["--limit", "10", spelling], "") else { return };
            let error = format!("error:{}", if number == "E_FAIL" { spellings[1] } else { number });
            let exact = search(&["--limit", "10000", &error], "").unwrap();
            let exact = ids(&exact);
            let about = ids(&all).iter().filter(|id| exact.contains(id)).count();
            counts.push((*spelling, about));
        }
        assert!(counts.iter().all(|&(_, about)| about >= 6), "{counts:?}");
    }
}

#[test]
fn every_name_of_a_product_has_articles() {
    let (_, rest) = STANDARD.split_once("# Products.").unwrap();
    let (products, _) = rest.split_once("# What is in them").unwrap();
    let names = products.lines().filter_map(|line| Some(line.split_once(" = ")?.0));
    for name in names.chain(["nt4", "vc++", "vc 6", "ie5", "win98se", "nt 3.51", "word97", "vb 6"]) {
        let Some(found) = search(&["--limit", "0", &format!("product:\"{name}\"")], "") else { return };
        assert!(found["total"].as_u64() > Some(0), "{name}");
    }
}
