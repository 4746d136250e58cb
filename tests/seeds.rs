//! The five articles the project was born from, every field as a person reads it.
//!
//! The archive's prose stays out of the repository, so section texts stand in the snapshots as their first
//! and last words and their number of words and lines.

use std::fs;

use kbfix::{corpus::decode, grammar};
use serde_json::Value;

use crate::harness::shared;

const TEXTS: [&str; 9] = [
    "summary",
    "symptoms",
    "cause",
    "resolution",
    "workaround",
    "status",
    "more_information",
    "references_text",
    "body",
];

fn brief(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (first, last) = (words[..3].join(" "), words[words.len() - 2..].join(" "));
    format!("{first} … {last} ({} words, {} lines)", words.len(), text.lines().count())
}

fn record(path: &std::path::Path) -> Value {
    let bytes = fs::read(path).unwrap();
    let parsed = grammar::parse(&decode(&bytes).text).unwrap();
    assert_eq!(parsed.notes, []);
    let mut record = serde_json::to_value(parsed.article).unwrap();
    for field in TEXTS {
        if let Value::String(text) = &mut record[field] {
            *text = brief(text);
        }
    }
    record
}

#[test]
fn every_field_of_the_seeds() {
    let Some(folder) = shared("archive/seeds") else { return };
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 5);
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        insta::assert_json_snapshot!(name, record(&path));
    }
}
