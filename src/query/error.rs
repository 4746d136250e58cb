//! A query that cannot be read: the message, and carets under the place.

use std::{fmt, ops::Range};

use super::problem::Problem;

/// A query that cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct QueryError {
    text: String,
    problem: Problem,
}

impl QueryError {
    pub(super) fn new(text: &str, problem: Problem) -> Self {
        Self { text: text.to_owned(), problem }
    }

    /// Where in the query it is, in bytes.
    pub fn at(&self) -> Range<usize> {
        self.problem.at.clone()
    }
}

/// The message, then the line of the query that has the error, with carets under it.
impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = &self.problem.kind;
        writeln!(f, "cannot read {}: {}; {}", kind.reading(), kind.wrong(), kind.right())?;
        let (line, before, under) = excerpt(&self.text, &self.problem.at);
        write!(f, "  {line}\n  {}{}", " ".repeat(before), "^".repeat(under))
    }
}

/// Columns of the query that are shown.
const COLUMNS: usize = 72;

/// The line that `at` begins in, as much of it as fits around it, and the columns of the carets.
fn excerpt(text: &str, at: &Range<usize>) -> (String, usize, usize) {
    use unicode_width::UnicodeWidthChar as _;
    let begin = text[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at.start..].find('\n').map_or(text.len(), |newline| at.start + newline);
    let width = |c: char| if c.is_control() { 1 } else { c.width().unwrap_or(0) };
    let shown = |c: char| if c.is_control() { ' ' } else { c };

    let (mut before, mut room) = (String::new(), COLUMNS / 2);
    for c in text[begin..at.start].chars().rev() {
        if width(c) > room {
            break;
        }
        room -= width(c);
        before.insert(0, shown(c));
    }
    let (mut after, mut under, mut room) = (String::new(), 0, COLUMNS / 2 + room);
    for (offset, c) in text[at.start..end].char_indices() {
        if width(c) > room {
            break;
        }
        room -= width(c);
        after.push(shown(c));
        under += if at.start + offset < at.end { width(c) } else { 0 };
    }
    let columns = before.chars().map(width).sum();
    (before + after.trim_end(), columns, under.max(1))
}
