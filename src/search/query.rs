//! What was typed: words to look for, or the number of an article.

use crate::article::ArticleId;
use crate::index::analysis::{Scanner, Word};

/// A query, read. Reading never fails: whatever was typed is looked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The article whose number is the whole query.
    pub number: Option<ArticleId>,
    /// The words as the index has them, in order; ranges are those of the typed text.
    pub words: Vec<Word>,
}

/// Words beyond this many are not looked at: a pasted page must not take seconds.
const MOST: usize = 64;

/// Reads what was typed.
pub fn read(text: &str) -> Query {
    let mut scanner = Scanner::new(text);
    let words = std::iter::from_fn(|| scanner.next_word().map(|word| word.clone()));
    Query { number: text.parse().ok(), words: words.take(MOST).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_is_an_article() {
        assert_eq!(read(" q186401 ").number, Some(ArticleId(186_401)));
        assert_eq!(read("KB 186401").number, Some(ArticleId(186_401)));
        assert_eq!(read("error 53").number, None);
    }

    #[test]
    fn words_are_those_of_the_index() {
        let words = read("Leaks in SERVICES.EXE").words;
        let words: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["leak", "services.exe", "servic", "exe"]);
    }
}
