//! Errors that the query names: an article whose record has the very number is about it, and does not only mention it.

use ahash::AHashSet;
use tantivy::Term;

use super::plan::Plan;
use super::rank::{EXACT, Ranking};
use super::{Place, filter};

/// Adds to the scores of the articles that have an error of the plan.
pub fn boost(place: &Place<'_>, plan: &Plan, ranking: &mut Ranking) -> tantivy::Result<()> {
    let &Place { searcher, schema, .. } = place;
    for named in &plan.named {
        let field = if named.is_event { schema.event } else { schema.error };
        let having = filter::having(searcher, Term::from_field_text(field, &named.number))?;
        let docs: AHashSet<u32> = having.into_iter().map(|at| filter::number(searcher, at)).collect();
        let worth = EXACT * ranking.rarities.get(named.group).copied().unwrap_or_default();
        let found = ranking.found.iter_mut().filter(|scored| docs.contains(&scored.doc));
        for scored in found {
            scored.score += worth;
            ranking.extras.entry(scored.doc).or_default().exact += worth;
        }
    }
    Ok(())
}
