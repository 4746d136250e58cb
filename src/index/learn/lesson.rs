//! What is learned from one article: its texts as words, words as numbers.

use ahash::AHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;
use crate::index::analysis::Scanner;

/// Words of the symptoms that are looked at; an article says early what it is about.
const MAIN: usize = 300;
/// The same for a body without sections, which goes on to the solution.
const BODY: usize = 150;
/// The same for all other sections together.
const OTHER: usize = 400;

/// Texts of an article, each word as its [`key`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    pub title: Vec<u32>,
    /// What a reader sees: symptoms, or else the summary, or else the body's first words.
    pub main: Vec<u32>,
    pub query_words: Vec<u32>,
    /// The sections that say what it comes from and what helps.
    pub other: Vec<u32>,
}

/// A word as a number. Of 300,000 words some ten pairs share theirs, and then share a vector.
pub fn key(word: &str) -> u32 {
    xxh3_64(word.as_bytes()) as u32
}

/// The different words among these, in order of number.
pub fn bag(mut words: Vec<u32>) -> Vec<u32> {
    words.sort_unstable();
    words.dedup();
    words
}

/// The words that stand for an article.
pub fn gist(article: &Article) -> Vec<u32> {
    bag([title(article), main(article)].concat())
}

fn title(article: &Article) -> Vec<u32> {
    keys([article.title.as_str()], MAIN)
}

fn main(article: &Article) -> Vec<u32> {
    let symptoms = article.symptoms.as_deref().map(|text| keys([text], MAIN));
    let summary = || article.summary.as_deref().map(|text| keys([text], MAIN));
    let body = || article.body.as_deref().map(|text| keys([text], BODY));
    symptoms.or_else(summary).or_else(body).unwrap_or_default()
}

impl Lesson {
    pub fn new(article: &Article) -> Self {
        let sections = [&article.cause, &article.resolution, &article.workaround, &article.more_information];
        let others = article.other_sections.iter().map(|section| section.text.as_str());
        Self {
            title: title(article),
            main: main(article),
            query_words: keys(article.query_words.iter().map(String::as_str), MAIN),
            other: keys(sections.into_iter().flatten().map(String::as_str).chain(others), OTHER),
        }
    }

    /// As [`gist`].
    pub fn gist(&self) -> Vec<u32> {
        bag([self.title.as_slice(), &self.main].concat())
    }

    /// All its different words.
    pub fn bag(&self) -> Vec<u32> {
        bag([self.title.as_slice(), &self.main, &self.query_words, &self.other].concat())
    }

    /// The same with other numbers for words, without words that have none.
    #[must_use]
    pub fn translate(&self, numbers: &AHashMap<u32, u32>) -> Self {
        let translate = |words: &[u32]| words.iter().filter_map(|word| numbers.get(word).copied()).collect();
        Self {
            title: translate(&self.title),
            main: translate(&self.main),
            query_words: translate(&self.query_words),
            other: translate(&self.other),
        }
    }
}

fn keys<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<u32> {
    let mut keys = Vec::new();
    for text in texts {
        let mut scanner = Scanner::new(text);
        while keys.len() < most {
            let Some(word) = scanner.next_word() else { break };
            keys.push(key(&word.text));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symptoms_come_before_summary_and_body() {
        let mut article = Article { body: Some("Gamma".into()), ..Article::default() };
        assert_eq!(Lesson::new(&article).main, [key("gamma")]);
        article.summary = Some("Beta".into());
        assert_eq!(Lesson::new(&article).main, [key("beta")]);
        article.symptoms = Some("Alpha".into());
        assert_eq!(Lesson::new(&article).main, [key("alpha")]);
    }

    #[test]
    fn long_texts_are_cut() {
        let article = Article { summary: Some("printer ".repeat(1000)), ..Article::default() };
        assert_eq!(Lesson::new(&article).main.len(), MAIN);
        assert_eq!(Lesson::new(&article).gist(), [key("printer")]);
        assert_eq!(gist(&article), [key("printer")]);
    }
}
