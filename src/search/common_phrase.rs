//! Common phrases: words of the query that stand in an article just as they were typed.
//!
//! A pasted message is made of common words that nothing else has in this order. How rare an order is, the articles
//! that are looked at tell: a phrase that few of them have is worth much, one that all have is worth nothing.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

use super::counts::visit;
use super::lists::Lists;
use super::plan::{Group, Plan};
use super::rank::Scored;

/// Articles that are looked at: to read where words stand takes most of a search.
const LOOKED_AT: usize = 80;

/// Words in a row, by their places in the query: from the first to the last.
type Phrase = (usize, usize);

/// Where a word of the query stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Occurrence {
    /// Index of the article among those that are looked at.
    article: usize,
    field: usize,
    position: u32,
    group: usize,
}

impl Occurrence {
    /// What occurrences are sorted by, article after article, in one number: there are thousands for each query.
    fn order(&self) -> u128 {
        [self.article as u32, self.field as u32, self.position, self.group as u32]
            .into_iter()
            .fold(0, |number, part| number << 32 | u128::from(part))
    }
}

/// For each article of `top`, which stand in the order of the index, the rarity of the rarest phrase that it has: the
/// logarithm of how many times fewer articles have it than are looked at. 0 for those that are not among the best of
/// `top`.
pub fn rarities(lists: &Lists, plan: &Plan, top: &[Scored]) -> tantivy::Result<Vec<f32>> {
    let mut best: Vec<usize> = (0..top.len()).collect();
    best.sort_by(|&a, &b| top[b].score.total_cmp(&top[a].score));
    best.truncate(LOOKED_AT);
    best.sort_unstable();
    let looked_at: Vec<Scored> = best.iter().map(|&at| top[at]).collect();
    let occurrences = occurrences(lists, plan, &looked_at)?;
    let articles: Vec<&[Occurrence]> = occurrences.chunk_by(|a, b| a.article == b.article).collect();
    let mut rarities = vec![0.0; top.len()];
    for (occurrences, rarity) in articles.iter().zip(rarest(&articles, &plan.groups, looked_at.len())) {
        rarities[best[occurrences[0].article]] = rarity;
    }
    Ok(rarities)
}

/// All occurrences in the articles of `top`, which stand in the order of the index.
fn occurrences(lists: &Lists, plan: &Plan, top: &[Scored]) -> tantivy::Result<Vec<Occurrence>> {
    let (mut found, mut positions) = (Vec::new(), Vec::new());
    for (group, words) in plan.groups.iter().enumerate() {
        let mut terms: Vec<_> = words.variants.iter().flat_map(|variant| &variant.terms).collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            visit(
                lists,
                term,
                top,
                IndexRecordOption::WithFreqsAndPositions,
                |_| true,
                |article, field, postings| {
                    postings.positions(&mut positions);
                    let at = |&position| Occurrence { article, field, position, group };
                    found.extend(positions.iter().map(at));
                },
            )?;
        }
    }
    found.sort_unstable_by_key(Occurrence::order);
    Ok(found)
}

/// For each of `articles`, given by the occurrences of the query's words, the rarity of its rarest phrase.
fn rarest(articles: &[&[Occurrence]], groups: &[Group], looked_at: usize) -> Vec<f32> {
    let phrases: Vec<Vec<Phrase>> = articles.iter().map(|occurrences| phrases(occurrences, groups)).collect();
    let has = |all: &[Phrase], (from, to): Phrase| all.iter().any(|have| have.0 <= from && to <= have.1);
    let rarity = |phrase: &Phrase| {
        let articles = phrases.iter().filter(|all| has(all, *phrase)).count();
        (looked_at as f32 / articles as f32).ln()
    };
    phrases.iter().map(|all| all.iter().map(rarity).fold(0.0, f32::max)).collect()
}

/// The phrases of two words or more; none is part of another at the same place.
fn phrases(occurrences: &[Occurrence], groups: &[Group]) -> Vec<Phrase> {
    // Words that keep their distances stand on one line of article against query.
    // As one number each, the word last: so the next word of a line is the next number.
    let line = |one: &Occurrence| {
        let distance = one.position.wrapping_sub(groups[one.group].position as u32);
        (one.field as u128) << 64 | u128::from(distance) << 32 | one.group as u128
    };
    let mut lines: Vec<_> = occurrences.iter().map(line).collect();
    lines.sort_unstable();
    lines.dedup();
    let word = |line: &u128| *line as u32 as usize;
    let rows = lines.chunk_by(|a, b| a + 1 == *b).filter(|row| row.len() > 1);
    let mut found: Vec<Phrase> = rows.map(|row| (word(&row[0]), word(&row[row.len() - 1]))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurrences(words: &[(usize, u32, usize)]) -> Vec<Occurrence> {
        let mut found: Vec<_> = words
            .iter()
            .map(|&(field, position, group)| Occurrence { article: 0, field, position, group })
            .collect();
        found.sort_unstable_by_key(Occurrence::order);
        found
    }

    #[test]
    fn the_rarest_phrase_counts() {
        // `file in use by another`: words three and five stand behind common ones.
        let groups: Vec<_> = [0, 2, 4].map(|position| Group { position, ..Group::default() }).into();
        let whole = occurrences(&[(0, 7, 0), (0, 9, 1), (0, 11, 2)]);
        let half = occurrences(&[(1, 3, 0), (1, 5, 1), (1, 6, 2), (0, 7, 2)]);
        let none = occurrences(&[(0, 9, 0), (0, 7, 1)]);
        assert_eq!(phrases(&whole, &groups), [(0, 2)]);
        assert_eq!(phrases(&half, &groups), [(0, 1)]);
        let found = rarest(&[&whole, &half, &none], &groups, 4);
        assert_eq!(found, [4.0f32.ln(), 2.0f32.ln(), 0.0]);
    }
}
