//! The grammar on whole files.

use std::{fs, path::Path};

use kbfix::{
    corpus::decode,
    grammar::{self, Cursor},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::provenance::check_file;

/// The record without what is empty, and the notes with the line each points at.
fn reading(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap();
    let decoded = decode(&bytes);
    let Some(parsed) = grammar::parse(&decoded.text) else {
        return json!("no article");
    };
    let mut record = serde_json::to_value(&parsed.article).unwrap();
    record.as_object_mut().unwrap().retain(|_, value| !value.is_null() && *value != json!([]));
    let mut cursor = Cursor::new(&decoded.text);
    let notes = decoded.notes(parsed.notes).into_iter().map(|note| {
        let (line, column) = cursor.place(note.offset);
        format!("{line}:{column} {}", note.kind.name())
    });
    json!({ "record": record, "notes": notes.collect::<Vec<_>>() })
}

#[test]
fn every_oddity() {
    insta::glob!("articles/*.*", |path| insta::assert_json_snapshot!(reading(path)));
}

/// Every judged value stands at its span; every note points into the text.
#[track_caller]
fn is_sound(bytes: &[u8]) {
    assert_eq!(check_file("a", bytes).err(), None);
    let decoded = decode(bytes);
    assert!(decoded.strange().all(|offset| offset <= decoded.text.len()));
    if let Some(parsed) = grammar::parse(&decoded.text) {
        for note in &parsed.notes {
            assert!(note.offset <= decoded.text.len());
        }
        let json = serde_json::to_string(&parsed.article).unwrap();
        let again: kbfix::article::Article = serde_json::from_str(&json).unwrap();
        assert_eq!(again, parsed.article);
    }
}

/// Lines that mean something to the grammar, in any order.
fn line() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "SYMPTOMS",
        "========",
        "RESOLUTION",
        "STATUS",
        "Question:",
        "Response:",
        "----------",
        "---",
        "=======================================================================",
        "-------------------------------------------------------------------------------",
        "The information in this article applies to:",
        " - Microsoft Windows NT Server version 4.0, used with:",
        "    - the operating system: Microsoft Windows 98",
        "Additional query words: a, b",
        "Keywords          : kbfoo",
        "Version           : winnt:4.0,4.0 SP1; :2.0",
        "   05/26/98  10:07p     88,336 Xactsrv.dll (Intel)",
        "Date      Time    Version     Size    File name     Platform",
        "| File | Date |",
        "+------+------+",
        "This problem was first corrected in Windows NT 4.0 Service Pack 4.",
        "STOP 0x0000000A (0x0, 0x1) in HKEY_LOCAL_MACHINE\\",
        "see Q123456 and http://example.com/a",
        "{% endraw %}",
        "",
        "\t",
        " ",
    ]);
    prop_oneof![3 => known.prop_map(str::to_owned), 1 => "\\PC{0,90}", 1 => "[ \\t0-9:/.,apAM|+-]{0,40}[A-Za-z.]{0,12}"]
}

fn article() -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec![
        "DOCUMENT:Q900001  10-AUG-2001  [winnt]\r\nTITLE   :Title\r\n",
        "---\nlayout: page\ntitle: \"Q900001: Title\"\n---\n\n## Q900001: Title\n\n{% raw %}\n\n\tArticle: Q900001\n",
    ]);
    (head, prop::collection::vec(line(), 0..60)).prop_map(|(head, lines)| {
        let tab = if head.starts_with("---") { "\n\t" } else { "\r\n" };
        format!("{head}{}", lines.join(tab))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        is_sound(&bytes);
        is_sound(&[b"DOCUMENT:Q1 ", &bytes[..]].concat());
        is_sound(&[b"---\n\tArticle: Q1\n\t", &bytes[..]].concat());
    }

    #[test]
    fn any_lines_are_read(text in article()) {
        is_sound(text.as_bytes());
    }

    #[test]
    fn any_cut_of_an_article_is_read(text in article(), at in any::<prop::sample::Index>()) {
        is_sound(&text.as_bytes()[..at.index(text.len())]);
    }
}
