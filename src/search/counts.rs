//! Counts: how often words stand in each article, weighed by field and length.

use std::cell::RefCell;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

use super::lists::{List, Lists, Segment};
use super::rank::Weight;

/// A number per article, of which few are set. Articles are numbered through all segments.
pub struct Tally {
    values: Vec<f32>,
    touched: Vec<DocId>,
}

thread_local! {
    /// The memory of earlier tallies, all zero: to clear pages for a new one would take longer than most counts.
    static SPARE: RefCell<Vec<Vec<f32>>> = const { RefCell::new(Vec::new()) };
}

impl Drop for Tally {
    fn drop(&mut self) {
        self.drain(|_, _| {});
        let values = std::mem::take(&mut self.values);
        // A thread that ends needs none any more.
        let _ = SPARE.try_with(|spare| spare.borrow_mut().push(values));
    }
}

impl Tally {
    pub fn new(docs: usize) -> Self {
        let mut values = SPARE.with_borrow_mut(Vec::pop).unwrap_or_default();
        values.resize(docs, 0.0);
        Self { values, touched: Vec::new() }
    }

    /// How many articles are set.
    pub fn len(&self) -> usize {
        self.touched.len()
    }

    pub fn has(&self, doc: DocId) -> bool {
        self.values[doc as usize] != 0.0
    }

    pub fn add(&mut self, doc: DocId, value: f32) {
        *self.slot(doc) += value;
    }

    /// Sets the greater of the value that is there and this one.
    pub fn raise(&mut self, doc: DocId, value: f32) {
        let slot = self.slot(doc);
        *slot = slot.max(value);
    }

    /// Hands out all that is set, and takes it back to nothing.
    pub fn drain(&mut self, mut each: impl FnMut(DocId, f32)) {
        for doc in self.touched.drain(..) {
            each(doc, std::mem::take(&mut self.values[doc as usize]));
        }
    }

    /// Hands out all that is set in both of two that were touched in the same order, and takes both back to nothing.
    pub fn drain_both(&mut self, other: &mut Self, mut each: impl FnMut(DocId, f32, f32)) {
        other.touched.clear();
        for doc in self.touched.drain(..) {
            let at = doc as usize;
            each(doc, std::mem::take(&mut self.values[at]), std::mem::take(&mut other.values[at]));
        }
    }

    fn slot(&mut self, doc: DocId) -> &mut f32 {
        let slot = &mut self.values[doc as usize];
        if *slot == 0.0 {
            self.touched.push(doc);
        }
        slot
    }
}

/// Counts words over the fields.
pub struct Counter<'a> {
    lists: &'a Lists,
    /// For each field, the factor of each length code.
    norms: Vec<[f32; 256]>,
}

impl<'a> Counter<'a> {
    pub fn new(lists: &'a Lists, weights: &[Weight]) -> Self {
        let norms = weights.iter().enumerate().map(|(field, weight)| norms_of(lists, field, *weight));
        Self { lists, norms: norms.collect() }
    }

    /// Adds the counts of one term, only in the articles that are set in `within`, if that is given.
    pub fn count(&self, term: &str, within: Option<&Tally>, into: &mut Tally) -> tantivy::Result<()> {
        for list in &self.lists.of(term)?.lists {
            let (segment, mut block) = self.lists.read_blocks(list)?;
            while !block.docs().is_empty() {
                for (&at, &times) in block.docs().iter().zip(block.freqs()) {
                    let doc = segment.begin + at;
                    if within.is_none_or(|within| within.has(doc)) {
                        into.add(doc, self.weigh(list, segment, at, times));
                    }
                }
                block.advance();
            }
        }
        Ok(())
    }

    /// Lowers counts to those of one more term, and drops the articles that do not have it.
    pub fn narrow(&self, term: &str, tally: &mut Tally) -> tantivy::Result<()> {
        tally.touched.sort_unstable();
        let mut counts = vec![0.0f32; tally.touched.len()];
        for list in &self.lists.of(term)?.lists {
            let (segment, mut postings) = self.lists.read(list, IndexRecordOption::WithFreqs)?;
            let from = tally.touched.partition_point(|&doc| doc < segment.begin);
            let to = tally.touched.partition_point(|&doc| doc < segment.end);
            for (doc, count) in tally.touched[from..to].iter().zip(&mut counts[from..to]) {
                if is_at(&mut postings, doc - segment.begin) {
                    *count += self.weigh(list, segment, postings.doc(), postings.term_freq());
                }
            }
        }
        let mut counts = counts.into_iter();
        let values = &mut tally.values;
        tally.touched.retain(|&doc| {
            let value = &mut values[doc as usize];
            *value = value.min(counts.next().unwrap_or(0.0));
            *value > 0.0
        });
        Ok(())
    }

    /// What a term counts for in one article, by field.
    pub fn in_article(&self, term: &str, doc: DocId) -> tantivy::Result<Vec<f32>> {
        let mut counts = vec![0.0; self.norms.len()];
        for list in &self.lists.of(term)?.lists {
            let (segment, mut postings) = self.lists.read(list, IndexRecordOption::WithFreqs)?;
            if (segment.begin..segment.end).contains(&doc) && is_at(&mut postings, doc - segment.begin) {
                counts[list.field] += self.weigh(list, segment, postings.doc(), postings.term_freq());
            }
        }
        Ok(counts)
    }

    /// What so many mentions in an article of the segment count for.
    fn weigh(&self, list: &List, segment: &Segment, doc: DocId, times: u32) -> f32 {
        let length = segment.lengths[list.field].fieldnorm_id(doc);
        times as f32 * self.norms[list.field][usize::from(length)]
    }
}

/// Goes on to `doc`; whether it is listed. Never goes back.
pub fn is_at(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}

/// Boost over length for each of the 256 codes that an article's length in a field may have.
fn norms_of(lists: &Lists, field: usize, weight: Weight) -> [f32; 256] {
    let tokens: u64 = lists.segments.iter().map(|segment| segment.fields[field].total_num_tokens()).sum();
    let mean = (tokens as f32 / lists.articles().max(1) as f32).max(1.0);
    let mut norms = [0.0; 256];
    for (code, norm) in (0..=255).zip(&mut norms) {
        let length = FieldNormReader::id_to_fieldnorm(code) as f32;
        *norm = weight.boost / (1.0 - weight.length + weight.length * length / mean);
    }
    norms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_adds_raises_and_empties() {
        let mut tally = Tally::new(5);
        tally.add(3, 1.0);
        tally.add(3, 0.5);
        tally.raise(1, 2.0);
        tally.raise(1, 1.0);
        assert_eq!(tally.len(), 2);
        let mut found = Vec::new();
        tally.drain(|doc, value| found.push((doc, value)));
        assert_eq!(found, [(3, 1.5), (1, 2.0)]);
        assert_eq!(tally.len(), 0);
    }
}
