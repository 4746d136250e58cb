//! The tokens of a row: dates, times, sizes, versions and file names, read with nom.
//!
//! ```text
//! token   = date | time | size | version | name | "none" | attributes
//! size    = number [ "," three digits ]... ( "bytes" | "b" | "KB" | "MB" )
//! version = [ "v" ] digits { "." digits [ letters ] } | digits "," digits "," digits "," digits
//! name    = [ folder "\" ] stem "." extension
//! ```

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag_no_case, take_while_m_n, take_while1},
    character::complete::{alpha1, char, digit1, one_of, space0},
    combinator::{fail, map, map_opt, not, opt, peek, recognize, value, verify},
    error::Error,
    multi::{count, many1_count},
    sequence::{preceded, terminated},
};

use super::clock::{begins_month, date, day_first, month_first, time};
use crate::article::Date;

/// What a stretch of a row is.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'a> {
    /// With its folder, as printed.
    Name(&'a str),
    /// An impossible date as printed is `None`.
    Date(Option<Date>),
    Time(Option<String>),
    Version(&'a str),
    /// Plainly a size; `None` where it is given in KB or MB.
    Size(Option<u64>),
    /// Digits alone: a size or a version, as the columns say.
    Number(u64, &'a str),
    /// `none`, `N/A`, `-`.
    Nothing,
    /// Words that say nothing of the file (`xx:xx`, `A---`).
    Noise,
}

/// Reads a token at the start of `input`, which is the start of a word.
pub fn token(input: &str) -> IResult<&str, Token<'_>> {
    let first = input.bytes().next().unwrap_or(b' ').to_ascii_lowercase();
    // Most words are none of all this: their first letters spare them the trials.
    match first {
        b'0'..=b'9' => number_first(input),
        b'v' => alt((prefixed_version, name)).parse(input),
        b'-' => alt((nothing, noise, name)).parse(input),
        _ if begins_month(input) => alt((named_date, name)).parse(input),
        b'n' => alt((nothing, name)).parse(input),
        b'a' | b'h' | b'r' | b's' | b'x' => alt((noise, name)).parse(input),
        _ => name(input),
    }
}

/// Looks at what follows the digits, and tries only what goes on like that.
fn number_first(input: &str) -> IResult<&str, Token<'_>> {
    match input.bytes().find(|byte| !byte.is_ascii_digit()) {
        Some(b':') => alt((map(terminated(time, end), Token::Time), name)).parse(input),
        Some(b'/' | b'-') => alt((map(terminated(date, end), Token::Date), name)).parse(input),
        Some(b'.') => alt((
            list_number,
            named_day,
            plain_size,
            map(terminated(dotted_version, end), Token::Version),
            number,
            name,
        ))
        .parse(input),
        Some(b',') => alt((
            named_day,
            plain_size,
            map(terminated(listed_version, end), Token::Version),
            map(terminated(misgrouped, end), |digits| Token::Size(whole(digits))),
            number,
            name,
        ))
        .parse(input),
        Some(b' ') => alt((named_day, plain_size, number)).parse(input),
        _ => alt((plain_size, number, name)).parse(input),
    }
}

fn plain_size(input: &str) -> IResult<&str, Token<'_>> {
    map(terminated(size, end), Token::Size).parse(input)
}

fn named_day(input: &str) -> IResult<&str, Token<'_>> {
    map(terminated(day_first, end), Token::Date).parse(input)
}

fn named_date(input: &str) -> IResult<&str, Token<'_>> {
    map(terminated(month_first, end), Token::Date).parse(input)
}

/// A word ends here.
pub fn end(input: &str) -> IResult<&str, ()> {
    let mut marks = input.chars();
    let goes_on = match marks.next() {
        Some('.' | ',') => marks.next().is_some_and(char::is_alphanumeric),
        Some('_' | '$' | '~' | '-' | '/' | '\\' | ':') => true,
        Some(mark) => mark.is_alphanumeric(),
        None => false,
    };
    if goes_on { fail().parse(input) } else { Ok((input, ())) }
}

