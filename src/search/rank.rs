//! Ranking: BM25F over the text fields, times how much of the query an article covers, plus what neighbours and
//! longer stretches of the query are worth that stand in the article as they were typed.
//!
//! Every posting of the query's words is read once, word by word, into one score per article; words that are common
//! count only where another was found.
//!
//! What each step gained, on 134 judged queries (mean reciprocal rank of the first ten):
//!
//! ```text
//! fields weighed, k1 and b       0.672
//! spelling                       0.691
//! short names of products        0.710
//! alike words                    0.740
//! share of the query covered     0.762
//! neighbours                     0.774
//! names in both directions       0.780
//! meaning                        0.804  (a step of `super::meaning`)
//! neighbours worth more          0.818
//! stretches                      0.827
//! symptoms at the beginning      0.834
//! common words found by others   0.837
//! ```
//!
//! How far to believe it: the weights are round numbers from the middle of a flat top. Over 48 settings of
//! neighbours (0.3 to 1.1), stretches (0 to 1.5) and meaning (0.25 to 0.55) the mean was 0.819, the worst 0.798;
//! settings chosen on four fifths of the queries had 0.818 on the fifth (0.804 to 0.829 in 20 shuffles). From the
//! seventh line to the last 12 queries rose and 5 fell by neighbours and stretches, 16 rose and 9 fell by meaning.
//! The vocabulary was written with the 134 queries known. So expect some 0.02 less on others.
//!
//! Tried and left out: the densest passage of 24 words (-0.004), a greater weight for words with digits, points or
//! underscores (±0.003), exponents on the share that is covered (±0.005), more than 80 articles to look at (±0.003), a
//! weight of their own for stretches in the title (-0.006). Candidates found by meaning alone add nothing: words had
//! each of the articles that were asked for among their first 300.

use std::cmp::Ordering;

use ahash::AHashMap;
use tantivy::DocId;

use super::counts::{Counter, Marks, Tally};
use super::lists::Lists;
use super::plan::{Plan, Variant};
use super::proximity::{self, Place};
use super::stretch;

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

/// How soon a repeated word counts no more (the `k1` of BM25).
const SATURATION: f32 = 1.5;

/// What a pair of neighbours is worth, as a share of the lesser rarity.
const PAIR: f32 = 0.8;

/// What a stretch of the query that stands in an article as typed is worth, as a share of its rarity.
const STRETCH: f32 = 1.0;

/// What is left of a word's weight when a corrected spelling is found instead.
pub const CORRECTED: f32 = 0.8;
/// The same for a product's full name instead of its short one.
pub const ALIAS: f32 = 0.9;
/// The same for a word that says much the same.
pub const ALIKE: f32 = 0.5;
/// The same for all parts of a technical word.
pub const PARTS: f32 = 0.8;
/// The same for one of its parts.
pub const PART: f32 = 0.5;

/// What an error's number is worth that the record has as such, as a share of its rarity.
pub const EXACT: f32 = 0.3;

/// Articles whose neighbours are looked at.
const LOOKED_AT: usize = 80;

/// Articles whose meaning is looked at.
pub const MEANT: usize = 100;

/// What meaning counts for, beside words.
pub const MEANING: f32 = 0.4;

/// A word that stands for another is not looked for where more than this share of all articles have
/// it: it would say next to nothing and cost most.
const TOO_COMMON: f32 = 0.15;
/// A word that more than this share have finds no article by itself where another word finds one: such articles
/// would never come first, and counting them takes most of the time.
const COMMON: f32 = 0.1;
/// No word is too common that fewer articles have: the whole index is then small.
const FEW: f32 = 1000.0;

/// An article and its score; articles are numbered through all segments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub doc: DocId,
    pub score: f32,
}

/// Every article that has a word of the plan, and what made its score.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// In no order; see [`sort_top`].
    pub found: Vec<Scored>,
    /// Of each group of words.
    pub rarities: Vec<f32>,
    /// What a mention of each variant of each group is worth.
    pub worths: Vec<Vec<f32>>,
    /// What the best articles have beside their words.
    pub extras: AHashMap<DocId, Extra>,
    /// What words and all extras but meaning were multiplied by in the end.
    pub scale: f32,
}

