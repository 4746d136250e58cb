//! The words of a query that articles are ranked by, or the number of an article.

use std::ops::Range;

use ahash::AHashSet;

use super::{noise, telling};
use crate::article::ArticleId;
use crate::index::analysis::{self, Scanner, Word};
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
    ranked: Ranked,
    articles: impl FnMut(&str) -> Result<usize, E>,
    notes: &mut Vec<String>,
) -> Result<Typed, E> {
    let text = ranked.text.as_str();
    let words = placed(text);
    let noise = noise::find(text, &words);
    let mut typed = Typed { number: text.parse().ok(), words, noise, ranked };
    if typed.words.len() > MOST {
        let kept = telling::choose(&typed.words, &typed.noise, MOST, articles)?;
        typed.keep(&kept);
        notes.push(format!("the query is long: only its {MOST} most telling words were looked for"));
    }
    Ok(typed)
}

/// The words of a text. One that was said before takes no place of its own: `the the leak leak` is `the leak`. Capitals do
/// not matter: a name like `GetPrivateProfileString`, which the index cuts at them, is one word in one place.
fn placed(text: &str) -> Vec<Word> {
    let mut scanner = Scanner::new(text).with_common();
    let all = std::iter::from_fn(|| scanner.next_word().map(|word| word.clone()));
    let all: Vec<Word> = all.take(READ).collect();
    let mut words: Vec<Word> = Vec::with_capacity(all.len());
    let (mut from, mut seen, mut shift) = (0, AHashSet::new(), 0);
    while from < all.len() {
        let to = analysis::end_of_parts(&all, from);
        let whole = &all[from];
        let is_one = text[whole.from..whole.to].chars().all(char::is_alphanumeric);
        let kept = &all[from..if is_one { from + 1 } else { to }];
        let kept = kept.iter().filter(|word| !word.is_common);
        words.extend(kept.map(|word| Word { position: word.position.saturating_sub(shift), ..word.clone() }));
        let takes = all.get(to).map_or(0, |next| next.position).saturating_sub(whole.position);
        if !seen.insert(whole.text.as_str()) {
            shift += takes;
        } else if is_one {
            shift += takes.saturating_sub(1);
        }
        from = to;
    }
    words
}

impl Typed {
    fn keep(&mut self, kept: &[bool]) {
        let mut is_kept = kept.iter();
        self.words.retain(|_| is_kept.next() == Some(&true));
        let mut is_kept = kept.iter();
        self.noise.retain(|_| is_kept.next() == Some(&true));
    }

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

    /// The text without what is noise in it, such as the registers of a crash dump: they say nothing of what it is about.
    pub fn without_noise(&self) -> String {
        let text = &self.ranked.text;
        let (mut kept, mut at) = (String::with_capacity(text.len()), 0);
        for (word, _) in self.words.iter().zip(&self.noise).filter(|(_, noise)| **noise) {
            // The parts of a word lie in it.
            if word.from >= at {
                kept.push_str(&text[at..word.from]);
                at = word.to;
            }
        }
        kept + &text[at..]
    }
}

/// The words of `query`, which was typed as `text`: all of it where it is texts only, else what is to be found in texts.
pub fn ranked(query: &query::Query, text: &str) -> Ranked {
    if query.items.iter().all(is_text) {
        return Ranked { text: text.to_owned(), insisted: quoted(text) };
    }
    let mut ranked = Ranked::default();
    query.items.iter().for_each(|item| ranked.collect(item));
    ranked
}

/// What stands between two quotation marks.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Whether all of it is to be found in texts.
pub fn is_text(item: &Item) -> bool {
    match item {
        Item::Text(_) => true,
        Item::Clause(_) | Item::Not(_) => false,
        Item::Or(items) | Item::Group(items) => items.iter().all(is_text),
    }
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

    fn typed(text: &str, notes: &mut Vec<String>) -> Typed {
        read(ranked(&query::read(text).query, text), |_| Ok::<_, ()>(1), notes).unwrap()
    }

    #[test]
    fn only_words_that_nobody_insists_on_may_be_mistakes() {
        for (text, corrigible) in [
            ("Lekage, (in \\\\servr\\shre) tcpip.sis pasword!", vec!["Lekage", "pasword"]),
            ("lekage \"acess vilation\" title:keybord mouze", vec!["lekage", "mouze"]),
            ("\"lekage\" lekage", vec!["lekage"]),
            ("abc v4x ERROR_BSY don't e-mial naïv 0xbadd lek/age", vec![]),
        ] {
            let typed = typed(text, &mut Vec::new());
            let found: Vec<_> = typed.words.iter().filter_map(|word| typed.corrigible(word)).collect();
            assert_eq!(found, corrigible, "{text}");
        }
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
    fn a_word_said_before_takes_no_place() {
        let places = |text: &str| -> Vec<_> {
            let mut seen = AHashSet::new();
            let words = placed(text).into_iter().filter(|word| seen.insert(word.text.clone()));
            words.map(|word| (word.text, word.position)).collect()
        };
        for (text, once) in [
            ("leak leak of of the the memory memory", "leak of the memory"),
            ("tcpip.sys Tcpip.sys fails", "tcpip.sys fails"),
            ("os/2 os/2 parameters", "os/2 parameters"),
            ("leak memory leak memory x", "leak memory x"),
        ] {
            assert_eq!(places(text), places(once), "{text}");
        }
        let last = |text: &str| placed(text).last().map(|word| word.position);
        assert_eq!(last("GetPrivateProfileString fails"), last("getprivateprofilestring fails"));
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
