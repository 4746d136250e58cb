//! Ranking: BM25F over the text fields.
//!
//! All matching articles have to be counted anyway, so every posting of the query's words is read
//! once, word by word, into one score per article; there is nothing for a top-k shortcut to save.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::plan::{Plan, Variant};

/// What a field counts for.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    /// Factor on how often a word stands in it.
    pub boost: f32,
    /// How far its length counts, 0 to 1 (the `b` of BM25).
    pub length: f32,
}

/// The knobs of the ranking.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// In the order of `Schema::texts`: title, symptoms, solution, text, tags, products.
    pub fields: [Weight; 6],
    /// How soon a repeated word counts no more (the `k1` of BM25).
    pub saturation: f32,
}

impl Default for Weights {
    fn default() -> Self {
        let weight = |boost, length| Weight { boost, length };
        Self {
            fields: [
                weight(3.0, 0.5),
                weight(1.5, 0.6),
                weight(0.8, 0.6),
                weight(1.0, 0.6),
                weight(1.5, 0.5),
                weight(1.0, 0.5),
            ],
            saturation: 1.2,
        }
    }
}

/// An article and its score; articles are numbered through all segments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub doc: u32,
    pub score: f32,
}

/// Scores every article that has a word of the plan; in no order.
pub fn score(
    searcher: &Searcher,
    fields: &[Field; 6],
    plan: &Plan,
    weights: &Weights,
) -> tantivy::Result<Vec<Scored>> {
    let mut ranker = Ranker::new(searcher, fields, weights)?;
    let mut total = Tally::new(ranker.docs);
    let mut group_tally = Tally::new(ranker.docs);
    for group in &plan.groups {
        for variant in &group.variants {
            ranker.add_variant(variant, &mut group_tally)?;
        }
        group_tally.drain(|doc, score| total.add(doc, score));
    }
    let mut scored = Vec::with_capacity(total.touched.len());
    total.drain(|doc, score| scored.push(Scored { doc, score }));
    Ok(scored)
}

/// A number per article, of which few are set.
struct Tally {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Tally {
    fn new(docs: usize) -> Self {
        Self { values: vec![0.0; docs], touched: Vec::new() }
    }

    fn slot(&mut self, doc: u32) -> &mut f32 {
        let slot = &mut self.values[doc as usize];
        if *slot == 0.0 {
            self.touched.push(doc);
        }
        slot
    }

    fn add(&mut self, doc: u32, value: f32) {
        *self.slot(doc) += value;
    }

    fn raise(&mut self, doc: u32, value: f32) {
        let slot = self.slot(doc);
        *slot = slot.max(value);
    }

    /// Hands out all that is set, and empties itself.
    fn drain(&mut self, mut each: impl FnMut(u32, f32)) {
        for doc in self.touched.drain(..) {
            each(doc, std::mem::take(&mut self.values[doc as usize]));
        }
    }
}

struct Ranker<'a> {
    searcher: &'a Searcher,
    fields: &'a [Field; 6],
    weights: &'a Weights,
    docs: usize,
    /// How often the variant at hand stands in each article, weighed by field and length.
    counts: Tally,
    /// For each field, the factor of each length code.
    norms: Vec<[f32; 256]>,
}

impl<'a> Ranker<'a> {
    fn new(searcher: &'a Searcher, fields: &'a [Field; 6], weights: &'a Weights) -> tantivy::Result<Self> {
        let docs = searcher.segment_readers().iter().map(|segment| segment.max_doc() as usize).sum();
        let mut norms = Vec::with_capacity(fields.len());
        for (&field, weight) in fields.iter().zip(&weights.fields) {
            norms.push(norms_of(searcher, field, *weight, docs)?);
        }
        Ok(Self { searcher, fields, weights, docs, counts: Tally::new(docs), norms })
    }

    /// Raises each article's score for the group to what this variant gives it.
    fn add_variant(&mut self, variant: &Variant, into: &mut Tally) -> tantivy::Result<()> {
        for at in 0..self.fields.len() {
            self.count(at, &variant.term)?;
        }
        let found = self.counts.touched.len() as f32;
        let rarity = (1.0 + (self.docs as f32 - found + 0.5) / (found + 0.5)).ln();
        let (full, k) = (variant.weight * rarity * (self.weights.saturation + 1.0), self.weights.saturation);
        self.counts.drain(|doc, count| into.raise(doc, full * count / (count + k)));
        Ok(())
    }

    fn count(&mut self, at: usize, term: &str) -> tantivy::Result<()> {
        let field = self.fields[at];
        let term = Term::from_field_text(field, term);
        let mut base = 0;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let lengths = segment.get_fieldnorms_reader(field)?;
            if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? {
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    let norm = self.norms[at][lengths.fieldnorm_id(doc) as usize];
                    self.counts.add(base + doc, postings.term_freq() as f32 * norm);
                    doc = postings.advance();
                }
            }
            base += segment.max_doc();
        }
        Ok(())
    }
}

/// Boost over length for each of the 256 codes that an article's length in a field may have.
fn norms_of(searcher: &Searcher, field: Field, weight: Weight, docs: usize) -> tantivy::Result<[f32; 256]> {
    let mut tokens = 0;
    for segment in searcher.segment_readers() {
        tokens += segment.inverted_index(field)?.total_num_tokens();
    }
    let mean = (tokens as f32 / docs.max(1) as f32).max(1.0);
    let mut norms = [0.0; 256];
    for (code, norm) in (0..=255u8).zip(&mut norms) {
        let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(code) as f32;
        *norm = weight.boost / (1.0 - weight.length + weight.length * length / mean);
    }
    Ok(norms)
}