/// Parts of a score.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extra {
    pub neighbours: f32,
    pub stretch: f32,
    pub exact: f32,
    pub meaning: f32,
}

/// Ranks all articles against the plan.
pub fn rank(lists: &Lists, plan: &Plan) -> tantivy::Result<Ranking> {
    let mut ranking = score(lists, plan)?;
    let looked_at = LOOKED_AT.min(ranking.found.len());
    sort_top(&mut ranking.found, looked_at);
    let top = &mut ranking.found[..looked_at];
    top.sort_unstable_by_key(|scored| scored.doc);
    let places = proximity::places(lists, plan, top)?;
    let articles: Vec<&[Place]> = places.chunk_by(|a, b| a.article == b.article).collect();
    let stretches = stretch::rarities(&articles, &plan.groups, looked_at);
    for (places, stretch) in articles.into_iter().zip(stretches) {
        let scored = &mut top[places[0].article];
        let neighbours = PAIR * proximity::pairs(places, &plan.groups, &ranking.rarities);
        let extra = Extra { neighbours, stretch: STRETCH * stretch, ..Extra::default() };
        scored.score += extra.neighbours + extra.stretch;
        ranking.extras.insert(scored.doc, extra);
    }
    Ok(ranking)
}

fn score(lists: &Lists, plan: &Plan) -> tantivy::Result<Ranking> {
    let mut sum = Sum::new(lists);
    let mut rarities = vec![0.0f32; plan.groups.len()];
    let mut worths = vec![Vec::new(); plan.groups.len()];
    // Those with a telling word, once a common one comes.
    let mut within = None;
    for (at, common) in telling_first(lists, plan)? {
        if common && within.is_none() && sum.total.len() > 0 {
            within = Some(Marks::new(lists.articles(), sum.total.docs()));
        }
        worths[at] = sum.add(&plan.groups[at].variants, within.as_ref())?;
        rarities[at] = most(&worths[at]);
    }
    let found = covering(&mut sum.total, rarities.iter().sum());
    Ok(Ranking { found, rarities, worths, scale: 1.0, ..Ranking::default() })
}

/// The scores while groups are added.
struct Sum<'a> {
    lists: &'a Lists,
    counter: Counter<'a>,
    /// Score and what of it is covered, by article.
    total: Tally<(f32, f32)>,
    /// Of the group and of the variant that are counted; nothing in between.
    best: Tally,
    counts: Tally,
}

impl<'a> Sum<'a> {
    fn new(lists: &'a Lists) -> Self {
        let docs = lists.articles();
        let (total, best, counts) = (Tally::new(docs), Tally::new(docs), Tally::new(docs));
        Self { lists, counter: Counter::new(lists, &FIELDS), total, best, counts }
    }

    /// Adds what the best of a group's variants is worth in each article, and says what a mention of each is worth.
    fn add(&mut self, variants: &[Variant], within: Option<&Marks>) -> tantivy::Result<Vec<f32>> {
        let Self { lists, counter, total, best, counts } = self;
        let mut add = |doc, score: f32, most| {
            let (sum, covered) = total.slot(doc);
            *sum += score;
            *covered += score.min(most);
        };
        if let [only] = variants {
            let rarity = count(lists, counter, only, within, counts)?;
            counts.drain(|doc, times| add(doc, rarity * saturate(times), rarity));
            return Ok(vec![rarity]);
        }
        let mut worths = Vec::with_capacity(variants.len());
        for variant in variants {
            let rarity = count(lists, counter, variant, within, counts)?;
            counts.drain(|doc, times| {
                let slot = best.slot(doc);
                *slot = slot.max(rarity * saturate(times));
            });
            worths.push(rarity);
        }
        let most = most(&worths);
        best.drain(|doc, score| add(doc, score, most));
        Ok(worths)
    }
}

fn most(worths: &[f32]) -> f32 {
    worths.iter().copied().fold(0.0, f32::max)
}

