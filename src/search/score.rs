//! The first pass: BM25F over the words of a query, and how much of the query each article covers.
//!
//! *Matches* are the articles that pass and have any word of the plan. *Answers* are those of them that cover a fair
//! share of what the best of them covers. Groups of words are counted one after the other, those that say most first;
//! as soon as the rest cannot make an answer of an article that has none of the words so far, the rest is counted only
//! in what may still be one. So common words cost little, and the answers are the same as if all had been counted.

use super::counts::Counter;
use super::lists::Lists;
use super::plan::{Group, Kind, Plan, Variant};
use super::rank::{FIELDS, Ranking, Scored};
use super::tally::{Marks, Tally};

/// How soon a repeated word counts no more (the `k1` of BM25).
const SATURATION: f32 = 1.5;

/// A word that stands for another is not looked for where more than this share of all articles have
/// it: it would say next to nothing and cost most.
const TOO_COMMON: f32 = 0.15;
/// No word is too common that fewer articles have: the whole index is then small.
const FEW: f32 = 1000.0;
/// Sums of floats that should be equal differ by less than this share.
const ROUNDING: f32 = 1e-4;

/// Every answer among the articles of `passing` (all, where that is not given), and what its words are worth. With a
/// `share` of 0 every match is an answer.
pub fn score(lists: &Lists, plan: &Plan, passing: Option<&Marks>, share: f32) -> tantivy::Result<Ranking> {
    let mut pass = Pass::new(lists, passing, share);
    let mut prepared: Vec<Prepared<'_>> = Vec::with_capacity(plan.groups.len());
    for group in &plan.groups {
        prepared.push(pass.prepare(group)?);
    }
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    // By the words alone, so that sums of floats do not depend on the order in which they were typed.
    order.sort_by(|&a, &b| {
        let term = |at: usize| &plan.groups[at].variants[0].terms;
        prepared[b].worth.total_cmp(&prepared[a].worth).then_with(|| term(a).cmp(term(b)))
    });
    let all: f32 = order.iter().map(|&at| prepared[at].worth).sum();
    let mut rest = all;
    let mut found_by = Vec::new();
    let mut absent = Vec::new();
    for &at in &order {
        let group = &prepared[at];
        // Parts are counted in the end and may add to an article that has other words.
        let in_parts: f32 = found_by.iter().map(|&(other, _): &(usize, _)| prepared[other].worth).sum();
        pass.narrow(rest + in_parts);
        let (has, found) = pass.add(group)?;
        rest -= group.worth;
        if !has {
            absent.push(at);
        }
        found_by.extend(found.map(|found| (at, found)));
    }
    for (at, found) in found_by {
        pass.add_parts(&prepared[at], &found)?;
    }
    absent.sort_unstable();
    let matches = pass.matched.as_ref().map_or(pass.total.len(), Marks::count);
    let found = pass.answers(all);
    let rarities = prepared.iter().map(|group| group.worth).collect();
    let worths = prepared.into_iter().map(|group| group.worths).collect();
    Ok(Ranking { found, matches, absent, rarities, worths, ..Ranking::default() })
}

/// A group whose variants were looked up.
struct Prepared<'a> {
    found: Vec<Lookup<'a>>,
    /// What a mention of each variant of the group is worth.
    worths: Vec<f32>,
    /// What a mention of the best of them is worth.
    worth: f32,
}

/// A variant that some article has.
struct Lookup<'a> {
    /// Its place in the group.
    at: usize,
    kind: Kind,
    articles: Articles<'a>,
}

enum Articles<'a> {
    /// Those that have a term; not read so far.
    Having(&'a str),
    /// Those that have several terms, with their counts.
    Counted(Vec<(u32, f32)>),
}

/// The scores while groups are added.
struct Pass<'a> {
    lists: &'a Lists,
    counter: Counter<'a>,
    passing: Option<&'a Marks>,
    share: f32,
    /// Score and what of it is covered, by article.
    total: Tally<(f32, f32)>,
    /// The most that one article covers so far.
    most_covered: f32,
    /// What may still be an answer, and all matches; from when on that is fewer than all that pass.
    contenders: Option<Marks>,
    matched: Option<Marks>,
    counts: Tally,
}

