//! The first pass: BM25F over the text fields, times how much of the query an article covers. It finds the answers, and the
//! candidates of the second ([`super::ranker`]).
//!
//! The weights are round numbers from the middle of a flat top, found on the 134 dev queries; the handbook ("How ranking
//! works") has what each gained.

use std::cmp::Ordering;

use ahash::{AHashMap, AHashSet};
use tantivy::DocId;

use super::ranker::Features;

/// What a field counts for.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    /// Factor on how often a word stands in it.
    pub boost: f32,
    /// How far its length counts, 0 to 1 (the `b` of BM25).
    pub length: f32,
}

/// In the order of `Schema::texts`. One `length` serves all: no field did better with its own.
pub const FIELDS: [Weight; 6] = {
    let length = 0.75;
    [
        // A title is the article in one line.
        Weight { boost: 4.0, length },
        // Symptoms are what a reader sees, and so what a reader types.
        Weight { boost: 2.0, length },
        // Solutions and the rest count as they are.
        Weight { boost: 1.0, length },
        Weight { boost: 1.0, length },
        // Query words were put there to be found; keywords are common to thousands.
        Weight { boost: 1.5, length },
        // A product named in the query is more than a word that happens to be in the text.
        Weight { boost: 2.0, length },
    ]
};

/// What is left of a word's weight where it was mistyped: an article that shares the mistake does not lead by it.
pub const MISTYPED: f32 = 0.8;
/// The same for a product's full name instead of its short one.
pub const ALIAS: f32 = 0.9;
/// The same for a word that says much the same.
pub const ALIKE: f32 = 0.65;
/// The same for all parts of a technical word.
pub const PARTS: f32 = 0.5;
/// The same for one of its parts.
pub const PART: f32 = 0.3;

/// The place of the products among the fields.
pub const PRODUCTS: usize = 5;

/// An article and its score; articles are numbered through all segments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub doc: DocId,
    pub score: f32,
    /// How much of the query's term weight it covers, 0 to 1.
    pub covered: f32,
}

/// The share of the query's information that an article must cover to be an answer, of what the best one covers.
///
/// Of 757 articles that answer a labelled query and stand among the first 200, none covers less than 0.45 of what the
/// best one does, five less than 0.5 and nineteen less than 0.6.
pub const FAIR_SHARE: f32 = 0.45;

/// The answers to a plan, and what made their scores.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// In no order; see [`sort_top`].
    pub found: Vec<Scored>,
    /// How many articles that pass have any word.
    pub matches: usize,
    /// Groups of words that none of them has.
    pub absent: Vec<usize>,
    /// Of each group of words.
    pub rarities: Vec<f32>,
    /// What a mention of each variant of each group is worth.
    pub worths: Vec<Vec<f32>>,
    /// The features of the articles that were ranked.
    pub features: AHashMap<DocId, Features>,
    /// What articles have that were asked for by their number.
    pub numbered: AHashMap<DocId, f32>,
}

impl Ranking {
    /// Adds those of `docs` that are no answers so far, though no word ranks them.
    pub fn add(&mut self, docs: impl IntoIterator<Item = DocId>) {
        let known: AHashSet<DocId> = self.found.iter().map(|scored| scored.doc).collect();
        let new = docs.into_iter().filter(|doc| !known.contains(doc));
        self.found.extend(new.map(|doc| Scored { doc, score: 0.0, covered: 0.0 }));
        self.matches = self.matches.max(self.found.len());
    }
}

/// Brings the best `wanted` to the front, in order; equal scores stand in the order of their numbers, which `id` knows.
pub fn sort_top(found: &mut [Scored], wanted: usize, id: impl Fn(DocId) -> Option<u64>) {
    let wanted = wanted.min(found.len());
    if wanted > 0 {
        let order =
            |a: &Scored, b: &Scored| b.score.total_cmp(&a.score).then_with(|| id(a.doc).cmp(&id(b.doc)));
        bring_to_front(found, wanted, order);
        found[..wanted].sort_unstable_by(order);
    }
}

/// One look at each: what is better than the last of the best so far waits behind those, until as many wait.
fn bring_to_front(found: &mut [Scored], wanted: usize, order: impl Fn(&Scored, &Scored) -> Ordering) {
    let room = found.len().min(2 * wanted);
    let mut waiting = room;
    let settle = |best: &mut [Scored]| *best.select_nth_unstable_by(wanted - 1, &order).1;
    let mut last = settle(&mut found[..room]);
    for at in room..found.len() {
        if order(&found[at], &last).is_gt() {
            continue;
        }
        if waiting == room {
            last = settle(&mut found[..room]);
            waiting = wanted;
        }
        found.swap(waiting, at);
        waiting += 1;
    }
    settle(&mut found[..waiting]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first() {
        let scores = [1.0, 5.0, 3.0, 5.0, 2.0];
        let all: Vec<_> = (0..).zip(scores).map(|(doc, score)| Scored { doc, score, covered: 1.0 }).collect();
        for (wanted, docs) in [(0, vec![]), (2, vec![1, 3]), (3, vec![1, 3, 2]), (9, vec![1, 3, 2, 4, 0])] {
            let mut found = all.clone();
            sort_top(&mut found, wanted, |doc| Some(u64::from(doc)));
            let top: Vec<_> = found.iter().take(wanted).map(|scored| scored.doc).collect();
            assert_eq!(top, docs, "{wanted}");
        }
    }
}
