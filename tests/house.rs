//! The rule of the house: arrows go one way.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use regex::Regex;

use crate::harness::project;

/// The rooms in the order of the pipeline; a room may use those before it.
const ORDER: [&[&str]; 8] = [
    &["article", "markup", "stream"],
    &["corpus", "grammar", "query"],
    &["index"],
    &["search"],
    &["scan"],
    &["output"],
    &["web", "mcp"],
    &["cli"],
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Each file of `src`: its path from there, and its code.
fn code() -> Vec<(String, String)> {
    let src = project().join("src");
    let files = sources(&src).into_iter().map(|path| {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        (name, fs::read_to_string(&path).unwrap())
    });
    files.collect()
}

/// A comment, a string, a character or a lifetime; or, as the group, a token that is none of these.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let skipped = [
        r"//[^\n]*",
        r"/\*(?s:.)*?\*/",
        r###"b?r##"(?s:.)*?"##"###,
        r##"b?r#"(?s:.)*?"#"##,
        r#"b?r"[^"]*""#,
        r#"b?"(?:[^"\\]|\\(?s:.))*""#,
        r"b?'(?:[^'\\]|\\.[^']*)'",
        r"'\w+",
    ];
    Regex::new(&format!(r"{}|(\w+|::|\S)", skipped.join("|"))).unwrap()
});

fn tokens(code: &str) -> Vec<&str> {
    TOKEN.captures_iter(code).filter_map(|found| Some(found.get(1)?.as_str())).collect()
}

/// Reads the paths of a file, those of its unit tests too.
struct Paths<'a> {
    tokens: Vec<&'a str>,
    at: usize,
    found: Vec<Vec<&'a str>>,
}

