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
    line::{Line, fold, lines, offset, rest_after},
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
    let mut head: Vec<Line<'a>> = Vec::with_capacity(HEAD_LINES);
    for line in all.take(HEAD_LINES).map(Line::document) {
        head.push(line);
        if line.is_rule(b'=', 20) {
            break;
        }
    }
    let (values, length) = head_values(&head);
    note_gaps(text, first, &values, &head[..length], notes);
    let last = head[..length].last().map_or(first, |line| line.raw);
    let body = without_notice(rest_after(text, last));
    let [title, product, versions, operating_systems, keywords] = values.map(Option::unwrap_or_default);
    let mut article = Article { id, modified, title: fold(title), ..Article::default() };
    article.product_code = code.map(|code| code.trim().to_ascii_lowercase());
    let head = Head { product, versions, operating_systems, keywords };
    Some(Envelope { format: Format::Document, article, title, head, body })
}

/// The labelled values, and where the body begins: behind the rule, or else behind the head's last
/// line.
fn head_values<'a>(lines: &[Line<'a>]) -> ([Option<&'a str>; 5], usize) {
    let mut values = [None; 5];
    let mut end = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_rule(b'=', 20) {
            return (values, at + 1);
        }
        if at == end
            && let Some((slot, value)) = labelled(line.raw)
            && values[slot].is_none()
        {
            values[slot] = Some(value);
            end = at + 1;
        }
    }
    (values, end)
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
    const NOTICE: &[u8] = b"THE INFORMATION PROVIDED IN TH";
    let bytes = body.as_bytes();
    // From the end, which it stands near.
    let mut lines = memchr::memrchr_iter(b'\n', bytes).map(|end| end + 1).chain([0]);
    &body[..lines.find(|&at| bytes[at..].starts_with(NOTICE)).unwrap_or(body.len())]
}
