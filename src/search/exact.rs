//! Errors that the query names: an article whose record has the very number is about it, and does not only mention it.

use ahash::AHashSet;
use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use super::plan::{Named, Plan};
use super::rank::{EXACT, Ranking};
use super::{Place, filter};

/// Adds to the scores of the articles that have an error of the plan.
pub fn boost(place: &Place<'_>, plan: &Plan, ranking: &mut Ranking) -> tantivy::Result<()> {
    for named in &plan.named {
        let docs = having(place, named)?;
        let worth = EXACT * ranking.rarities.get(named.group).copied().unwrap_or_default();
        let found = ranking.found.iter_mut().filter(|scored| docs.contains(&scored.doc));
        for scored in found {
            scored.score += worth;
            ranking.extras.entry(scored.doc).or_default().exact += worth;
        }
    }
    Ok(())
}

fn having(place: &Place<'_>, named: &Named) -> tantivy::Result<AHashSet<u32>> {
    let &Place { searcher, schema, .. } = place;
    let field = if named.is_event { schema.event } else { schema.error };
    let query = TermQuery::new(Term::from_field_text(field, &named.number), IndexRecordOption::Basic);
    let found = searcher.search(&query, &DocSetCollector)?;
    Ok(found.into_iter().map(|at| filter::number(searcher, at)).collect())
}
