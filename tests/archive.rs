//! The whole archive, where it is at hand: 117,324 files.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use kbfix::{
    article::{Article, Format},
    corpus::{Corpus, decode, read_article},
    grammar::{
        self, NoteKind, Parsed,
        report::{FieldCount, Report},
    },
    index::{self, Options},
};
use rayon::prelude::*;
use serde_json::Value;

use crate::harness::{archive, find_archive, labels, program, project, skip_without_archive};

/// Reads every article of the archive and maps it to what a test wants of it.
fn read_all<T: Send>(folder: &Path, map: impl Fn(&str, Parsed) -> T + Sync) -> Vec<T> {
    let corpus = Corpus::walk(&[folder.to_owned()]).unwrap();
    let read = |file| {
        let bytes = read_article(&corpus.locate(file)).unwrap()?;
        let decoded = decode(&bytes);
        grammar::parse(&decoded.text).map(|parsed| map(&decoded.text, parsed))
    };
    corpus.files.par_iter().filter_map(read).collect()
}

/// A value without white space, for comparing texts and pages.
fn bare(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|c| !c.is_whitespace()),
        Value::Array(items) => items.iter_mut().for_each(bare),
        Value::Object(fields) => fields.values_mut().for_each(bare),
        _ => {}
    }
}

/// Names of the fields that `article` fills.
fn filled(article: &Article) -> Vec<String> {
    let Value::Object(fields) = serde_json::to_value(article).unwrap() else { unreachable!() };
    let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    fields.into_iter().filter(|(_, value)| !empty(value)).map(|(name, _)| name).collect()
}

#[test]
fn counts() {
    let Some(folder) = archive() else { return };
    let all = read_all(&folder, |_, parsed| {
        let notes: Vec<_> = parsed.notes.iter().map(|note| note.kind.name()).collect();
        (parsed.format, parsed.article.id, filled(&parsed.article), parsed.article.fix_files.len(), notes)
    });
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |name: String, more: usize| *count.entry(name).or_default() += more;
    let mut ids: Vec<_> = all.iter().map(|(_, id, ..)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    add("different articles".into(), ids.len());
    for (format, _, fields, files, notes) in all {
        let format = if format == Format::Document { "text" } else { "page" };
        add(format!("{format}: articles"), 1);
        add(format!("{format}: rows of fix_files"), files);
        fields.into_iter().for_each(|field| add(format!("{format}: field {field}"), 1));
        notes.into_iter().for_each(|note| add(format!("{format}: note {note}"), 1));
    }
    let lines = count.iter().fold(String::new(), |mut text, (name, count)| {
        writeln!(text, "{count:7}  {name}").unwrap();
        text
    });
    insta::assert_snapshot!(lines);
}

/// The report as a table of the handbook (reference/json.md).
fn table(report: &Report) -> String {
    let mut table =
        format!("| of {} articles | clean | noted | not understood | not stated |\n", report.articles);
    table.push_str("|---|---|---|---|---|\n");
    for FieldCount { field, clean, noted, not_understood, not_stated } in &report.fields {
        writeln!(table, "| `{field}` | {clean} | {noted} | {not_understood} | {not_stated} |").unwrap();
    }
    table
}

#[test]
fn the_report_in_the_schema_is_true() {
    let Some(folder) = archive() else { return };
    let mut all = read_all(&folder, |_, parsed| {
        let mut notes: BTreeMap<NoteKind, u64> = BTreeMap::new();
        parsed.notes.iter().for_each(|note| *notes.entry(note.kind).or_default() += 1);
        (parsed.article.id, parsed.format, parsed.article, notes)
    });
    all.sort_by_key(|(id, format, ..)| (*id, *format));
    all.dedup_by_key(|(id, ..)| *id);
    let mut report = Report::default();
    all.iter().for_each(|(_, _, article, notes)| report.add(article, notes));
    let page = fs::read_to_string(project().join("docs/src/reference/json.md")).unwrap();
    let (_, rest) = page.split_once("<!-- report of the archive -->\n").unwrap();
    let (stated, _) = rest.split_once("<!-- end of the report -->").unwrap();
    let now = table(&report);
    assert!(stated.trim() == now.trim(), "reference/json.md has to say:\n{now}");
}

#[test]
fn no_record_has_a_control_character() {
    let Some(folder) = archive() else { return };
    let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\n');
    let found = read_all(&folder, |_, parsed| {
        let json = serde_json::to_value(&parsed.article).unwrap();
        strings(&json).into_iter().any(|text| text.contains(strange)).then_some(parsed.article.id)
    });
    assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), []);
}

/// Every string of a value.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn twins_give_the_same_record() {
    let Some(folder) = archive() else { return };
    let records = read_all(&folder, |_, parsed| {
        let mut value = serde_json::to_value(&parsed.article).unwrap();
        value.as_object_mut().unwrap().retain(|name, _| name != "product_code" && name != "source");
        bare(&mut value);
        (parsed.article.id, value)
    });
    let mut by_id: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    records.into_iter().for_each(|(id, value)| by_id.entry(id).or_default().push(value));
    let pairs: Vec<_> = by_id.into_iter().filter(|(_, values)| values.len() == 2).collect();
    assert_eq!(pairs.len(), 56_986);
    let mut report = String::new();
    for (id, values) in pairs.iter().filter(|(_, values)| values[0] != values[1]) {
        let fields = values[0].as_object().unwrap();
        let differing: Vec<_> = fields.keys().filter(|&name| values[0][name] != values[1][name]).collect();
        writeln!(report, "{id} {differing:?}").unwrap();
    }
    // Each of these is explained in the handbook (explanation/reading.md), under "Two copies".
    insta::assert_snapshot!(report);
    assert!(report.lines().count() <= 20, "{report}");
}

