//! The words of a query that articles are ranked by, or the number of an article.

use super::{noise, telling};
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
    /// For each word whether it says next to nothing.
    pub noise: Vec<bool>,
}

/// Words beyond this many are not looked for: a pasted page must not take seconds.
const MOST: usize = 64;
/// Words beyond this many are not even looked at.
const READ: usize = 1000;

/// Reads words. Of a long text the most telling are taken, by how many articles have each, and `notes` says so.
///
/// # Errors
/// Where `articles` fails.
pub fn read<E>(
    text: &str,
    articles: impl FnMut(&str) -> Result<usize, E>,
    notes: &mut Vec<String>,
) -> Result<Typed, E> {
    let mut scanner = Scanner::new(text);
    let words = std::iter::from_fn(|| scanner.next_word().map(|word| word.clone()));
    let words: Vec<Word> = words.take(READ).collect();
    let noise = noise::find(text, &words);
    let mut typed = Typed { number: text.parse().ok(), words, noise };
    if typed.words.len() > MOST {
        let kept = telling::choose(&typed.words, &typed.noise, MOST, articles)?;
        typed.keep(&kept);
        notes.push(format!("the query is long: only its {MOST} most telling words were looked for"));
    }
    Ok(typed)
}

impl Typed {
    fn keep(&mut self, kept: &[bool]) {
        let mut is_kept = kept.iter();
        self.words.retain(|_| is_kept.next() == Some(&true));
        let mut is_kept = kept.iter();
        self.noise.retain(|_| is_kept.next() == Some(&true));
    }

    /// The words that are no noise.
    pub fn telling(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter().zip(&self.noise).filter(|(_, noise)| !**noise);
        words.map(|(word, _)| word.text.as_str())
    }
}

/// The words of `query`, which was typed as `text`: all of it where it is texts only, else what is to be found in texts.
pub fn ranked(query: &query::Query, text: &str) -> String {
    if query.items.iter().all(is_text) {
        return text.to_owned();
    }
    let mut words = Vec::new();
    query.items.iter().for_each(|item| collect(item, &mut words));
    words.join(" ")
}

/// Whether all of it is to be found in texts.
pub fn is_text(item: &Item) -> bool {
    match item {
        Item::Text(_) => true,
        Item::Clause(_) | Item::Not(_) => false,
        Item::Or(items) | Item::Group(items) => items.iter().all(is_text),
    }
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

    fn typed(text: &str, notes: &mut Vec<String>) -> Typed {
        read(text, |_| Ok::<_, ()>(1), notes).unwrap()
    }

    fn number(text: &str) -> Option<ArticleId> {
        typed(text, &mut Vec::new()).number
    }

    #[test]
    fn a_number_alone_is_an_article() {
        assert_eq!(number(" q186401 "), Some(ArticleId(186_401)));
        assert_eq!(number("KB 186401"), Some(ArticleId(186_401)));
        assert_eq!(number("error 53"), None);
    }

    #[test]
    fn words_are_those_of_the_index() {
        let words = typed("Leaks in SERVICES.EXE", &mut Vec::new()).words;
        let words: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["leak", "services.exe", "servic", "exe"]);
    }

    #[test]
    fn a_long_text_is_noted() {
        let mut notes = Vec::new();
        let words = |count| (0..count).map(|at| format!("w{at} ")).collect::<String>();
        assert_eq!(typed(&words(MOST), &mut notes).words.len(), MOST);
        assert_eq!(notes, [""; 0]);
        assert_eq!(typed(&words(MOST + 1), &mut notes).words.len(), MOST);
        assert_eq!(notes.len(), 1);
    }
}