/// The groups by their places in the plan, and whether their words are too common to find an article by: such count
/// last, and only where another word was found.
fn telling_first(lists: &Lists, plan: &Plan) -> tantivy::Result<Vec<(usize, bool)>> {
    let mut order = Vec::with_capacity(plan.groups.len());
    for (at, group) in plan.groups.iter().enumerate() {
        let mut articles = 0;
        for variant in group.variants.iter().filter(|variant| variant.terms.len() == 1) {
            articles += lists.of(&variant.terms[0])?.articles;
        }
        order.push((at, is_common(lists, articles, COMMON)));
    }
    order.sort_by_key(|&(_, common)| common);
    Ok(order)
}

/// Scores times the share of the query's rarities that each article covers.
fn covering(total: &mut Tally<(f32, f32)>, all: f32) -> Vec<Scored> {
    let mut found = Vec::with_capacity(total.len());
    total.drain(|doc, (score, covered)| found.push(Scored { doc, score: score * covered / all }));
    found
}

/// From 0 up to `SATURATION + 1`, and 1 for one mention in a field of plain weight and mean length.
pub fn saturate(count: f32) -> f32 {
    (SATURATION + 1.0) * count / (count + SATURATION)
}

/// Counts a variant, and says what a mention of it is worth: its rarity (the `idf` of BM25) times its
/// weight.
fn count(
    lists: &Lists,
    counter: &Counter<'_>,
    variant: &Variant,
    within: Option<&Marks>,
    counts: &mut Tally,
) -> tantivy::Result<f32> {
    let mut terms = Vec::with_capacity(variant.terms.len());
    for term in &variant.terms {
        terms.push((lists.of(term)?.articles, term));
    }
    terms.sort_unstable();
    let rarest = terms.first().map_or(0, |&(articles, _)| articles);
    if rarest == 0 || variant.weight < 1.0 && is_common(lists, rarest, TOO_COMMON) {
        return Ok(0.0);
    }
    counter.count(terms[0].1, within, counts)?;
    for (_, term) in &terms[1..] {
        counter.narrow(term, counts)?;
    }
    let found = if within.is_some() { rarest } else { counts.len() };
    Ok(variant.weight * idf(lists, found))
}

fn is_common(lists: &Lists, articles: usize, share: f32) -> bool {
    articles as f32 > (lists.articles() as f32 * share).max(FEW)
}

/// How rare something is that so many articles have.
fn idf(lists: &Lists, found: usize) -> f32 {
    let (found, all) = (found as f32, lists.articles() as f32);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

/// Brings the best `wanted` to the front, in order; equal scores stand in the order of the index.
pub fn sort_top(found: &mut [Scored], wanted: usize) {
    let wanted = wanted.min(found.len());
    if wanted > 0 {
        bring_to_front(found, wanted);
        found[..wanted].sort_unstable_by(|a, b| better(*a, *b));
    }
}

fn better(a: Scored, b: Scored) -> Ordering {
    b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc))
}

/// One look at each: what is better than the last of the best so far waits behind those, until as many wait.
fn bring_to_front(found: &mut [Scored], wanted: usize) {
    let room = found.len().min(2 * wanted);
    let mut waiting = room;
    let settle = |best: &mut [Scored]| *best.select_nth_unstable_by(wanted - 1, |a, b| better(*a, *b)).1;
    let mut last = settle(&mut found[..room]);
    for at in room..found.len() {
        if better(found[at], last).is_gt() {
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
        let all: Vec<_> = (0..).zip(scores).map(|(doc, score)| Scored { doc, score }).collect();
        for (wanted, docs) in [(0, vec![]), (2, vec![1, 3]), (3, vec![1, 3, 2]), (9, vec![1, 3, 2, 4, 0])] {
            let mut found = all.clone();
            sort_top(&mut found, wanted);
            let top: Vec<_> = found.iter().take(wanted).map(|scored| scored.doc).collect();
            assert_eq!(top, docs, "{wanted}");
        }
    }
}
