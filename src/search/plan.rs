//! The plan of a search: the words of a query, each with what may stand for it.

use super::spelling::Dictionary;
use super::typed::Typed;
use super::{codes, noise, rank, rank::Ranking, vocabulary::Vocabulary};
use crate::index::analysis::{Word, end_of_parts};

/// Words that are said to be in no article.
const MOST_ABSENT: usize = 5;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Whether some words were not looked for in another spelling.
    pub is_cut: bool,
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
    /// Whether it says next to nothing.
    pub is_noise: bool,
}

/// Terms of the index that must all be there, and how much less they say than the word itself (1.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub terms: Vec<String>,
    pub weight: f32,
    pub kind: Kind,
}

/// How a variant stands to the word of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The word itself, or another spelling of it. All of them share one document frequency, so that a rare spelling,
    /// such as a typing mistake, is worth no more than a common one.
    Spelling,
    /// Another name for the same.
    Name,
    /// Another word for much the same.
    Related,
    /// A part of a technical word. It counts only in articles that were found otherwise.
    Part,
}

impl Plan {
    /// Plans a query against the words that the index has.
    pub fn new(query: &Typed, dictionary: &Dictionary<'_>, vocabulary: &Vocabulary) -> tantivy::Result<Self> {
        let mut plan = Self::default();
        let words: Vec<&str> = query.words.iter().map(|word| word.text.as_str()).collect();
        let corrigible = query.words.iter().filter(|word| query.corrigible(word).is_some());
        let (corrections, is_cut) = dictionary.correct_all(corrigible.map(|word| word.text.as_str()))?;
        plan.is_cut = is_cut;
        let (mut at, mut behind) = (0, None);
        while let Some(word) = query.words.get(at) {
            let end = end_of_parts(&query.words, at);
            let mut variants = variants(&query.words[at..end], &words, is_joined(query, word), vocabulary);
            variants.retain(|variant| !is_said_elsewhere(variant, &words));
            // A word that the vocabulary knows is no mistake.
            let is_known = variants.iter().any(|variant| matches!(variant.kind, Kind::Name | Kind::Related));
            if let Some(typed) = query.corrigible(word).filter(|_| !is_known)
                && let Some(term) = corrections.get(word.text.as_str())
            {
                variants[0].weight = rank::MISTYPED;
                variants.push(variant([term], 1.0, Kind::Spelling));
                plan.respell(typed, term.clone());
            }
            let typed = query.ranked.text[word.from..word.to].to_owned();
            let is_noise = query.noise[at];
            if is_noise {
                variants.iter_mut().for_each(|variant| variant.weight *= noise::FAINT);
            }
            let group = plan.push(Group { typed, variants, position: word.position, is_noise });
            if !is_noise {
                plan.name(group, behind);
            }
            behind = Some(words[at]);
            at = end;
        }
        Ok(plan)
    }

    /// Says which words no article has, and which none has that passes; noise aside. Where nothing passes at all, the
    /// words are not what is missing.
    pub fn absent_notes(&self, ranking: &Ranking) -> Vec<String> {
        let note = |who: &str, is_unknown: bool| {
            let absent = ranking.absent.iter().filter(|&&at| (ranking.rarities[at] == 0.0) == is_unknown);
            let groups = absent.map(|&at| &self.groups[at]).filter(|group| !group.is_noise);
            let words: Vec<String> =
                groups.map(|group| format!("`{}`", group.typed)).take(MOST_ABSENT).collect();
            (!words.is_empty()).then(|| format!("no article{who} has {}", words.join(" or ")))
        };
        let filtered = (!ranking.found.is_empty()).then(|| note(" that passes the filters", false));
        note("", true).into_iter().chain(filtered.flatten()).collect()
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
        let again = |before: &Group| before.variants[0].terms == group.variants[0].terms;
        self.groups.iter().position(again).unwrap_or_else(|| {
            self.groups.push(group);
            self.groups.len() - 1
        })
    }
}

/// Whether a word's parts are words that were joined by hyphens (`add-in`), and not the parts of a name (`tcpip.sys`,
/// `IRQL_NOT_LESS_OR_EQUAL`), which are others' parts too.
fn is_joined(query: &Typed, word: &Word) -> bool {
    let typed = &query.ranked.text[word.from..word.to];
    typed.contains('-') && !typed.contains(['.', '_', '&'])
}

/// What may stand for a word, given with its parts, in a query of `all` these words. Where the others stand in the query
/// does not matter: what is found must not depend on their order.
fn variants(word: &[Word], all: &[&str], is_joined: bool, vocabulary: &Vocabulary) -> Vec<Variant> {
    let (whole, inner) = (word[0].text.as_str(), &word[1..]);
    let mut variants = vec![variant([whole], 1.0, Kind::Spelling)];
    if inner.len() > 1 {
        let kind = if is_joined { Kind::Spelling } else { Kind::Part };
        variants.push(variant(inner.iter().map(|part| &part.text), rank::PARTS, kind));
    }
    variants.extend(inner.iter().map(|part| variant([&part.text], rank::PART, Kind::Part)));
    vocabulary.add(whole, inner.len(), all, &mut variants);
    for spelling in codes::spellings(whole, all) {
        vocabulary.add(&spelling, 0, &[&spelling], &mut variants);
    }
    spell(&mut variants, all);
    variants
}

/// Whether a code's other name stands in the query by itself: an article with one of the two does not have both.
fn is_said_elsewhere(variant: &Variant, words: &[&str]) -> bool {
    let term = variant.terms[0].as_str();
    let is_code = term.starts_with("0x") || term.contains('_');
    is_code && variant.weight < 1.0 && words.contains(&term)
}

/// Adds the other spellings of the codes among `variants`.
fn spell(variants: &mut Vec<Variant>, all: &[&str]) {
    let is_code = |variant: &&Variant| variant.terms.len() == 1 && variant.weight >= rank::ALIAS;
    let singles = variants.iter().filter(is_code);
    let spellings: Vec<_> = singles.flat_map(|one| codes::spellings(&one.terms[0], all)).collect();
    for spelling in spellings {
        if variants.iter().all(|variant| variant.terms != [spelling.as_str()]) {
            variants.push(variant([spelling], rank::ALIAS, Kind::Spelling));
        }
    }
}

fn variant<T: AsRef<str>>(terms: impl IntoIterator<Item = T>, weight: f32, kind: Kind) -> Variant {
    let terms = terms.into_iter().map(|term| term.as_ref().to_owned());
    Variant { terms: terms.collect(), weight, kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_for_a_technical_word() {
        use Kind::{Part, Spelling};
        let parts = [("tcpip", rank::PART, Part), ("sys", rank::PART, Part)];
        let joined = [("add", rank::PART, Part), ("on", rank::PART, Part)];
        for (text, is_joined, first, parts) in [
            ("tcpip.sys", false, [("tcpip.sys", 1.0, Spelling), ("tcpip sys", rank::PARTS, Part)], parts),
            ("add-on", true, [("addon", 1.0, Spelling), ("add on", rank::PARTS, Spelling)], joined),
        ] {
            let words: Vec<Word> = crate::index::analysis::words(text).collect();
            let found = variants(&words, &[], is_joined, &Vocabulary::default());
            let found: Vec<_> = found.iter().map(|v| (v.terms.join(" "), v.weight, v.kind)).collect();
            let expected =
                first.into_iter().chain(parts).map(|(terms, weight, kind)| (terms.to_owned(), weight, kind));
            assert_eq!(found, expected.collect::<Vec<_>>());
        }
    }
}
