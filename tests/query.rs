//! The language of queries as it is typed.

use std::{sync::LazyLock, time::Instant};

use serde_json::Value;

use crate::harness::{Kbfix, Run};

/// The samples, indexed once; only read.
static SAMPLES: LazyLock<Kbfix> = LazyLock::new(Kbfix::with_samples);

fn search(args: &[&str]) -> Run {
    SAMPLES.run(&[&["search", "--format", "json", "--limit", "100"], args].concat())
}

/// The answer, which may be that there is nothing.
fn results(args: &[&str]) -> Value {
    serde_json::from_str(&search(args).stdout).unwrap()
}

fn ids(args: &[&str]) -> Vec<String> {
    let results = results(args);
    assert_eq!(results["notes"], Value::Array(Vec::new()), "{args:?}");
    let ids = results["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
    ids.collect()
}

/// All records of the samples that a query finds, each looked at.
fn records(query: &str) -> Vec<Value> {
    let lines = SAMPLES.run(&["export", "--strict", "--query", query]).stdout;
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn all() -> Vec<Value> {
    SAMPLES.run(&["export"]).found().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_strict_query_that_cannot_be_read_is_shown_with_its_place() {
    let mut said = String::new();
    for query in [
        "leak produkt:nt4",
        "leak \"access violation",
        "leak (hang OR freeze",
        "has:wings",
        "modified:1998..1996",
        "version:4.0.. OR",
    ] {
        said.push_str(&search(&["--strict", query]).refused());
    }
    insta::assert_snapshot!(said);
    assert_eq!(SAMPLES.run(&["export", "--strict", "--query", "has:wings"]).refused().lines().count(), 3);
}

#[test]
fn a_lenient_query_is_answered_with_notes() {
    let results = results(&["leak produkt:nt4 (hang"]);
    assert!(results["total"].as_u64() > Some(0));
    insta::assert_json_snapshot!(results["notes"]);
    for format in ["text", "jsonl"] {
        let run = SAMPLES.run(&["search", "leak produkt:nt4", "--format", format]);
        assert!(run.stderr.starts_with("note: a field: there is no field `produkt:`"), "{}", run.stderr);
        assert!(!run.stdout.contains("no field"), "{}", run.stdout);
    }
}

#[test]
fn minus_is_no_option() {
    let whole = ids(&["memory leak"]);
    let without = ids(&["memory leak -password"]);
    assert!(whole.contains(&"Q193829".to_owned()) && !without.contains(&"Q193829".to_owned()));
    for args in [
        &["memory", "leak", "-password"][..],
        &["memory", "-password", "leak", "--offset", "0"],
        &["-password", "--offset=0", "memory", "leak"],
        &["--", "memory", "leak", "-password"],
    ] {
        assert_eq!(ids(args), without, "{args:?}");
    }
    let refused = search(&["leak", "--printer"]).refused();
    assert!(refused.contains("'-- --printer'"), "{refused}");
}

#[test]
fn a_lone_minus_reads_standard_input() {
    let asked = |input: &[u8]| SAMPLES.run_with_input(&["search", "-", "--format", "json"], input);
    assert_eq!(asked(b"title:snapmp -printer\r\n").json()["hits"][0]["id"], "Q193829");
    asked(b"\xff\xfe leak \0").found();
    let refused = asked(&vec![b'x'; (1 << 20) + 1]).refused();
    assert!(refused.contains("more than 1 MB"), "{refused}");
}

#[test]
fn every_part_can_be_asked_for() {
    let all = all();
    for part in [
        "symptoms",
        "cause",
        "resolution",
        "workaround",
        "status",
        "more_information",
        "fix_files",
        "fixed_in",
        "references",
        "errors",
        "error_messages",
        "keywords",
        "urls",
        "registry_keys",
    ] {
        let is_there = |record: &&Value| match &record[part] {
            Value::Array(values) => !values.is_empty(),
            value => !value.is_null(),
        };
        let expected = all.iter().filter(is_there).count();
        assert!((1..all.len()).contains(&expected), "{part}: {expected} of {}", all.len());
        assert_eq!(records(&format!("has:{part}")).len(), expected, "{part}");
        assert_eq!(records(&format!("-has:{part}")).len(), all.len() - expected, "{part}");
    }
}

#[test]
fn fields_look_at_values() {
    let texts = |record: &Value, fields: &[&str]| -> String {
        fields.iter().map(|field| record[*field].to_string().to_lowercase()).collect()
    };
    for (query, fields, word) in [
        ("cause:memory", &["cause"][..], "memory"),
        ("resolution:pack", &["cause", "resolution", "workaround", "status"], "pack"),
        ("title:leak", &["title"], "leak"),
        ("symptoms:leak", &["symptoms"], "leak"),
        ("keyword:kbWinNT4sp6fix", &["keywords"], "kbwinnt4sp6fix"),
    ] {
        let found = records(query);
        let has = |record: &&Value| texts(record, fields).contains(word);
        assert!(!found.is_empty() && found.iter().all(|record| has(&record)), "{query}");
    }
    assert!(records("file:snapmp.exe").iter().any(|record| record["id"] == "Q193829"));
    let referred = all().iter().flat_map(|record| record["references"].as_array().unwrap().clone()).next();
    let referred = referred.unwrap();
    let refers = |record: &Value| record["references"].as_array().unwrap().contains(&referred);
    let expected: Vec<Value> = all().into_iter().filter(refers).collect();
    assert_eq!(records(&format!("refs:{}", referred.as_str().unwrap())), expected);
}

#[test]
fn errors_are_found_by_number_however_it_is_written() {
    let kbfix = symptoms([
        "The computer stops: STOP 0x0000000A.",
        "It says: Error -2147221164.",
        "System error 53 has occurred.",
        "It costs 53 bytes. Event ID: 9, Source: atdisk.",
    ]);
    for (query, number) in [
        ("error:0xA", "Q900001"),
        ("error:0x80040154", "Q900002"),
        ("error:-2147221164", "Q900002"),
        ("error:53", "Q900003"),
        ("event:9", "Q900004"),
    ] {
        let results = kbfix.run(&["search", query, "--format", "json"]).json();
        assert_eq!((&results["total"], &results["hits"][0]["id"]), (&1.into(), &number.into()), "{query}");
    }
}

/// An index of articles with these symptoms, the first of them `Q900001`.
fn symptoms<'a>(texts: impl IntoIterator<Item = &'a str>) -> Kbfix {
    let kbfix = Kbfix::new();
    for (number, text) in (900_001..).zip(texts) {
        let body = format!("SYMPTOMS\n========\n\n{text}\n");
        kbfix.article(&format!("kb/Q{number}.TXT"), number, "Plain", &body);
    }
    kbfix.run(&["index", "kb"]).found();
    kbfix
}

#[test]
fn an_error_of_the_record_is_worth_more_than_its_mention() {
    let kbfix = symptoms([
        "Here it does mov eax,0x8002802B once more.",
        "Here it fails with 0x8002802B once more, late on each Monday.",
    ]);
    let results = kbfix.run(&["search", "0x8002802B", "--format", "json"]).json();
    assert_eq!((&results["total"], &results["hits"][0]["id"]), (&2.into(), &"Q900002".into()));
}

#[test]
fn the_nearer_word_is_meant_even_if_another_is_more_common() {
    let kbfix = symptoms((0..20).map(|at| if at < 3 { "The printer stops." } else { "The painter stops." }));
    let results = kbfix.run(&["search", "prinetr", "--format", "json"]).json();
    assert_eq!((&results["total"], &results["corrections"][0]["shown"]), (&3.into(), &"printer".into()));
}

#[test]
fn an_address_of_a_dump_is_worth_less_than_a_word() {
    let kbfix = symptoms((0..20).map(|at| match at {
        0 => "The dump has 12ab34cd.",
        1..5 => "The spooler ends.",
        _ => "Nothing else.",
    }));
    let results = kbfix.run(&["search", "spooler EAX=12ab34cd", "--format", "json"]).json();
    assert_eq!((&results["total"], &results["hits"][0]["id"]), (&5.into(), &"Q900002".into()));
}

#[test]
fn ranges_have_both_ends_and_may_be_open() {
    for (query, from, to) in [
        ("modified:1999", "1999-01-01", "1999-12-31"),
        ("modified:1998..2000-06", "1998-01-01", "2000-06-30"),
        ("modified:2001..", "2001-01-01", "9999-12-31"),
        ("modified:..1998-12-31", "0000-01-01", "1998-12-31"),
    ] {
        let within =
            |record: &&Value| record["modified"].as_str().is_some_and(|day| from <= day && day <= to);
        let found = records(query);
        assert!(!found.is_empty(), "{query}");
        assert_eq!(found.len(), all().iter().filter(within).count(), "{query}");
    }
    let numbered = |record: &Value| record["id"].as_str().unwrap()[1..].parse::<u32>().unwrap();
    let found = records("id:Q180000..Q190000");
    let within = |number: u32| (180_000..=190_000).contains(&number);
    assert!(!found.is_empty() && found.iter().all(|record| within(numbered(record))));
    assert!(records("version:3.51").len() < records("version:3.51..4.0").len());
}

#[test]
fn alternatives_and_groups() {
    let both = records("(title:snapmp OR title:services.exe)");
    let [one, other] = ["title:services.exe", "title:snapmp"].map(records);
    assert!(!one.is_empty() && !other.is_empty());
    assert_eq!(both, [one, other].concat(), "in order of number");
    let none = records("title:snapmp -(product:sna OR product:works)");
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn a_phrase_that_nothing_has_is_words_unless_strict() {
    let query = "\"leak memory change\" snapmp";
    let lenient = results(&[query]);
    assert_eq!(lenient["hits"][0]["id"], "Q193829");
    insta::assert_json_snapshot!(lenient["notes"]);
    let strict = search(&["--strict", query]);
    assert_eq!(strict.code, Some(1), "{}", strict.stdout);
}

#[test]
fn a_monstrous_query_is_answered_and_its_limit_named() {
    let letter = |number: u32, at: u32| char::from(b'a' + (number / 26u32.pow(at) % 26) as u8);
    let word = |number: u32| format!("{}{}{}zzqx", letter(number, 0), letter(number, 1), letter(number, 2));
    let words = (0..10_000).map(word).collect::<Vec<_>>().join(" ");
    for (text, limit) in [
        ("leak ".repeat(10_000), "1000"),
        (words.clone(), "64 most telling"),
        (words.clone(), "first 16"),
        (words.replace(' ', "-x."), "65536"),
        ("\"memory leak\" ".repeat(700), "32"),
        (["memory"; 900].join(" OR "), "32"),
        (format!("\"{}\"", "memory leak ".repeat(3000)), "32"),
        ("\"(\"(".repeat(20_000), "65536"),
        ("-(".repeat(30_000), "32"),
    ] {
        let start = Instant::now();
        let run = SAMPLES.run_with_input(&["search", "-", "--format", "json"], text.as_bytes());
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
        let results: Value = serde_json::from_str(&run.stdout).unwrap();
        let notes = results["notes"].as_array().unwrap();
        assert!(notes.iter().any(|note| note.as_str().unwrap().contains(limit)), "{limit}: {notes:?}");
    }
}

#[test]
fn the_language_explains_itself() {
    for args in [&["query"][..], &["help", "query"], &["query", "--help"]] {
        let help = SAMPLES.run(args).found();
        assert!(help.contains("modified:1996..1998") && help.contains("--strict"), "{help}");
    }
}
