//! What is said of words that were taken as mistyped.

use super::plan::Respelt;
use super::results::{Correction, Hit};
use crate::index::analysis;

/// A query with more bytes is not said again.
const LONGEST: usize = 80;

/// The words as the hits write them: the index has stems. Where nothing was found nothing is shown.
pub fn corrections(respelt: &[Respelt], hits: &[Hit]) -> Vec<Correction> {
    if hits.is_empty() {
        return Vec::new();
    }
    let shown = |made: &Respelt| Correction { typed: made.typed.clone(), shown: shown(made, hits) };
    respelt.iter().map(shown).collect()
}

/// Of the forms of a word the one nearest to what was typed.
fn shown(made: &Respelt, hits: &[Hit]) -> String {
    let texts = hits.iter().flat_map(|hit| [Some(&hit.title), Some(&hit.snippet.text), hit.cause.as_ref()]);
    let forms = texts.flatten().filter_map(|text| analysis::find(text, &made.term)).map(str::to_lowercase);
    let typed = made.typed.to_lowercase();
    let nearest = forms.min_by_key(|form| strsim::osa_distance(form, &typed));
    nearest.unwrap_or_else(|| made.term.clone())
}

/// Says what results are shown for, and how to insist.
pub fn note(query: &str, corrections: &[Correction]) -> Option<String> {
    let [_, others @ ..] = corrections else { return None };
    let shown = if query.len() > LONGEST { words(corrections) } else { rewritten(query, corrections) };
    let typed: Vec<_> = corrections.iter().map(|made| format!("\"{}\"", made.typed)).collect();
    let word = if others.is_empty() { "the word" } else { "a word" };
    Some(format!("showing results for {shown}; quote {word} to insist: {}", typed.join(", ")))
}

fn words(corrections: &[Correction]) -> String {
    corrections.iter().map(|made| made.shown.as_str()).collect::<Vec<_>>().join(", ")
}

/// The query with the words in their new spelling; what stands in quotation marks stays.
pub fn rewritten(query: &str, corrections: &[Correction]) -> String {
    replaced(query, corrections, |made| made.shown.clone())
}

/// The query that insists on the words as they were typed.
pub fn insisted(query: &str, corrections: &[Correction]) -> String {
    replaced(query, corrections, |made| format!("\"{}\"", made.typed))
}

fn replaced(query: &str, corrections: &[Correction], with: impl Fn(&Correction) -> String) -> String {
    let word = |word: &str| replaced_word(word, corrections, &with);
    let part = |(at, part): (usize, &str)| match at % 2 {
        0 => part.split(' ').map(word).collect::<Vec<_>>().join(" "),
        _ => part.to_owned(),
    };
    query.trim().split('"').enumerate().map(part).collect::<Vec<_>>().join("\"")
}

/// A word of the query, which may have sentence marks around it.
fn replaced_word(word: &str, corrections: &[Correction], with: impl Fn(&Correction) -> String) -> String {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    match corrections.iter().find(|made| made.typed == bare) {
        Some(made) => word.replace(bare, &with(made)),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(typed: &str, shown: &str) -> Correction {
        Correction { typed: typed.to_owned(), shown: shown.to_owned() }
    }

    #[test]
    fn the_query_is_said_as_it_was_taken() {
        let made = [correction("lekage", "leakage"), correction("Pasword", "password")];
        assert_eq!(note("leak", &[]), None);
        assert_eq!(
            note(" memory lekage, now ", &made[..1]).unwrap(),
            "showing results for memory leakage, now; quote the word to insist: \"lekage\""
        );
        assert_eq!(
            note("\"lekage\" (lekage OR Pasword)", &made).unwrap(),
            "showing results for \"lekage\" (leakage OR password); quote a word to insist: \"lekage\", \"Pasword\""
        );
        assert_eq!(insisted("memory lekage, \"lekage\"", &made), "memory \"lekage\", \"lekage\"");
        assert_eq!(
            note(&"lekage ".repeat(20), &made).unwrap(),
            "showing results for leakage, password; quote a word to insist: \"lekage\", \"Pasword\""
        );
    }
}
