//! The articles that a query of the index does not find.
//!
//! tantivy's own exclusion asks a phrase for articles before the one it stands at, which phrases do not allow; so what is
//! excluded is read whole, and the rest is listed.

use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::tally::Marks;

/// See the module.
#[derive(Debug)]
pub struct Without(pub Box<dyn Query>);

struct WithoutWeight(Box<dyn Weight>);

/// Some articles of a segment, in order.
struct Listed {
    docs: Vec<DocId>,
    at: usize,
}

impl Clone for Without {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Without {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(WithoutWeight(self.0.weight(scoring)?)))
    }
}

impl Weight for WithoutWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let all = reader.max_doc();
        let mut found = Marks::new(all as usize, &[]);
        self.0.for_each_no_score(reader, &mut |docs| docs.iter().for_each(|&doc| found.set(doc)))?;
        let docs = (0..all).filter(|&doc| !found.has(doc)).collect();
        Ok(Box::new(ConstScorer::new(Listed { docs, at: 0 }, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("not found", 1.0))
    }
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}
