//! The history of an article: a block for each copy with what it changed, removed lines before added ones.

use super::hits::card::marked;
use super::layout::{blanks, labelled, wrap};
use crate::article::{ArticleId, Date};
use crate::markup::{Markup, Role};
use crate::search::{Change, Fate, History, Line, Revision};

/// The copies, the newest first.
pub fn render(history: &History, columns: usize) -> Markup {
    let mut out = Markup::new();
    out.lines(wrap(&Markup::of(Role::Title, &history.title), columns));
    out.line(Markup::of(Role::Id, history.id.to_string()));
    for (at, revision) in history.revisions.iter().enumerate() {
        out.line("");
        out.line(heading(revision));
        let is_oldest = at + 1 == history.revisions.len();
        if is_oldest {
            out.line(Markup::of(Role::Dim, "  the oldest copy"));
        } else if revision.changes.is_empty() {
            out.line(Markup::of(Role::Dim, "  says the same as the next older one"));
        }
        revision.changes.iter().for_each(|change| render_change(change, columns, &mut out));
    }
    out
}

/// For stderr: there is nothing to compare.
pub fn render_alone(id: ArticleId, modified: Option<Date>) -> Markup {
    let mut out = Markup::new();
    let text = format!(": the index has one copy of {id}, {}", day(modified));
    out.line(Markup::of(Role::Warn, "nothing found").with(Role::Text, text));
    out
}

/// `1999-05-04  txt/193/Q193829.TXT, kb/193/Q193829/README.md`.
fn heading(revision: &Revision) -> Markup {
    Markup::of(Role::Heading, day(revision.modified)).with(Role::Dim, format!("  {}", paths(revision)))
}

/// The files of a copy.
pub fn paths(revision: &Revision) -> String {
    let paths: Vec<&str> = revision.source.iter().map(|source| source.path.as_str()).collect();
    paths.join(", ")
}

/// Several.
pub fn days(modified: &[Option<Date>]) -> String {
    modified.iter().map(|&modified| day(modified)).collect::<Vec<_>>().join(", ")
}

/// A day, or that there is none.
pub fn day(modified: Option<Date>) -> String {
    modified.map_or_else(|| "without a date".to_owned(), |date| date.to_string())
}

fn render_change(change: &Change, columns: usize, out: &mut Markup) {
    out.line(Markup::from(blanks(2)).with(Role::Label, &change.field));
    for (at, hunk) in change.hunks.iter().enumerate() {
        if at > 0 {
            out.line(Markup::of(Role::Dim, "    …"));
        }
        hunk.iter().for_each(|line| render_line(line, columns, out));
    }
}

/// A line behind its sign, wrapped.
fn render_line(line: &Line, columns: usize, out: &mut Markup) {
    let (role, sign) = match line.fate {
        Fate::Kept => (Role::Dim, "    "),
        Fate::Removed => (Role::Error, "  - "),
        Fate::Added => (Role::Ok, "  + "),
    };
    let text = match line.fate {
        Fate::Kept => Markup::of(Role::Dim, &line.text),
        Fate::Removed | Fate::Added => marked(Role::Text, &line.text, &line.marks),
    };
    let lines = wrap(&text, columns.saturating_sub(sign.len()));
    out.lines(labelled(&Markup::of(role, sign), sign.len(), lines));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn a_history_for_people() {
        insta::assert_snapshot!(render(&sample::history(), 60), @"
        SNAPMP Memory Leak After Host-Initiated Password Change
        Q193829

        1999-02-01  txt/193/Q193829.TXT, kb/193/Q193829/README.md
          resolution
            To resolve this problem, obtain the fix.
          - Install the hotfix on every controller of the domain,
            then restart them one by one.
          + Install the service pack on every controller of the
            domain, then restart them one by one.
            …
          + No restart is needed.

        1998-02-01  txt/193/Q193829.TXT, kb/193/Q193829/README.md
          says the same as the next older one

        1997-02-01  txt/193/Q193829.TXT, kb/193/Q193829/README.md
          the oldest copy
        ");
    }

    #[test]
    fn one_copy_is_no_history() {
        let text = render_alone(ArticleId(7), None).to_string();
        assert_eq!(text, "nothing found: the index has one copy of Q7, without a date\n");
    }
}
