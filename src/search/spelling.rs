//! Spelling: the nearest word of the index for one that it does not have.

mod slip;

use std::cell::Cell;

use tantivy::Searcher;

use super::lists::Lists;
use slip::Slips;

/// A word that more articles have than this is spelt as it is meant.
const RARE: u32 = 3;
/// A word that one article in so many has may itself be misspelt.
const FEW: u32 = 10_000;
/// Words of one query that are looked for among the others: each costs a walk through the dictionary.
const MOST: u32 = 16;
/// How much likelier one slip is than two.
const CLOSE: f32 = 8.0;

/// The words of the index.
pub struct Dictionary<'a> {
    lists: &'a Lists,
    /// Articles of the index.
    articles: u32,
    /// Words that were not known so far.
    unknown: Cell<u32>,
}

/// A word of the index near to the one that was typed.
struct Near {
    /// See [`Slips::cost`].
    cost: u16,
    articles: u32,
    word: String,
}

impl<'a> Dictionary<'a> {
    pub fn new(searcher: &Searcher, lists: &'a Lists) -> Self {
        Self { lists, articles: searcher.num_docs() as u32, unknown: Cell::new(0) }
    }

    /// What there is to say where not every unknown word was looked for.
    pub fn note(&self) -> Option<String> {
        let note =
            || format!("of the unknown words only the first {MOST} were looked for in another spelling");
        (self.unknown.get() > MOST).then(note)
    }

    /// The nearest word to `term`, where the index does not have it and there is one.
    pub fn correct(&self, term: &str) -> tantivy::Result<Option<String>> {
        if term.len() < 4 || !term.bytes().all(|b| b.is_ascii_lowercase()) {
            return Ok(None);
        }
        let has = self.lists.of(term)?.articles as u32;
        if has > RARE {
            return Ok(None);
        }
        self.unknown.set(self.unknown.get() + 1);
        if self.unknown.get() > MOST {
            return Ok(None);
        }
        let least = 20 * has + self.articles / FEW;
        let common = |near: &Near| near.articles >= least;
        let near = self.near(term)?.into_iter().filter(common);
        let best = near.max_by(|a, b| a.likelihood().total_cmp(&b.likelihood()));
        Ok(best.map(|near| near.word))
    }

    /// Words that are one or two slips away (one where `term` is short).
    fn near(&self, term: &str) -> tantivy::Result<Vec<Near>> {
        let slips = Slips::new(term.as_bytes(), if term.len() < 6 { 1 } else { 2 });
        let mut found = Vec::new();
        for inverted in self.lists.segments.iter().flat_map(|segment| &segment.fields) {
            let mut words = inverted.terms().search(&slips).into_stream()?;
            while let Some((word, info)) = words.next() {
                let cost = slips.cost(word).filter(|&cost| cost > 0);
                cost.into_iter().for_each(|cost| note(&mut found, cost, info.doc_freq, word));
            }
        }
        Ok(found)
    }
}

impl Near {
    /// How likely it is that this was meant, beside others.
    fn likelihood(&self) -> f32 {
        self.articles as f32 * CLOSE.powf(-f32::from(self.cost) / f32::from(slip::SLIP))
    }
}

/// Adds to what is known of a word.
fn note(found: &mut Vec<Near>, cost: u16, articles: u32, word: &[u8]) {
    let Ok(word) = std::str::from_utf8(word) else {
        return;
    };
    match found.iter_mut().find(|near| near.word == word) {
        Some(near) => near.articles = near.articles.max(articles),
        None => found.push(Near { cost, articles, word: word.to_owned() }),
    }
}
