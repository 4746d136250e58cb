//! `related`: what an article cites, what cites it, and what ships the same files.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Refusal, fit};
use super::ask;
use crate::index::Index;
use crate::output::related::render;
use crate::search::{Related, few_related};

/// Columns of a line.
const COLUMNS: usize = 160;

/// The first of each list, and how many there are.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Few<'a> {
    #[serde(flatten)]
    related: &'a Related,
    totals: Totals,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
struct Totals {
    cites: usize,
    cited_by: usize,
    same_files: usize,
}

/// Gives what is related to an article, be it in the index or not.
pub fn run(index: &Index, ask: &ask::Related) -> Result<Answer, Refusal> {
    let id = ask::number(&ask.id)?;
    let (related, totals) = few_related(index, id, index.article(id)?.as_ref(), ask.limit())?;
    let totals =
        Totals { cites: related.cites.len(), cited_by: totals.cited_by, same_files: totals.same_files };
    fit(ask.limit(), ask.budget, |count| answer(&related, totals, count))
}

fn answer(related: &Related, totals: Totals, count: usize) -> Result<Answer, Refusal> {
    let mut related = related.clone();
    related.cites.truncate(count);
    related.cited_by.truncate(count);
    related.same_files.truncate(count);
    let mut text = render(&related, COLUMNS).to_string();
    if !related.held {
        text.push_str("\nThe archive does not hold it.\n");
    }
    if related.is_empty() {
        text.push_str("\nNo other article is related to it.\n");
    }
    text.push_str(&totals.text(&related));
    Answer::new(&text, &Few { related: &related, totals })
}

impl Totals {
    /// What is left out, and how to see it.
    fn text(self, shown: &Related) -> String {
        let id = shown.id;
        let lists = [
            (
                self.cites,
                shown.cites.len(),
                format!("cited: `get` {id} with the section references names all"),
            ),
            (self.cited_by, shown.cited_by.len(), format!("citing: `search` refs:{id} finds all")),
            (self.same_files, shown.same_files.len(), "with the same files".to_owned()),
        ];
        let rest = lists.iter().filter(|(all, shown, _)| all > shown);
        rest.map(|(all, shown, what)| format!("\n{} more {what}\n", all - shown)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn what_is_left_out_is_counted() {
        let totals = Totals { cites: 2, cited_by: 924, same_files: 1 };
        let answer = answer(&sample::related(), totals, 1).unwrap();
        assert!(
            answer.text.contains("\n923 more citing: `search` refs:Q193829 finds all\n"),
            "{}",
            answer.text
        );
        assert!(answer.text.contains("\n1 more cited"), "{}", answer.text);
        assert_eq!(answer.record["totals"]["cited_by"], 924);
        assert_eq!(answer.record["cites"].as_array().unwrap().len(), 1);
    }
}
