//! What stands behind a field's colon.

use std::str::FromStr;

use super::{
    ast::{Clause, Span, Text},
    field::Field,
    problem::Kind,
};
use crate::article::{Period, ProductVersion};

/// The value of a field as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    pub text: &'a str,
    /// Whether it stood between quotation marks, which are not in `text`.
    pub is_quoted: bool,
}

/// What the value says, or why it does not suit the field.
pub fn read(field: Field, written: Written<'_>) -> Result<Clause, Kind> {
    let text = written.text.trim();
    let read = match field {
        Field::Modified => span(text).map(|span: Span<Period>| {
            let ordered = !matches!((span.from, span.to), (Some(from), Some(to)) if from.first > to.last);
            (Clause::Modified(span), ordered)
        }),
        Field::Version if text.contains("..") => span(text).map(versions),
        Field::Id => span(text).map(|span| (Clause::Id(span), is_ordered(&span))),
        Field::Refs => text.parse().ok().map(|id| (Clause::Refs(id), true)),
        Field::Event => number(text).map(|number| (Clause::Event(number), true)),
        Field::Has => text.parse().ok().map(|part| (Clause::Has(part), true)),
        _ => words(written).map(|words| (Clause::Text(field, words), true)),
    };
    match read {
        Some((clause, true)) => Ok(clause),
        Some((_, false)) => Err(Kind::Backwards(field, shortened(text))),
        None => Err(Kind::BadValue(field, shortened(text))),
    }
}

/// A range from a version to itself is that version.
fn versions(span: Span<ProductVersion>) -> (Clause, bool) {
    let ordered = is_ordered(&span);
    match &span {
        Span { from: Some(from), to: Some(to) } if from == to => {
            (Clause::Text(Field::Version, Text::Word(from.to_string())), ordered)
        }
        _ => (Clause::Version(span), ordered),
    }
}

fn is_ordered<T: PartialOrd>(span: &Span<T>) -> bool {
    !matches!((&span.from, &span.to), (Some(from), Some(to)) if from > to)
}

/// `A`, `A..B`, `A..` or `..B`.
fn span<T: FromStr + Clone>(text: &str) -> Option<Span<T>> {
    let Some((from, to)) = text.split_once("..") else {
        let value: T = text.parse().ok()?;
        return Some(Span { from: Some(value.clone()), to: Some(value) });
    };
    let (from, to) = (end(from)?, end(to)?);
    (from.is_some() || to.is_some()).then_some(Span { from, to })
}

/// An end that is not written is open; one that cannot be read is none.
#[expect(clippy::option_option, reason = "the outer one is a failure, the inner one an open end")]
fn end<T: FromStr>(text: &str) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| !text.starts_with('+'))
}

fn words(written: Written<'_>) -> Option<Text> {
    let text = if written.is_quoted { phrase(written.text) } else { Text::Word(written.text.to_owned()) };
    let is_group = !written.is_quoted && written.text.starts_with('(');
    (!is_group && super::lex::says_something(text.as_str())).then_some(text)
}

/// A phrase, its white space folded.
pub fn phrase(text: &str) -> Text {
    Text::Phrase(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A value as it is named in a message.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
