//! Words that say the same in these articles.
//!
//! They are data ([`STANDARD`], `--vocabulary FILE`), so that readers can look at them and add to them: names
//! of one thing, and sets of words that describe the same thing.

use std::sync::LazyLock;

use ahash::AHashMap;

use super::plan::{Kind, Variant};
use super::rank;
use crate::index::analysis::{self, Scanner};

/// The vocabulary that kbfix comes with, in the format that it explains.
pub const STANDARD: &str = include_str!("vocabulary.txt");
/// The names of error codes, in the same format; a part of the vocabulary that kbfix comes with.
pub const CODES: &str = include_str!("codes.txt");

/// What stands for what.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Full names by the short one, folded.
    names: AHashMap<String, Vec<String>>,
    sets: Vec<Set>,
    /// By an entry's first term, the set and the entry.
    entries: AHashMap<String, Vec<(usize, usize)>>,
}

/// Entries that may stand for each other.
#[derive(Clone, Debug)]
struct Set {
    /// Each has one or more terms of the index.
    entries: Vec<Vec<String>>,
    /// The same without the parts of technical words: where the whole stands, they stand too.
    wholes: Vec<Vec<String>>,
    kind: Kind,
}

/// A line of a vocabulary that says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: `{text}` has nothing on one side; write `short = name` or `word, word, …`")]
pub struct VocabularyError {
    pub line: usize,
    pub text: String,
}

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
    let words = Vocabulary::default().with(STANDARD);
    words.and_then(|words| words.with(CODES)).expect("a test reads it")
});

impl Vocabulary {
    /// The one that kbfix comes with.
    pub fn standard() -> &'static Self {
        &WORDS
    }

    /// This vocabulary and the lines of `text`.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn with(mut self, text: &str) -> Result<Self, VocabularyError> {
        for (at, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let error = || VocabularyError { line: at + 1, text: line.to_owned() };
            let (mark, kind) = if line.contains('=') { ('=', Kind::Name) } else { (',', Kind::Related) };
            let words: Vec<&str> = line.split(mark).map(str::trim).collect();
            if words.len() < 2 || words.iter().any(|words| analysis::terms(words).is_empty()) {
                return Err(error());
            }
            if mark == '=' {
                let names = words[1..].iter().map(|name| (*name).to_owned());
                self.names.entry(words[0].to_lowercase()).or_default().extend(names);
            }
            self.add_set(&words, kind);
        }
        Ok(self)
    }

    fn add_set(&mut self, words: &[&str], kind: Kind) {
        let entries: Vec<Vec<String>> = words.iter().map(|words| analysis::terms(words)).collect();
        for (at, entry) in entries.iter().enumerate() {
            self.entries.entry(entry[0].clone()).or_default().push((self.sets.len(), at));
        }
        let wholes = words.iter().map(|words| wholes(words)).collect();
        self.sets.push(Set { entries, wholes, kind });
    }

    /// Adds what may stand for `word`, which has so many `parts`, to its variants. What stands for several words does
    /// where `all`, the words of the query, has each of them, wherever it stands.
    pub fn add(&self, word: &str, parts: usize, all: &[&str], variants: &mut Vec<Variant>) {
        if let Some(name) = self.versioned(word) {
            push(variants, &analysis::terms(&name), Kind::Name);
        }
        for &(set, at) in self.entries.get(word).into_iter().flatten() {
            let Set { entries, wholes, kind } = &self.sets[set];
            let entry = &entries[at];
            if entry.len() > parts && entry[1..].iter().all(|term| all.contains(&term.as_str())) {
                let others = wholes.iter().enumerate().filter(|&(other, _)| other != at);
                others.for_each(|(_, terms)| push(variants, terms, *kind));
            }
        }
    }

    /// The names in full, where `name`, folded, is one that people type for a product.
    pub fn products(&self, name: &str) -> Vec<String> {
        if let Some(names) = self.names.get(name) {
            return names.clone();
        }
        let mut names: Vec<String> = self.versioned(name).into_iter().collect();
        let words: Vec<&str> = name.split_whitespace().collect();
        if words.len() > 1 {
            let whole =
                |word: &&str| self.products(word).into_iter().next().unwrap_or_else(|| (*word).to_owned());
            names.push(words.iter().map(whole).collect::<Vec<_>>().join(" "));
        }
        names
    }

    /// The full name of a short one with a version: `vb6` is `visual basic 6.0`.
    fn versioned(&self, word: &str) -> Option<String> {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (short, number) = word.split_at(letters);
        if self.names.contains_key(word) {
            return None;
        }
        let name = self.names.get(short).and_then(|names| names.first()).map(String::as_str);
        let name = name.or((short.len() > 2).then_some(short))?;
        Some(format!("{name} {}", version(number)?))
    }
}