/// Every path that the code of a file names, with each leaf of a `use` on its own. One within this crate begins with
/// `crate`, however it was written.
fn paths<'a>(file: &'a str, code: &'a str) -> Vec<Vec<&'a str>> {
    let mut module: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    let mut paths = Paths { tokens: tokens(code), at: 0, found: Vec::new() };
    let mut full = Vec::new();
    // How many braces are open, and how many were before each module within the file.
    let (mut open, mut inner) = (0, Vec::new());
    while let Some(&token) = paths.tokens.get(paths.at) {
        if let ["mod", name, "{", ..] = paths.tokens[paths.at..] {
            module.push(name);
            inner.push(open);
        }
        let is_use = token == "use";
        paths.at += usize::from(is_use);
        if is_use || is_name(token) {
            paths.read(&[]);
            let read = paths.found.drain(..).filter(|path| path.len() > usize::from(!is_use));
            full.extend(read.map(|path| in_full(&module, path)));
            continue;
        }
        match token {
            "{" => open += 1,
            "}" => open -= 1,
            _ => {}
        }
        if inner.last() == Some(&open) && token == "}" {
            inner.pop();
            module.pop();
        }
        paths.at += 1;
    }
    full
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

impl<'a> Paths<'a> {
    fn take(&mut self, token: &str) -> bool {
        let is_next = self.tokens.get(self.at) == Some(&token);
        self.at += usize::from(is_next);
        is_next
    }

    /// Reads a path, or a tree of `use`, of which `before` has been read.
    fn read(&mut self, before: &[&'a str]) {
        let mut path = before.to_vec();
        self.take("::");
        while let Some(&token) = self.tokens.get(self.at).filter(|token| is_name(token) || **token == "*") {
            path.push(token);
            self.at += 1;
            if !self.take("::") {
                break;
            }
        }
        if path.len() == before.len() || self.tokens[self.at - 1] == "::" {
            if !self.take("{") {
                return self.found.push(path);
            }
            while !self.take("}") {
                self.read(&path);
                while !matches!(self.tokens[self.at], "," | "}") {
                    self.at += 1;
                }
                self.take(",");
            }
            return;
        }
        self.found.push(path);
    }
}

/// A path of a module as one from the root, where it is of this crate.
fn in_full<'a>(module: &[&'a str], mut path: Vec<&'a str>) -> Vec<&'a str> {
    let up = path.iter().take_while(|name| **name == "super").count();
    if up > 0 || path[0] == "self" {
        let from = &module[..module.len() - up];
        path.splice(..up.max(1), std::iter::once("crate").chain(from.iter().copied()));
    }
    path
}

fn floor(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

#[test]
fn every_way_to_name_a_module_is_read() {
    let code = r##"
        pub use crate::{
            article::{self, Date, Period as Days}, // output
            search, web::*,
        };
        mod tests {
            use super::super::{print, ast::{Item, Query}};
            fn f() { if true { super::g() } }
        }
        fn g<'a>(x: &'a crate::cli::Cli, c: char) -> Option<super::reader::Reader> {
            /* crate::mcp */
            h('"', "crate::stream", r#"" crate::markup"#, c == '\'', self::k, b"\"crate::scan");
            x.map::<::nom::IResult<u8>>(crate::grammar::parse)
        }
        use csv;
    "##;
    let found: Vec<String> = paths("query/lex.rs", code).iter().map(|path| path.join("::")).collect();
    let expected = [
        "crate::article::self",
        "crate::article::Date",
        "crate::article::Period",
        "crate::search",
        "crate::web::*",
        "crate::query::print",
        "crate::query::ast::Item",
        "crate::query::ast::Query",
        "crate::query::lex::g",
        "crate::cli::Cli",
        "crate::query::reader::Reader",
        "crate::query::lex::k",
        "nom::IResult",
        "crate::grammar::parse",
        "csv",
    ];
    assert_eq!(found, expected);
}

#[test]
fn arrows_go_one_way() {
    let mut count = 0;
    for (file, code) in code() {
        let Some(own) = floor(room(&file)) else { continue };
        for path in paths(&file, &code) {
            let ["crate", name, ..] = path[..] else { continue };
            assert_ne!(name, "*", "{file} uses all of the crate");
            if let Some(other) = floor(name) {
                assert!(other <= own, "{file} uses {}, which comes after it", path.join("::"));
                count += usize::from(other < own);
            }
        }
    }
    assert!(count > 500, "only {count} arrows were found");
}

#[test]
fn every_room_stands_in_the_plan() {
    for (file, _) in code() {
        let room = room(&file);
        assert!(floor(room).is_some() || ["main", "lib"].contains(&room), "{file} is in no room of the plan");
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    for (file, code) in code() {
        let paths = paths(&file, &code);
        let uses = |name: &str| paths.iter().any(|path| path[0] == name);
        if uses("nom") {
            assert!(file.starts_with("grammar") || file.starts_with("query"), "{file} uses nom");
        }
        if uses("tantivy") {
            assert!(file.starts_with("index") || file.starts_with("search"), "{file} uses tantivy");
        }
        for library in ["axum", "askama", "hyper", "hyper_util", "tower", "tower_http"] {
            assert!(!uses(library) || file.starts_with("web"), "{file} uses {library}");
        }
        if uses("tokio") {
            assert!(file.starts_with("web") || file.starts_with("mcp"), "{file} uses tokio");
        }
        for library in ["notify", "notify_debouncer_full"] {
            assert!(!uses(library) || file.starts_with("corpus/watch"), "{file} uses {library}");
        }
        if uses("rmcp") {
            assert!(file.starts_with("mcp"), "{file} uses rmcp");
        }
        if uses("csv") {
            assert!(file.starts_with("output") || file.starts_with("scan/list"), "{file} uses csv");
        }
        if uses("goblin") {
            assert!(file.starts_with("scan/binary"), "{file} uses goblin");
        }
        for library in ["rusqlite", "parquet", "serde_arrow"] {
            if uses(library) {
                assert!(file.starts_with("output/export"), "{file} uses {library}");
            }
        }
    }
}

#[test]
fn only_output_prints() {
    for (file, code) in code().iter().filter(|(file, _)| !file.starts_with("output")) {
        let macros = ["print", "println", "eprint", "eprintln", "dbg"];
        let called = tokens(code).windows(2).any(|pair| macros.contains(&pair[0]) && pair[1] == "!");
        assert!(!called, "{file} prints");
        for path in paths(file, code) {
            let stream = path.windows(2).any(|pair| matches!(pair, ["io", "stdout" | "stderr"]));
            assert!(!stream && path[0] != "anstream", "{file} has {}", path.join("::"));
        }
    }
}
