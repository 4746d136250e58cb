//! Meaning: the best articles by words, put in order by words and by what was learned of them.

use super::rank::{MEANING, Ranking, Scored, sort_top};
use super::{Place, column::Numbers};
use crate::article::ArticleId;
use crate::index::learn::{Meaning, Vector};

/// Blends the scores of the `most` best with how close each is to a direction, both as shares of the best there is.
///
/// Scores keep their scale. Below the articles that are looked at the order stays as it is.
pub fn blend(
    place: &Place<'_>,
    meaning: &Meaning,
    direction: &Vector,
    most: usize,
    ranking: &mut Ranking,
) -> tantivy::Result<()> {
    let found = &mut ranking.found[..];
    let looked_at = most.min(found.len());
    let ids = Numbers::ids(place.searcher)?;
    sort_top(found, looked_at, |doc| ids.of(doc));
    let closeness = |scored: &Scored| {
        let id = ids.of(scored.doc).and_then(|id| u32::try_from(id).ok());
        id.map_or(0.0, |id| meaning.closeness(ArticleId(id), direction).max(0.0))
    };
    let close: Vec<f32> = found[..looked_at].iter().map(closeness).collect();
    let gains = mix(found, &close);
    ranking.scale = 1.0 - MEANING;
    for (scored, gain) in found.iter().zip(gains) {
        ranking.extras.entry(scored.doc).or_default().meaning = gain;
    }
    Ok(())
}

/// `close` is that of the first of `found`, of which the very first has the best score. What each of them gains by it.
fn mix(found: &mut [Scored], close: &[f32]) -> Vec<f32> {
    let best = found.first().map_or(0.0, |scored| scored.score);
    let closest = close.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    found.iter_mut().for_each(|scored| scored.score *= 1.0 - MEANING);
    let gains: Vec<f32> = close.iter().map(|close| MEANING * best * close / closest).collect();
    found.iter_mut().zip(&gains).for_each(|(scored, gain)| scored.score += gain);
    gains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mixed(articles: &[(f32, f32)]) -> Vec<f32> {
        let mut found: Vec<_> = (0..).zip(articles).map(|(doc, &(score, _))| Scored { doc, score }).collect();
        let close: Vec<_> = articles.iter().map(|&(_, close)| close).collect();
        mix(&mut found, &close);
        found.into_iter().map(|scored| scored.score).collect()
    }

    #[test]
    fn the_best_by_both_keeps_its_score() {
        let scores = mixed(&[(8.0, 0.5), (4.0, 0.0)]);
        assert!((scores[0] - 8.0).abs() < 1e-5);
        assert!((scores[1] - 4.0 * (1.0 - MEANING)).abs() < 1e-5);
    }

    #[test]
    fn a_close_article_overtakes_one_that_is_not() {
        let scores = mixed(&[(8.0, 0.1), (7.0, 0.9)]);
        assert!(scores[1] > scores[0]);
        assert_eq!(mixed(&[(8.0, 0.0), (0.0, 0.0)])[1], 0.0);
    }
}
