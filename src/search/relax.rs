//! Phrases and alternatives as words: quotation marks and an `OR` of a pasted text often mean nothing.

use super::typed::is_text;
use crate::query::{Item, Query};

/// What is said where that was done.
pub const NOTE: &str = "nothing has each phrase or alternative as it stands, so their words were looked for";

/// `query` with the words of its phrases and alternatives instead of them; none where it has no such. Those that have
/// a field or a minus stay.
pub fn to_words(query: &Query) -> Option<Query> {
    if !query.items.iter().any(|item| !item.is_word() && is_text(item)) {
        return None;
    }
    let mut items = Vec::new();
    query.items.iter().for_each(|item| add(item, &mut items));
    Some(Query { items })
}

fn add(item: &Item, words: &mut Vec<Item>) {
    match item {
        Item::Text(text) => words.extend(text.as_str().split_whitespace().map(Item::word)),
        Item::Or(items) | Item::Group(items) if is_text(item) => {
            items.iter().for_each(|item| add(item, words));
        }
        item => words.push(item.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_insists_on_is_words() {
        for (text, relaxed) in [
            ("leak title:\"a b\" -\"c d\" (\"e f\" OR id:Q1)", None),
            ("leak OR (hang \"a b\")", Some("leak hang a b")),
            ("leak \"a b\" title:\"c d\" -\"e f\"", Some("leak a b title:\"c d\" -\"e f\"")),
        ] {
            let query = to_words(&crate::query::read(text).query);
            assert_eq!(query.map(|query| query.to_string()).as_deref(), relaxed, "{text}");
        }
    }
}
