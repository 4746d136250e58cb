//! Filters: the set of articles that a search may find.

use std::ops::Bound;

use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use super::rank::Scored;
use super::{Filters, vocabulary::Vocabulary};
use crate::index::analysis;
use crate::index::document::{days, fold, fold_version};
use crate::index::schema::Schema;

/// Drops deleted articles and those that the filters exclude or that lack what is `required`; `all` asks for all
/// that pass.
pub fn keep_passing(
    searcher: &Searcher,
    schema: &Schema,
    filters: &Filters,
    required: Option<Box<dyn Query>>,
    all: bool,
    found: &mut Vec<Scored>,
) -> tantivy::Result<()> {
    let segments = searcher.segment_readers();
    if segments.iter().any(tantivy::SegmentReader::has_deletes) {
        found.retain(|scored| {
            let at = address(searcher, scored.doc);
            !segments[at.segment_ord as usize].is_deleted(at.doc_id)
        });
    }
    let Some(mut passing) = passing(searcher, schema, filters, required)? else {
        return Ok(());
    };
    found.retain(|scored| passing.remove(&address(searcher, scored.doc)));
    if all {
        found.extend(passing.iter().map(|&at| Scored { doc: number(searcher, at), score: 0.0 }));
    }
    Ok(())
}

/// Where the article with that number through all segments is.
pub fn address(searcher: &Searcher, mut doc: u32) -> DocAddress {
    let mut ord = 0;
    for segment in searcher.segment_readers() {
        if doc < segment.max_doc() {
            break;
        }
        doc -= segment.max_doc();
        ord += 1;
    }
    DocAddress::new(ord, doc)
}

/// The inverse of [`address`].
fn number(searcher: &Searcher, at: DocAddress) -> u32 {
    let before = searcher.segment_readers().iter().take(at.segment_ord as usize);
    before.map(tantivy::SegmentReader::max_doc).sum::<u32>() + at.doc_id
}

/// The articles that pass; `None` where nothing is filtered.
fn passing(
    searcher: &Searcher,
    schema: &Schema,
    filters: &Filters,
    required: Option<Box<dyn Query>>,
) -> tantivy::Result<Option<std::collections::HashSet<DocAddress>>> {
    let mut clauses = clauses(schema, filters);
    clauses.extend(required);
    if clauses.is_empty() {
        return Ok(None);
    }
    let query = BooleanQuery::intersection(clauses);
    searcher.search(&query, &DocSetCollector).map(Some)
}

fn clauses(schema: &Schema, filters: &Filters) -> Vec<Box<dyn Query>> {
    let mut clauses = Vec::new();
    if !filters.products.is_empty() {
        clauses.push(any(filters.products.iter().map(|name| product(schema, name))));
    }
    if !filters.versions.is_empty() {
        let versions = filters.versions.iter();
        clauses.push(any(versions.map(|v| exact(schema.version, &fold_version(v)))));
    }
    if !filters.keywords.is_empty() {
        let keywords = filters.keywords.iter();
        clauses.push(any(keywords.map(|word| exact(schema.keyword, &fold(word)))));
    }
    if filters.since.is_some() || filters.until.is_some() {
        let bound = |day| Term::from_field_i64(schema.modified, days(day));
        clauses.push(Box::new(RangeQuery::new(
            filters.since.map_or(Bound::Unbounded, |day| Bound::Included(bound(day))),
            filters.until.map_or(Bound::Unbounded, |day| Bound::Included(bound(day))),
        )));
    }
    clauses
}

/// A product by name: all of its words, in the spelling typed or in full.
pub fn product(schema: &Schema, name: &str) -> Box<dyn Query> {
    let spellings = std::iter::once(name.to_owned()).chain(Vocabulary::standard().product(&fold(name)));
    any(spellings.map(|name| {
        let words = analysis::terms(&name);
        let clauses = words.iter().map(|word| (Occur::Must, exact(schema.products, word)));
        let clauses: Vec<_> = clauses.collect();
        if clauses.is_empty() {
            return Box::new(AllQuery) as Box<dyn Query>;
        }
        Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>
    }))
}

pub fn exact(field: Field, text: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

pub fn any(queries: impl Iterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(queries.collect()))
}
