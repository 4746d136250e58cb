//! Why a hit is where it is: the parts of its score, one a line.

use crate::markup::{Markup, Role};
use crate::search::{Explanation, Hit, Reason, WordFound};

/// The lines below a hit; none where nobody asked.
pub fn render(hit: &Hit) -> Vec<Markup> {
    let Some(Explanation { covered, words, reasons }) = &hit.explanation else { return Vec::new() };
    let head = |text: String| std::iter::once(Markup::of(Role::Label, text));
    let parts = head(format!("{:.2}  score", hit.score))
        .chain(reasons.iter().filter(|reason| reason.score() != 0.0).map(reason));
    let by_words: f32 = words.iter().map(|word| word.score).sum();
    let by_words = format!("{by_words:.2}  by words, {:.0} % of the query's", covered * 100.0);
    parts.chain(head(by_words)).chain(words.iter().map(word)).collect()
}

fn part(score: f32) -> Markup {
    Markup::of(Role::Dim, format!("  {score:>5.2}  "))
}

fn word(word: &WordFound) -> Markup {
    let mut line = part(word.score).with(Role::Match, &word.word);
    if word.weight < 1.0 {
        line.push(Role::Text, format!(", by {}", word.found));
    }
    line.with(Role::Dim, format!(" in {}", word.fields.join(", ")))
}

fn reason(reason: &Reason) -> Markup {
    let score = part(reason.score());
    match reason {
        Reason::Feature { feature, value, .. } => {
            let line = score.with(Role::Text, meaning(feature));
            line.with(Role::Dim, format!(" ({value:.2})"))
        }
        Reason::Beyond { .. } => score.with(Role::Text, "not among the best by words, which stand before it"),
        Reason::Number { .. } => score.with(Role::Text, "asked for by its number"),
    }
}

/// A feature in words.
fn meaning(feature: &str) -> &str {
    match feature {
        "words" => "its words, beside the best",
        "exact" => "its record has the very error",
        "phrase" => "a phrase of the query stands as typed, as in few others",
        "nearest" => "near in meaning, beside the nearest",
        "covered" => "share of the query that it covers",
        "products" => "share of the query in its products",
        "length" => "its length",
        "title" => "words of its title",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn a_score_by_its_parts() {
        let word = |word: &str, weight, score| WordFound {
            word: word.to_owned(),
            found: "hang".to_owned(),
            weight,
            fields: vec!["title".to_owned(), "text".to_owned()],
            score,
        };
        let feature =
            |feature: &str, value, score| Reason::Feature { feature: feature.to_owned(), value, score };
        let mut hit = sample::results().hits.remove(0);
        assert!(render(&hit).is_empty());
        hit.score = 7.75;
        hit.explanation = Some(Explanation {
            covered: 0.8,
            words: vec![word("hang", 1.0, 5.25), word("freezes", 0.5, 2.0)],
            reasons: vec![feature("nearest", 1.0, 8.5), feature("words", -0.25, -0.75)],
        });
        let mut out = Markup::new();
        out.lines(render(&hit));
        insta::assert_snapshot!(out, @"
        7.75  score
           8.50  near in meaning, beside the nearest (1.00)
          -0.75  its words, beside the best (-0.25)
        7.25  by words, 80 % of the query's
           5.25  hang in title, text
           2.00  freezes, by hang in title, text
        ");
    }
}
