//! The smallest pieces of a query. Each is read where an item may begin.

use nom::{
    IResult, Parser as _,
    branch::alt,
    bytes::complete::{take_until, take_while_m_n},
    character::complete::{char, satisfy},
    combinator::{eof, map, peek, value, verify},
    error::{Error, ErrorKind},
    sequence::{delimited, terminated},
};

use super::field::Field;

/// One piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `(` where an item may begin.
    Open,
    /// `)` inside a group.
    Close,
    /// `-` before what must not be there.
    Minus,
    Or,
    /// What stands between two quotation marks.
    Phrase(&'a str),
    /// A quotation mark that no other follows.
    Quote,
    /// The name of a field and its colon; the value follows.
    Field(Field),
    /// What looks like the name of a field, but is none, and its colon.
    Unknown(&'a str),
    Word(&'a str),
    End,
}

/// A longer name is none.
const LONGEST_NAME: usize = 20;

/// Passes over white space, and over words without a letter or a digit: there is nothing to find in them.
pub fn skip(mut input: &str, in_group: bool) -> &str {
    loop {
        input = input.trim_start();
        match token(input, in_group) {
            Ok((rest, Token::Word(word))) if !says_something(word) => input = rest,
            _ => return input,
        }
    }
}

/// The piece at the start of `input`, where no white space stands.
pub fn token(input: &str, in_group: bool) -> IResult<&str, Token<'_>> {
    alt((
        value(Token::End, eof),
        value(Token::Open, char('(')),
        value(Token::Close, verify(char(')'), |_| in_group)),
        value(Token::Minus, terminated(char('-'), peek(satisfy(begins_what_is_excluded)))),
        map(quoted, Token::Phrase),
        value(Token::Quote, char('"')),
        field,
        map(|input| word(input, in_group), |word| if word == "OR" { Token::Or } else { Token::Word(word) }),
    ))
    .parse(input)
}

/// `-1018` is a number, `--` a dash.
fn begins_what_is_excluded(c: char) -> bool {
    c.is_alphabetic() || c == '"' || c == '('
}

/// Whether there is a letter or a digit.
pub fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

pub fn quoted(input: &str) -> IResult<&str, &str> {
    delimited(char('"'), take_until("\""), char('"')).parse(input)
}

/// The name of a field and its colon, right before its value. Names are lower case, so that a pasted
/// `Error:53` is words, as `C:\WINNT`, `http://…` and `12:30` are.
fn field(input: &str) -> IResult<&str, Token<'_>> {
    let name = take_while_m_n(2, LONGEST_NAME, |c: char| c.is_ascii_lowercase() || c == '_');
    let (rest, name) = terminated(name, char(':')).parse(input)?;
    let value_begins = |known: bool| {
        satisfy(move |c| {
            c.is_alphanumeric() || c == '"' || (known && !c.is_whitespace() && !r"/\:)".contains(c))
        })
    };
    match name.parse() {
        Ok(field) => value(Token::Field(field), peek(value_begins(true))).parse(rest),
        Err(_) => value(Token::Unknown(name), peek(value_begins(false))).parse(rest),
    }
}

/// What stands there up to white space or the `)` that closes the group around it.
pub fn word(input: &str, in_group: bool) -> IResult<&str, &str> {
    let mut open = 0usize;
    let ends = |c: char| {
        match c {
            '(' => open += 1,
            ')' if open > 0 => open -= 1,
            ')' => return in_group,
            _ => return c.is_whitespace(),
        }
        false
    };
    match input.find(ends).unwrap_or(input.len()) {
        0 => Err(nom::Err::Error(Error::new(input, ErrorKind::TakeTill1))),
        end => Ok((&input[end..], &input[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(input: &str) -> Token<'_> {
        token(input, false).unwrap().1
    }

    #[test]
    fn pieces() {
        for (text, piece) in [
            ("", Token::End),
            ("(a)", Token::Open),
            ("-leak", Token::Minus),
            ("-(0x1)", Token::Minus),
            ("-1018", Token::Word("-1018")),
            ("--", Token::Word("--")),
            ("\"a b\"c", Token::Phrase("a b")),
            ("\"a b", Token::Quote),
            ("OR b", Token::Or),
            ("ORDER", Token::Word("ORDER")),
            ("title:leak", Token::Field(Field::Title)),
            ("error:-1018", Token::Field(Field::Error)),
            ("titel:leak", Token::Unknown("titel")),
            ("5.25\" disk", Token::Word("5.25\"")),
            ("a) b", Token::Word("a)")),
        ] {
            assert_eq!(first(text), piece, "{text}");
        }
        assert_eq!(token("f(1)) b", true).unwrap(), (") b", Token::Word("f(1)")));
        assert_eq!(token(") b", true).unwrap(), (" b", Token::Close));
    }

    #[test]
    fn what_is_plainly_no_field() {
        for text in [
            "Error:53",
            "error: 53",
            "c:\\winnt",
            "http://x",
            "12:30",
            "STOP:",
            "std::string",
            "file:///c:/x",
            "has:",
        ] {
            assert!(matches!(first(text), Token::Word(_)), "{text}");
        }
    }
}
