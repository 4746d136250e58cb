//! Counts: how often words stand in each article, weighed by field and length.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, TERMINATED, Term};

use super::rank::Weight;

/// A number per article, of which few are set. Articles are numbered through all segments.
pub struct Tally {
    values: Vec<f32>,
    touched: Vec<DocId>,
}

impl Tally {
    pub fn new(docs: usize) -> Self {
        Self { values: vec![0.0; docs], touched: Vec::new() }
    }

    /// How many articles are set.
    pub fn len(&self) -> usize {
        self.touched.len()
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
    searcher: &'a Searcher,
    fields: &'a [Field],
    /// For each field, the factor of each length code.
    norms: Vec<[f32; 256]>,
}

impl<'a> Counter<'a> {
    pub fn new(searcher: &'a Searcher, fields: &'a [Field], weights: &[Weight]) -> tantivy::Result<Self> {
        let mut norms = Vec::with_capacity(fields.len());
        for (&field, weight) in fields.iter().zip(weights) {
            norms.push(norms_of(searcher, field, *weight)?);
        }
        Ok(Self { searcher, fields, norms })
    }

    /// Articles with the term, in the field that has it most often.
    pub fn articles_with(&self, term: &str) -> tantivy::Result<usize> {
        let mut most = 0;
        for &field in self.fields {
            most = most.max(self.searcher.doc_freq(&Term::from_field_text(field, term))?);
        }
        Ok(most as usize)
    }

    /// Adds the counts of one term.
    pub fn count(&self, term: &str, into: &mut Tally) -> tantivy::Result<()> {
        self.each_list(term, |base, _, mut postings, weigh| {
            while postings.doc() != TERMINATED {
                into.add(base + postings.doc(), weigh(&postings));
                postings.advance();
            }
        })
    }

    /// Lowers counts to those of one more term, and drops the articles that do not have it.
    pub fn narrow(&self, term: &str, tally: &mut Tally) -> tantivy::Result<()> {
        tally.touched.sort_unstable();
        let mut counts = vec![0.0f32; tally.touched.len()];
        self.each_list(term, |base, end, mut postings, weigh| {
            let from = tally.touched.partition_point(|&doc| doc < base);
            let to = tally.touched.partition_point(|&doc| doc < end);
            for (doc, count) in tally.touched[from..to].iter().zip(&mut counts[from..to]) {
                let doc = doc - base;
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    *count += weigh(&postings);
                }
            }
        })?;
        let mut counts = counts.into_iter();
        let values = &mut tally.values;
        tally.touched.retain(|&doc| {
            let value = &mut values[doc as usize];
            *value = value.min(counts.next().unwrap_or(0.0));
            *value > 0.0
        });
        Ok(())
    }

    /// Hands out each posting list of a term: the range of its articles' numbers, the list, and what
    /// the posting at hand counts for.
    fn each_list(
        &self,
        term: &str,
        mut each: impl FnMut(DocId, DocId, SegmentPostings, &dyn Fn(&SegmentPostings) -> f32),
    ) -> tantivy::Result<()> {
        for (&field, norms) in self.fields.iter().zip(&self.norms) {
            let term = Term::from_field_text(field, term);
            let mut base = 0;
            for segment in self.searcher.segment_readers() {
                let end = base + segment.max_doc();
                let inverted = segment.inverted_index(field)?;
                if let Some(postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? {
                    let lengths = segment.get_fieldnorms_reader(field)?;
                    each(base, end, postings, &|postings| {
                        let length = lengths.fieldnorm_id(postings.doc());
                        postings.term_freq() as f32 * norms[usize::from(length)]
                    });
                }
                base = end;
            }
        }
        Ok(())
    }
}

/// Boost over length for each of the 256 codes that an article's length in a field may have.
fn norms_of(searcher: &Searcher, field: Field, weight: Weight) -> tantivy::Result<[f32; 256]> {
    let (mut tokens, mut docs) = (0, 0);
    for segment in searcher.segment_readers() {
        tokens += segment.inverted_index(field)?.total_num_tokens();
        docs += segment.max_doc();
    }
    let mean = (tokens as f32 / docs.max(1) as f32).max(1.0);
    let mut norms = [0.0; 256];
    for (code, norm) in (0..=255).zip(&mut norms) {
        let length = FieldNormReader::id_to_fieldnorm(code) as f32;
        *norm = weight.boost / (1.0 - weight.length + weight.length * length / mean);
    }
    Ok(norms)
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
