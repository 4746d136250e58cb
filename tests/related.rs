//! From one article to others: `similar` and `related`.

use std::sync::LazyLock;

use crate::harness::Kbfix;

/// The samples, indexed once; only read.
static SAMPLES: LazyLock<Kbfix> = LazyLock::new(Kbfix::with_samples);

#[test]
fn related_articles_by_group() {
    insta::assert_json_snapshot!(SAMPLES.run(&["related", "kb246988", "--format", "json"]).json());
}

#[test]
fn what_is_cited_but_missing_still_says_who_cites_it() {
    let run = SAMPLES.run(&["related", "Q223756"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stderr, "not found: Q223756 is not in the index\n");
    assert!(run.stdout.starts_with("Q223756  IRDP Client Support Added"), "{}", run.stdout);
    assert!(run.stdout.contains("CITED BY  1\nQ246988"), "{}", run.stdout);
    let run = SAMPLES.run(&["related", "7"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    SAMPLES.run(&["related", "seven"]).refused();
}

#[test]
fn citations_go_both_ways() {
    let kbfix = Kbfix::new();
    let body = "SUMMARY\n=======\n\nSee the following:\n\n   Q900002 A Title\n";
    kbfix.article("kb/Q900001.TXT", 900_001, "A", body);
    kbfix.article("kb/Q900002.TXT", 900_002, "B", "SUMMARY\n=======\n\nNothing.\n");
    kbfix.run(&["index", "kb"]).found();
    let one = kbfix.run(&["related", "900001", "--format", "json"]).json();
    let other = kbfix.run(&["related", "900002", "--format", "json"]).json();
    assert_eq!((&one["cites"][0]["id"], &one["cites"][0]["held"]), (&"Q900002".into(), &true.into()));
    assert_eq!(one["cites"][0]["title"], "B", "what is held has its own title");
    assert_eq!(other["cited_by"][0]["id"], "Q900001");
    std::fs::remove_file(kbfix.path("kb/Q900002.TXT")).unwrap();
    kbfix.run(&["index"]).found();
    let one = kbfix.run(&["related", "900001", "--format", "json"]).json();
    assert_eq!((&one["cites"][0]["title"], &one["cites"][0]["held"]), (&"A Title".into(), &false.into()));
}

#[test]
fn similar_articles_in_every_format() {
    let results = SAMPLES.run(&["similar", "193829", "--limit", "3", "--format", "json"]).json();
    let hits = results["hits"].as_array().unwrap();
    assert_eq!((hits.len(), &results["query"], &results["total"]), (3, &"Q193829".into(), &3.into()));
    assert!(hits.iter().all(|hit| hit["id"] != "Q193829"));
    assert_eq!(hits[0]["id"], "Q238493", "another memory leak");
    let lines = SAMPLES.run(&["similar", "KB193829", "--limit", "3", "--format", "jsonl"]).found();
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, hits);
    let page = SAMPLES.run(&["similar", "Q193829", "--limit", "1"]).found();
    assert!(page.starts_with(" 1  Q238493  Memory Leak"), "{page}");
    let run = SAMPLES.run(&["similar", "Q7"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), "not found: Q7 is not in the index\n"));
}
