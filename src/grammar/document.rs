//! The envelope of a DOCUMENT text.
//!
//! ```text
//! document = "DOCUMENT:" id date "[" code "]" { label ":" value } "====" body [ legal notice ]
//! label    = "TITLE" | "PRODUCT" | "PROD/VER" | "OPER/SYS" | "KEYWORDS"
//! ```

use nom::{IResult, Parser, bytes::complete::tag, character::complete::space0, combinator::opt};

use super::{
    Envelope, Note, NoteKind,
    head::{self, Head},
    line::{Line, fold, last_line, lines, offset, rest_after},
};
use crate::article::{Article, ArticleId, Date, Format};

const LABELS: [&str; 5] = ["TITLE", "PRODUCT", "PROD/VER", "OPER/SYS", "KEYWORDS"];
/// The head is six lines; what is much further down belongs to the body.
const HEAD_LINES: usize = 24;

/// The first line: number, date and code, the last two of them optional.
fn first_line(input: &str) -> IResult<&str, (ArticleId, Option<Date>, Option<&str>)> {
    let id = (tag("DOCUMENT:"), space0, head::article_id, space0);
    (id, opt(head::date), opt(head::product_code))
        .map(|((_, _, id, _), date, code)| (id, date, code))
        .parse(input)
}

/// Reads the envelope; `None` where `text` is no DOCUMENT text.
pub fn read<'a>(text: &'a str, notes: &mut Vec<Note>) -> Option<Envelope<'a>> {
    let mut all = lines(text).peekable();
    while all.next_if(|line| line.trim().is_empty()).is_some() {}
    let first = all.next()?;
    let (_, (id, modified, code)) = first_line(first).ok()?;
    if modified.is_none() {
        notes.push(Note { kind: NoteKind::DateNotRead, offset: offset(text, first) });
    }
    let (head, values) = head_lines(all.map(Line::document));
    note_gaps(text, first, &values, &head, notes);
    let last = head.last().map_or(first, |line| line.raw);
    let body = without_notice(rest_after(text, last));
    let [title, product, versions, operating_systems, keywords] = values.map(Option::unwrap_or_default);
    let mut article = Article { id, modified, title: fold(title), ..Article::default() };
    article.product_code = code.map(|code| code.trim().to_ascii_lowercase());
    let head = Head { product, versions, operating_systems, keywords };
    Some(Envelope { format: Format::Document, article, title, head, body })
}

/// The lines above the body, down to the rule or else the last labelled line, and the labelled values.
fn head_lines<'a>(lines: impl Iterator<Item = Line<'a>>) -> (Vec<Line<'a>>, [Option<&'a str>; 5]) {
    let (mut head, mut values) = (Vec::with_capacity(HEAD_LINES), [None; 5]);
    let mut end = 0;
    for line in lines.take(HEAD_LINES) {
        let next = head.len() == end;
        head.push(line);
        if line.is_rule(b'=', 20) {
            return (head, values);
        }
        if next
            && let Some((slot, value)) = labelled(line.raw)
            && values[slot].is_none()
        {
            values[slot] = Some(value);
            end = head.len();
        }
    }
    head.truncate(end);
    (head, values)
}

fn labelled(line: &str) -> Option<(usize, &str)> {
    let (label, value) = line.split_once(':')?;
    let slot = LABELS.iter().position(|&known| known == label.trim_end())?;
    Some((slot, value.trim()))
}

fn note_gaps(text: &str, first: &str, values: &[Option<&str>; 5], head: &[Line<'_>], notes: &mut Vec<Note>) {
    let at = offset(text, first);
    for _ in values.iter().filter(|value| value.is_none()) {
        notes.push(Note { kind: NoteKind::HeadLineMissing, offset: at });
    }
    if !head.last().is_some_and(|line| line.is_rule(b'=', 20)) {
        let offset = head.last().map_or(at, |line| offset(text, line.raw));
        notes.push(Note { kind: NoteKind::HeadNotClosed, offset });
    }
}

/// The body up to the legal notice.
fn without_notice(body: &str) -> &str {
    &body[..last_line(body, "THE INFORMATION PROVIDED IN TH").unwrap_or(body.len())]
}
