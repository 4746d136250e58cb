//! Cheap looks at bytes: what cannot be a row or name a file is not read at all.
//!
//! Each may say yes too often, never no where reading would find something.

use super::clock::begins_month;
use crate::grammar::{
    dense,
    line::{Line, offset},
};

/// A point inside a word, and a digit: what every row has.
pub fn may_be_row(text: &str) -> bool {
    let bytes = text.as_bytes();
    let dotted = dense::positions(bytes, b'.').any(|at| is_inside(bytes, at));
    dotted && dense::digits(bytes).next().is_some()
}

/// A line in which a point stands inside a word, and what else it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub at: usize,
    /// A name, as [`may_name`] says.
    pub named: bool,
    /// Words that may be dates, times, sizes or versions, counted up to [`FULL`].
    fields: usize,
}

/// Fields of a row that stands wherever it likes.
const FULL: usize = 3;

impl Look {
    /// A name and a field.
    pub fn is_named(&self) -> bool {
        self.named && self.fields > 0
    }

    /// A name and a field, or else two fields: under a header a file may lack its extension.
    pub fn is_candidate(&self) -> bool {
        self.fields >= if self.named { 1 } else { 2 }
    }

    pub fn is_full(&self) -> bool {
        self.fields == FULL
    }
}

/// Looks at the lines, slices of `text` down to its end, in which a point stands inside a word.
pub fn looks(lines: &[Line<'_>], text: &str) -> Vec<Look> {
    let bytes = text.as_bytes();
    let begins = |line: usize| offset(text, lines[line].text);
    let ends = |line: usize| begins(line) + lines[line].text.len();
    let mut line = 0;
    let points = dense::positions(bytes, b'.').filter(|&at| joins(bytes.get(at + 1)));
    let placed = points.filter_map(|point| {
        while ends(line) <= point {
            line += 1;
        }
        // What stands between two lines is of the applies-to block, which is none of the section.
        (begins(line) <= point).then_some((line, point))
    });
    let placed: Vec<(usize, usize)> = placed.collect();
    let look = |points: &[(usize, usize)]| {
        let any = |is: fn(&[u8], usize) -> bool| points.iter().any(|&(_, point)| is(bytes, point));
        let &(at, _) = points.first().filter(|_| any(is_inside))?;
        Some(Look { at, named: any(begins_extension), fields: fields(lines[at].text).take(FULL).count() })
    };
    placed.chunk_by(|one, next| one.0 == next.0).filter_map(look).collect()
}

/// Whether the point at `at` stands inside a word.
fn is_inside(bytes: &[u8], at: usize) -> bool {
    at > 0 && joins(bytes.get(at - 1)) && joins(bytes.get(at + 1))
}

/// A point that an extension may follow: with a letter in it, or behind one (`DRIVER.386`).
pub fn may_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    dense::positions(bytes, b'.').any(|at| begins_extension(bytes, at))
}

/// Whether an extension may follow the point at `at`.
fn begins_extension(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(next) if next.is_ascii_digit() => is_lettered(&bytes[..at]),
        next => joins(next),
    }
}

/// How far back a word is looked at: what keeps this linear.
const FAR: usize = 64;

/// Whether the word that `before` ends with has a letter.
fn is_lettered(before: &[u8]) -> bool {
    let mut word = before.iter().rev().take_while(|byte| !byte.is_ascii_whitespace());
    word.by_ref().take(FAR).any(u8::is_ascii_alphabetic) || word.next().is_some()
}

/// Where words begin that may be dates, times, sizes or versions.
fn fields(text: &str) -> impl Iterator<Item = usize> {
    let bytes = behind_number(text.as_bytes());
    dense::digits(bytes).filter(|&at| begins_field(&bytes[..at]))
}

/// `text` without the number of a list's item before it.
fn behind_number(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_start();
    let digits = text.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    match &text[digits..] {
        [b'.', b' ', rest @ ..] if (1..=3).contains(&digits) => rest,
        _ => text,
    }
}

/// Whether the first cell may be a field or stand apart from the next: not where plain words, one blank
/// apart, go before everything else, as in a sentence.
pub fn may_lead(text: &str) -> bool {
    let text = text.trim_ascii_start();
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let plain = letters > 3 && bytes.get(letters) == Some(&b' ');
    let gap = |pair: &[u8]| pair[0] <= b' ' && pair[1] <= b' ' || APART.contains(&pair[0]);
    let otherwise = || begins_month(text) || bytes[..letters].eq_ignore_ascii_case(b"none");
    !plain || otherwise() || !text.is_ascii() || bytes.windows(2).any(gap)
}

/// What parts cells, other than two blanks.
const APART: &[u8] = b"\t|()[]<";

fn parts_words(byte: u8) -> bool {
    let mark = matches!(byte, b'|' | b'(' | b')' | b'[' | b']' | b'<' | b'>' | b',' | b';' | b'"' | b'*');
    mark || byte <= b' ' || !byte.is_ascii()
}

/// Whether a word begins with the digit behind `before`, or with the `v` or `v.` before it.
fn begins_field(before: &[u8]) -> bool {
    let before = match before {
        [rest @ .., b'v' | b'V', b'.'] | [rest @ .., b'v' | b'V'] => rest,
        _ => before,
    };
    before.last().is_none_or(|&byte| parts_words(byte))
}

/// Whether there is a byte, and it is part of a word.
fn joins(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::line::span;

    #[test]
    fn names() {
        for text in ["Tool.dll", "see a~1.EX_", "DRIVER.386 4", "a_.4"] {
            assert!(may_name(text), "{text}");
        }
        for text in ["version 4.0.1381", "The end. Or not.", "x 4.386", "4.", ""] {
            assert!(!may_name(text), "{text}");
        }
        assert!(may_name(&"1.".repeat(FAR)));
    }

    #[test]
    fn words_that_may_be_fields() {
        let has_fields = |text, least| fields(text).take(least).count() == least;
        assert!(has_fields("tool 3/9/99 4:00p (5.1)", 3));
        assert!(!has_fields("Windows NT 4.0, later", 2));
        assert!(!has_fields(" 3. Start tool.dll", 1));
        assert!(has_fields("tool v5.1 (V.3)", 2));
        assert!(!has_fields("Tool32.dll on LINK32 in www.x.com/9", 1));
    }

    #[test]
    fn what_stands_between_two_lines_is_of_neither() {
        let text = "a\nTool.dll 4.0\nb\nc.d 4.0";
        let lines: Vec<Line<'_>> = text.lines().map(Line::page).collect();
        let looks = |lines: &[Line<'_>]| looks(lines, span(text, lines));
        assert_eq!(looks(&[lines[0], lines[2]]), []);
        let look = Look { at: 1, named: true, fields: 1 };
        assert_eq!(looks(&[lines[0], lines[3]]), [look]);
    }

    #[test]
    fn sentences_do_not_lead() {
        for text in [
            "Tool.dll 4.0",
            "tool  4.0",
            "  3/9/99 tool.dll",
            "May 3, 1999 a.b 4",
            "The a.b (4.0) is",
            "o a.b 4.0",
        ] {
            assert!(may_lead(text), "{text}");
        }
        for text in ["This is tool.dll 4.0", "  File tool.dll, version 4.0"] {
            assert!(!may_lead(text), "{text}");
        }
    }
}
