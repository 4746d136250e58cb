//! Spelling: the likeliest word of the index for one that was probably mistyped.

mod slip;

use ahash::AHashMap;
use tantivy::Searcher;

use super::lists::Lists;
use slip::Slips;

/// A word that more articles have than this may be right, however common another is that is like it.
const RARE: u32 = 3;
/// How many times as many articles must have the right word as have a mistyped one. Of the articles that have a word,
/// about one in so many has it mistyped in the same way.
const MISTYPED: u32 = 20;
/// The same for a word that is not rare, and a slip that is easily made.
const OFTEN_MISTYPED: u32 = 60;
/// A word that more than one article in so many has is taken as it is: to look for others takes a millisecond, and no
/// mistake is made so often.
const SETTLED: u32 = 2_000;
/// A word that fewer than one article in so many has may itself be misspelt.
const FEW: u32 = 10_000;
/// Words of one query that are looked for among the others: each costs a walk through the dictionary.
const MOST: usize = 16;
/// How much likelier one slip is than two.
const CLOSE: f32 = 64.0;

/// What is said where some words were not looked for.
pub const NOTE: &str = "of the unknown words only the 16 longest were looked for in another spelling";

/// The words of the index.
pub struct Dictionary<'a> {
    lists: &'a Lists,
    /// Articles of the index.
    articles: u32,
}

/// A word of the index near to the one that was typed.
struct Near {
    word: String,
    /// See [`Slips::cost`].
    cost: u16,
    /// Articles that have it, by field.
    articles: Vec<u32>,
}

impl<'a> Dictionary<'a> {
    pub fn new(searcher: &Searcher, lists: &'a Lists) -> Self {
        Self { lists, articles: searcher.num_docs() as u32 }
    }

    /// The likeliest words that were meant by those of `terms` that are probably mistyped, and whether some of them were
    /// not looked for.
    pub fn correct_all<'t>(
        &self,
        terms: impl Iterator<Item = &'t str>,
    ) -> tantivy::Result<(AHashMap<&'t str, String>, bool)> {
        let mut terms: Vec<&str> = terms.filter(|term| is_word(term)).collect();
        // The shortest of many are left out, wherever they stand in the query.
        terms.sort_unstable_by_key(|term| (std::cmp::Reverse(term.len()), *term));
        terms.dedup();
        let mut corrections = AHashMap::new();
        let (mut walks, mut is_cut) = (0, false);
        for term in terms {
            let has = self.lists.of(term)?.articles as u32;
            if has > RARE.max(self.articles / SETTLED) {
                continue;
            }
            if walks == MOST {
                is_cut = true;
                break;
            }
            walks += 1;
            if let Some(word) = self.correct(term, has)? {
                corrections.insert(term, word);
            }
        }
        Ok((corrections, is_cut))
    }

    /// The likeliest word that was meant by `term`, which `has` so many articles.
    fn correct(&self, term: &str, has: u32) -> tantivy::Result<Option<String>> {
        let is_likelier = |near: &Near| {
            let least = if has > RARE { OFTEN_MISTYPED * has } else { MISTYPED * has + self.articles / FEW };
            near.most() >= least && (has <= RARE || near.cost <= slip::EASY)
        };
        // Of a word that is not rare only one slip is believed, and a walk for one is much shorter.
        let slips = if term.len() < 6 || has > RARE { 1 } else { 2 };
        let near = self.near(term, slips)?.into_iter().filter(is_likelier);
        let best = near.max_by(|a, b| a.likelihood().total_cmp(&b.likelihood()));
        Ok(best.map(|near| near.word))
    }

    /// Words that are at most so many slips away.
    fn near(&self, term: &str, slips: u16) -> tantivy::Result<Vec<Near>> {
        let slips = Slips::new(term.as_bytes(), slips);
        let mut found: Vec<Near> = Vec::new();
        for segment in &self.lists.segments {
            for (field, inverted) in segment.fields.iter().enumerate() {
                let mut words = inverted.terms().search(&slips).into_stream()?;
                while let Some((word, info)) = words.next() {
                    let Some(cost) = slips.cost(word).filter(|&cost| cost > 0) else { continue };
                    let Ok(word) = std::str::from_utf8(word) else { continue };
                    let at = found.iter().position(|near| near.word == word).unwrap_or_else(|| {
                        let articles = vec![0; segment.fields.len()];
                        found.push(Near { word: word.to_owned(), cost, articles });
                        found.len() - 1
                    });
                    found[at].articles[field] += info.doc_freq;
                }
            }
        }
        Ok(found)
    }
}

impl Near {
    /// Articles that have it, in the field that most have it in.
    fn most(&self) -> u32 {
        self.articles.iter().copied().max().unwrap_or(0)
    }

    /// How likely it is that this was meant, beside others.
    fn likelihood(&self) -> f32 {
        self.most() as f32 * CLOSE.powf(-f32::from(self.cost) / f32::from(slip::SLIP))
    }
}

/// Whether it may be mistyped: letters, and not too few.
fn is_word(term: &str) -> bool {
    term.len() >= 4 && term.bytes().all(|b| b.is_ascii_lowercase())
}