/// A number that is a size by its commas or its unit.
fn size(input: &str) -> IResult<&str, Option<u64>> {
    const LARGE: &[&str] = &["KB", "MB", "K", "M", "kilobytes"];
    let (rest, digits) = digits(input)?;
    let mut told = alt((
        value(None, preceded(opt((char('.'), digit1)), unit(LARGE))),
        map(unit(&["bytes", "byte", "b"]), |()| whole(digits)),
    ));
    match told.parse(rest) {
        Err(_) if digits.contains(',') => Ok((rest, whole(digits))),
        told => told,
    }
}

/// One of the words of `known`, perhaps behind blanks.
fn unit<'a>(known: &'static [&'static str]) -> impl Parser<&'a str, Output = (), Error = Error<&'a str>> {
    let is_known = move |word: &&str| known.iter().any(|unit| unit.eq_ignore_ascii_case(word));
    value((), (space0, verify(alpha1, is_known), end))
}

/// `85,245`, `23312`.
fn digits(input: &str) -> IResult<&str, &str> {
    let group = || {
        preceded(char(','), terminated(take_while_m_n(3, 3, |c: char| c.is_ascii_digit()), not(peek(digit1))))
    };
    alt((recognize((take_while_m_n(1, 3, |c: char| c.is_ascii_digit()), many1_count(group()))), digit1))
        .parse(input)
}

/// `2,538,44`: a size with a comma in a wrong place.
fn misgrouped(input: &str) -> IResult<&str, &str> {
    let digits = |most| move |input| take_while_m_n(1, most, |c: char| c.is_ascii_digit()).parse(input);
    let three = |input| take_while_m_n(3, 3, |c: char| c.is_ascii_digit()).parse(input);
    recognize((digits(3), char(','), three, char(','), digits(4))).parse(input)
}

fn whole(text: &str) -> Option<u64> {
    text.replace(',', "").parse().ok()
}

/// `3.` at the start of a list's item.
fn list_number(input: &str) -> IResult<&str, Token<'_>> {
    let short = take_while_m_n(1, 3, |c: char| c.is_ascii_digit());
    value(Token::Noise, (short, char('.'), peek(char(' ')))).parse(input)
}

fn number(input: &str) -> IResult<&str, Token<'_>> {
    map_opt(terminated(digit1, end), |text: &str| Some(Token::Number(text.parse().ok()?, text))).parse(input)
}

/// `4.0.1381.7110`, `3.2a`, `1.2(build 786)`.
fn dotted_version(input: &str) -> IResult<&str, &str> {
    let letters = |input| take_while_m_n(0, 2, |c: char| c.is_ascii_alphabetic()).parse(input);
    let build = (char('('), opt((tag_no_case("build"), space0)), digit1, char(')'));
    recognize((digit1, many1_count((char('.'), digit1, letters)), opt(build))).parse(input)
}

/// `2, 5, 1, 265`: four numbers that are no thousands.
fn listed_version(input: &str) -> IResult<&str, &str> {
    recognize((digit1, count((char(','), space0, digit1), 3))).parse(input)
}

/// `v.5.01.4314`.
fn prefixed_version(input: &str) -> IResult<&str, Token<'_>> {
    let (input, _) = (one_of("vV"), opt(char('.'))).parse(input)?;
    map(terminated(dotted_version, end), Token::Version).parse(input)
}

fn nothing(input: &str) -> IResult<&str, Token<'_>> {
    let blank = |input| {
        not(peek(verify(nom::character::complete::anychar, |c| !c.is_whitespace() && *c != '|' && *c != ')')))
            .parse(input)
    };
    let words = alt((
        tag_no_case("none"),
        tag_no_case("n/a"),
        tag_no_case("not available"),
        take_while1(|c| c == '-'),
    ));
    value(Token::Nothing, terminated(words, blank)).parse(input)
}

fn noise(input: &str) -> IResult<&str, Token<'_>> {
    let attributes = verify(take_while1(is_attribute), |word: &str| word.len() > 2 && word.contains('-'));
    let unknown_time = recognize((tag_no_case("xx:xx"), opt(tag_no_case(":xx"))));
    value(Token::Noise, terminated(alt((attributes, unknown_time)), end)).parse(input)
}

