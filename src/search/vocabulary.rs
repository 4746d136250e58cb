//! Words that say the same in these articles.
//!
//! They are data ([`STANDARD`], `--vocabulary FILE`), so that readers can look at them and add to them: names
//! of one thing, and sets of words that describe the same thing.

use std::sync::LazyLock;

use ahash::AHashMap;

use super::plan::{Kind, Variant};
use super::product_names::{self, PRODUCT_NAMES, ProductNames};
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
    pub(super) product_names: ProductNames,
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
#[error(
    "line {line}: `{text}` has nothing on one side; write `short = name`, `word, word, …` or `name := product`"
)]
pub struct VocabularyError {
    pub line: usize,
    pub text: String,
}

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
    let parts = [STANDARD, CODES, PRODUCT_NAMES];
    parts.into_iter().try_fold(Vocabulary::default(), Vocabulary::with).expect("a test reads it")
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
            if line.contains(product_names::MARK) {
                self.product_names.add(line).ok_or_else(error)?;
                continue;
            }
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

    /// The full name of a product's short one with a version: `vb6` is `visual basic 6.0`.
    fn versioned(&self, word: &str) -> Option<String> {
        if self.names.contains_key(word) { None } else { self.product_names.versioned(word) }
    }

    /// The names of products that people type.
    pub fn product_names(&self) -> impl Iterator<Item = &str> {
        self.product_names.names()
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
        Some(variant) if variant.weight < weight => {
            *variant = Variant { terms: terms.to_vec(), weight, kind }
        }
        Some(_) => {}
        None if terms.is_empty() => {}
        None => variants.push(Variant { terms: terms.to_vec(), weight, kind }),
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

    /// Words of letters and a number that are no product, as they stand in articles and in queries.
    #[test]
    fn only_versions_of_products_make_a_name() {
        let words = Vocabulary::standard();
        let others = "win32 win16 win32s com1 com2 lpt1 drive2 error53 port80 ext2 int21 int13 mp3 utf8 base64 fat16 fat32 \
            ole2 ps2 rs232 dx8 mapi32 msvcrt40 mfc42 odbc32 kernel32 user32 gdi32 comctl32 wow32 ntdll32 hkey1 \
            md5 sha1 h323 v90 ipv4 ipv6 utf16 ascii7 code43 event9 stop50 disk1 page1 line10 x400 x500 t1 e1 a20 \
            i386 i486 q186401 irq5 dma1 ac97 usb1 ide0 scsi2 nt32 nt64 vb32 vb7 vc32 ie32 ie7 office32 word32 \
            sql32 sql9 dos16 w3 ss3 access32 excel32 exchange32 mail32api sna9 sms9 iis9 fs9 dao32 ado32";
        for word in others.split(' ') {
            assert_eq!(words.versioned(word), None, "{word}");
            assert_eq!(words.product_names.meaning(word, true), None, "{word}");
        }
        for (word, name) in [
            ("nt4", "windows nt 4.0"),
            ("nt40", "windows nt 4.0"),
            ("nt4.0", "windows nt 4.0"),
            ("nt351", "windows nt 3.51"),
            ("nt5", "windows nt 5.0"),
            ("ie5", "internet explorer 5.0"),
            ("ie501", "internet explorer 5.01"),
            ("ie55", "internet explorer 5.5"),
            ("vb4.0", "visual basic 4.0"),
            ("vb3", "visual basic 3.0"),
            ("vc152", "visual c++ 1.52"),
            ("vfp6", "visual foxpro 6.0"),
            ("win31", "windows 3.1"),
            ("win311", "windows 3.11"),
            ("win98", "windows 98"),
            ("w95", "windows 95"),
            ("w31", "windows 3.1"),
            ("office97", "office 97"),
            ("excel5", "excel 5.0"),
            ("acc97", "access 97"),
            ("ppt7", "powerpoint 7.0"),
            ("exchange55", "exchange 5.5"),
            ("sql7", "sql server 7.0"),
            ("sna211", "sna server 2.11"),
            ("dos622", "ms-dos 6.22"),
            ("fs98", "flight simulator 98"),
        ] {
            assert_eq!(
                words.versioned(word).or_else(|| words.products(word).pop()).as_deref(),
                Some(name),
                "{word}"
            );
            assert!(words.product_names.meaning(word, false).is_some(), "{word}");
        }
    }

    /// Each short name of a product that ranking knows is one that filters know.
    #[test]
    fn short_names_of_products_are_known_to_filters() {
        let words = Vocabulary::standard();
        let (_, products) = STANDARD.split_once("# Products.").unwrap();
        let (products, _) = products.split_once("# What is in them.").unwrap();
        let short = products.lines().filter_map(|line| line.split_once('=')).map(|(short, _)| short.trim());
        let unknown: Vec<&str> =
            short.filter(|short| words.product_names.meaning(short, false).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
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
