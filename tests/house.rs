//! The rule of the house: arrows go one way.

use std::{
    fs,
    path::{Path, PathBuf},
};

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

/// Each file of `src`: its path from there, and its code without comments and unit tests.
fn code() -> Vec<(String, String)> {
    let src = project().join("src");
    let files = sources(&src).into_iter().map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let body = text.split("#[cfg(test)]").next().unwrap();
        let lines = body.lines().filter(|line| !line.trim_start().starts_with("//"));
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        (name, lines.collect::<Vec<_>>().join("\n"))
    });
    files.collect()
}

fn floor(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

#[test]
fn arrows_go_one_way() {
    for (file, code) in code() {
        let Some(own) = floor(room(&file)) else { continue };
        for part in code.split("crate::").skip(1) {
            let names = part.trim_start_matches('{');
            let name: String = names.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if let Some(other) = floor(&name) {
                assert!(other <= own, "{file} uses {name}, which comes after it");
            }
        }
    }
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
        let uses = |name: &str| code.contains(&format!("{name}::"));
        if uses("nom") {
            assert!(file.starts_with("grammar") || file.starts_with("query"), "{file} uses nom");
        }
        if uses("tantivy") {
            assert!(file.starts_with("index") || file.starts_with("search"), "{file} uses tantivy");
        }
        if uses("ndarray") {
            assert!(file.starts_with("index/learn"), "{file} uses ndarray");
        }
        for library in ["axum", "askama", "hyper", "hyper_util", "tower", "tower_http", "utoipa"] {
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
    for (file, code) in code() {
        let prints = ["println!", "print!(", "eprint", "io::stdout", "io::stderr", "anstream::"];
        if let Some(print) = prints.iter().find(|print| code.contains(**print)) {
            assert!(file.starts_with("output"), "{file} has {print}");
        }
    }
}
