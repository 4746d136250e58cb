//! Phrases as words: what stands in quotation marks in a pasted text was often never printed so.

use crate::query::{Item, Query, Text};

/// What is said where that was done.
pub const NOTE: &str = "nothing has each phrase as it stands, so their words were looked for";

/// `query` with the words of its phrases instead of them; none where it has no phrase. Those of fields, of
/// alternatives and behind a minus stay.
pub fn without_phrases(query: &Query) -> Option<Query> {
    let is_phrase = |item: &Item| matches!(item, Item::Text(Text::Phrase(_)));
    if !query.items.iter().any(is_phrase) {
        return None;
    }
    Some(Query { items: query.items.iter().flat_map(words).collect() })
}

fn words(item: &Item) -> Vec<Item> {
    let Item::Text(Text::Phrase(phrase)) = item else { return vec![item.clone()] };
    phrase.split_whitespace().map(|word| Item::Text(Text::Word(word.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_that_nobody_insists_on_are_words() {
        for (text, relaxed) in [
            ("leak title:\"a b\" -\"c d\" (\"e f\" OR g)", None),
            ("leak \"a b\" title:\"c d\" -\"e f\"", Some("leak a b title:\"c d\" -\"e f\"")),
        ] {
            let query = without_phrases(&crate::query::read(text).query);
            assert_eq!(query.map(|query| query.to_string()).as_deref(), relaxed, "{text}");
        }
    }
}
