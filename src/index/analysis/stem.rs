//! Stems, remembered: a thread looks each word up once.

use std::cell::RefCell;

use ahash::AHashMap;
use frostem::{Algorithm, Stemmer};

/// What becomes of a plain word.
#[derive(Clone, Debug)]
enum Fate {
    /// Too common to say anything alone.
    Common,
    Same,
    Stem(Box<str>),
}

/// Words that a thread remembers at most (some 100 bytes each).
const MEMORY: usize = 1 << 16;

/// English words that carry nothing in a question about software. `not`, `no`, `on`, `off`, `out`,
/// `up`, `when`, `after`, `before` and the like stay: they are part of what goes wrong.
const COMMON: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "do", "does",
    "did", "for", "from", "had", "has", "have", "he", "how", "i", "if", "in", "into", "is", "it", "its",
    "may", "me", "might", "my", "of", "or", "our", "shall", "she", "should", "so", "some", "such", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "was", "we",
    "were", "what", "which", "while", "who", "will", "with", "would", "you", "your", "im", "ive", "id", "am",
    "any", "also",
];

struct Memory {
    fates: AHashMap<Box<str>, Fate>,
    stemmer: Stemmer,
}

impl Memory {
    fn new() -> Self {
        let fates = COMMON.iter().map(|&word| (word.into(), Fate::Common));
        Self { fates: fates.collect(), stemmer: Stemmer::new(Algorithm::English) }
    }

    fn settle(&mut self, word: &mut String) -> bool {
        let stem = self.stemmer.stem(word).into_owned();
        let fate = if stem == *word { Fate::Same } else { Fate::Stem(stem.clone().into_boxed_str()) };
        if self.fates.len() < MEMORY {
            self.fates.insert(word.as_str().into(), fate);
        }
        *word = stem;
        true
    }
}

thread_local! {
    static MEMORY_OF_THREAD: RefCell<Memory> = RefCell::new(Memory::new());
}

/// Turns a lower-case word of letters into its stem; false where the word is too common, which then stays as it is.
pub fn stem(word: &mut String) -> bool {
    MEMORY_OF_THREAD.with_borrow_mut(|memory| match memory.fates.get(word.as_str()) {
        Some(Fate::Common) => false,
        Some(Fate::Same) => true,
        Some(Fate::Stem(stem)) => {
            word.clear();
            word.push_str(stem);
            true
        }
        None => memory.settle(word),
    })
}
