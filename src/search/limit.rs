//! How much of a query is looked for: each requirement costs lists to read, and any text may be pasted.

use super::phrase;
use crate::query::{Item, Query, Text};

/// Phrases, fields and alternatives of one query.
const MOST: usize = 32;

/// `query` with so many requirements that it is answered at once; says what was left out.
pub fn cut(query: Query, notes: &mut Vec<String>) -> Query {
    let mut cutter = Cutter { left: MOST, passed_over: false, shortened: false };
    let items = query.items.into_iter();
    let items =
        items.filter_map(|item| if item.is_word() { Some(item) } else { cutter.item(item) }).collect();
    if cutter.passed_over {
        let note = format!("only the first {MOST} phrases, fields and alternatives were looked for");
        notes.push(note);
    }
    if cutter.shortened {
        notes.push(format!("only the first {} words of a phrase were looked for", phrase::MOST));
    }
    Query { items }
}

struct Cutter {
    /// How many more may come.
    left: usize,
    passed_over: bool,
    shortened: bool,
}

impl Cutter {
    fn item(&mut self, item: Item) -> Option<Item> {
        match item {
            Item::Not(inner) => self.item(*inner).map(|inner| Item::Not(Box::new(inner))),
            Item::Or(items) => self.items(items, Item::Or),
            Item::Group(items) => self.items(items, Item::Group),
            leaf if self.left > 0 => {
                self.left -= 1;
                Some(self.leaf(leaf))
            }
            _ => {
                self.passed_over = true;
                None
            }
        }
    }

    fn items(&mut self, items: Vec<Item>, whole: fn(Vec<Item>) -> Item) -> Option<Item> {
        let mut kept: Vec<Item> = items.into_iter().filter_map(|item| self.item(item)).collect();
        if kept.len() > 1 { Some(whole(kept)) } else { kept.pop() }
    }

    fn leaf(&mut self, item: Item) -> Item {
        match item {
            Item::Text(Text::Phrase(text)) if text.split_whitespace().nth(phrase::MOST).is_some() => {
                self.shortened = true;
                let words: Vec<&str> = text.split_whitespace().take(phrase::MOST).collect();
                Item::Text(Text::Phrase(words.join(" ")))
            }
            item => item,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_left_out_and_noted() {
        for (text, items, noted) in [
            ("leak ".repeat(500), 500, 0),
            ("\"a b\" ".repeat(MOST), MOST, 0),
            ("\"a b\" ".repeat(MOST + 1), MOST, 1),
            ("-(a b) ".repeat(MOST), MOST / 2, 1),
            (format!("leak {}", ["a"; 100].join(" OR ")), 2, 1),
            (format!("\"{}\"", "a ".repeat(100)), 1, 1),
        ] {
            let mut notes = Vec::new();
            let query = cut(crate::query::read(&text).query, &mut notes);
            assert_eq!((query.items.len(), notes.len()), (items, noted), "{text}");
        }
    }
}
