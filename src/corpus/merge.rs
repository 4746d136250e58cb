//! The copies of an article made one record.
//!
//! The newest copy stands; of two that are as new, the text wins and the page fills what the text
//! lacks. Where both say something else, white space aside, the field is named. Older copies stay what they were.

use std::cmp::Reverse;

use serde::Serialize;
use serde_json::Value;

use crate::{
    article::{Article, Date, Format, Source},
    grammar::{Note, NoteKind, Opened, Parsed, Places},
};

/// One file of an article, opened.
pub struct Copy<'a> {
    /// Relative to the folder that was given.
    pub path: &'a str,
    pub opened: Opened<'a>,
}

/// The record of an article and what it was made from.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    pub article: Article,
    /// The notes of the copy that stands, then one for each field in which the copies differ.
    pub notes: Vec<Note>,
    /// Names of those fields.
    pub differing: Vec<String>,
    /// Which copies it was made from, the one that stands first.
    pub used: Vec<usize>,
    /// For each of those the places of the judged values that were taken from it.
    pub places: Vec<Places>,
    /// What the article was before, the newest first.
    pub older: Vec<Older>,
}

/// The article as it was on an earlier day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Older {
    pub modified: Option<Date>,
    /// A text, a page, or both: places among the copies.
    pub copies: Vec<usize>,
}

/// Makes one record of the copies of one article; `None` where there is none.
pub fn merge(copies: Vec<Copy<'_>>) -> Option<Merged> {
    let mut revisions = revisions(&copies).into_iter();
    let used = revisions.next()?;
    let older = |of: Vec<usize>| Older { modified: copies[of[0]].modified(), copies: of };
    let older = revisions.map(older).collect();
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
    merged.older = older;
    Some(merged)
}

impl Copy<'_> {
    fn modified(&self) -> Option<Date> {
        self.opened.envelope.article.modified
    }

    fn format(&self) -> Format {
        self.opened.envelope.format
    }
}

/// Which copies are the article of one day, the newest first: a text, a page, or the text and the page that is as new.
fn revisions(copies: &[Copy<'_>]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..copies.len()).collect();
    order.sort_by_key(|&at| Reverse(copies[at].modified()));
    let mut revisions = Vec::new();
    for day in order.chunk_by(|&a, &b| copies[a].modified() == copies[b].modified()) {
        let of = |format| day.iter().copied().filter(move |&at| copies[at].format() == format);
        let (mut texts, mut pages) = (of(Format::Document), of(Format::Jekyll));
        loop {
            let revision: Vec<usize> = texts.next().into_iter().chain(pages.next()).collect();
            if revision.is_empty() {
                break;
            }
            revisions.push(revision);
        }
    }
    revisions
}

fn source(copy: &Copy<'_>) -> Source {
    Source { path: copy.path.to_owned(), format: copy.opened.envelope.format }
}

fn alone(parsed: Parsed) -> Merged {
    let Parsed { article, notes, places, .. } = parsed;
    Merged { article, notes, places: vec![places], ..Merged::default() }
}

/// Nearly always the two say the same line for line: then reading one of them is enough.
fn both(text: Opened<'_>, page: Opened<'_>) -> Merged {
    let same = text.envelope.says_the_same(&page.envelope);
    let mut merged = alone(text.read());
    if !same {
        fill(&mut merged, page.read());
    }
    for _ in &merged.differing {
        merged.notes.push(Note { kind: NoteKind::CopiesDiffer, offset: 0 });
    }
    merged
}

/// Takes from `page` what the text lacks, and names the fields in which they differ.
fn fill(merged: &mut Merged, page: Parsed) {
    let Parsed { article: page, places, .. } = page;
    macro_rules! fields {
        ($($field:ident)*) => {
            // What only one format can have is left out by name, so that no new field is forgotten.
            let Article { id: _, product_code: _, source: _, $($field),* } = page;
            $(if take(&mut merged.article.$field, $field) {
                merged.differing.push(stringify!($field).to_owned());
            })*
        };
    }
    fields! {
        title article_type modified product versions operating_systems keywords technology hardware query_words
        issue_type solution_type component applies_to summary symptoms cause resolution workaround status
        more_information references_text body other_sections fix_files fixed_in disposition references
        error_codes errors error_messages urls registry_keys
    }
    merged.places.push(places);
}

/// Fills an empty field; whether both copies state it and say something else.
fn take<T: Default + PartialEq + Serialize>(ours: &mut T, theirs: T) -> bool {
    let empty = T::default();
    if *ours == empty {
        *ours = theirs;
        return false;
    }
    theirs != empty && *ours != theirs && !say_the_same(ours, &theirs)
}

/// Whether two values are the same but for white space.
fn say_the_same(ours: &impl Serialize, theirs: &impl Serialize) -> bool {
    let value = |value: Result<Value, _>| value.unwrap_or_default();
    are_alike(&value(serde_json::to_value(ours)), &value(serde_json::to_value(theirs)))
}

fn are_alike(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::String(ours), Value::String(theirs)) => bare(ours).eq(bare(theirs)),
        (Value::Array(ours), Value::Array(theirs)) => alike_in_turn(ours.iter(), theirs.iter()),
        (Value::Object(ours), Value::Object(theirs)) => alike_in_turn(ours.values(), theirs.values()),
        _ => ours == theirs,
    }
}

fn bare(text: &str) -> impl Iterator<Item = u8> {
    text.split_whitespace().flat_map(str::bytes)
}

fn alike_in_turn<'v>(
    ours: impl ExactSizeIterator<Item = &'v Value>,
    theirs: impl ExactSizeIterator<Item = &'v Value>,
) -> bool {
    ours.len() == theirs.len() && ours.zip(theirs).all(|(ours, theirs)| are_alike(ours, theirs))
}
