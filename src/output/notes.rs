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
    out.append(stats::line("Changes", changes, columns));
    out.append(stats::line("Notes", stats::notes(&summary.notes), columns));
    out.append(stats::line(
        "Size",
        words::size(summary.size_bytes).into(),
        columns,
    ));
    out
}
