//! Gaps as lines: how often, the number, the title it is cited under, and by whom.

use super::layout::{flow, labelled, markup_width, wrap};
use super::words;
use crate::markup::{Markup, Role};
use crate::search::{Gap, Gaps};

/// Columns of the count and its gap.
const COUNT: usize = 7;

/// The head of the table, for CSV.
pub const COLUMNS: [&str; 5] = ["id", "citations", "title", "cited_by", "elsewhere"];

/// The gaps, each with those that cite it.
pub fn render(gaps: &Gaps, columns: usize) -> Markup {
    let mut out = Markup::new();
    for gap in &gaps.gaps {
        let count = format!("{:>5}  ", gap.citations);
        let head = Markup::of(Role::Dim, count).with(Role::Id, gap.id.to_string()).with(Role::Text, "  ");
        let title = match &gap.title {
            Some(title) => Markup::of(Role::Title, title),
            None => Markup::of(Role::Dim, "(title not known)"),
        };
        let width = markup_width(&head);
        out.lines(labelled(&head, width, wrap(&title, columns.saturating_sub(width))));
        let mut citing: Vec<_> = gap.cited_by.iter().map(|other| other.id.to_string()).collect();
        let more = gap.citations.saturating_sub(citing.len() as u64);
        citing.extend((more > 0).then(|| format!("{} more", words::count(more))));
        let label = format!("{:COUNT$}cited by ", "");
        let lines = flow(&citing, ", ", columns.saturating_sub(label.len()), 1);
        out.lines(labelled(&Markup::of(Role::Dim, &label), label.len(), lines));
    }
    out
}

/// What there is in all, for stderr.
pub fn render_summary(gaps: &Gaps) -> Markup {
    let [missing, cited, citations] = [gaps.missing, gaps.cited, gaps.citations].map(words::count);
    let mut out = Markup::new();
    out.line(Markup::of(
        Role::Dim,
        format!("{missing} of {cited} cited articles are missing, they are cited {citations} times"),
    ));
    out
}

/// A row for each gap.
pub fn records(gaps: &Gaps) -> impl Iterator<Item = Vec<String>> {
    gaps.gaps.iter().map(|Gap { id, citations, title, cited_by, elsewhere }| {
        let citing: Vec<_> = cited_by.iter().map(|other| other.id.to_string()).collect();
        let title = title.clone().unwrap_or_default();
        vec![id.to_string(), citations.to_string(), title, citing.join(" "), elsewhere.join(" ")]
    })
}
