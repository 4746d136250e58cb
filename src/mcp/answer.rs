//! What a tool gives, and how long that may be.

use serde::Serialize;
use serde_json::Value;

use crate::{
    index::IndexError,
    output::{terminal::visible, words::counted},
    search::SearchError,
};

/// Bytes that are taken for a token: fewer than the tokenizers of our day make of English, so that an answer is
/// rather too short than too long.
const TOKEN: usize = 3;

/// What a budget can be.
const LEAST: usize = 300;
const MOST: usize = 20_000;

/// The same twice: clients show models either the text or the JSON.
#[derive(Clone, Debug)]
pub struct Answer {
    pub text: String,
    pub record: Value,
}

impl Answer {
    /// Both without what steers terminals or hides from people: the words are those of strangers.
    pub fn new(text: &str, record: &impl Serialize) -> Result<Self, Refusal> {
        let record = clean_record(record);
        let record = record.map_err(|error| Refusal::new(format!("cannot write the answer: {error}")))?;
        Ok(Self { text: clean_text(text), record })
    }

    /// Of the longer one, as far as that can be told without a tokenizer.
    pub fn tokens(&self) -> usize {
        self.text.len().max(self.record.to_string().len()).div_ceil(TOKEN)
    }
}

/// A record as JSON whose texts are clean.
pub fn clean_record(record: &impl Serialize) -> serde_json::Result<Value> {
    let mut record = serde_json::to_value(record)?;
    clean(&mut record);
    Ok(record)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean_text(text),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

pub fn clean_text(text: &str) -> String {
    visible(&text.replace("\r\n", "\n")).into_owned()
}

/// A page of as many things as the budget has room for, at most `most` and at least one; `page` writes that of so many.
pub fn fit(
    most: usize,
    budget: usize,
    page: impl Fn(usize) -> Result<Answer, Refusal>,
) -> Result<Answer, Refusal> {
    let budget = budget.clamp(LEAST, MOST);
    let whole = page(most)?;
    if most <= 1 || whole.tokens() <= budget {
        return Ok(whole);
    }
    let (mut fits, mut over) = (1, most);
    while over - fits > 1 {
        let middle = fits.midpoint(over);
        if page(middle)?.tokens() <= budget {
            fits = middle;
        } else {
            over = middle;
        }
    }
    page(fits)
}

/// The line that says where the next page begins; nothing on the last.
pub fn more(next_offset: Option<usize>) -> String {
    next_offset.map(|next| format!("\nMore with offset {next}.\n")).unwrap_or_default()
}

/// What is said of an offset behind the last of `total` things; nothing of one that is not.
pub fn past_end(offset: usize, total: usize, what: &str) -> Option<String> {
    let is_past = offset > 0 && offset >= total;
    is_past.then(|| format!("offset {offset} is past the end: there are {}", counted(total as u64, what)))
}

/// Why a tool gives nothing: for the model, which may ask better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Refusal {
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl From<SearchError> for Refusal {
    fn from(error: SearchError) -> Self {
        Self(error.to_string())
    }
}

impl From<IndexError> for Refusal {
    fn from(error: IndexError) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(count: usize) -> Result<Answer, Refusal> {
        Answer::new(&"word ".repeat(20 * count), &count)
    }

    #[test]
    fn a_page_has_what_the_budget_has_room_for() {
        assert_eq!(fit(1000, 1000, page).unwrap().record, 30);
        assert_eq!(fit(20, 1000, page).unwrap().record, 20);
        assert_eq!(fit(0, 1000, page).unwrap().record, 0);
        assert_eq!(fit(1000, 0, page).unwrap().record, 9);
        assert_eq!(fit(1000, usize::MAX, page).unwrap().record, 600);
    }

    #[test]
    fn one_thing_is_there_however_long_it_is() {
        let long = |count| Answer::new(&"word ".repeat(2000 * count), &count);
        assert_eq!(fit(5, 300, long).unwrap().record, 1);
    }

    #[test]
    fn words_of_strangers_are_harmless() {
        let answer = Answer::new("a\r\nb\u{1b}[2J", &["\u{202e}txt"]).unwrap();
        assert_eq!((answer.text.as_str(), &answer.record[0]), ("a\nb\\x1b[2J", &Value::from("\\u{202e}txt")));
    }
}
