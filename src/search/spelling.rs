//! Spelling: the nearest word of the index for one that it does not have.

use std::cell::Cell;

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// A word that more articles have than this is spelt as it is meant.
const RARE: u32 = 3;
/// A word that one article in so many has may itself be misspelt.
const FEW: u32 = 10_000;
/// Words of one query that are looked for among the others: each costs a walk through the dictionary.
const MOST: u32 = 16;
/// How much likelier one slip is than two.
const CLOSE: u32 = 8;

/// The words of the index.
pub struct Dictionary<'a> {
    searcher: &'a Searcher,
    /// The fields whose words count.
    fields: &'a [Field],
    /// Words that were not known so far.
    unknown: Cell<u32>,
}

/// A word of the index near to the one that was typed.
struct Near {
    distance: usize,
    articles: u32,
    word: String,
}

impl<'a> Dictionary<'a> {
    pub const fn new(searcher: &'a Searcher, fields: &'a [Field]) -> Self {
        Self { searcher, fields, unknown: Cell::new(0) }
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
        let has = self.articles_with(term)?;
        if has > RARE {
            return Ok(None);
        }
        self.unknown.set(self.unknown.get() + 1);
        if self.unknown.get() > MOST {
            return Ok(None);
        }
        let least = 20 * has + self.searcher.num_docs() as u32 / FEW;
        let common = |near: &Near| near.articles >= least;
        let near = self.near(term)?.into_iter().filter(common);
        let best = near.max_by_key(|near| near.articles * if near.distance == 1 { CLOSE } else { 1 });
        Ok(best.map(|near| near.word))
    }

    fn articles_with(&self, term: &str) -> tantivy::Result<u32> {
        let mut most = 0;
        for &field in self.fields {
            most = most.max(self.searcher.doc_freq(&Term::from_field_text(field, term))? as u32);
        }
        Ok(most)
    }

    /// Words that begin like `term` and are one or two edits away (one where it is short).
    fn near(&self, term: &str) -> tantivy::Result<Vec<Near>> {
        let bytes = term.as_bytes();
        let reach = if bytes.len() < 6 { 1 } else { 2 };
        let mut found: Vec<Near> = Vec::new();
        for segment in self.searcher.segment_readers() {
            for &field in self.fields {
                let inverted = segment.inverted_index(field)?;
                let words = inverted.terms().range().ge(&bytes[..1]).lt([bytes[0] + 1]);
                let mut words = words.into_stream()?;
                while let Some((word, info)) = words.next() {
                    if word.len().abs_diff(bytes.len()) > reach {
                        continue;
                    }
                    let distance = distance(bytes, word, reach);
                    // Two letters too many or too few make another word.
                    let far = distance + word.len().abs_diff(bytes.len()) > 3;
                    let plain = word.iter().all(u8::is_ascii_lowercase);
                    if (1..=reach).contains(&distance) && !far && plain {
                        note(&mut found, distance, info.doc_freq, word);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// Adds to what is known of a word.
fn note(found: &mut Vec<Near>, distance: usize, articles: u32, word: &[u8]) {
    let Ok(word) = std::str::from_utf8(word) else {
        return;
    };
    match found.iter_mut().find(|near| near.word == word) {
        Some(near) => near.articles = near.articles.max(articles),
        None => found.push(Near { distance, articles, word: word.to_owned() }),
    }
}

/// Edits from `a` to `b`, a swap of neighbours being one; anything over `reach` may be `reach + 1`.
fn distance(a: &[u8], b: &[u8], reach: usize) -> usize {
    const WIDEST: usize = 40;
    if b.len() >= WIDEST || a.len().abs_diff(b.len()) > reach {
        return reach + 1;
    }
    let (mut before, mut last, mut row) = ([0; WIDEST], [0; WIDEST], [0; WIDEST]);
    for (at, cell) in last.iter_mut().enumerate() {
        *cell = at;
    }
    for (i, &x) in a.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, &y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
            least = least.min(row[j + 1]);
        }
        if least > reach {
            return reach + 1;
        }
        (before, last) = (last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, edits) in [
            ("keybord", "keyboard", 1),
            ("orcal", "oracl", 1),
            ("dissapear", "disappear", 2),
            ("same", "same", 0),
            ("print", "mouse", 3),
            ("ab", "abcde", 3),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes(), 2), edits, "{a} {b}");
        }
    }
}
