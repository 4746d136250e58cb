//! What the parser could not read, a note a line; and what an indexing run has done.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{stats, words};
use crate::grammar::{Note, NoteKind, line_and_column};
use crate::markup::{Markup, Role};

/// `path:line:column: kind: words`, as compilers write it, so that editors can jump there. `text` is
/// what was parsed; line and column (in characters) count from 1.
pub fn render(path: &str, text: &str, note: Note) -> Markup {
    let (line, column) = line_and_column(text, note.offset);
    let mut out = Markup::new();
    out.line(
        Markup::of(Role::Title, format!("{path}:{line}:{column}:"))
            .with(Role::Warn, format!(" {}:", note.kind.name()))
            .with(Role::Text, format!(" {}", meaning(note.kind))),
    );
    out
}

/// A note's kind in words.
pub const fn meaning(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::HeadLineMissing => "a line of the head is missing",
        NoteKind::DateNotRead => "the date of the head is no date",
        NoteKind::HeadNotClosed => "the rule or blank line that ends the head is missing",
        NoteKind::PageNotClosed => "the front matter or the raw block of the page never closes",
        NoteKind::AppliesToNotClosed => "the applies-to block has no rule below it",
        NoteKind::BulletNotRead => "a line of the applies-to block is no bullet",
        NoteKind::FixFileNotRead => "a row looks like a fix file, but not all of it was understood",
        NoteKind::TrailerMissing => "the article ends without its Keywords trailer",
        NoteKind::TrailerLineNotRead => "a line of the trailer has an unknown label",
        NoteKind::ControlByte => "a control character, or a byte outside the character set",
        NoteKind::CopiesDiffer => "the two copies of the article differ",
    }
}

/// What a run of `kbfix index` has done.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct IndexSummary {
    /// The folder of the index.
    pub index: String,
    /// Articles that the index now holds.
    pub articles: u64,
    /// Articles that it did not hold before.
    pub added: u64,
    /// Articles whose files have changed.
    pub changed: u64,
    /// Articles whose files are gone.
    pub removed: u64,
    /// Parser notes by kind.
    pub notes: BTreeMap<String, u64>,
    /// How long it took.
    pub seconds: f64,
    /// Bytes that the index takes on disk.
    pub size_bytes: u64,
}

/// The summary that ends an indexing run.
pub fn render_summary(summary: &IndexSummary, columns: usize) -> Markup {
    let mut out = Markup::new();
    out.line(
        Markup::of(Role::Title, words::counted(summary.articles, "article"))
            .with(Role::Text, format!(" in {}", summary.index))
            .with(Role::Dim, format!("  {}", words::duration(summary.seconds))),
    );
    let changes = match (summary.added, summary.changed, summary.removed) {
        (0, 0, 0) => Markup::of(Role::Ok, "up to date"),
        (added, changed, removed) => Markup::from(format!(
            "{} added, {} changed, {} removed",
            words::count(added),
            words::count(changed),
            words::count(removed)
        )),
    };
    out.lines(stats::line("Changes", &changes, columns));
    out.lines(stats::line("Notes", &stats::notes(&summary.notes), columns));
    let size = words::size(summary.size_bytes);
    out.lines(stats::line("Size", &size.into(), columns));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_place_a_kind_and_words() {
        let text = "DOCUMENT:Q1\r\n  caf\u{e9} \u{1}\r\n";
        let note = Note {
            kind: NoteKind::ControlByte,
            offset: text.find('\u{1}').unwrap(),
        };
        insta::assert_snapshot!(render("txt/000/Q1.TXT", text, note), @"txt/000/Q1.TXT:2:8: control_byte: a control character, or a byte outside the character set");
    }

    #[test]
    fn the_summary_of_a_run() {
        let mut summary = IndexSummary {
            index: "index".to_owned(),
            articles: 60_338,
            added: 1_200,
            changed: 3,
            removed: 0,
            notes: [("control_byte".to_owned(), 175)].into(),
            seconds: 41.26,
            size_bytes: 212_345_678,
        };
        insta::assert_snapshot!(render_summary(&summary, 80), @"
        60,338 articles in index  41.3 s
        Changes    1,200 added, 3 changed, 0 removed
        Notes      175: control_byte 175
        Size       212 MB
        ");
        (summary.added, summary.changed) = (0, 0);
        assert!(
            render_summary(&summary, 80)
                .to_string()
                .contains("up to date")
        );
    }
}
