//! The second pass: of the best articles by words, a weighted sum of features puts the best in front.
//!
//! `training/` learns the weights from labelled queries (`ranker.txt`) and has the table of what each feature gains. All
//! features are relative to what passes the filters, so that an article is ranked as if nothing else were there.

use std::sync::LazyLock;

use ahash::AHashMap;
use tantivy::schema::IndexRecordOption;

use super::column::Numbers;
use super::counts::visit;
use super::lists::Lists;
use super::plan::{Kind, Plan, Variant};
use super::rank::{PRODUCTS, Ranking, Scored, sort_top};
use super::{Place, common_phrase, exact};
use crate::article::ArticleId;
use crate::index::embedding::{self, Embeddings, Vector};

/// How many of the best by words are ranked.
pub const CANDIDATES: usize = 200;

/// A share of the best score by words that is as good as none.
const LEAST_WORDS: f32 = 0.05;

/// What is known of a candidate, in the order of [`NAMES`].
pub type Features = [f32; NAMES.len()];

/// - `words`: the logarithm of its score by words, as a share of the best one's.
/// - `exact`: the term weight of the errors that the query names and its record has, and of technical names (files,
///   functions) that it has whole, as a share of the best score.
/// - `phrase`: the rarity of the rarest phrase of the query that it has as typed, as a share of the best score.
/// - `nearest`: the cosine of the query's embedding and its own, as a share of the nearest candidate's.
/// - `covered`: how much of the query's term weight it covers.
/// - `products`: the same for what its products cover.
/// - `length`: the logarithm of its length in words.
/// - `title`: words of its title.
pub const NAMES: [&str; 8] =
    ["words", "exact", "phrase", "nearest", "covered", "products", "length", "title"];

static WEIGHTS: LazyLock<Features> = LazyLock::new(|| weights(include_str!("ranker.txt")));

/// What each feature of an article adds to its score.
pub fn shares(features: &Features) -> impl Iterator<Item = (&'static str, f32, f32)> {
    let both = features.iter().zip(&*WEIGHTS);
    NAMES.iter().zip(both).map(|(name, (value, weight))| (*name, *value, value * weight))
}

/// The weights in a text of lines of name and number; lines that begin with `#` say something else.
fn weights(text: &str) -> Features {
    let mut weights = [0.0; NAMES.len()];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, weight)) = line.split_once(' ') else { continue };
        if let Some(at) = NAMES.iter().position(|known| *known == name) {
            weights[at] = weight.trim().parse().unwrap_or_default();
        }
    }
    weights
}

/// Ranks the best answers by words anew, and leaves the others in their order behind them.
pub fn rank(
    place: &Place<'_>,
    lists: &Lists,
    plan: &Plan,
    query: &str,
    ranking: &mut Ranking,
) -> tantivy::Result<()> {
    let ids = Numbers::ids(place.searcher)?;
    let count = CANDIDATES.min(ranking.found.len());
    sort_top(&mut ranking.found, count, |doc| ids.of(doc));
    let Some(best) = ranking.found.first().map(|best| best.score).filter(|best| *best > 0.0) else {
        return Ok(());
    };
    let direction = embedding::of(query);
    let near = direction.zip(place.embeddings);
    let (top, rest) = ranking.found.split_at_mut(count);
    top.sort_unstable_by_key(|scored| scored.doc);
    let mut features: Vec<Features> = top.iter().map(|scored| by_words(scored, best)).collect();
    let errors = exact::weights(place, plan, &ranking.rarities, top)?;
    let named = in_names(lists, plan, &ranking.rarities, top)?;
    let exact = errors.iter().zip(named).map(|(error, named)| (error + named) / best);
    put(&mut features, "exact", exact);
    let phrases = common_phrase::rarities(lists, plan, top)?;
    put(&mut features, "phrase", phrases.iter().map(|rarity| rarity / best));
    put(&mut features, "products", in_products(lists, plan, &ranking.rarities, top)?.into_iter());
    let cosines: Vec<f32> = top
        .iter()
        .map(|scored| near.as_ref().map_or(0.0, |near| cosine(near, ids.of(scored.doc)).max(0.0)))
        .collect();
    let nearest = cosines.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    put(&mut features, "nearest", cosines.iter().map(|cosine| cosine / nearest));
    for (features, scored) in features.iter_mut().zip(top.iter()) {
        let lengths = lists.lengths(scored.doc);
        features[at("length")] = (1.0 + lengths.iter().sum::<f32>()).ln();
        features[at("title")] = lengths[0];
    }
    for (scored, features) in top.iter_mut().zip(&features) {
        scored.score = features.iter().zip(&*WEIGHTS).map(|(feature, weight)| feature * weight).sum();
    }
    // The others had less by words, and stay in their order behind all that were ranked.
    let least = top.iter().map(|scored| scored.score).fold(f32::INFINITY, f32::min);
    for scored in rest {
        scored.score = least - 1.0 + scored.score / best;
    }
    ranking.features = top.iter().map(|scored| scored.doc).zip(features).collect::<AHashMap<_, _>>();
    Ok(())
}

