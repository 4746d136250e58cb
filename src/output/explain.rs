//! Why a hit is where it is: the parts of its score, one a line.

use crate::markup::{Markup, Role};
use crate::search::{Explanation, Hit, Reason};

/// The lines below a hit; none where nobody asked.
pub fn render(hit: &Hit) -> Vec<Markup> {
    let Some(Explanation { covered, reasons }) = &hit.explanation else { return Vec::new() };
    let head = format!("{:.2}  score; {:.0} % of the query's words", hit.score, covered * 100.0);
    let head = Markup::of(Role::Label, head);
    std::iter::once(head).chain(reasons.iter().map(reason)).collect()
}

fn reason(reason: &Reason) -> Markup {
    let score = Markup::of(Role::Dim, format!("  {:>5.2}  ", reason.score()));
    match reason {
        Reason::Word { word, found, weight, fields, .. } => {
            let mut line = score.with(Role::Match, word);
            if *weight < 1.0 {
                line.push(Role::Text, format!(", by {found}"));
            }
            line.with(Role::Dim, format!(" in {}", fields.join(", ")))
        }
        Reason::Neighbours { .. } => score.with(Role::Text, "words stand together as in the query"),
        Reason::Stretch { .. } => {
            score.with(Role::Text, "a stretch of the query stands as typed, as in few others")
        }
        Reason::Exact { .. } => score.with(Role::Text, "its record has the very error"),
        Reason::Meaning { .. } => score.with(Role::Text, "near in meaning, as learned from the archive"),
        Reason::Number { .. } => score.with(Role::Text, "asked for by its number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn a_score_by_its_parts() {
        let word = |word: &str, weight, score| Reason::Word {
            word: word.to_owned(),
            found: "hang".to_owned(),
            weight,
            fields: vec!["title".to_owned(), "text".to_owned()],
            score,
        };
        let reasons =
            vec![word("hang", 1.0, 5.25), word("freezes", 0.5, 2.0), Reason::Meaning { score: 0.5 }];
        let mut hit = sample::results().hits.remove(0);
        assert!(render(&hit).is_empty());
        hit.score = 7.75;
        hit.explanation = Some(Explanation { covered: 0.8, reasons });
        let mut out = Markup::new();
        out.lines(render(&hit));
        insta::assert_snapshot!(out, @"
        7.75  score; 80 % of the query's words
           5.25  hang in title, text
           2.00  freezes, by hang in title, text
           0.50  near in meaning, as learned from the archive
        ");
    }
}
