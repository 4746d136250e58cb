//! Scores by words alone: every posting of the query's words is read once, word by word, into one score per article;
//! words that are common count only where another was found.

use super::counts::Counter;
use super::lists::Lists;
use super::plan::{Plan, Variant};
use super::rank::{FIELDS, Ranking, Scored};
use super::tally::{Marks, Tally};

/// How soon a repeated word counts no more (the `k1` of BM25).
const SATURATION: f32 = 1.5;

/// A word that stands for another is not looked for where more than this share of all articles have
/// it: it would say next to nothing and cost most.
const TOO_COMMON: f32 = 0.15;
/// A word that more than this share have finds no article by itself where another word finds one: such articles
/// would never come first, and counting them takes most of the time.
const COMMON: f32 = 0.1;
/// No word is too common that fewer articles have: the whole index is then small.
const FEW: f32 = 1000.0;

/// Every article that has a word of the plan, and what its words are worth.
pub fn score(lists: &Lists, plan: &Plan) -> tantivy::Result<Ranking> {
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
