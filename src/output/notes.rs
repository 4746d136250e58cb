//! What the parser could not read, a note a line; and what an indexing run has done.

use std::path::Path;

use super::{stats, words};
#[cfg(feature = "watch")]
use crate::corpus::Turn;
use crate::{
    corpus::Problem,
    grammar::{Cursor, Note, NoteKind},
    index::Summary,
    markup::{Markup, Role},
};

/// `path:line:column: kind: words`, as compilers write it, so that editors can jump there. `cursor` is on
/// what was parsed; line and column (in characters) count from 1.
pub fn render(path: &str, cursor: &mut Cursor<'_>, note: Note) -> Markup {
    let (line, column) = cursor.place(note.offset);
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
        NoteKind::FixFilesNotFound => "the files of a fix are announced, but none was found",
        NoteKind::ReleaseNotRead => {
            "a release is said to correct the problem, but which one was not understood"
        }
        NoteKind::StatusNotRead => "STATUS says something that is no known disposition",
        NoteKind::TrailerMissing => "the article ends without its Keywords trailer",
        NoteKind::TrailerLineNotRead => "a line of the trailer has an unknown label",
        NoteKind::ControlByte => "a control character, or a byte outside the character set",
        NoteKind::CopiesDiffer => "the two copies of the article differ",
    }
}

/// A file or folder that could not be read.
pub fn render_problem(problem: &Problem) -> Markup {
    let mut out = Markup::new();
    let message = format!(": cannot read {}: {}", problem.path, problem.message);
    out.line(Markup::of(Role::Warn, "warning").with(Role::Text, message));
    out
}

/// How many files gave no record; nothing where all did.
pub fn render_passed_over(passed_over: u64, unreadable: u64) -> Markup {
    let mut out = Markup::new();
    if passed_over > 0 {
        let files = words::counted(passed_over, "file");
        out.line(Markup::of(Role::Dim, format!("{files} passed over: no article")));
    }
    if unreadable > 0 {
        let files = words::counted(unreadable, "file");
        out.line(Markup::of(Role::Warn, format!("{files} could not be read")));
    }
    out
}

/// The summary that ends an indexing run.
pub fn render_summary(summary: &Summary, index: &Path, columns: usize) -> Markup {
    let mut out = Markup::new();
    out.line(
        Markup::of(Role::Title, words::counted(summary.articles, "article"))
            .with(Role::Text, format!(" in {}", index.display()))
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
    out.lines(stats::line("Files", &files(summary), columns));
    let notes = summary.notes.iter().map(|(kind, count)| (kind.name().to_owned(), *count)).collect();
    out.lines(stats::line("Notes", &stats::notes(&notes), columns));
    let size = words::size(summary.size);
    out.lines(stats::line("Size", &size.into(), columns));
    out
}

/// What to do with a new index.
pub fn render_next() -> Markup {
    let mut out = Markup::new();
    out.line(Markup::of(Role::Dim, "next: kbfix search WORDS, or kbfix serve for your browser"));
    out
}

/// A refresh in a line; nothing where nothing changed.
#[cfg(feature = "watch")]
pub fn render_refresh(summary: &Summary) -> Markup {
    let Summary { added, changed, removed, articles, seconds, .. } = *summary;
    let mut out = Markup::new();
    if (added, changed, removed) == (0, 0, 0) {
        return out;
    }
    let [added, changed, removed] = [added, changed, removed].map(words::count);
    let mut line = Markup::from(format!(
        "{added} added, {changed} changed, {removed} removed: {}",
        words::counted(articles, "article")
    ));
    if !summary.problems.is_empty() {
        let count = words::counted(summary.problems.len() as u64, "file");
        line.push(Role::Warn, format!(", {count} could not be read"));
    }
    line.push(Role::Dim, format!("  {}", words::duration(seconds)));
    out.line(line);
    out
}

/// What is watched from now on.
#[cfg(feature = "watch")]
pub fn render_watching(folders: &[std::path::PathBuf]) -> Markup {
    let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let mut out = Markup::new();
    out.line(Markup::of(Role::Dim, format!("watching {}; Ctrl-C stops it", folders.join(", "))));
    out
}

/// What has become of a folder that is watched.
#[cfg(feature = "watch")]
pub fn render_turn(turn: &Turn) -> Markup {
    let (role, name, text) = match turn {
        Turn::Gone(path) => {
            (Role::Warn, "warning", format!("{} is gone; its articles stay until it is back", path.display()))
        }
        Turn::Back(path) => (Role::Dim, "note", format!("{} is back", path.display())),
        Turn::Untold(path, why) => {
            let text = format!("{} is looked at every 30 seconds, not told of: {why}", path.display());
            (Role::Warn, "warning", text)
        }
        Turn::Missed(why) => (Role::Warn, "warning", format!("changes were missed, all is looked at: {why}")),
    };
    let mut out = Markup::new();
    out.line(Markup::of(role, name).with(Role::Text, format!(": {text}")));
    out
}

/// Another writes the index just now.
#[cfg(feature = "watch")]
pub fn render_waiting(busy: &crate::index::IndexError) -> Markup {
    let mut out = Markup::new();
    out.line(Markup::of(Role::Dim, format!("waiting: {busy}")));
    out
}

/// The end that was asked for.
#[cfg(feature = "watch")]
pub fn render_stopped() -> Markup {
    let mut out = Markup::new();
    out.line(Markup::of(Role::Dim, "stopped"));
    out
}

fn files(summary: &Summary) -> Markup {
    let passed_over = match summary.passed_over {
        0 => String::new(),
        count => format!(", {} passed over that are no articles", words::count(count)),
    };
    let mut out = Markup::from(format!("{}{passed_over}", words::count(summary.files)));
    if !summary.problems.is_empty() {
        let count = words::count(summary.problems.len() as u64);
        out.push(Role::Warn, format!(", {count} could not be read"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_place_a_kind_and_words() {
        let text = "DOCUMENT:Q1\r\n  caf\u{e9} \u{1}\r\n";
        let note = Note { kind: NoteKind::ControlByte, offset: text.find('\u{1}').unwrap() };
        insta::assert_snapshot!(render("txt/000/Q1.TXT", &mut Cursor::new(text), note), @"txt/000/Q1.TXT:2:8: control_byte: a control character, or a byte outside the character set");
    }

    #[test]
    fn the_summary_of_a_run() {
        let mut summary = Summary {
            articles: 60_338,
            added: 1_200,
            changed: 3,
            files: 117_324,
            passed_over: 49,
            notes: [(NoteKind::ControlByte, 175)].into(),
            seconds: 41.26,
            size: 212_345_678,
            ..Summary::default()
        };
        insta::assert_snapshot!(render_summary(&summary, Path::new("index"), 80), @"
        60,338 articles in index  41.3 s
        Changes    1,200 added, 3 changed, 0 removed
        Files      117,324, 49 passed over that are no articles
        Notes      175: control_byte 175
        Size       212 MB
        ");
        (summary.added, summary.changed) = (0, 0);
        let again = render_summary(&summary, Path::new("index"), 80).to_string();
        assert!(again.contains("up to date"), "{again}");
    }

    #[test]
    fn what_could_not_be_read_is_said() {
        let problem = Problem { path: "a/b.txt".into(), message: "Permission denied".into() };
        insta::assert_snapshot!(render_problem(&problem), @"warning: cannot read a/b.txt: Permission denied");
    }
}