/// The terms of `text`, none of them a part of another.
fn wholes(text: &str) -> Vec<String> {
    let mut scanner = Scanner::new(text);
    let (mut wholes, mut end) = (Vec::new(), 0);
    while let Some(word) = scanner.next_word() {
        if word.to > end {
            end = word.to;
            wholes.push(word.text.clone());
        }
    }
    wholes
}

fn push(variants: &mut Vec<Variant>, terms: &[String], kind: Kind) {
    let weight = if kind == Kind::Name { rank::ALIAS } else { rank::ALIKE };
    let known = variants.iter_mut().find(|variant| variant.terms == terms);
    match known {
        // A part, or a word that is much the same, may be a name of it as well.
        Some(variant) if variant.weight < weight => *variant = Variant { terms: terms.to_vec(), weight, kind },
        Some(_) => {}
        None if terms.is_empty() => {}
        None => variants.push(Variant { terms: terms.to_vec(), weight, kind }),
    }
}

/// A version glued to a name: `4` and `4.0` are `4.0`, `351` is `3.51`, `95` and `2000` are years.
fn version(number: &str) -> Option<String> {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    match (number.len(), digits) {
        (1, true) => Some(format!("{number}.0")),
        (2, true) if number < "90" => Some(format!("{}.{}", &number[..1], &number[1..])),
        (2 | 4, true) => Some(number.to_owned()),
        (3, true) => Some(format!("{}.{}", &number[..1], &number[1..])),
        (3.., false) if number.bytes().all(|b| b.is_ascii_digit() || b == b'.') => Some(number.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_written_out() {
        let words = Vocabulary::standard();
        for (short, name) in [
            ("nt4", "windows nt 4.0"),
            ("nt351", "windows nt 3.51"),
            ("vb6", "visual basic 6.0"),
            ("win95", "windows 95"),
            ("w2k", "windows 2000"),
            ("sql65", "sql server 6.5"),
            ("word97", "word 97"),
            ("sp6", "service pack 6"),
            ("mac", "macintosh"),
        ] {
            assert_eq!(words.products(short).first().map(String::as_str), Some(name), "{short}");
        }
        for word in ["windows", "x86", "0xa", "3com", "print"] {
            assert_eq!(words.products(word), [""; 0], "{word}");
        }
    }

    fn variants(words: &Vocabulary, typed: &str) -> Vec<(String, f32)> {
        let typed = analysis::terms(typed);
        let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
        let mut variants = Vec::new();
        words.add(typed[0], 0, &typed, &mut variants);
        variants.iter().map(|variant| (variant.terms.join(" "), variant.weight)).collect()
    }

    #[test]
    fn alike_words_weigh_less_than_names() {
        let words = Vocabulary::standard();
        assert!(variants(words, "lock up").contains(&("hang".to_owned(), rank::ALIKE)));
        assert!(variants(words, "sp3").contains(&("servic pack 3".to_owned(), rank::ALIAS)));
        assert!(variants(words, "Service Pack 3").contains(&("sp3".to_owned(), rank::ALIAS)));
    }

    #[test]
    fn lines_are_added() {
        let words = Vocabulary::default().with("# mine\n\nlasso = network adapter\nbeep, sound").unwrap();
        assert_eq!(variants(&words, "lasso"), [("network adapt".to_owned(), rank::ALIAS)]);
        assert_eq!(variants(&words, "sound"), [("beep".to_owned(), rank::ALIKE)]);
        let error = Vocabulary::default().with("lan = network\nlonely").unwrap_err();
        assert_eq!(error, VocabularyError { line: 2, text: "lonely".to_owned() });
    }
}