fn is_attribute(c: char) -> bool {
    matches!(c, '-' | 'A' | 'R' | 'H' | 'S' | 'a' | 'r' | 'h' | 's')
}

fn name(input: &str) -> IResult<&str, Token<'_>> {
    let word = &input[..until(input, ends_name)];
    if !word.as_bytes().contains(&b'.') {
        return fail().parse(input);
    }
    let word = word.trim_end_matches(['.', ':', '\'', '`', '/', '-']);
    if is_file_name(word) { Ok((&input[word.len()..], Token::Name(word))) } else { fail().parse(input) }
}

/// How many bytes of `text` come before a character that `ends` holds for; few are no ASCII.
pub fn until(text: &str, ends: impl Fn(char) -> bool) -> usize {
    let stops = |&byte: &u8| !byte.is_ascii() || ends(char::from(byte));
    match text.bytes().position(|byte| stops(&byte)) {
        Some(at) if !text.as_bytes()[at].is_ascii() => {
            text[at..].find(ends).map_or(text.len(), |more| at + more)
        }
        found => found.unwrap_or(text.len()),
    }
}

fn ends_name(c: char) -> bool {
    let mark = matches!(c, '|' | '(' | ')' | ',' | ';' | '"' | '<' | '>' | '=' | '*' | '?' | '[' | ']');
    mark || c.is_whitespace()
}

/// A stem and an extension, perhaps behind a folder.
fn is_file_name(word: &str) -> bool {
    let Some((stem, extension)) = base(word).rsplit_once('.') else {
        return false;
    };
    if word.contains(['@', '{']) || starts_with_www(word) || word.contains("://") {
        return false;
    }
    let letters = extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    let plain = extension.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$~".contains(&byte));
    let known = letters || extension.len() == 3;
    (1..=8).contains(&extension.len())
        && plain
        && known
        && !["net", "com/", "org"].iter().any(|no| extension.eq_ignore_ascii_case(no))
        && !stem.is_empty()
        && stem.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':')
        && (stem.len() > 1 || letters && extension.len() > 1)
        && (letters && !extension.as_bytes()[0].is_ascii_digit()
            || stem.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

fn starts_with_www(word: &str) -> bool {
    word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

/// The file of a path.
pub fn base(word: &str) -> &str {
    word.rsplit(['\\', '/']).next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str) -> String {
        match token(input) {
            Ok((rest, token)) => format!("{token:?}~{rest}"),
            Err(_) => "no".into(),
        }
    }

    #[test]
    fn numbers_and_names() {
        let cases = [
            ("85,245 bytes", "Size(Some(85245))~"),
            ("157,285b X", "Size(Some(157285))~ X"),
            ("44.5 KB", "Size(None)~"),
            ("297KB", "Size(None)~"),
            ("2,538,44", "Size(Some(253844))~"),
            ("1.2(build 7) X", "Version(\"1.2(build 7)\")~ X"),
            ("23312", "Number(23312, \"23312\")~"),
            ("2, 5, 1, 265", "Version(\"2, 5, 1, 265\")~"),
            ("5.0.2195.7", "Version(\"5.0.2195.7\")~"),
            ("v.5.01.4", "Version(\"5.01.4\")~"),
            ("none", "Nothing~"),
            ("4/5/99x", "no"),
            ("N/A |", "Nothing~ |"),
            ("- 7", "Nothing~ 7"),
            ("A---  4", "Noise~  4"),
            ("xx:xx 4", "Noise~ 4"),
            ("3tool.dll,", "Name(\"3tool.dll\")~,"),
            ("D:\\Bin\\Tool.exe 4", "Name(\"D:\\\\Bin\\\\Tool.exe\")~ 4"),
            ("DRIVER.386", "Name(\"DRIVER.386\")~"),
            ("12345.JP_", "Name(\"12345.JP_\")~"),
            ("http://www.x.com", "no"),
            ("WWW.X.COM/A.HTM", "no"),
            ("one@b.com", "no"),
            ("U.S. ", "no"),
            ("word", "no"),
        ];
        for (input, want) in cases {
            assert_eq!(read(input), want, "{input}");
        }
    }
}
