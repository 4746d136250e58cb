//! Errors that the query names: an article whose record has the very number is about it, and does not only mention it.

use tantivy::Term;

use super::plan::Plan;
use super::rank::Scored;
use super::tally::Marks;
use super::{Place, filter};

/// For each article of `top` the term weights of the plan's errors that it has.
pub fn weights(
    place: &Place<'_>,
    plan: &Plan,
    of_groups: &[f32],
    top: &[Scored],
) -> tantivy::Result<Vec<f32>> {
    let &Place { searcher, schema, .. } = place;
    let all = searcher.segment_readers().iter().map(|reader| reader.max_doc() as usize).sum();
    let mut weights = vec![0.0; top.len()];
    for named in &plan.named {
        let field = if named.is_event { schema.event } else { schema.error };
        let having = filter::having(searcher, Term::from_field_text(field, &named.number))?;
        let having = Marks::of(all, having.into_iter().map(|at| filter::number(searcher, at)));
        let weight = of_groups.get(named.group).copied().unwrap_or_default();
        let found = top.iter().zip(&mut weights).filter(|(scored, _)| having.has(scored.doc));
        found.for_each(|(_, sum)| *sum += weight);
    }
    Ok(weights)
}