/// How often each word stands in some text.
fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> HashMap<&'a str, i32> {
    let mut count = HashMap::new();
    for word in texts.into_iter().flat_map(str::split_whitespace).filter(|word| !is_rule(word)) {
        *count.entry(word).or_default() += 1;
    }
    count
}

fn is_rule(text: &str) -> bool {
    text.len() > 2 && (text.bytes().all(|byte| byte == b'-') || text.bytes().all(|byte| byte == b'='))
}

/// The lines that the record's texts must hold, cut out without the grammar's help.
fn body_lines(text: &str) -> Vec<&str> {
    const HEADINGS: [&str; 8] = [
        "SYMPTOMS",
        "MORE INFORMATION",
        "CAUSE",
        "RESOLUTION",
        "STATUS",
        "SUMMARY",
        "WORKAROUND",
        "REFERENCES",
    ];
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let begin = lines.iter().position(|line| line.len() > 20 && is_rule(line)).map_or(0, |at| at + 1);
    let trailer = lines.iter().rposition(|line| line.starts_with("Keywords   ") && line.contains(':'));
    let notice = lines.iter().rposition(|line| line.starts_with("THE INFORMATION PROVIDED IN THE"));
    let end = trailer.or(notice).unwrap_or(lines.len());
    let mut body = &lines[begin..end];
    if let Some(query) = body.iter().rposition(|line| line.starts_with("Additional query words:")) {
        body = &body[..query];
    }
    let block = body.iter().position(|line| line.trim() == "The information in this article applies to:");
    let after = block.and_then(|at| {
        let rule = body[at..].iter().position(|line| line.trim().len() > 20 && is_rule(line.trim()))?;
        Some((at, at + rule))
    });
    let kept = body.iter().enumerate().filter(|(at, line)| {
        let underlined =
            body.get(at + 1).is_some_and(|next| next.trim().starts_with('=') && is_rule(next.trim()));
        let heading = HEADINGS.contains(&line.trim()) && underlined;
        !heading && after.is_none_or(|(from, to)| *at < from || *at > to)
    });
    kept.map(|(_, line)| *line).collect()
}

#[test]
fn nothing_is_lost() {
    let Some(folder) = archive() else { return };
    let lost = read_all(&folder.join("txt"), |text, parsed| {
        let article = &parsed.article;
        let sections = [
            &article.summary,
            &article.symptoms,
            &article.cause,
            &article.resolution,
            &article.workaround,
            &article.status,
            &article.more_information,
            &article.references_text,
            &article.body,
        ];
        let sections = sections.into_iter().flatten().map(String::as_str);
        let others = article.other_sections.iter().flat_map(|other| [other.heading.as_str(), &other.text]);
        let body = body_lines(text);
        let same = words(sections.chain(others)) == words(body);
        (!same).then_some(article.id.0)
    });
    let mut lost: Vec<u32> = lost.into_iter().flatten().collect();
    lost.sort_unstable();
    let mut explained: Vec<u32> = OTHER_WORDS.iter().flat_map(|(articles, _)| *articles).copied().collect();
    explained.sort_unstable();
    assert_eq!(lost, explained);
}

/// The articles whose texts are not word for word what [`body_lines`] cuts out, and why: nothing is lost of them.
const OTHER_WORDS: [(&[u32], &str); 4] = [
    (&[49_558, 61_785, 65_014, 65_475, 66_789, 69_747, 69_994], "the headings `Question:` and `Response:`"),
    (&[49_749, 134_764, 137_979, 161_980, 170_689, 171_312], "the headings `SYMPTOM` and `Problem:`"),
    (
        &[85_924, 126_746],
        "the standard headings stand in the middle of the line and are headings of the text",
    ),
    (&[81_446], "no rule between head and body"),
];

/// The index of the whole archive as users have it, built once. Says that the test is skipped where there is no archive.
pub fn archive_index() -> Option<&'static Path> {
    INDEX.as_deref().or_else(|| skip_without_archive(Path::new("archive (KBFIX_ARCHIVE)")))
}

/// It lies where the next run replaces it: what is static is never dropped, and so would stay.
static INDEX: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let paths = vec![find_archive()?];
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive");
    let summary = index::update(&path, &Options { paths, rebuild: true }, &()).unwrap();
    assert_eq!((summary.articles, summary.files), (60_338, 117_324));
    Some(path)
});

/// Runs one of the scoring programs and fails where it does.
fn score(command: &mut Command) {
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    println!("{printed}");
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn labelled_records() {
    let (Some(index), Some(python)) = (archive_index(), program("python3")) else { return };
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("records.jsonl");
    let kbfix = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_kbfix")).args(args).arg("--index").arg(index).output().unwrap()
    };
    fs::write(&records, kbfix(&["export"]).stdout).unwrap();
    let mut command = Command::new(python);
    command.arg(labels("score-records")).arg(labels("records-dev.jsonl")).arg(records);
    score(command.args(["--min", "0.99"]));
}

/// The ranking of the archive, held at little less than it is.
#[test]
fn judged_queries() {
    let (Some(index), Some(python)) = (archive_index(), program("python3")) else { return };
    // Vectors and weights have seen the train queries: what holds them is cross-validated, in `training/`.
    for (name, least) in [("dev", "0.825"), ("asked", "0.715"), ("train", "0.91")] {
        let mut command = Command::new(&python);
        command.arg(labels("score-search")).arg(labels(&format!("queries-{name}.jsonl")));
        command.args(["--batch", "--min", least, "--", env!("CARGO_BIN_EXE_kbfix")]);
        command.args(["search", "--limit", "10", "--batch", "-", "--index"]).arg(index);
        score(command.env_remove("KBFIX_VOCABULARY"));
    }
}
