//! The plan of a search: the words of a query, each with what may stand for it.

use super::query::Query;
use super::spelling::Dictionary;
use super::vocabulary;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub groups: Vec<Group>,
    /// What was done that was not typed.
    pub notes: Vec<String>,
}

/// One word of the query; the best of its variants counts in an article.
#[derive(Clone, Debug)]
pub struct Group {
    pub variants: Vec<Variant>,
    /// Where the word stands in the query.
    pub position: usize,
}

/// A term of the index, and how much less it says than the word itself (1.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub term: String,
    pub weight: f32,
}

impl Plan {
    /// Plans a query against the words that the index has.
    pub fn new(query: &Query, text: &str, dictionary: &Dictionary<'_>) -> tantivy::Result<Self> {
        let mut plan = Self::default();
        for word in &query.words {
            if plan.groups.iter().any(|group| group.variants[0].term == word.text) {
                continue;
            }
            let mut variants = vec![Variant { term: word.text.clone(), weight: 1.0 }];
            vocabulary::add(&word.text, &mut variants);
            if let Some(better) = dictionary.correct(&word.text)? {
                plan.note(&text[word.from..word.to], &better);
                variants.push(Variant { term: better, weight: 0.8 });
            }
            plan.groups.push(Group { variants, position: word.position });
        }
        Ok(plan)
    }

    /// Every term that is looked for.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        let variants = self.groups.iter().flat_map(|group| &group.variants);
        variants.map(|variant| variant.term.as_str())
    }

    fn note(&mut self, typed: &str, better: &str) {
        self.notes.push(format!("`{typed}` is in no article; also looked for `{better}`"));
    }
}
