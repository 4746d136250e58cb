//! Why an article is where it is: the parts of its score, which add up to it.

use tantivy::DocId;

use super::counts::Counter;
use super::lists::Lists;
use super::plan::{Group, Plan, Variant};
use super::rank::{FIELDS, Ranking, Scored};
use super::ranker;
use super::results::{Explanation, Reason, WordFound};
use super::score::saturate;

/// Names of the ranked fields, in the order of `Schema::texts`.
const NAMES: [&str; 6] = ["title", "symptoms", "solution", "text", "tags", "products"];

/// Explains the scores of one ranking.
pub struct Explainer<'a> {
    counter: Counter<'a>,
    plan: &'a Plan,
    ranking: &'a Ranking,
}

/// What a word of the query found in an article.
struct Match<'a> {
    variant: &'a Variant,
    score: f32,
    /// What each field has of it.
    counts: Vec<f32>,
}

impl<'a> Explainer<'a> {
    pub fn new(lists: &'a Lists, plan: &'a Plan, ranking: &'a Ranking) -> Self {
        Self { counter: Counter::new(lists, &FIELDS), plan, ranking }
    }

    /// The parts of one article's score, the greatest first.
    pub fn of(&self, scored: Scored) -> tantivy::Result<Explanation> {
        let Self { counter, plan, ranking } = self;
        let mut matches = Vec::new();
        for (group, rarities) in plan.groups.iter().zip(&ranking.worths) {
            matches.push(best(counter, group, rarities, scored.doc)?);
        }
        let covered: f32 =
            matches.iter().zip(&ranking.rarities).map(|(found, most)| found.score.min(*most)).sum();
        let all: f32 = ranking.rarities.iter().sum();
        let share = if all > 0.0 { covered / all } else { 0.0 };
        let found = plan.groups.iter().zip(&matches).filter(|(_, found)| found.score > 0.0);
        let mut words: Vec<WordFound> = found.map(|(group, found)| word(group, found, share)).collect();
        words.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(Explanation { covered: share, words, reasons: self.reasons(scored) })
    }

    /// The parts of a score, the greatest first.
    fn reasons(&self, scored: Scored) -> Vec<Reason> {
        let Ranking { features, numbered, .. } = self.ranking;
        let number = numbered.get(&scored.doc).copied();
        let mut reasons = match features.get(&scored.doc) {
            Some(features) => ranker::shares(features)
                .map(|(name, value, score)| Reason::Feature { feature: name.to_owned(), value, score })
                .collect(),
            None => vec![Reason::Beyond { score: scored.score - number.unwrap_or(0.0) }],
        };
        reasons.extend(number.map(|score| Reason::Number { score }));
        reasons.sort_by(|a, b| b.score().total_cmp(&a.score()));
        reasons
    }
}

/// The variant of a group that counts in an article.
fn best<'a>(
    counter: &Counter<'_>,
    group: &'a Group,
    rarities: &[f32],
    doc: DocId,
) -> tantivy::Result<Match<'a>> {
    let mut best = Match { variant: &group.variants[0], score: 0.0, counts: Vec::new() };
    for (variant, rarity) in group.variants.iter().zip(rarities) {
        let mut least: Option<Vec<f32>> = None;
        for term in &variant.terms {
            let counts = counter.in_article(term, doc)?;
            let less = |least: &Vec<f32>| counts.iter().sum::<f32>() < least.iter().sum();
            if least.as_ref().is_none_or(less) {
                least = Some(counts);
            }
        }
        let counts = least.unwrap_or_default();
        let score = rarity * saturate(counts.iter().sum());
        if score > best.score {
            best = Match { variant, score, counts };
        }
    }
    Ok(best)
}

fn word(group: &Group, found: &Match<'_>, factor: f32) -> WordFound {
    let fields = NAMES.iter().zip(&found.counts).filter(|(_, count)| **count > 0.0);
    WordFound {
        word: group.typed.clone(),
        found: found.variant.terms.join(" "),
        weight: found.variant.weight,
        fields: fields.map(|(name, _)| (*name).to_owned()).collect(),
        score: found.score * factor,
    }
}
