//! `gaps`: what is cited and not held.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Refusal, fit, more, past_end};
use super::ask;
use crate::index::Index;
use crate::search::{Gap, Gaps, gaps};

/// A page of gaps.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page<'a> {
    #[serde(flatten)]
    gaps: &'a Gaps,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
    /// Where there is no such page, why.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Lists gaps, the most cited first.
pub fn run(index: &Index, ask: &ask::Gaps) -> Result<Answer, Refusal> {
    let found = gaps(index, ask.offset, ask.limit())?;
    fit(found.gaps.len(), ask.budget, |count| answer(&found, ask.offset, count))
}

fn answer(found: &Gaps, offset: usize, count: usize) -> Result<Answer, Refusal> {
    let gaps = Gaps { gaps: found.gaps.iter().take(count).cloned().collect(), ..*found };
    let end = offset + gaps.gaps.len();
    let next_offset = (count > 0 && (end as u64) < gaps.missing).then_some(end);
    let Gaps { missing, cited, citations, .. } = gaps;
    let mut text =
        format!("{missing} of {cited} cited articles are missing, they are cited {citations} times.\n");
    let note = past_end(offset, missing as usize, "lost article").filter(|_| missing > 0);
    note.iter().for_each(|note| text.push_str(&format!("Note: {note}\n")));
    gaps.gaps.iter().for_each(|gap| text.push_str(&line(gap)));
    text.push_str(&more(next_offset));
    Answer::new(&text, &Page { gaps: &gaps, next_offset, note })
}

fn line(gap: &Gap) -> String {
    let Gap { id, citations, title, cited_by, elsewhere } = gap;
    let citing: Vec<String> = cited_by.iter().map(|other| other.id.to_string()).collect();
    let title = title.as_deref().unwrap_or("(title not known)");
    let more = citations.saturating_sub(citing.len() as u64);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let elsewhere = elsewhere.first().map_or("", String::as_str);
    format!("\n{id} {title}\nCited by {}{more}. Perhaps at {elsewhere}\n", citing.join(", "))
}
