//! Sentences across hard-wrapped lines, and lists without repeats.

use std::{hash::Hash, sync::LazyLock};

use ahash::RandomState;
use indexmap::IndexMap;

use super::{Placed, Span, dense, hint::Hint, section::Section};

/// What most paragraphs' words fit in.
const USUAL: usize = 128;

/// Hands over the words of each paragraph that holds `hint`.
pub fn paragraphs<'a>(section: &Section<'_, 'a>, hint: Hint, mut each: impl FnMut(&[&'a str])) {
    let mut words = Vec::with_capacity(USUAL);
    for paragraph in section.hinted(hint) {
        words.clear();
        for line in paragraph.lines {
            if line.text.is_ascii() {
                words.extend(dense::words(line.text));
            } else {
                words.extend(line.text.split_whitespace());
            }
        }
        each(&words);
    }
}

/// `word` without the punctuation around it.
pub fn bare(word: &str) -> &str {
    let inner = |byte: &u8| !byte.is_ascii_punctuation();
    let bytes = word.as_bytes();
    let Some(from) = bytes.iter().position(inner) else { return "" };
    let last = bytes.iter().rposition(inner).unwrap_or(from);
    &word[from..=last]
}

/// Whether `word`, without the punctuation around it, is one of `known`, whatever its case.
pub fn is_any(word: &str, known: &[&str]) -> bool {
    is_one(bare(word), known)
}

/// As [`is_any`], for a word that has none around it.
pub fn is_one(word: &str, known: &[&str]) -> bool {
    known.iter().any(|one| one.eq_ignore_ascii_case(word))
}

/// Whether a sentence ends with `word`, given the word after it.
pub fn ends(word: &str, next: Option<&str>) -> bool {
    const SHORT: [&str; 8] = ["vs.", "e.g.", "i.e.", "ver.", "no.", "dr.", "mr.", "st."];
    const OPENERS: [&str; 10] = ["For", "This", "The", "To", "If", "In", "It", "You", "When", "Microsoft"];
    let core = word.trim_end_matches(['"', '\'', ')']);
    let Some(next) = next else { return true };
    if core.ends_with("U.S.") {
        return OPENERS.contains(&next);
    }
    core.ends_with(['.', '!', '?', ':', ';']) && !SHORT.iter().any(|one| one.eq_ignore_ascii_case(core))
}

/// A list in order of first mention; for each item where that was, if it matters.
#[derive(Debug)]
pub struct Unique<T, P = ()>(IndexMap<T, P, RandomState>);

impl<T, P> Default for Unique<T, P> {
    fn default() -> Self {
        // Every article has seven such lists, most of them empty: chance is asked once for all.
        static CHANCE: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        Self(IndexMap::with_hasher(CHANCE.clone()))
    }
}

impl<T: Eq + Hash, P> Unique<T, P> {
    pub fn push(&mut self, value: T, place: P) {
        self.0.entry(value).or_insert(place);
    }

    pub fn into_vec(self) -> Vec<T> {
        self.0.into_keys().collect()
    }
}

impl<T> Unique<T, Span> {
    pub fn into_placed(self) -> Vec<Placed<T>> {
        self.0.into_iter().map(|(value, span)| Placed { value, span }).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::grammar::{line::Line, section::Field};

    /// Runs `read` on `text` as one section.
    pub fn with_section<T>(field: Field, text: &str, read: impl Fn(&[Section<'_, '_>]) -> T) -> T {
        let lines: Vec<Line<'_>> = text.lines().map(Line::page).collect();
        read(&[Section::new(field, "", &lines, text)])
    }

    #[test]
    fn where_sentences_end() {
        for (word, next, end) in [
            ("4.0.", Some("For"), true),
            ("4.0", Some("For"), false),
            ("U.S.", Some("Service"), false),
            ("U.S.", Some("For"), true),
            ("(SP4).", Some("To"), true),
            ("vs.", Some("Word"), false),
            ("last", None, true),
        ] {
            assert_eq!(ends(word, next), end, "{word}");
        }
    }
}
