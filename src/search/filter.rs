//! Filters: what a request leaves out, in the language of queries, and the articles that pass.

use std::collections::HashSet;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use super::{Filters, rank::Scored};
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

/// Drops deleted articles and those that lack what is `required`; `all` asks for all that pass.
pub fn keep_passing(
    searcher: &Searcher,
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
    let Some(required) = required else { return Ok(()) };
    let mut passing = passing(searcher, &*required)?;
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
pub fn number(searcher: &Searcher, at: DocAddress) -> u32 {
    let before = searcher.segment_readers().iter().take(at.segment_ord as usize);
    before.map(tantivy::SegmentReader::max_doc).sum::<u32>() + at.doc_id
}

/// The articles that a query of the index finds.
pub fn passing(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<HashSet<DocAddress>> {
    searcher.search(query, &DocSetCollector)
}

/// The articles that have a term.
pub fn having(searcher: &Searcher, term: Term) -> tantivy::Result<HashSet<DocAddress>> {
    passing(searcher, &TermQuery::new(term, IndexRecordOption::Basic))
}

pub fn exact(field: Field, text: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

pub fn any(queries: impl Iterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(queries.collect()))
}
