//! What other programs read: each export read back by a program that is not ours, and what cannot be written.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::LazyLock,
};

use serde_json::Value;

use crate::harness::{Kbfix, Run, archive, document, program, project, python_with};

/// The samples, indexed once, and exports of them.
static SAMPLES: LazyLock<Kbfix> = LazyLock::new(Kbfix::with_samples);

const FORMATS: [&str; 5] = ["jsonl", "json", "csv", "sqlite", "parquet"];

/// The records of an export as JSON Lines.
fn records(kbfix: &Kbfix, args: &[&str]) -> Vec<Value> {
    let lines = kbfix.run(&[&["export"], args].concat()).stdout;
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().unwrap()).collect()
}

/// How many items a list of the records has, all records together.
fn total(records: &[Value], list: &str) -> usize {
    records.iter().map(|record| record[list].as_array().unwrap().len()).sum()
}

fn export(kbfix: &Kbfix, format: &str, name: &str, args: &[&str]) -> Run {
    kbfix.run(&[&["export", "--format", format, "--output", name], args].concat())
}

/// A CSV file: its rows by the names of the columns.
fn table(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join(name).with_extension("csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// What the real `sqlite3` says to some SQL; `None` where there is no such program.
fn sqlite(database: &Path, sql: &str) -> Option<String> {
    let output = Command::new(program("sqlite3")?).arg(database).arg(sql).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim_end().to_owned())
}

/// What `DuckDB` says to some SQL, as JSON; `None` where there is none.
fn duckdb(folder: &Path, sql: &str) -> Option<Value> {
    let script = "import duckdb, json, sys\n\
        print(json.dumps(duckdb.sql(sys.argv[1]).fetchall(), default=str))";
    let mut python = Command::new(python_with("duckdb")?);
    let output = python.args(["-c", script, sql]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn csv_has_every_list_of_the_record() {
    export(&SAMPLES, "csv", "tables", &[]).found();
    let (folder, records) = (SAMPLES.path("tables"), records(&SAMPLES, &[]));
    let articles = table(&folder, "articles");
    let rows = articles.iter().map(|row| row["id"].as_str());
    assert_eq!(rows.collect::<Vec<_>>(), ids(&records), "in order of number");
    for (row, record) in articles.iter().zip(&records) {
        for (name, value) in row {
            assert_eq!(value, record[name].as_str().unwrap_or_default(), "{}: {name}", row["id"]);
        }
    }
    for (file, list) in [
        ("keywords", "keywords"),
        ("query_words", "query_words"),
        ("applies_to", "applies_to"),
        ("fix_files", "fix_files"),
        ("fixed_in", "fixed_in"),
        ("citations", "references"),
        ("error_codes", "error_codes"),
        ("errors", "errors"),
        ("error_messages", "error_messages"),
        ("other_sections", "other_sections"),
        ("urls", "urls"),
        ("registry_keys", "registry_keys"),
        ("sources", "source"),
    ] {
        assert_ne!(total(&records, list), 0, "{list}");
        assert_eq!(table(&folder, file).len(), total(&records, list), "{file}");
    }
}

#[test]
fn csv_is_what_the_rfc_says() {
    let kbfix = Kbfix::new();
    kbfix.article(
        "kb/Q900001.TXT",
        900_001,
        "A \"quoted\", caf\u{e9}",
        "SYMPTOMS\n========\n\nTwo\nlines.\n",
    );
    kbfix.run(&["index", "kb"]).found();
    export(&kbfix, "csv", "tables", &[]).found();
    let text = fs::read_to_string(kbfix.path("tables/articles.csv")).unwrap();
    assert!(
        text.contains("\r\nQ900001,\"A \"\"quoted\"\", caf\u{e9}\",") && text.ends_with("\r\n"),
        "{text}"
    );
    assert!(text.contains("\"Two\nlines.\""), "{text}");
}

#[test]
fn sqlite_opens_in_the_real_sqlite() {
    export(&SAMPLES, "sqlite", "kb.sqlite", &[]).found();
    let (database, records) = (SAMPLES.path("kb.sqlite"), records(&SAMPLES, &[]));
    let Some(sound) = sqlite(&database, "PRAGMA foreign_key_check; PRAGMA integrity_check") else { return };
    assert_eq!(sound, "ok");
    let count = |table: &str| sqlite(&database, &format!("SELECT count(*) FROM {table}")).unwrap();
    assert_eq!(count("articles"), records.len().to_string());
    for (name, list) in [("fix_files", "fix_files"), ("citations", "references"), ("sources", "source")] {
        assert_eq!(count(name), total(&records, list).to_string(), "{name}");
    }
    for view in ["fix_file_versions", "articles_fixed_in", "cited_not_held", "articles_by_product_and_year"] {
        assert_ne!(count(view), "0", "{view}");
    }
    let found = "SELECT group_concat(id) FROM articles \
        WHERE id IN (SELECT rowid FROM articles_fts('\"memory leak\" AND password'))";
    assert_eq!(sqlite(&database, found).unwrap(), "193829");
    let sound = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)";
    assert_eq!(sqlite(&database, sound).unwrap(), "");
}

/// Every list belongs to an article, and says so.
#[test]
fn sqlite_declares_its_keys() {
    export(&SAMPLES, "sqlite", "keys.sqlite", &[]).found();
    let database = SAMPLES.path("keys.sqlite");
    let tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
        AND name NOT LIKE 'sqlite_%' AND name != 'articles'";
    let Some(tables) = sqlite(&database, tables) else { return };
    assert!(tables.lines().count() > 15, "{tables}");
    for table in tables.lines() {
        let keys = format!(
            "SELECT \"table\", \"to\" FROM pragma_foreign_key_list('{table}') WHERE \"from\" = 'article'"
        );
        assert!(sqlite(&database, &keys).unwrap().contains("articles|id"), "{table}");
        let primary = format!("SELECT count(*) FROM pragma_table_info('{table}') WHERE pk > 0");
        assert_ne!(sqlite(&database, &primary).unwrap(), "0", "{table}");
    }
}

#[test]
fn sqlite_sorts_versions_by_number_and_follows_citations() {
    let kbfix = Kbfix::new();
    let body = |version: &str| {
        format!(
            "RESOLUTION\n==========\n\nInstall the fix; see Q900001 and Q900009.\n\n   Date      Time    Version         \
             Size     File name\n   --------------------------------------------------------\n   \
             02/16/00  08:01p  {version:15} 171,728  Tcpip.sys\n"
        )
    };
    for (number, version) in [(900_001, "4.0.1381.33478"), (900_002, "4.0.1381.7086"), (900_003, "4.0.1381")]
    {
        kbfix.article(&format!("kb/Q{number}.TXT"), number, "Fix", &body(version));
    }
    kbfix.run(&["index", "kb"]).found();
    export(&kbfix, "sqlite", "kb.sqlite", &[]).found();
    let database = kbfix.path("kb.sqlite");
    let Some(versions) = sqlite(&database, "SELECT version FROM fix_file_versions") else { return };
    assert_eq!(versions.lines().collect::<Vec<_>>(), ["4.0.1381", "4.0.1381.7086", "4.0.1381.33478"]);
    assert_eq!(sqlite(&database, "SELECT article, cited_by FROM most_cited").unwrap(), "900001|2");
    assert_eq!(sqlite(&database, "SELECT cited, cited_by FROM cited_not_held").unwrap(), "900009|3");
}

#[test]
fn parquet_is_the_record() {
    export(&SAMPLES, "parquet", "parquet", &[]).found();
    let (folder, records) = (SAMPLES.path("parquet"), records(&SAMPLES, &[]));
    let Some(rows) = duckdb(&folder, "SELECT to_json(a)::VARCHAR FROM 'articles.parquet' AS a") else {
        return;
    };
    let rows = rows.as_array().unwrap();
    let rows: Vec<Value> =
        rows.iter().map(|row| serde_json::from_str(row[0].as_str().unwrap()).unwrap()).collect();
    assert_eq!(rows, records, "nested as the record is");
    let types =
        "SELECT DISTINCT typeof(date), typeof(size), count(*) OVER () FROM 'fix_files.parquet' GROUP BY ALL";
    let files = duckdb(&folder, types).unwrap();
    assert_eq!((&files[0][0], &files[0][1]), (&"DATE".into(), &"BIGINT".into()));
    let modified =
        duckdb(&folder, "SELECT typeof(modified), count(*) FROM 'articles.parquet' GROUP BY 1").unwrap();
    assert_eq!(modified, serde_json::json!([["DATE", records.len()]]));
    let files = duckdb(&folder, "SELECT count(*) FROM 'fix_files.parquet'").unwrap();
    assert_eq!(files[0][0], total(&records, "fix_files"));
    let joined =
        "SELECT count(*) FROM 'fix_files.parquet' AS f JOIN 'articles.parquet' AS a ON a.id = f.article";
    assert_eq!(duckdb(&folder, joined).unwrap(), files, "both have the number as text");
}

#[test]
fn a_search_narrows_an_export() {
    let all = records(&SAMPLES, &[]);
    let of_search = |args: &[&str]| {
        let most: &[&str] = if args.contains(&"--limit") { &[] } else { &["--limit", "1000"] };
        let search = [&["search", "memory leak", "--format", "json"], most, args].concat();
        let results = SAMPLES.run(&search).json();
        let hits = results["hits"].as_array().unwrap().iter();
        let mut ids: Vec<u32> = hits.map(|hit| hit["id"].as_str().unwrap()[1..].parse().unwrap()).collect();
        ids.sort_unstable();
        ids.iter().map(|id| format!("Q{id}")).collect::<Vec<_>>()
    };
    for filters in [
        &[][..],
        &["--product", "SNA Server"],
        &["--version", "3.51"],
        &["--keyword", "kbWinNT4sp6fix"],
        &["--since", "2001", "--until", "2001-08"],
        &["--limit", "2"],
    ] {
        let query = [&["--query", "memory leak"], filters].concat();
        let expected = of_search(filters);
        assert!(!expected.is_empty(), "{filters:?}");
        assert_eq!(ids(&records(&SAMPLES, &query)), expected, "{filters:?}");
    }
    let since = records(&SAMPLES, &["--since", "2002"]);
    assert!(!since.is_empty() && since.len() < all.len());
    assert!(since.iter().all(|record| record["modified"].as_str() >= Some("2002")));
}

#[test]
fn nothing_found_is_an_empty_export_that_can_be_read() {
    for format in FORMATS {
        let name = format!("nothing.{format}");
        let run = export(&SAMPLES, format, &name, &["--query", "xyzzyfrobnicate"]);
        assert_eq!(run.code, Some(1), "{format}: {}", run.stderr);
        assert!(SAMPLES.path(&name).exists(), "{format}");
    }
    assert_eq!(fs::read_to_string(SAMPLES.path("nothing.json")).unwrap(), "[]\n");
    assert_eq!(table(&SAMPLES.path("nothing.csv"), "articles").len(), 0);
    let rows = sqlite(&SAMPLES.path("nothing.sqlite"), "SELECT count(*) FROM articles");
    assert!(rows.is_none_or(|rows| rows == "0"));
    let rows = duckdb(&SAMPLES.path("nothing.parquet"), "SELECT count(*) FROM 'articles.parquet'");
    assert!(rows.is_none_or(|rows| rows[0][0] == 0));
}

#[test]
fn what_stands_there_is_replaced_only_when_asked() {
    for format in FORMATS {
        let name = format!("twice.{format}");
        export(&SAMPLES, format, &name, &[]).found();
        let message = export(&SAMPLES, format, &name, &[]).refused();
        assert!(message.contains(&name) && message.contains("--force"), "{message}");
        export(&SAMPLES, format, &name, &["--force"]).found();
    }
}

#[test]
fn a_folder_with_other_files_is_never_replaced() {
    SAMPLES.file("mine/thesis.txt", "years of work");
    let message = export(&SAMPLES, "csv", "mine", &["--force"]).refused();
    assert!(message.contains("thesis.txt"), "{message}");
    assert_eq!(fs::read_to_string(SAMPLES.path("mine/thesis.txt")).unwrap(), "years of work");
}

#[test]
fn what_cannot_be_is_refused_at_once() {
    for format in ["csv", "sqlite", "parquet"] {
        for output in [&[][..], &["--output", "-"]] {
            let message = SAMPLES.run(&[&["export", "--format", format], output].concat()).refused();
            assert!(message.contains("standard output") && message.contains("--output F"), "{message}");
        }
    }
    SAMPLES.file("a_file", "text").file("a_folder/file", "text");
    for (format, name) in [("csv", "a_file"), ("sqlite", "a_folder"), ("jsonl", "a_folder")] {
        let message = export(&SAMPLES, format, name, &["--force"]).refused();
        assert!(message.contains(name) && message.contains("another name"), "{message}");
    }
    let message = export(&SAMPLES, "sqlite", "no/such/kb.sqlite", &[]).refused();
    assert!(message.contains("there is no folder no/such"), "{message}");
    SAMPLES.run(&["export", "--limit", "3"]).refused();
    SAMPLES.run(&["export", "--since", "1999", "--until", "1998"]).refused();
}

/// A limit on the size of files stands for a full disk: writing fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_under_the_name() {
    let kbfix = Kbfix::new();
    for number in 900_100..900_160 {
        let body: String = (0..400).map(|word| format!("word{}{number} ", word * number)).collect();
        kbfix.file(&format!("kb/Q{number}.TXT"), document(number, "01-MAR-1999", "More", &body));
    }
    kbfix.run(&["index", "kb"]).found();
    for format in FORMATS {
        for (name, old) in [("new", None), ("old", Some("old"))] {
            let name = format!("disk/{name}.{format}");
            let folder = ["csv", "parquet"].contains(&format);
            let inside = if folder { format!("{name}/articles.{format}") } else { name.clone() };
            fs::create_dir_all(kbfix.path("disk")).unwrap();
            if let Some(old) = old {
                kbfix.file(&inside, old);
            }
            let exe = env!("CARGO_BIN_EXE_kbfix");
            let script =
                format!("trap '' XFSZ; ulimit -f 64; exec {exe} export --force --format {format} -o {name}");
            let output = Command::new("sh")
                .args(["-c", &script])
                .current_dir(kbfix.path(""))
                .env("KBFIX_INDEX", kbfix.path("index"))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{format}: {said}");
            assert!(said.contains(&format!("cannot write {name}: ")) && !said.contains("panicked"), "{said}");
            assert_eq!(fs::read_to_string(kbfix.path(&inside)).ok().as_deref(), old, "{format}");
        }
    }
    let left = fs::read_dir(kbfix.path("disk")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.filter(|name| !name.to_string_lossy().starts_with("old.")).count(), 0);
}

/// The schema that is committed, which others have fetched.
fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string(project().join("schema.json")).unwrap()).unwrap()
}

