//! Every build of a file: `file` as it is typed, and its chains against a list that was checked by hand.

use std::{fs, sync::LazyLock};

use kbfix::index::Index;
use kbfix::search::files::{Build, Files, History, Line, Pick, Strength, files};

use crate::archive::archive_index;
use crate::harness::{Kbfix, project};

/// The samples, indexed once; only read.
static SAMPLES: LazyLock<Kbfix> = LazyLock::new(Kbfix::with_samples);

/// A line of the list.
struct Checked<'a> {
    name: &'a str,
    platform: &'a str,
    line: &'a str,
    article: &'a str,
    next: &'a str,
}

fn checked(line: &str) -> Checked<'_> {
    // The name of a product line has single blanks, and may be as long as its column.
    let fields: Vec<&str> = line.split("  ").map(str::trim).filter(|field| !field.is_empty()).collect();
    let [name, platform, rest @ ..] = fields.as_slice() else { panic!("{line}") };
    let (line, article, next) = match rest {
        [line, article, next] => (*line, *article, *next),
        [line_and_article, next] => {
            let (line, article) = line_and_article.rsplit_once(' ').unwrap();
            (line, article, *next)
        }
        _ => panic!("{line}"),
    };
    Checked { name, platform, line, article, next }
}

fn is_meant(build: &Build, checked: &Checked<'_>) -> bool {
    let platform = build.architecture.map(kbfix::output::builds::architecture);
    let line = build.product_line.as_ref().map_or("-", Line::as_str);
    build.articles.iter().any(|article| article.id.to_string() == checked.article)
        && platform.or(build.platform.as_deref()).unwrap_or("-") == checked.platform
        && line == checked.line
}

/// What is said of a build, as the list has it.
fn said(history: &History, build: &Build, wanted: &str) -> String {
    if let Some(why) = build.uncompared {
        return format!("({})", <&str>::from(why));
    }
    let Some(next) = &build.superseded_by else { return "-".to_owned() };
    let ids = history.builds[next.build].articles.iter().map(|article| article.id.to_string());
    let sure = if next.strength == Strength::Strong { "" } else { "?" };
    let ids: Vec<String> = ids.map(|id| format!("{id}{sure}")).collect();
    ids.iter().find(|id| *id == wanted).unwrap_or(&ids[0]).clone()
}

#[test]
fn chains_are_as_checked_by_hand() {
    let Some(folder) = archive_index() else { return };
    let index = Index::open(folder).unwrap();
    let list = fs::read_to_string(project().join("tests/chains.txt")).unwrap();
    let mut wrong = Vec::new();
    let mut names = std::collections::BTreeSet::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let checked = checked(line);
        names.insert(checked.name);
        let found: Files = files(&index, checked.name, &Pick::default()).unwrap();
        let [history] = found.files.as_slice() else { panic!("{line}: {} files", found.files.len()) };
        let meant: Vec<&Build> = history.builds.iter().filter(|build| is_meant(build, &checked)).collect();
        if !meant.iter().any(|build| said(history, build, checked.next) == checked.next) {
            let have: Vec<String> = meant.iter().map(|build| said(history, build, checked.next)).collect();
            wrong.push(format!("{line}\n    is {have:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(names.len() >= 30, "only {} files", names.len());
}

#[test]
fn a_file_for_people() {
    let page = SAMPLES.run(&["file", "TCPIP.SYS", "--platform", "intel"]).found();
    insta::assert_snapshot!(page);
    assert_eq!(SAMPLES.run(&["file", "tcpip.s?s", "--platform", "i386"]).found(), page);
}

#[test]
fn a_file_as_data() {
    let files = SAMPLES.run(&["file", "xactsrv.dll", "--format", "json"]).json();
    insta::assert_json_snapshot!(files);
    let csv = SAMPLES.run(&["file", "xactsrv.dll", "--format", "csv"]).found();
    assert_eq!(csv.lines().count(), 5, "{csv}");
    assert!(csv.starts_with("name,platform,architecture,version,"), "{csv}");
}

#[test]
fn files_by_pattern_and_product() {
    let names = |args: &[&str]| -> Vec<String> {
        let files = SAMPLES.run(&[&["file", "--format", "json"], args].concat()).json();
        let names = files["files"].as_array().unwrap().iter();
        names.map(|file| file["name"].as_str().unwrap().to_lowercase()).collect()
    };
    let all = names(&["*"]);
    assert!(all.len() > 10 && all.is_sorted(), "{all:?}");
    let alpha = names(&["*", "--product", "nt4", "--platform", "alpha"]);
    assert!(alpha.contains(&"tcpip.sys".to_owned()) && alpha.len() < all.len(), "{alpha:?}");
    assert!(names(&["tcp*.sys"]).contains(&"tcpip.sys".to_owned()));
}

#[test]
fn what_no_article_ships() {
    let run = SAMPLES.run(&["file", "nosuch.sys"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert_eq!(run.stderr, "nothing found: no article gives the builds of a file `nosuch.sys`\n");
    assert_eq!(SAMPLES.run(&["file", "tcp[.sys"]).code, Some(1));
}
