//! The words of a query that articles are ranked by, or the number of an article.

use std::ops::Range;

use crate::article::ArticleId;
use crate::index::analysis::{Scanner, Word};
use crate::query::{self, Clause, Field, Item, Text};

/// What of a query is to be found in texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranked {
    pub text: String,
    /// Ranges of `text` that are meant as they are written: phrases and values of fields.
    insisted: Vec<Range<usize>>,
}

/// What is ranked by.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub ranked: Ranked,
    /// The article whose number is the whole query.
    pub number: Option<ArticleId>,
    /// The words as the index has them, in order; ranges are those of the ranked text.
    pub words: Vec<Word>,
}

impl Typed {
    /// The word as it was typed, where it may be a mistake: it has only letters, more than three, stands between
    /// blanks and sentence marks, and nobody insists on it.
    pub fn corrigible(&self, word: &Word) -> Option<&str> {
        let Ranked { text, insisted } = &self.ranked;
        let before = text[..word.from].chars().next_back();
        let mut behind = text[word.to..].chars();
        let begins = before.is_none_or(|c| c.is_whitespace() || "(\"'".contains(c));
        let ends = behind.find(|c| !".,;:!?)\"'".contains(*c)).is_none_or(char::is_whitespace);
        let typed = &text[word.from..word.to];
        let is_word = typed.len() > 3 && typed.bytes().all(|b| b.is_ascii_alphabetic());
        let is_free = !insisted.iter().any(|range| range.contains(&word.from));
        (begins && ends && is_word && is_free).then_some(typed)
    }
}

/// Words beyond this many are not looked at: a pasted page must not take seconds.
const MOST: usize = 64;

/// Reads words; says where there are more than are looked at.
pub fn read(ranked: Ranked, notes: &mut Vec<String>) -> Typed {
    let mut scanner = Scanner::new(&ranked.text);
    let mut words = std::iter::from_fn(|| scanner.next_word().map(|word| word.clone()));
    let (number, first) = (ranked.text.parse().ok(), words.by_ref().take(MOST).collect());
    if words.next().is_some() {
        notes.push(format!("the query is long: only its first {MOST} words were looked for"));
    }
    Typed { number, words: first, ranked }
}

/// The words of `query`, which was typed as `text`: all of it where it is words only, else what is to be found in texts.
pub fn ranked(query: &query::Query, text: &str) -> Ranked {
    if query.is_plain() {
        return Ranked { text: text.to_owned(), insisted: Vec::new() };
    }
    let mut ranked = Ranked::default();
    query.items.iter().for_each(|item| ranked.collect(item));
    ranked
}

impl Ranked {
    fn collect(&mut self, item: &Item) {
        match item {
            Item::Text(Text::Word(word)) => self.push(word),
            Item::Text(Text::Phrase(text)) => self.insist(text),
            Item::Clause(Clause::Text(field, text)) if is_read(*field) => self.insist(text.as_str()),
            Item::Clause(_) | Item::Not(_) => {}
            Item::Or(items) | Item::Group(items) => items.iter().for_each(|item| self.collect(item)),
        }
    }

    fn push(&mut self, words: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(words);
    }

    fn insist(&mut self, words: &str) {
        self.push(words);
        self.insisted.push(self.text.len() - words.len()..self.text.len());
    }
}

/// Whether the field is running text, whose words say what an article is about.
const fn is_read(field: Field) -> bool {
    matches!(
        field,
        Field::Title | Field::Symptoms | Field::Cause | Field::Resolution | Field::File | Field::Error
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_filters_does_not_rank() {
        for (text, words) in [
            (" (a,  b) -- c", " (a,  b) -- c"),
            ("leak \"access violation\" -printer product:nt title:x", "leak access violation x"),
            ("hang OR (freeze -a) event:9", "hang freeze"),
        ] {
            assert_eq!(ranked(&query::read(text).query, text).text, words);
        }
    }

    fn typed(text: &str) -> Typed {
        read(ranked(&query::read(text).query, text), &mut Vec::new())
    }

    #[test]
    fn only_words_that_nobody_insists_on_may_be_mistakes() {
        for (text, corrigible) in [
            ("Lekage, (in \\\\servr\\shre) tcpip.sis pasword!", vec!["Lekage", "pasword"]),
            ("lekage \"acess vilation\" title:keybord mouze", vec!["lekage", "mouze"]),
            ("\"lekage\" lekage", vec!["lekage"]),
            ("abc v4x ERROR_BSY don't e-mial naïv 0xbadd lek/age", vec![]),
        ] {
            let typed = typed(text);
            let found: Vec<_> = typed.words.iter().filter_map(|word| typed.corrigible(word)).collect();
            assert_eq!(found, corrigible, "{text}");
        }
    }

    fn number(text: &str) -> Option<ArticleId> {
        typed(text).number
    }

    #[test]
    fn a_number_alone_is_an_article() {
        assert_eq!(number(" q186401 "), Some(ArticleId(186_401)));
        assert_eq!(number("KB 186401"), Some(ArticleId(186_401)));
        assert_eq!(number("error 53"), None);
    }

    #[test]
    fn words_are_those_of_the_index() {
        let words = typed("Leaks in SERVICES.EXE").words;
        let words: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["leak", "services.exe", "servic", "exe"]);
    }

    #[test]
    fn a_long_text_is_noted() {
        let mut notes = Vec::new();
        let many = |words| Ranked { text: "leak ".repeat(words), ..Ranked::default() };
        assert_eq!(read(many(MOST), &mut notes).words.len(), MOST);
        assert_eq!(notes, [""; 0]);
        assert_eq!(read(many(MOST + 1), &mut notes).words.len(), MOST);
        assert_eq!(notes.len(), 1);
    }
}