#[test]
fn the_schema_is_current() {
    let printed = Kbfix::new().run(&["schema"]).found();
    let committed = fs::read_to_string(project().join("schema.json")).unwrap();
    assert!(printed == committed, "write it again: cargo run -- schema > schema.json");
}

/// Allows no field that the schema does not name: as published it does, for records of later versions.
fn close(schema: &mut Value) {
    if let Value::Object(fields) = schema {
        if fields.contains_key("properties") {
            fields.insert("additionalProperties".to_owned(), false.into());
        }
        fields.values_mut().for_each(close);
    }
}

#[track_caller]
fn validate<'a>(records: impl IntoIterator<Item = &'a Value>) {
    let mut schema = schema();
    jsonschema::meta::validate(&schema).unwrap();
    close(&mut schema);
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for record in records {
        let wrong: Vec<String> = validator.iter_errors(record).map(|error| error.to_string()).collect();
        assert_eq!(wrong, [""; 0], "{}", record["id"]);
    }
}

#[test]
fn records_of_the_samples_are_valid() {
    let records = records(&SAMPLES, &[]);
    validate(&records);
    let mut wrong = records[0].clone();
    wrong["modified"] = "yesterday".into();
    assert!(std::panic::catch_unwind(|| validate([&wrong])).is_err(), "the validator looks at dates");
}

#[test]
fn records_of_the_archive_are_valid() {
    let Some(folder) = archive() else { return };
    let samples = ["txt/193", "kb/193", "txt/042", "kb/121", "txt/250"].map(|part| folder.join(part));
    let samples = samples.iter().filter(|part| part.is_dir()).map(|part| part.to_str().unwrap());
    let lines = SAMPLES.run(&[&["parse"], samples.collect::<Vec<_>>().as_slice()].concat()).found();
    let records: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(records.len() > 500, "only {} records", records.len());
    validate(&records);
}
