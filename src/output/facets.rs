//! Facets under the hits, a line or more each: the values and how many articles have them.

use super::layout::{flow, labelled, width};
use super::words;
use crate::markup::{Markup, Role};
use crate::search::{Count, Facets, Results};

/// A blank line and the facets; nothing where they were not asked for.
pub fn render(results: &Results, columns: usize) -> Markup {
    let mut out = Markup::new();
    let Some(facets) = &results.facets else { return out };
    if !results.hits.is_empty() {
        out.line("");
    }
    for (name, counts) in named(facets).into_iter().filter(|(_, counts)| !counts.is_empty()) {
        out.lines(row(name, counts, columns));
    }
    out
}

fn named(facets: &Facets) -> [(&'static str, &[Count]); 6] {
    let Facets { product, version, year, kind, keyword, has_fix_files } = facets;
    [
        ("Products", product),
        ("Versions", version),
        ("Years", year),
        ("Types", kind),
        ("Keywords", keyword),
        ("Fix files", has_fix_files),
    ]
}

fn row(name: &str, counts: &[Count], columns: usize) -> Vec<Markup> {
    let indent = width("Fix files") + 2;
    let values: Vec<String> =
        counts.iter().map(|Count { value, count }| format!("{value} ({})", words::count(*count))).collect();
    let lines = flow(&values, " · ", columns.saturating_sub(indent), usize::MAX);
    labelled(&Markup::of(Role::Label, name), indent, lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    fn counts(values: &[(&str, u64)]) -> Vec<Count> {
        values.iter().map(|&(value, count)| Count { value: value.to_owned(), count }).collect()
    }

    #[test]
    fn facets_for_people() {
        let mut results = sample::results();
        results.hits.clear();
        assert!(render(&results, 80).is_empty());
        results.facets = Some(Facets {
            product: counts(&[
                ("Microsoft Windows NT Server", 12_345),
                ("Microsoft SNA Server", 40),
                ("Microsoft Word", 3),
            ]),
            year: counts(&[("2001", 80), ("1999", 48)]),
            has_fix_files: counts(&[("no", 120), ("yes", 8)]),
            ..Facets::default()
        });
        insta::assert_snapshot!(render(&results, 60), @"
        Products   Microsoft Windows NT Server (12,345) ·
                   Microsoft SNA Server (40) · Microsoft Word (3)
        Years      2001 (80) · 1999 (48)
        Fix files  no (120) · yes (8)
        ");
    }
}
