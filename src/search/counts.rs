//! Counts: how often words stand in each article, weighed by field and length.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

use super::lists::{List, Lists, Segment};
use super::rank::{Scored, Weight};
use super::tally::{Marks, Tally};

/// To go to one article of a list takes as long as to read so many.
const DENSE: usize = 16;

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

    /// Adds the counts of one term, only in the articles of `within`, if that is given.
    pub fn count(&self, term: &str, within: Option<&Marks>, into: &mut Tally) -> tantivy::Result<()> {
        self.lists.of(term)?.lists.iter().try_for_each(|list| self.count_list(list, within, into))
    }

    /// Marks the articles of a term that are among `passing`, or all; whether there are any.
    pub fn mark(&self, term: &str, passing: Option<&Marks>, into: &mut Marks) -> tantivy::Result<bool> {
        let mut any = false;
        for list in &self.lists.of(term)?.lists {
            let begin = self.lists.segment(list).begin;
            let mut block = self.lists.read_blocks(list)?;
            while !block.docs().is_empty() {
                any |= into.add(block.docs().iter().map(|doc| begin + doc), passing);
                block.advance();
            }
        }
        Ok(any)
    }

    fn count_list(&self, list: &List, within: Option<&Marks>, into: &mut Tally) -> tantivy::Result<()> {
        let segment = self.lists.segment(list);
        let mut block = self.lists.read_blocks(list)?;
        let (lengths, norms) = (&segment.lengths[list.field], &self.norms[list.field]);
        let mut add = |at: DocId, times: u32| {
            *into.slot(segment.begin + at) += times as f32 * norms[usize::from(lengths.fieldnorm_id(at))];
        };
        let mut room = Vec::new();
        while !block.docs().is_empty() {
            let (docs, freqs) = (block.docs(), block.freqs());
            match within {
                Some(within) => chosen(docs, |at| within.has(segment.begin + at), &mut room)
                    .iter()
                    .for_each(|&place| add(docs[place], freqs[place])),
                None => docs.iter().zip(freqs).for_each(|(&at, &times)| add(at, times)),
            }
            block.advance();
        }
        Ok(())
    }

    /// Lowers counts to those of one more term, and drops the articles that do not have it.
    pub fn narrow(&self, term: &str, tally: &mut Tally) -> tantivy::Result<()> {
        if self.lists.of(term)?.articles > DENSE * tally.len() {
            return self.narrow_by_seeking(term, tally);
        }
        let mut counts = Tally::new(self.lists.articles());
        let within = Marks::new(self.lists.articles(), tally.docs());
        self.count(term, Some(&within), &mut counts)?;
        tally.change(|doc, value| value.min(counts.get(doc)));
        Ok(())
    }

    fn narrow_by_seeking(&self, term: &str, tally: &mut Tally) -> tantivy::Result<()> {
        tally.sort();
        let docs = tally.docs();
        let mut counts = vec![0.0f32; docs.len()];
        for list in &self.lists.of(term)?.lists {
            let segment = self.lists.segment(list);
            let mut postings = self.lists.read(list, IndexRecordOption::WithFreqs)?;
            let from = docs.partition_point(|&doc| doc < segment.begin);
            let to = docs.partition_point(|&doc| doc < segment.end);
            for (doc, count) in docs[from..to].iter().zip(&mut counts[from..to]) {
                if is_at(&mut postings, doc - segment.begin) {
                    *count += self.weigh(list, segment, postings.doc(), postings.term_freq());
                }
            }
        }
        let mut counts = counts.into_iter();
        tally.change(|_, value| value.min(counts.next().unwrap_or(0.0)));
        Ok(())
    }

    /// What a term counts for in one article, by field.
    pub fn in_article(&self, term: &str, doc: DocId) -> tantivy::Result<Vec<f32>> {
        let mut counts = vec![0.0; self.norms.len()];
        for list in &self.lists.of(term)?.lists {
            let segment = self.lists.segment(list);
            let mut postings = self.lists.read(list, IndexRecordOption::WithFreqs)?;
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

/// The places of those of `docs` that pass, in `room`. None is branched on: no processor could guess which.
fn chosen<'r>(docs: &[DocId], passes: impl Fn(DocId) -> bool, room: &'r mut Vec<usize>) -> &'r [usize] {
    room.resize(docs.len(), 0);
    let mut count = 0;
    for (place, &doc) in docs.iter().enumerate() {
        room[count] = place;
        count += usize::from(passes(doc));
    }
    &room[..count]
}

/// Tells of each article of `top`, which stand in the order of the index, that has a term in some fields: its place in
/// `top`, the field, and the postings there.
pub fn visit(
    lists: &Lists,
    term: &str,
    top: &[Scored],
    option: IndexRecordOption,
    is_field: impl Fn(usize) -> bool,
    mut tell: impl FnMut(usize, usize, &mut SegmentPostings),
) -> tantivy::Result<()> {
    for list in lists.of(term)?.lists.iter().filter(|list| is_field(list.field)) {
        let segment = lists.segment(list);
        let mut postings = lists.read(list, option)?;
        let from = top.partition_point(|scored| scored.doc < segment.begin);
        let to = top.partition_point(|scored| scored.doc < segment.end);
        for (place, scored) in (from..to).zip(&top[from..to]) {
            if is_at(&mut postings, scored.doc - segment.begin) {
                tell(place, list.field, &mut postings);
            }
        }
    }
    Ok(())
}

/// Goes on to `doc`; whether it is listed. Never goes back.
fn is_at(postings: &mut SegmentPostings, doc: DocId) -> bool {
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
    fn marked_articles_are_chosen() {
        let marks = Marks::new(130, &[0, 63, 64, 129]);
        let mut room = vec![9; 3];
        let docs = [0, 1, 63, 64, 65, 128, 129];
        assert_eq!(chosen(&docs, |doc| marks.has(doc), &mut room), [0, 2, 3, 6]);
        assert_eq!(chosen(&docs[1..2], |doc| marks.has(doc), &mut room), [0; 0]);
    }
}
