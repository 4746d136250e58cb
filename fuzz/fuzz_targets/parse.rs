//! Any text is parsed: no panic, and every note and place lies in the text.

#![no_main]

use kbfix::{
    corpus::{Traced, decode, provenance},
    grammar::{self, Cursor, Judged},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes);
    let Some(parsed) = grammar::parse(&decoded.text) else { return };
    for span in Judged::ALL.iter().flat_map(|&field| &parsed.places[field]) {
        assert!(decoded.text.get(span.clone()).is_some(), "{span:?}");
    }
    let origin = provenance(&[Traced { path: "", bytes, decoded: &decoded, places: &parsed.places }]);
    assert_eq!(origin.fix_files.map_or(0, |origin| origin.spans.len()), parsed.article.fix_files.len());
    let mut cursor = Cursor::new(&decoded.text);
    for note in decoded.notes(parsed.notes) {
        assert!(note.offset <= decoded.text.len());
        assert!(cursor.place(note.offset).0 > 0);
    }
});
