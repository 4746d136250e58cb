//! The words of a query that articles are ranked by, or the number of an article.

use crate::article::ArticleId;
use crate::index::analysis::{Scanner, Word};
use crate::query::{self, Clause, Field, Item};

/// What is ranked by.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The article whose number is the whole query.
    pub number: Option<ArticleId>,
    /// The words as the index has them, in order; ranges are those of the typed text.
    pub words: Vec<Word>,
}

/// Words beyond this many are not looked at: a pasted page must not take seconds.
const MOST: usize = 64;

/// Reads words; says where there are more than are looked at.
pub fn read(text: &str, notes: &mut Vec<String>) -> Typed {
    let mut scanner = Scanner::new(text);
    let mut words = std::iter::from_fn(|| scanner.next_word().map(|word| word.clone()));
    let typed = Typed { number: text.parse().ok(), words: words.by_ref().take(MOST).collect() };
    if words.next().is_some() {
        notes.push(format!("the query is long: only its first {MOST} words were looked for"));
    }
    typed
}

/// The words of `query`, which was typed as `text`: all of it where it is words only, else what is to be found in texts.
pub fn ranked(query: &query::Query, text: &str) -> String {
    if query.is_plain() {
        return text.to_owned();
    }
    let mut words = Vec::new();
    query.items.iter().for_each(|item| collect(item, &mut words));
    words.join(" ")
}

fn collect<'a>(item: &'a Item, words: &mut Vec<&'a str>) {
    match item {
        Item::Text(text) => words.push(text.as_str()),
        Item::Clause(Clause::Text(field, text)) if is_read(*field) => words.push(text.as_str()),
        Item::Clause(_) | Item::Not(_) => {}
        Item::Or(items) | Item::Group(items) => items.iter().for_each(|item| collect(item, words)),
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
            assert_eq!(ranked(&query::read(text).query, text), words);
        }
    }

    fn number(text: &str) -> Option<ArticleId> {
        read(text, &mut Vec::new()).number
    }

    #[test]
    fn a_number_alone_is_an_article() {
        assert_eq!(number(" q186401 "), Some(ArticleId(186_401)));
        assert_eq!(number("KB 186401"), Some(ArticleId(186_401)));
        assert_eq!(number("error 53"), None);
    }

    #[test]
    fn words_are_those_of_the_index() {
        let words = read("Leaks in SERVICES.EXE", &mut Vec::new()).words;
        let words: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["leak", "services.exe", "servic", "exe"]);
    }

    #[test]
    fn a_long_text_is_noted() {
        let mut notes = Vec::new();
        assert_eq!(read(&"leak ".repeat(MOST), &mut notes).words.len(), MOST);
        assert_eq!(notes, [""; 0]);
        assert_eq!(read(&"leak ".repeat(MOST + 1), &mut notes).words.len(), MOST);
        assert_eq!(notes.len(), 1);
    }
}
