//! Proximity: neighbours in the query that stand together in an article.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, Term};

use super::plan::{Group, Plan};
use super::rank::Scored;

/// Words that stand further apart than this are no neighbours.
const FARTHEST: u32 = 3;

/// What two words in the wrong order are worth, as a share of the right order.
const TURNED: f32 = 0.5;

/// Where a word of the query stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Index of the article among those that are looked at.
    article: usize,
    field: usize,
    position: u32,
    group: usize,
}

/// Adds to each article's score `share` of what its neighbours are worth, and leaves `top` in the
/// order of the index. `rarities` are those of the groups.
pub fn add(
    searcher: &Searcher,
    fields: &[Field],
    plan: &Plan,
    rarities: &[f32],
    share: f32,
    top: &mut [Scored],
) -> tantivy::Result<()> {
    top.sort_unstable_by_key(|scored| scored.doc);
    let mut places = Vec::new();
    for (field, &handle) in fields.iter().enumerate() {
        for (group, words) in plan.groups.iter().enumerate() {
            for term in words.variants.iter().flat_map(|variant| &variant.terms) {
                let term = Term::from_field_text(handle, term);
                find(searcher, &term, top, |article, position| {
                    places.push(Place { article, field, position, group });
                })?;
            }
        }
    }
    places.sort_unstable();
    for article in places.chunk_by(|a, b| a.article == b.article) {
        top[article[0].article].score += share * pairs(article, &plan.groups, rarities);
    }
    Ok(())
}

/// Tells where a term stands in the articles of `top`: the article's index, the position.
fn find(
    searcher: &Searcher,
    term: &Term,
    top: &[Scored],
    mut tell: impl FnMut(usize, u32),
) -> tantivy::Result<()> {
    let (mut base, mut next) = (0, 0);
    for segment in searcher.segment_readers() {
        let end = base + segment.max_doc();
        let last = next + top[next..].partition_point(|scored| scored.doc < end);
        let inverted = segment.inverted_index(term.field())?;
        let postings = inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
        if let Some(mut postings) = postings {
            for (article, scored) in (next..last).zip(&top[next..last]) {
                for position in positions(&mut postings, scored.doc - base) {
                    tell(article, position);
                }
            }
        }
        (base, next) = (end, last);
    }
    Ok(())
}

fn positions(postings: &mut SegmentPostings, doc: DocId) -> Vec<u32> {
    let mut positions = Vec::new();
    if postings.doc() < doc {
        postings.seek(doc);
    }
    if postings.doc() == doc {
        postings.positions(&mut positions);
    }
    positions
}

/// For each two neighbours of the query that stand together in the article, the lesser rarity, less
/// where words stand between them that the query does not have.
fn pairs(article: &[Place], groups: &[Group], rarities: &[f32]) -> f32 {
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
        let groups: Vec<_> = (0..3).map(|position| Group { variants: Vec::new(), position }).collect();
        let mut article: Vec<_> = places
            .iter()
            .map(|&(field, position, group)| Place { article: 0, field, position, group })
            .collect();
        article.sort_unstable();
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
