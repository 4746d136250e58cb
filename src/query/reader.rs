//! Where the parser stands in a query: the next piece, what was counted, what was wrong.

use std::ops::Range;

use super::{
    MOST_ITEMS,
    ast::Item,
    lex::{self, Token},
    problem::{Kind, Problem},
    value::Written,
};

/// A query that is read from its beginning to its end.
pub struct Reader<'a> {
    pub text: &'a str,
    /// How far it is read, in bytes.
    pub at: usize,
    /// Groups that are open here.
    pub depth: usize,
    /// Items so far.
    items: usize,
    pub problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0, items: 0, problems: Vec::new() }
    }

    /// A field's value; none where its quotation mark is never closed.
    pub fn written(&mut self) -> Option<Written<'a>> {
        let rest = &self.text[self.at..];
        let is_quoted = rest.starts_with('"');
        let read = if is_quoted { lex::quoted(rest) } else { lex::word(rest, self.depth > 0) };
        let (rest, text) = read.ok()?;
        self.at = self.text.len() - rest.len();
        Some(Written { text, is_quoted })
    }

    /// Passes over what says nothing.
    pub fn skip(&mut self) {
        let rest = lex::skip(&self.text[self.at..], self.depth > 0);
        self.at = self.text.len() - rest.len();
    }

    /// The piece that stands here, and where; the end, where there are too many.
    pub fn peek(&self) -> (Token<'a>, Range<usize>) {
        let rest = &self.text[self.at..];
        match lex::token(rest, self.depth > 0) {
            Ok((behind, token)) if !self.is_full() => (token, self.at..self.text.len() - behind.len()),
            _ => (Token::End, self.at..self.at),
        }
    }

    /// Whether there are too many items.
    pub fn is_full(&self) -> bool {
        self.items > MOST_ITEMS
    }

    /// Counts an item; the first that is too many is a problem, and the end.
    pub fn counted(&mut self, item: Item) -> Option<Item> {
        self.items += 1;
        if !self.is_full() {
            return Some(item);
        }
        if self.items == MOST_ITEMS + 1 {
            self.problem(Kind::TooMany, self.at..self.at);
        }
        None
    }

    /// Remembers what cannot be read.
    pub fn problem(&mut self, kind: Kind, at: Range<usize>) {
        self.problems.push(Problem { kind, at });
    }
}
