//! The copies of an article made one record.
//!
//! The newest copy stands; of two that are as new, the text wins and the page fills what the text
//! lacks. Where both say something else, white space aside, the field is named.

use serde_json::Value;

use crate::{
    article::{Article, Format, Source},
    grammar::{Note, NoteKind, Opened, Parsed},
};

/// One file of an article, opened.
pub struct Copy<'a> {
    /// Relative to the folder that was given.
    pub path: &'a str,
    pub opened: Opened<'a>,
}

/// The record of an article and what it was made from.
#[derive(Clone, Debug)]
pub struct Merged {
    pub article: Article,
    /// The notes of the copy that stands, then one for each field in which the copies differ.
    pub notes: Vec<Note>,
    /// Names of those fields.
    pub differing: Vec<String>,
    /// Which copies it was made from, the one that stands first.
    pub used: Vec<usize>,
}

/// Fields that only one format can have.
const OWN: [&str; 2] = ["product_code", "source"];

/// Makes one record of the copies of one article; `None` where there is none.
pub fn merge(copies: Vec<Copy<'_>>) -> Option<Merged> {
    let used = choose(&copies);
    let sources = used.iter().map(|&at| source(&copies[at])).collect();
    let mut opened: Vec<_> = copies.into_iter().map(|copy| Some(copy.opened)).collect();
    let mut take = |at: usize| opened.get_mut(at).and_then(Option::take);
    let first = take(*used.first()?)?;
    let mut merged = match used.get(1).and_then(|&at| take(at)) {
        Some(second) => both(first, second),
        None => alone(first.read()),
    };
    merged.article.source = sources;
    merged.used = used;
    Some(merged)
}

/// The newest copy, a text before a page, and the newest of the other format if it is as new.
fn choose(copies: &[Copy<'_>]) -> Vec<usize> {
    let article = |at: &usize| &copies[*at].opened.envelope;
    let newest = (0..copies.len()).map(|at| article(&at).article.modified).max().flatten();
    let of = |format: Format| {
        (0..copies.len()).find(|at| article(at).article.modified == newest && article(at).format == format)
    };
    of(Format::Document).into_iter().chain(of(Format::Jekyll)).collect()
}

fn source(copy: &Copy<'_>) -> Source {
    Source { path: copy.path.to_owned(), format: copy.opened.envelope.format }
}

fn alone(parsed: Parsed) -> Merged {
    Merged { article: parsed.article, notes: parsed.notes, differing: Vec::new(), used: Vec::new() }
}

/// Nearly always the two say the same line for line: then reading one of them is enough.
fn both(text: Opened<'_>, page: Opened<'_>) -> Merged {
    let same = text.envelope.says_the_same(&page.envelope);
    let mut merged = alone(text.read());
    if !same {
        fill(&mut merged, &page.read().article);
    }
    for _ in &merged.differing {
        merged.notes.push(Note { kind: NoteKind::CopiesDiffer, offset: 0 });
    }
    merged
}

/// Takes from `page` what the text lacks, and names the fields in which they differ.
fn fill(merged: &mut Merged, page: &Article) {
    let (Ok(Value::Object(mut ours)), Ok(Value::Object(theirs))) =
        (serde_json::to_value(&merged.article), serde_json::to_value(page))
    else {
        return;
    };
    for (field, value) in theirs.into_iter().filter(|(field, _)| !OWN.contains(&field.as_str())) {
        let mine = &mut ours[&field];
        if is_empty(mine) {
            *mine = value;
        } else if !is_empty(&value) && bare(mine) != bare(&value) {
            merged.differing.push(field);
        }
    }
    if let Ok(article) = serde_json::from_value(Value::Object(ours)) {
        merged.article = article;
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The value without any white space.
fn bare(value: &Value) -> String {
    match value {
        Value::String(text) => text.split_whitespace().collect(),
        Value::Array(items) => items.iter().map(bare).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => fields.values().map(bare).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}
