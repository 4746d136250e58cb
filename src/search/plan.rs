//! The plan of a search: the words of a query, each with what may stand for it.

use super::spelling::Dictionary;
use super::typed::Typed;
use super::{codes, noise, rank, vocabulary::Vocabulary};
use crate::index::analysis::end_of_parts;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub groups: Vec<Group>,
    pub corrections: Vec<Respelt>,
    pub named: Vec<Named>,
}

/// An error that the query names, as the index's exact fields have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub number: String,
    pub is_event: bool,
    /// The word that names it.
    pub group: usize,
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
    pub fn new(query: &Typed, dictionary: &Dictionary<'_>, vocabulary: &Vocabulary) -> tantivy::Result<Self> {
        let mut plan = Self::default();
        let words: Vec<&str> = query.words.iter().map(|word| word.text.as_str()).collect();
        let (mut at, mut behind) = (0, None);
        while let Some(word) = query.words.get(at) {
            let end = end_of_parts(&query.words, at);
            let parts = end - at - 1;
            let mut variants = variants(&words[at..], parts, behind, vocabulary);
            variants.retain(|variant| !is_said_elsewhere(variant, &words));
            if let Some(typed) = query.corrigible(word)
                && let Some(term) = dictionary.correct(&word.text)?
            {
                variants.push(variant([&term], rank::CORRECTED));
                plan.respell(typed, term);
            }
            let typed = query.ranked.text[word.from..word.to].to_owned();
            let is_noise = query.noise[at];
            if is_noise {
                variants.iter_mut().for_each(|variant| variant.weight *= noise::FAINT);
            }
            let group = plan.push(Group { typed, variants, position: word.position });
            if !is_noise {
                plan.name(group, behind);
            }
            behind = Some(words[at]);
            at = end;
        }
        Ok(plan)
    }

    fn respell(&mut self, typed: &str, term: String) {
        let respelt = Respelt { typed: typed.to_owned(), term };
        if !self.corrections.contains(&respelt) {
            self.corrections.push(respelt);
        }
    }

    /// Notes the errors that the word of a group names.
    fn name(&mut self, group: usize, behind: Option<&str>) {
        let variants = &self.groups[group].variants;
        let term = &variants[0].terms[0];
        let is_event = behind == Some("event") && term.bytes().all(|b| b.is_ascii_digit());
        let event = is_event.then(|| Named { number: term.clone(), is_event, group });
        let singles = variants.iter().filter(|variant| variant.terms.len() == 1);
        let numbers = singles.filter_map(|variant| codes::typed(&variant.terms[0], behind));
        let errors = numbers.map(|number| Named { number, is_event: false, group });
        for named in event.into_iter().chain(errors) {
            let again = |other: &Named| (&other.number, other.is_event) == (&named.number, named.is_event);
            if !self.named.iter().any(again) {
                self.named.push(named);
            }
        }
    }

    /// Adds a group, unless its word came before; where it stands.
    fn push(&mut self, group: Group) -> usize {
        let again = |before: &Group| before.variants[0] == group.variants[0];
        self.groups.iter().position(again).unwrap_or_else(|| {
            self.groups.push(group);
            self.groups.len() - 1
        })
    }
}

/// What may stand for the first of `words`, of which the next `parts` are parts of it and `behind` is the one before.
fn variants(words: &[&str], parts: usize, behind: Option<&str>, vocabulary: &Vocabulary) -> Vec<Variant> {
    let inner = &words[1..=parts];
    let mut variants = vec![variant([words[0]], 1.0)];
    if parts > 1 {
        variants.push(variant(inner.iter().copied(), rank::PARTS));
    }
    variants.extend(inner.iter().map(|&part| variant([part], rank::PART)));
    vocabulary.add(words, parts, &mut variants);
    for spelling in codes::spellings(words[0], behind) {
        vocabulary.add(&[&spelling], 0, &mut variants);
    }
    spell(&mut variants, behind);
    variants
}

/// Whether a code's other name stands in the query by itself: an article with one of the two does not have both.
fn is_said_elsewhere(variant: &Variant, words: &[&str]) -> bool {
    let term = variant.terms[0].as_str();
    let is_code = term.starts_with("0x") || term.contains('_');
    is_code && variant.weight < 1.0 && words.contains(&term)
}

/// Adds the other spellings of the codes among `variants`.
fn spell(variants: &mut Vec<Variant>, behind: Option<&str>) {
    let singles = variants.iter().filter(|variant| variant.terms.len() == 1 && variant.weight >= rank::ALIAS);
    let spellings: Vec<_> = singles.flat_map(|one| codes::spellings(&one.terms[0], behind)).collect();
    for spelling in spellings {
        if variants.iter().all(|variant| variant.terms != [spelling.as_str()]) {
            variants.push(variant([spelling], rank::ALIAS));
        }
    }
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
        let found = variants(&["tcpip.sys", "tcpip", "sys", "fail"], 2, None, Vocabulary::standard());
        let found: Vec<_> = found.iter().map(|v| (v.terms.join(" "), v.weight)).collect();
        let expected =
            [("tcpip.sys", 1.0), ("tcpip sys", rank::PARTS), ("tcpip", rank::PART), ("sys", rank::PART)];
        assert_eq!(found, expected.map(|(terms, weight)| (terms.to_owned(), weight)));
    }
}
