//! Filters: what a request leaves out, in the language of queries, and the articles that pass.

use std::collections::HashSet;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, EnableScoring, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, SegmentReader, Term};

use super::Filters;
use super::tally::Marks;
use crate::article::Period;
use crate::query::{self, Clause, Item, QueryError, Span, Text};

impl Filters {
    /// Whether they can be read.
    ///
    /// # Errors
    /// A range of versions that cannot be read.
    pub fn check(&self) -> Result<(), QueryError> {
        self.items().map(drop)
    }

    /// What each filter that is set requires.
    ///
    /// # Errors
    /// A range of versions that cannot be read.
    pub(super) fn items(&self) -> Result<Vec<Item>, QueryError> {
        let texts = |field, values: &[String]| {
            alternatives(values.iter().map(|text| Clause::Text(field, Text::Phrase(text.clone()))))
        };
        let versions: Result<Vec<Clause>, _> = self.versions.iter().map(|text| version(text)).collect();
        let kinds = [
            texts(query::Field::Product, &self.products),
            alternatives(versions?),
            texts(query::Field::Keyword, &self.keywords),
            texts(query::Field::Type, &self.types),
            alternatives(self.parts.iter().map(|&part| Clause::Has(part))),
            alternatives(self.modified()),
        ];
        Ok(kinds.into_iter().flatten().collect())
    }

    fn modified(&self) -> Option<Clause> {
        let day = |day| Period { first: day, last: day };
        let span = Span { from: self.since.map(day), to: self.until.map(day) };
        (self.since.is_some() || self.until.is_some()).then_some(Clause::Modified(span))
    }
}

/// Any text is a version; only a range must be readable.
fn version(text: &str) -> Result<Clause, QueryError> {
    if text.contains("..") {
        return query::value(query::Field::Version, text);
    }
    Ok(Clause::Text(query::Field::Version, Text::Phrase(text.to_owned())))
}

fn alternatives(clauses: impl IntoIterator<Item = Clause>) -> Option<Item> {
    let mut items: Vec<Item> = clauses.into_iter().map(Item::Clause).collect();
    if items.len() > 1 { Some(Item::Or(items)) } else { items.pop() }
}

/// The articles that pass: they are not deleted, and have what is `required`. `None` where that is all of them.
pub fn passing(searcher: &Searcher, required: Option<&dyn Query>) -> tantivy::Result<Option<Marks>> {
    let segments = searcher.segment_readers();
    if required.is_none() && !segments.iter().any(SegmentReader::has_deletes) {
        return Ok(None);
    }
    let weight = required.map(|query| query.weight(EnableScoring::disabled_from_searcher(searcher)));
    let weight = weight.transpose()?;
    let all = segments.iter().map(SegmentReader::max_doc).sum::<u32>();
    let mut marks = Marks::new(all as usize, &[]);
    let mut begin = 0;
    for reader in segments {
        let mut pass = |docs: &[u32]| {
            let alive = docs.iter().filter(|&&doc| !reader.is_deleted(doc));
            alive.for_each(|doc| marks.set(begin + doc));
        };
        match &weight {
            Some(weight) => weight.for_each_no_score(reader, &mut pass)?,
            None => reader.doc_ids_alive().for_each(|doc| pass(&[doc])),
        }
        begin += reader.max_doc();
    }
    Ok(Some(marks))
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
pub fn number(searcher: &Searcher, at: DocAddress) -> u32 {
    let before = searcher.segment_readers().iter().take(at.segment_ord as usize);
    before.map(SegmentReader::max_doc).sum::<u32>() + at.doc_id
}

/// The articles that a query of the index finds.
pub fn found_by(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<HashSet<DocAddress>> {
    searcher.search(query, &DocSetCollector)
}

/// The articles that have a term.
pub fn having(searcher: &Searcher, term: Term) -> tantivy::Result<HashSet<DocAddress>> {
    found_by(searcher, &TermQuery::new(term, IndexRecordOption::Basic))
}

pub fn exact(field: Field, text: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

pub fn any(queries: impl Iterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(queries.collect()))
}
