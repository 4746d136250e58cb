//! Pieces to items. There is one parser: what it cannot read it takes as words, and remembers the problem.

use std::ops::Range;

use super::{
    MOST_ITEMS,
    ast::{Item, Query, Text},
    error::{Kind, Problem},
    field::Field,
    lex::{self, Token},
    value::{self, Written},
};

/// How deep groups may stand inside each other.
pub const DEEPEST: usize = 32;

/// A query, and what could not be read of it, in order.
pub fn parse(text: &str) -> (Query, Vec<Problem>) {
    let mut parser = Parser { text, at: 0, depth: 0, ignored: 0, items: 0, problems: Vec::new() };
    let items = dissolved(parser.sequence());
    parser.problems.sort_by_key(|problem| problem.at.start);
    (Query { items }, parser.problems)
}

struct Parser<'a> {
    text: &'a str,
    /// How far it is read, in bytes.
    at: usize,
    /// Groups that are open here.
    depth: usize,
    /// Groups that are open here and were too deep.
    ignored: usize,
    /// Items so far.
    items: usize,
    problems: Vec<Problem>,
}

/// A group by its items, of which there may be none.
type Items = Vec<Item>;

impl<'a> Parser<'a> {
    /// Items up to the end, or to the `)` of the group they stand in, which is left there. Groups among them are
    /// still groups.
    fn sequence(&mut self) -> Items {
        let mut items = Items::new();
        loop {
            self.skip();
            let (token, at) = self.peek();
            match token {
                Token::End => return items,
                Token::Close if self.ignored == 0 => return items,
                Token::Close => {
                    self.ignored -= 1;
                    self.at = at.end;
                }
                Token::Or => {
                    self.at = at.end;
                    self.or(at, &mut items);
                }
                _ => items.extend(self.item()),
            }
        }
    }

    /// Joins the item before `OR` and the one behind it.
    fn or(&mut self, at: Range<usize>, items: &mut Items) {
        self.skip();
        let stands_alone = matches!(self.peek().0, Token::End | Token::Close | Token::Or);
        let left = if stands_alone { None } else { items.pop() };
        let right = left.as_ref().and_then(|_| self.item());
        match (left, right) {
            (Some(left), Some(right)) => items.push(either(left, right)),
            (left, _) => {
                items.extend(left);
                if !self.is_full() {
                    self.problem(Kind::OrAlone, at);
                }
            }
        }
    }

    /// The item that begins here; none where there is nothing in it.
    fn item(&mut self) -> Option<Item> {
        let (token, at) = self.peek();
        self.at = at.end;
        match token {
            Token::Minus => self.excluded(),
            Token::Open => self.group(at).0,
            Token::Phrase(text) => self.text(value::phrase(text)),
            Token::Quote => {
                self.problem(Kind::QuoteNotClosed, at);
                None
            }
            Token::Field(field) => self.field(field, at),
            Token::Unknown(name) => {
                self.problem(Kind::UnknownField(name.to_owned()), at.clone());
                self.text(Text::Word(self.text[at].to_owned()))
            }
            Token::Word(word) => self.text(Text::Word(word.to_owned())),
            // A lone `OR` behind a minus.
            Token::Or => {
                self.problem(Kind::OrAlone, at);
                None
            }
            Token::Close | Token::End => None,
        }
    }

    fn text(&mut self, text: Text) -> Option<Item> {
        if lex::says_something(text.as_str()) { self.counted(Item::Text(text)) } else { None }
    }

    /// What stands behind a minus. What cannot be read is not excluded: it is words to look for.
    fn excluded(&mut self) -> Option<Item> {
        let problems = self.problems.len();
        let (token, at) = self.peek();
        let (item, is_whole) = if token == Token::Open {
            self.at = at.end;
            self.group(at)
        } else {
            let item = self.item();
            (item, self.problems.len() == problems)
        };
        if is_whole { item.map(|item| Item::Not(Box::new(item))) } else { item }
    }

    /// A group behind its `(`, and whether it is closed.
    fn group(&mut self, at: Range<usize>) -> (Option<Item>, bool) {
        if self.depth == DEEPEST {
            if self.ignored == 0 {
                self.problem(Kind::TooDeep, at);
            }
            self.ignored += 1;
            return (None, true);
        }
        self.depth += 1;
        let items = dissolved(self.sequence());
        self.depth -= 1;
        let is_closed = self.text[self.at..].starts_with(')');
        if is_closed {
            self.at += 1;
        } else if !self.is_full() {
            self.problem(Kind::GroupNotClosed, at);
        }
        (grouped(items), is_closed)
    }

    /// A clause, behind its colon. A value that does not suit the field is read again, as whatever it is.
    fn field(&mut self, field: Field, name: Range<usize>) -> Option<Item> {
        let behind = self.at;
        let written = self.written();
        let read = written.ok_or(Kind::QuoteNotClosed).and_then(|written| value::read(field, written));
        match read {
            Ok(clause) => self.counted(Item::Clause(clause)),
            Err(kind) => {
                let end = self.at.max(name.end + 1);
                self.problem(kind, if written.is_some() { behind..end } else { behind..behind + 1 });
                self.at = if written.is_some() { behind } else { behind + 1 };
                self.text(Text::Word(self.text[name].to_owned()))
            }
        }
    }

    /// A field's value; none where its quotation mark is never closed.
    fn written(&mut self) -> Option<Written<'a>> {
        let rest = &self.text[self.at..];
        let is_quoted = rest.starts_with('"');
        let read = if is_quoted { lex::quoted(rest) } else { lex::word(rest, self.depth > 0) };
        let (rest, text) = read.ok()?;
        self.at = self.text.len() - rest.len();
        Some(Written { text, is_quoted })
    }

    fn skip(&mut self) {
        let rest = lex::skip(&self.text[self.at..], self.depth > 0);
        self.at = self.text.len() - rest.len();
    }

    /// The piece that stands here, and where; the end, where there are too many.
    fn peek(&self) -> (Token<'a>, Range<usize>) {
        let rest = &self.text[self.at..];
        match lex::token(rest, self.depth > 0) {
            Ok((behind, token)) if !self.is_full() => (token, self.at..self.text.len() - behind.len()),
            _ => (Token::End, self.at..self.at),
        }
    }

    fn is_full(&self) -> bool {
        self.items > MOST_ITEMS
    }

    /// Counts an item; the first that is too many is a problem, and the end.
    fn counted(&mut self, item: Item) -> Option<Item> {
        self.items += 1;
        if !self.is_full() {
            return Some(item);
        }
        if self.items == MOST_ITEMS + 1 {
            self.problem(Kind::TooMany, self.at..self.at);
        }
        None
    }

    fn problem(&mut self, kind: Kind, at: Range<usize>) {
        self.problems.push(Problem { kind, at });
    }
}

/// Items without the groups among them: side by side, a group says no more than its items.
fn dissolved(items: Items) -> Items {
    let mut out = Items::with_capacity(items.len());
    for item in items {
        match item {
            Item::Group(inner) => out.extend(inner),
            item => out.push(item),
        }
    }
    out
}

fn grouped(mut items: Items) -> Option<Item> {
    if items.len() > 1 { Some(Item::Group(items)) } else { items.pop() }
}

fn either(left: Item, right: Item) -> Item {
    let mut items = alternatives(left);
    items.extend(alternatives(right));
    Item::Or(items)
}

fn alternatives(item: Item) -> Items {
    if let Item::Or(items) = item { items } else { vec![item] }
}
