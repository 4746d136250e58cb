//! Facets: how many of the articles found have each value. All of them are counted, not only the page, from columns
//! of the index; no article is read.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::{DocId, Searcher, SegmentReader};

use super::filter::address;
use super::{Place, rank::Scored};
use crate::index::columns::{by_count, count};
use crate::index::{Held, Names, document::year};

/// The most frequent values, most first. An article that has none is in no count, one that has several is in several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Facets {
    /// Products it applies to.
    pub product: Vec<Count>,
    /// Versions as they are filtered by: `4.0` is of `4.0 sp3` too.
    pub version: Vec<Count>,
    /// Years of the last change.
    pub year: Vec<Count>,
    /// Types: the title's tag, and the issue and solution types, without `kb`.
    #[serde(rename = "type")]
    pub kind: Vec<Count>,
    /// Keywords, in lower case.
    pub keyword: Vec<Count>,
    /// `yes` and `no`.
    pub has_fix_files: Vec<Count>,
}

/// A value and the articles that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    pub value: String,
    pub count: u64,
}

/// Articles of one segment that were found.
type Docs<'a> = (&'a SegmentReader, Vec<DocId>);

/// Counts the articles found; of each facet the `most` frequent values.
pub fn count_all(place: &Place<'_>, found: &[Scored], most: usize) -> tantivy::Result<Facets> {
    match place.held {
        Some(held) => Ok(count_held(held, found, most)),
        None => count_read(place.searcher, found, most),
    }
}

fn count_held(held: &Held, found: &[Scored], most: usize) -> Facets {
    let names = |names: &Names| {
        let counts = names.count(found.iter().map(|scored| scored.doc), most).into_iter();
        counts.map(|(value, count)| Count { value: value.to_owned(), count }).collect()
    };
    let docs = || found.iter().map(|scored| scored.doc as usize);
    let years = docs().filter_map(|doc| held.years[doc]);
    let files = docs().filter_map(|doc| held.has_files[doc]).map(yes_or_no);
    Facets {
        product: names(&held.products),
        version: names(&held.versions),
        year: top(tally(years), most),
        kind: names(&held.types),
        keyword: names(&held.keywords),
        has_fix_files: top(tally(files), most),
    }
}

fn yes_or_no(has: bool) -> &'static str {
    if has { "yes" } else { "no" }
}

fn tally<T: Ord>(values: impl Iterator<Item = T>) -> BTreeMap<T, u64> {
    let mut counts = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts
}

fn count_read(searcher: &Searcher, found: &[Scored], most: usize) -> tantivy::Result<Facets> {
    let docs = by_segment(searcher, found);
    Ok(Facets {
        product: names(&docs, "applies_to", most)?,
        version: names(&docs, "version", most)?,
        year: numbers(&docs, most, |reader| {
            let days = reader.fast_fields().i64("modified")?;
            Ok(move |doc| days.first(doc).map(year))
        })?,
        kind: names(&docs, "kind", most)?,
        keyword: names(&docs, "keyword", most)?,
        has_fix_files: numbers(&docs, most, |reader| {
            let files = reader.fast_fields().u64("fix_files")?;
            Ok(move |doc| files.first(doc).map(|count| yes_or_no(count > 0)))
        })?,
    })
}

/// The articles of each segment, in its order, so that columns are read forwards.
fn by_segment<'a>(searcher: &'a Searcher, found: &[Scored]) -> Vec<Docs<'a>> {
    let mut docs: Vec<Docs<'a>> = searcher.segment_readers().iter().map(|reader| (reader, vec![])).collect();
    for scored in found {
        let at = address(searcher, scored.doc);
        docs[at.segment_ord as usize].1.push(at.doc_id);
    }
    docs.iter_mut().for_each(|(_, docs)| docs.sort_unstable());
    docs
}

fn names(docs: &[Docs<'_>], column: &str, most: usize) -> tantivy::Result<Vec<Count>> {
    let mut counts = BTreeMap::new();
    for (reader, docs) in docs {
        count(reader, column, docs.iter().copied(), &mut counts)?;
    }
    Ok(top(counts, most))
}

/// Counts what `open` says of the articles of a segment.
fn numbers<T: Ord + ToString, F: Fn(DocId) -> Option<T>>(
    docs: &[Docs<'_>],
    most: usize,
    open: impl Fn(&SegmentReader) -> tantivy::Result<F>,
) -> tantivy::Result<Vec<Count>> {
    let mut counts = BTreeMap::new();
    for (reader, docs) in docs {
        let value = open(reader)?;
        for value in docs.iter().filter_map(|&doc| value(doc)) {
            *counts.entry(value).or_default() += 1;
        }
    }
    Ok(top(counts, most))
}

fn top<T: Ord + ToString>(counts: BTreeMap<T, u64>, most: usize) -> Vec<Count> {
    let counts = by_count(counts).into_iter().take(most);
    counts.map(|(value, count)| Count { value: value.to_string(), count }).collect()
}