impl<'a> Pass<'a> {
    fn new(lists: &'a Lists, passing: Option<&'a Marks>, share: f32) -> Self {
        let docs = lists.articles();
        Self {
            lists,
            counter: Counter::new(lists, &FIELDS),
            passing,
            share,
            total: Tally::new(docs),
            most_covered: 0.0,
            contenders: None,
            matched: None,
            counts: Tally::new(docs),
        }
    }

    fn prepare(&mut self, group: &'a Group) -> tantivy::Result<Prepared<'a>> {
        let mut found = Vec::with_capacity(group.variants.len());
        let mut articles = vec![0; group.variants.len()];
        for (at, variant) in group.variants.iter().enumerate() {
            if let Some((count, docs)) = self.look_up(variant)? {
                articles[at] = count;
                found.push(Lookup { at, kind: variant.kind, articles: docs });
            }
        }
        let of_kind = |kind| found.iter().filter(move |lookup| lookup.kind == kind);
        let shared = of_kind(Kind::Spelling).map(|lookup| articles[lookup.at]).max();
        let mut worths = vec![0.0; group.variants.len()];
        for lookup in &found {
            let own = articles[lookup.at];
            let count = if lookup.kind == Kind::Spelling { shared.unwrap_or(own) } else { own };
            worths[lookup.at] = group.variants[lookup.at].weight * idf(self.lists, count);
        }
        let worth = worths.iter().copied().fold(0.0, f32::max);
        Ok(Prepared { found, worths, worth })
    }

    /// How many articles have a variant, and which; none where it is not looked for.
    fn look_up(&mut self, variant: &'a Variant) -> tantivy::Result<Option<(usize, Articles<'a>)>> {
        let mut terms = Vec::with_capacity(variant.terms.len());
        for term in &variant.terms {
            terms.push((self.lists.of(term)?.articles, term.as_str()));
        }
        terms.sort_unstable();
        let Some(&(rarest, first)) = terms.first() else { return Ok(None) };
        if rarest == 0 || variant.weight < 1.0 && is_common(self.lists, rarest, TOO_COMMON) {
            return Ok(None);
        }
        if let [_] = terms[..] {
            return Ok(Some((rarest, Articles::Having(first))));
        }
        let Self { counter, counts, .. } = self;
        counter.count(first, None, counts)?;
        for (_, term) in &terms[1..] {
            counter.narrow(term, counts)?;
        }
        let mut docs = Vec::with_capacity(counts.len());
        counts.drain(|doc, times| docs.push((doc, times)));
        Ok((!docs.is_empty()).then_some((docs.len(), Articles::Counted(docs))))
    }

    /// Looks from here on only at what may be an answer, where `rest`, which is all that is still to come, cannot make
    /// one of an article without any word so far.
    fn narrow(&mut self, rest: f32) {
        let least = self.share * self.most_covered * (1.0 - ROUNDING);
        if rest >= least {
            return;
        }
        if self.matched.is_none() {
            self.matched = Some(Marks::new(self.lists.articles(), self.total.docs()));
        }
        let may_be = self.total.docs().iter().copied().filter(|&doc| self.total.get(doc).1 + rest >= least);
        self.contenders = Some(Marks::of(self.lists.articles(), may_be));
    }

    /// Adds what the best of a group's variants is worth in each article. Says whether an article that passes has one;
    /// where parts are still to be counted, also what was found.
    fn add(&mut self, group: &Prepared<'_>) -> tantivy::Result<(bool, Option<Tally>)> {
        let mut best: Tally = Tally::new(self.lists.articles());
        let mut has = false;
        for lookup in group.found.iter().filter(|lookup| lookup.kind != Kind::Part) {
            has |= self.count(lookup, group.worths[lookup.at], &mut best)?;
        }
        let Self { total, most_covered, .. } = self;
        best.each(|doc, score| {
            let (sum, covered) = total.slot(doc);
            *sum += score;
            *covered += score.min(group.worth);
            *most_covered = most_covered.max(*covered);
        });
        let has_parts = group.found.iter().any(|lookup| lookup.kind == Kind::Part);
        Ok((has, has_parts.then_some(best)))
    }

    /// Adds what the parts of a technical word are worth, in the articles that have a word.
    fn add_parts(&mut self, group: &Prepared<'_>, found: &Tally) -> tantivy::Result<()> {
        let all = self.lists.articles();
        let contenders = self.contenders.get_or_insert_with(|| Marks::new(all, self.total.docs()));
        let mut best: Tally = Tally::new(all);
        for lookup in group.found.iter().filter(|lookup| lookup.kind == Kind::Part) {
            let worth = group.worths[lookup.at];
            each(lookup, &self.counter, Some(contenders), &mut self.counts, |doc, times| {
                let slot = best.slot(doc);
                *slot = slot.max(worth * saturate(times));
            })?;
        }
        let Self { total, most_covered, .. } = self;
        best.each(|doc, score| {
            let before = found.get(doc);
            if score > before {
                let (sum, covered) = total.slot(doc);
                *sum += score - before;
                *covered += score.min(group.worth) - before.min(group.worth);
                *most_covered = most_covered.max(*covered);
            }
        });
        Ok(())
    }

    /// Counts a variant that finds articles; whether one that passes has it.
    fn count(&mut self, lookup: &Lookup<'_>, worth: f32, best: &mut Tally) -> tantivy::Result<bool> {
        let mut has = false;
        if let Some(matched) = &mut self.matched {
            has = match &lookup.articles {
                Articles::Having(term) => self.counter.mark(term, self.passing, matched)?,
                Articles::Counted(docs) => matched.add(docs.iter().map(|&(doc, _)| doc), self.passing),
            };
        }
        let within = self.contenders.as_ref().or(self.passing);
        each(lookup, &self.counter, within, &mut self.counts, |doc, times| {
            has = true;
            let slot = best.slot(doc);
            *slot = slot.max(worth * saturate(times));
        })?;
        Ok(has)
    }

    /// The matches that cover their share, by the share of `all` that they cover.
    fn answers(&mut self, all: f32) -> Vec<Scored> {
        let least = self.share * self.most_covered * (1.0 - ROUNDING);
        let mut found = Vec::with_capacity(self.total.len());
        self.total.drain(|doc, (score, covered)| {
            if covered >= least {
                let covered = covered / all;
                found.push(Scored { doc, score: score * covered, covered });
            }
        });
        found
    }
}

/// Tells the articles within some, or all, that have a variant, with its counts.
fn each(
    lookup: &Lookup<'_>,
    counter: &Counter<'_>,
    within: Option<&Marks>,
    counts: &mut Tally,
    mut tell: impl FnMut(u32, f32),
) -> tantivy::Result<()> {
    match &lookup.articles {
        Articles::Having(term) => {
            counter.count(term, within, counts)?;
            counts.drain(tell);
        }
        Articles::Counted(docs) => {
            let docs = docs.iter().filter(|(doc, _)| within.is_none_or(|within| within.has(*doc)));
            docs.for_each(|&(doc, times)| tell(doc, times));
        }
    }
    Ok(())
}

/// From 0 up to `SATURATION + 1`, and 1 for one mention in a field of plain weight and mean length.
pub fn saturate(count: f32) -> f32 {
    (SATURATION + 1.0) * count / (count + SATURATION)
}

fn is_common(lists: &Lists, articles: usize, share: f32) -> bool {
    articles as f32 > (lists.articles() as f32 * share).max(FEW)
}

/// How rare something is that so many articles have.
fn idf(lists: &Lists, found: usize) -> f32 {
    let (found, all) = (found as f32, lists.articles() as f32);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}