fn at(name: &str) -> usize {
    NAMES.iter().position(|known| *known == name).unwrap_or_default()
}

fn put(features: &mut [Features], name: &str, values: impl Iterator<Item = f32>) {
    features.iter_mut().zip(values).for_each(|(features, value)| features[at(name)] = value);
}

fn by_words(scored: &Scored, best: f32) -> Features {
    let mut features = [0.0; NAMES.len()];
    features[at("words")] = (scored.score / best).max(LEAST_WORDS).ln();
    features[at("covered")] = scored.covered;
    features
}

fn cosine((direction, embeddings): &(Vector, &Embeddings), id: Option<u64>) -> f32 {
    let id = id.and_then(|id| u32::try_from(id).ok());
    id.map_or(0.0, |id| embeddings.cosine(ArticleId(id), direction))
}

/// How much of the query's term weight the products of each candidate cover; they stand in the order of the index.
fn in_products(lists: &Lists, plan: &Plan, weights: &[f32], top: &[Scored]) -> tantivy::Result<Vec<f32>> {
    let all: f32 = weights.iter().sum();
    let mut covered = vec![0.0; top.len()];
    for (group, weight) in plan.groups.iter().zip(weights) {
        let found = best_variants(lists, &group.variants, top, |field| field == PRODUCTS)?;
        covered.iter_mut().zip(found).for_each(|(sum, found)| *sum += weight * found / all);
    }
    Ok(covered)
}

/// The term weights of the query's technical names that each candidate has whole.
fn in_names(lists: &Lists, plan: &Plan, weights: &[f32], top: &[Scored]) -> tantivy::Result<Vec<f32>> {
    let mut named = vec![0.0; top.len()];
    for (group, weight) in plan.groups.iter().zip(weights) {
        let has_parts = group.variants.iter().any(|variant| variant.kind == Kind::Part);
        if has_parts && !group.is_noise {
            let found = best_variants(lists, &group.variants[..1], top, |_| true)?;
            named.iter_mut().zip(found).for_each(|(sum, found)| *sum += weight * found);
        }
    }
    Ok(named)
}

/// The weight of the best of some variants that each candidate has in some fields.
fn best_variants(
    lists: &Lists,
    variants: &[Variant],
    top: &[Scored],
    is_field: impl Fn(usize) -> bool,
) -> tantivy::Result<Vec<f32>> {
    let mut best = vec![0.0f32; top.len()];
    for variant in variants {
        let mut has = vec![true; top.len()];
        for term in &variant.terms {
            let mut found = vec![false; top.len()];
            visit(lists, term, top, IndexRecordOption::Basic, &is_field, |at, _, _| found[at] = true)?;
            has.iter_mut().zip(found).for_each(|(has, found)| *has &= found);
        }
        best.iter_mut()
            .zip(has)
            .filter(|(_, has)| *has)
            .for_each(|(best, _)| *best = best.max(variant.weight));
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight() {
        let weights = weights(include_str!("ranker.txt"));
        assert!(weights.iter().all(|weight| *weight != 0.0), "{weights:?}");
        let named = include_str!("ranker.txt").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(named, NAMES.len(), "a weight of no feature");
    }
}
