//! The plan of a search: the words of a query, each with what may stand for it.

use super::spelling::Dictionary;
use super::typed::Typed;
use super::{rank, vocabulary::Vocabulary};
use crate::index::analysis::Word;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub groups: Vec<Group>,
    pub corrections: Vec<Respelt>,
}

/// A word that the index hardly has, and the term that was looked for too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelt {
    pub typed: String,
    pub term: String,
}

/// One word of the query; the best of its variants counts in an article.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// As it was typed.
    pub typed: String,
    pub variants: Vec<Variant>,
    /// Where the word stands in the query.
    pub position: usize,
}

/// Terms of the index that must all be there, and how much less they say than the word itself (1.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub terms: Vec<String>,
    pub weight: f32,
}

impl Plan {
    /// Plans a query against the words that the index has.
    pub fn new(query: &Typed, dictionary: &Dictionary<'_>) -> tantivy::Result<Self> {
        let mut plan = Self::default();
        let words: Vec<&str> = query.words.iter().map(|word| word.text.as_str()).collect();
        let mut at = 0;
        while let Some(word) = query.words.get(at) {
            let inside = |part: &&Word| word.from <= part.from && part.to <= word.to;
            let parts = query.words[at + 1..].iter().take_while(inside).count();
            let mut variants = variants(&words[at..], parts);
            if let Some(typed) = query.corrigible(word)
                && let Some(term) = dictionary.correct(&word.text)?
            {
                variants.push(variant([&term], rank::CORRECTED));
                plan.respell(typed, term);
            }
            let typed = query.ranked.text[word.from..word.to].to_owned();
            plan.push(Group { typed, variants, position: word.position });
            at += 1 + parts;
        }
        Ok(plan)
    }

    fn respell(&mut self, typed: &str, term: String) {
        let respelt = Respelt { typed: typed.to_owned(), term };
        if !self.corrections.contains(&respelt) {
            self.corrections.push(respelt);
        }
    }

    /// Adds a group, unless its word came before.
    fn push(&mut self, group: Group) {
        let again = |before: &Group| before.variants[0] == group.variants[0];
        if !self.groups.iter().any(again) {
            self.groups.push(group);
        }
    }
}

/// What may stand for the first of `words`, of which the next `parts` are parts of it.
fn variants(words: &[&str], parts: usize) -> Vec<Variant> {
    let inner = &words[1..=parts];
    let mut variants = vec![variant([words[0]], 1.0)];
    if parts > 1 {
        variants.push(variant(inner.iter().copied(), rank::PARTS));
    }
    variants.extend(inner.iter().map(|&part| variant([part], rank::PART)));
    Vocabulary::standard().add(words, parts, &mut variants);
    variants
}

fn variant<T: AsRef<str>>(terms: impl IntoIterator<Item = T>, weight: f32) -> Variant {
    let terms = terms.into_iter().map(|term| term.as_ref().to_owned());
    Variant { terms: terms.collect(), weight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_for_a_technical_word() {
        let found = variants(&["tcpip.sys", "tcpip", "sys", "fail"], 2);
        let found: Vec<_> = found.iter().map(|v| (v.terms.join(" "), v.weight)).collect();
        let expected =
            [("tcpip.sys", 1.0), ("tcpip sys", rank::PARTS), ("tcpip", rank::PART), ("sys", rank::PART)];
        assert_eq!(found, expected.map(|(terms, weight)| (terms.to_owned(), weight)));
    }
}
