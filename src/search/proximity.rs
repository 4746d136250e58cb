//! Proximity: where the words of a query stand in an article, and what neighbours in the query are worth that stand
//! together there.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

use super::counts::is_at;
use super::lists::Lists;
use super::plan::{Group, Plan};
use super::rank::Scored;

/// Words that stand further apart than this are no neighbours.
const FARTHEST: u32 = 3;

/// What two words in the wrong order are worth, as a share of the right order.
const TURNED: f32 = 0.5;

/// Where a word of the query stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the article among those that are looked at.
    pub article: usize,
    pub field: usize,
    pub position: u32,
    pub group: usize,
}

impl Place {
    /// What places are sorted by, field after field, in one number: there are thousands for each query.
    pub fn order(&self) -> u128 {
        [self.article as u32, self.field as u32, self.position, self.group as u32]
            .into_iter()
            .fold(0, |number, part| number << 32 | u128::from(part))
    }
}

/// All places in the articles of `top`, which stand in the order of the index.
pub fn places(lists: &Lists, plan: &Plan, top: &[Scored]) -> tantivy::Result<Vec<Place>> {
    let mut places = Vec::new();
    for (group, words) in plan.groups.iter().enumerate() {
        let mut terms: Vec<_> = words.variants.iter().flat_map(|variant| &variant.terms).collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            find(lists, term, top, |article, field, position| {
                places.push(Place { article, field, position, group });
            })?;
        }
    }
    places.sort_unstable_by_key(Place::order);
    Ok(places)
}

/// Tells where a term stands in the articles of `top`: the article's index, the field, the position.
fn find(
    lists: &Lists,
    term: &str,
    top: &[Scored],
    mut tell: impl FnMut(usize, usize, u32),
) -> tantivy::Result<()> {
    let mut positions = Vec::new();
    for list in &lists.of(term)?.lists {
        let segment = lists.segment(list);
        let mut postings = lists.read(list, IndexRecordOption::WithFreqsAndPositions)?;
        let from = top.partition_point(|scored| scored.doc < segment.begin);
        let to = top.partition_point(|scored| scored.doc < segment.end);
        for (article, scored) in (from..to).zip(&top[from..to]) {
            if is_at(&mut postings, scored.doc - segment.begin) {
                postings.positions(&mut positions);
                positions.iter().for_each(|&position| tell(article, list.field, position));
            }
        }
    }
    Ok(())
}

/// For each two neighbours of the query that stand together in the article, the lesser rarity, less
/// where words stand between them that the query does not have.
pub fn pairs(article: &[Place], groups: &[Group], rarities: &[f32]) -> f32 {
    let mut best = vec![0.0f32; rarities.len()];
    for (at, place) in article.iter().enumerate() {
        let near = article[at + 1..]
            .iter()
            .take_while(|other| other.field == place.field && other.position - place.position <= FARTHEST);
        for other in near.filter(|other| other.position > place.position) {
            let (first, second) = (place.group.min(other.group), place.group.max(other.group));
            let typed = groups[second].position.abs_diff(groups[first].position);
            if second != first + 1 || typed > FARTHEST as usize {
                continue;
            }
            let order = if place.group == first { 1.0 } else { TURNED };
            let between = ((other.position - place.position) as usize).saturating_sub(typed);
            let worth = order / (1 + between) as f32 * rarities[first].min(rarities[second]);
            best[first] = best[first].max(worth);
        }
    }
    best.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(places: &[(usize, u32, usize)]) -> f32 {
        let groups: Vec<_> = (0..3).map(|position| Group { position, ..Group::default() }).collect();
        let mut article: Vec<_> = places
            .iter()
            .map(|&(field, position, group)| Place { article: 0, field, position, group })
            .collect();
        article.sort_unstable_by_key(Place::order);
        pairs(&article, &groups, &[4.0, 2.0, 3.0])
    }

    #[test]
    fn neighbours_in_order_are_worth_the_lesser_rarity() {
        assert_eq!(worth(&[(0, 7, 0), (0, 8, 1)]), 2.0);
        assert_eq!(worth(&[(0, 7, 0), (0, 8, 1), (0, 9, 2)]), 4.0);
        assert_eq!(worth(&[(0, 7, 0), (0, 9, 1)]), 1.0, "a word between them");
        assert_eq!(worth(&[(0, 8, 0), (0, 7, 1)]), 2.0 * TURNED, "turned round");
        assert_eq!(worth(&[(0, 7, 0), (1, 8, 1)]), 0.0, "in two fields");
        assert_eq!(worth(&[(0, 7, 0), (0, 11, 1)]), 0.0, "too far apart");
        assert_eq!(worth(&[(0, 7, 0), (0, 8, 2)]), 0.0, "no neighbours in the query");
    }
}
