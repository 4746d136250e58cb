//! Pieces to items. There is one parser: what it cannot read it takes as words, and remembers the problem.

use std::ops::Range;

use super::{
    ast::{Item, Query, Text},
    field::Field,
    lex::{self, Token},
    problem::{Kind, Problem},
    reader::Reader,
    shape::{dissolved, either, grouped},
    value,
};

/// How deep groups may stand inside each other.
pub const DEEPEST: usize = 32;

/// A query, and what could not be read of it, in order.
pub fn parse(text: &str) -> (Query, Vec<Problem>) {
    let mut parser = Parser { reader: Reader::new(text), ignored: 0 };
    let items = dissolved(parser.sequence());
    let mut problems = parser.reader.problems;
    problems.sort_by_key(|problem| problem.at.start);
    (Query { items }, problems)
}

struct Parser<'a> {
    reader: Reader<'a>,
    /// Groups that are open here and were too deep.
    ignored: usize,
}

/// A group by its items, of which there may be none.
type Items = Vec<Item>;

impl Parser<'_> {
    /// Items up to the end, or to the `)` of the group they stand in, which is left there. Groups among them are
    /// still groups.
    fn sequence(&mut self) -> Items {
        let mut items = Items::new();
        loop {
            self.reader.skip();
            let (token, at) = self.reader.peek();
            match token {
                Token::End => return items,
                Token::Close if self.ignored == 0 => return items,
                Token::Close => {
                    self.ignored -= 1;
                    self.reader.at = at.end;
                }
                Token::Or => {
                    self.reader.at = at.end;
                    self.or(at, &mut items);
                }
                _ => items.extend(self.item()),
            }
        }
    }

    /// Joins the item before `OR` and the one behind it.
    fn or(&mut self, at: Range<usize>, items: &mut Items) {
        self.reader.skip();
        let stands_alone = matches!(self.reader.peek().0, Token::End | Token::Close | Token::Or);
        let left = if stands_alone { None } else { items.pop() };
        let right = left.as_ref().and_then(|_| self.item());
        match (left, right) {
            (Some(left), Some(right)) => items.push(either(left, right)),
            (left, _) => {
                items.extend(left);
                if !self.reader.is_full() {
                    self.reader.problem(Kind::OrAlone, at);
                }
            }
        }
    }

    /// The item that begins here; none where there is nothing in it.
    fn item(&mut self) -> Option<Item> {
        let (token, at) = self.reader.peek();
        self.reader.at = at.end;
        match token {
            Token::Minus => self.excluded(),
            Token::Open => self.group(at).0,
            Token::Phrase(text) => self.text(value::phrase(text)),
            Token::Quote => {
                self.reader.problem(Kind::QuoteNotClosed, at);
                None
            }
            Token::Field(field) => self.field(field, at),
            Token::Unknown(name) => {
                self.reader.problem(Kind::UnknownField(name.to_owned()), at.clone());
                self.text(Text::Word(self.reader.text[at].to_owned()))
            }
            Token::Word(word) => self.text(Text::Word(word.to_owned())),
            // A lone `OR` behind a minus.
            Token::Or => {
                self.reader.problem(Kind::OrAlone, at);
                None
            }
            Token::Close | Token::End => None,
        }
    }

    fn text(&mut self, text: Text) -> Option<Item> {
        if lex::says_something(text.as_str()) { self.reader.counted(Item::Text(text)) } else { None }
    }

    /// What stands behind a minus. What cannot be read is not excluded: it is words to look for.
    fn excluded(&mut self) -> Option<Item> {
        let problems = self.reader.problems.len();
        let (token, at) = self.reader.peek();
        let (item, is_whole) = if token == Token::Open {
            self.reader.at = at.end;
            self.group(at)
        } else {
            let item = self.item();
            (item, self.reader.problems.len() == problems)
        };
        if is_whole { item.map(|item| Item::Not(Box::new(item))) } else { item }
    }

    /// A group behind its `(`, and whether it is closed.
    fn group(&mut self, at: Range<usize>) -> (Option<Item>, bool) {
        if self.reader.depth == DEEPEST {
            if self.ignored == 0 {
                self.reader.problem(Kind::TooDeep, at);
            }
            self.ignored += 1;
            return (None, true);
        }
        self.reader.depth += 1;
        let items = dissolved(self.sequence());
        self.reader.depth -= 1;
        let is_closed = self.reader.text[self.reader.at..].starts_with(')');
        if is_closed {
            self.reader.at += 1;
        } else if !self.reader.is_full() {
            self.reader.problem(Kind::GroupNotClosed, at);
        }
        (grouped(items), is_closed)
    }

    /// A clause, behind its colon. A value that does not suit the field is read again, as whatever it is.
    fn field(&mut self, field: Field, name: Range<usize>) -> Option<Item> {
        let behind = self.reader.at;
        let written = self.reader.written();
        let read = written.ok_or(Kind::QuoteNotClosed).and_then(|written| value::read(field, written));
        match read {
            Ok(clause) => self.reader.counted(Item::Clause(clause)),
            Err(kind) => {
                let end = self.reader.at.max(name.end + 1);
                self.reader.problem(kind, if written.is_some() { behind..end } else { behind..behind + 1 });
                self.reader.at = if written.is_some() { behind } else { behind + 1 };
                self.text(Text::Word(self.reader.text[name].to_owned()))
            }
        }
    }
}
