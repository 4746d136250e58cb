//! Facets agree with the filters and with what is exported; an empty answer says what to leave out.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use serde_json::Value;

use crate::harness::Kbfix;

/// The samples, indexed once; only read.
static SAMPLES: LazyLock<Kbfix> = LazyLock::new(Kbfix::with_samples);

fn results(args: &[&str]) -> Value {
    let run = SAMPLES.run(&[&["search", "--format", "json", "--limit", "0"], args].concat());
    serde_json::from_str(&run.stdout).unwrap()
}

/// The values of a facet.
fn counts(facets: &Value, name: &str) -> BTreeMap<String, u64> {
    let counts = facets[name].as_array().unwrap().iter();
    counts
        .map(|count| (count["value"].as_str().unwrap().to_owned(), count["count"].as_u64().unwrap()))
        .collect()
}

#[test]
fn a_count_is_what_its_filter_finds() {
    let facets = &results(&["memory", "error", "--facets=1000"])["facets"];
    for (facet, flag) in [("version", "--version"), ("keyword", "--keyword")] {
        let counts = counts(facets, facet);
        assert!(counts.len() > 10, "{counts:?}");
        for (value, count) in counts.iter().take(20) {
            assert_eq!(results(&["memory", "error", flag, value])["total"], *count, "{flag} {value}");
        }
    }
    let years = counts(facets, "year");
    assert!(years.len() > 2, "{years:?}");
    for (year, count) in years {
        let within = results(&["memory", "error", "--since", &year, "--until", &year]);
        assert_eq!(within["total"], count, "{year}");
    }
    let with_files = results(&["memory", "error", "--has", "fix-files"]);
    assert_eq!(with_files["total"], counts(facets, "has_fix_files")["yes"]);
}

#[test]
fn products_and_types_are_those_of_the_records() {
    let lines = SAMPLES.run(&["export", "--query", "memory error"]).found();
    let records: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let facets = &results(&["memory", "error", "--facets=1000"])["facets"];
    let (mut products, mut types) = (BTreeMap::new(), BTreeMap::new());
    for record in &records {
        let bullets = record["applies_to"].as_array().unwrap().iter();
        let mut names: Vec<&str> = bullets.filter_map(|bullet| bullet["product"].as_str()).collect();
        if names.is_empty() {
            names.extend(record["product"].as_str());
        }
        names.sort_unstable();
        names.dedup();
        names.iter().for_each(|name| *products.entry((*name).to_owned()).or_default() += 1);
        let words = ["article_type", "issue_type", "solution_type"].into_iter();
        let words = words.flat_map(|field| record[field].as_str().unwrap_or_default().split(' '));
        let names = words.map(|word| word.to_lowercase().trim_start_matches("kb").to_owned());
        let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
        names.into_iter().for_each(|name| *types.entry(name).or_default() += 1);
    }
    assert_eq!((counts(facets, "product"), counts(facets, "type")), (products, types));
}

#[test]
fn facets_are_there_only_where_asked_for() {
    assert!(results(&["leak"]).get("facets").is_none());
    let facets = results(&["leak", "--facets"])["facets"].clone();
    insta::assert_json_snapshot!(facets);
    let nothing = results(&["xyzzyfrobnicate", "--facets"]);
    assert_eq!(counts(&nothing["facets"], "year"), BTreeMap::new());
    let page = SAMPLES.run(&["search", "leak", "--facets=2", "--limit", "1"]).found();
    assert!(page.contains("\n\nProducts   Microsoft Windows NT Server (5)"), "{page}");
    assert!(
        SAMPLES.run(&["search", "leak", "--facets", "--format", "jsonl"]).refused().contains("--format json")
    );
    SAMPLES.run(&["search", "leak", "--facets=0"]).refused();
}

#[test]
fn filters_combine() {
    let total = |args: &[&str]| results(&[&["leak"], args].concat())["total"].as_u64().unwrap();
    let (nt, sna) = (total(&["--product", "nt4"]), total(&["--product", "sna"]));
    let either = total(&["--product", "nt4", "--product", "sna"]);
    assert!(nt > 0 && sna > 0 && either <= nt + sna && either >= nt.max(sna));
    assert!(total(&["--product", "nt4", "--has", "fix_files"]) < nt);
    let all = total(&[]);
    for (flag, same) in [
        (&["--version", "4.0sp1..4.0sp6"][..], &["version:4.0sp1..4.0sp6"][..]),
        (&["--version", "4.0sp1"], &["--version", "4.0 SP1"]),
        (&["--type", "bug"], &["type:bug"]),
    ] {
        assert!((1..all).contains(&total(flag)), "{flag:?}");
        assert_eq!(total(flag), total(same), "{flag:?}");
    }
    let exported = SAMPLES.run(&["export", "--query", "leak", "--has", "fix-files"]).found();
    assert_eq!(exported.lines().count() as u64, total(&["--has", "fix-files"]));
    assert!(SAMPLES.run(&["search", "x", "--has", "wings"]).refused().contains("fix_files"));
    assert!(SAMPLES.run(&["search", "x", "--version", "4.0sp6..4.0sp3"]).refused().contains("lesser end"));
}

#[test]
fn an_empty_answer_names_what_to_leave_out() {
    let run = SAMPLES.run(&["search", "leak", "--product", "works"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.stderr,
        "nothing found for `leak`\nnote: no article has the product `works`\nnote: without --product works: 7 articles\n"
    );
    let nothing = results(&["leak", "title:wombat", "--since", "2001"]);
    assert_eq!(
        nothing["notes"],
        serde_json::json!(["no article has `wombat`", "without `title:wombat`: 6 articles"])
    );
    let run = SAMPLES.run(&["export", "--query", "leak", "--product", "works"]);
    let said = "note: no article has the product `works`\nnote: without --product works: 7 articles\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), said));
}
