//! The tokens of a row: dates, times, sizes, versions and file names, read with nom.
//!
//! ```text
//! date    = day-or-month sep number sep year | day sep month-name sep year
//!         | month-name sep day sep year | year sep month sep day
//! time    = hour ":" minute [ ":" second ] [ "a" | "p" [ "m" ] ]
//! size    = number [ "," three digits ]... ( "bytes" | "b" | "KB" | "MB" )
//! version = [ "v" ] digits { "." digits [ letters ] } | digits "," digits "," digits "," digits
//! name    = [ folder "\" ] stem "." extension
//! ```

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag_no_case, take_while_m_n, take_while1},
    character::complete::{char, digit1, one_of, space0},
    combinator::{map, map_opt, not, opt, peek, recognize, value, verify},
    multi::{count, many1_count},
    sequence::{preceded, terminated},
};

use crate::{
    article::Date,
    grammar::head::{full_year, month_number},
};

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
    if !input.starts_with(|first: char| first.is_ascii_digit()) {
        return alt((named_date, prefixed_version, nothing, noise, name)).parse(input);
    }
    alt((
        list_number,
        date,
        map(terminated(time, end), Token::Time),
        map(terminated(size, end), Token::Size),
        map(terminated(listed_version, end), Token::Version),
        map(terminated(dotted_version, end), Token::Version),
        number,
        name,
    ))
    .parse(input)
}

/// A word ends here.
fn end(input: &str) -> IResult<&str, ()> {
    let inner =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '~' | '-' | '/' | '\\' | ':');
    let part = recognize((
        one_of(".,"),
        verify(nom::character::complete::anychar, |c| c.is_alphanumeric()),
    ));
    not(peek(alt((part, take_while_m_n(1, 1, inner))))).parse(input)
}

fn small(input: &str) -> IResult<&str, i16> {
    map_opt(
        take_while_m_n(1, 4, |c: char| c.is_ascii_digit()),
        |digits: &str| digits.parse().ok(),
    )
    .parse(input)
}

fn date(input: &str) -> IResult<&str, Token<'_>> {
    map(terminated(alt((numeric_date, day_first)), end), Token::Date).parse(input)
}

/// `11/05/98`, `23/08/99` (day first: no month is over 12), `1998/07/30`.
fn numeric_date(input: &str) -> IResult<&str, Option<Date>> {
    let (input, (first, mark)) = (small, one_of("/-")).parse(input)?;
    let (input, (second, _, third)) = (small, char(mark), small).parse(input)?;
    let day = match first {
        32.. => civil(first, second, third),
        13.. => civil(third, second, first),
        _ => civil(third, first, second),
    };
    Ok((input, day))
}

/// `01-Aug-2001`, `7 March 1999`.
fn day_first(input: &str) -> IResult<&str, Option<Date>> {
    let gap = || take_while_m_n(1, 2, |c| matches!(c, '-' | ' ' | '/' | ',' | '.'));
    map(
        (small, gap(), month, gap(), small),
        |(day, _, month, _, year)| civil(year, month, day),
    )
    .parse(input)
}

/// `Jul. 23, 1997`, `May-02-2001`.
fn named_date(input: &str) -> IResult<&str, Token<'_>> {
    let gap = || take_while_m_n(1, 3, |c| matches!(c, '-' | ' ' | '/' | ',' | '.'));
    let parts = (month, gap(), small, gap(), small);
    map(terminated(parts, end), |(month, _, day, _, year)| {
        Token::Date(civil(year, month, day))
    })
    .parse(input)
}

fn month(input: &str) -> IResult<&str, i16> {
    let word = take_while_m_n(3, 9, |c: char| c.is_ascii_alphabetic());
    map_opt(word, |word: &str| {
        const LONG: &str = "january february march april may june july august september sept october november december";
        let known = word.len() == 3 || LONG.split(' ').any(|name| name.eq_ignore_ascii_case(word));
        month_number(word).filter(|_| known).map(i16::from)
    })
    .parse(input)
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    if (100..1970).contains(&year) {
        return None;
    }
    Date::new(
        full_year(year),
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
    .ok()
}

/// On the 24-hour clock, as `HH:MM` or `HH:MM:SS`.
fn time(input: &str) -> IResult<&str, Option<String>> {
    let two = || take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    let (input, (hour, _, minute)) = (two(), char(':'), two()).parse(input)?;
    let (input, second) = opt(preceded(char(':'), two())).parse(input)?;
    let (input, half) = opt(preceded(space0, half_of_day)).parse(input)?;
    Ok((input, clock(hour, minute, second, half)))
}

/// `a`, `PM`, `A.M.`
fn half_of_day(input: &str) -> IResult<&str, char> {
    let meridiem = (opt(char('.')), one_of("mM"), opt(char('.')));
    map(terminated(one_of("aApP"), (opt(meridiem), end)), |half| {
        half.to_ascii_lowercase()
    })
    .parse(input)
}

fn clock(hour: &str, minute: &str, second: Option<&str>, half: Option<char>) -> Option<String> {
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some('a') if hour == 12 => 0,
        Some('p') if hour < 12 => hour + 12,
        _ => hour,
    };
    let second: Option<u8> = second.map(str::parse).transpose().ok()?;
    if hour > 23 || minute > 59 || second.is_some_and(|second| second > 59) {
        return None;
    }
    Some(match second {
        Some(second) => format!("{hour:02}:{minute:02}:{second:02}"),
        None => format!("{hour:02}:{minute:02}"),
    })
}

/// A number that is a size by its commas or its unit.
fn size(input: &str) -> IResult<&str, Option<u64>> {
    let unit = |name| preceded(space0, terminated(tag_no_case(name), end));
    let large = || {
        alt((
            unit("KB"),
            unit("MB"),
            unit("K"),
            unit("M"),
            unit("kilobytes"),
        ))
    };
    let bytes = || alt((unit("bytes"), unit("byte"), unit("b")));
    let decimals = recognize((digits, char('.'), digit1));
    alt((
        value(None, (decimals, large())),
        value(None, (digits, large())),
        terminated(map(digits, whole), bytes()),
        map(verify(digits, |text: &str| text.contains(',')), whole),
    ))
    .parse(input)
}

/// `85,245`, `23312`.
fn digits(input: &str) -> IResult<&str, &str> {
    let group = || {
        preceded(
            char(','),
            terminated(
                take_while_m_n(3, 3, |c: char| c.is_ascii_digit()),
                not(peek(digit1)),
            ),
        )
    };
    alt((
        recognize((
            take_while_m_n(1, 3, |c: char| c.is_ascii_digit()),
            many1_count(group()),
        )),
        digit1,
    ))
    .parse(input)
}

fn whole(text: &str) -> Option<u64> {
    text.replace(',', "").parse().ok()
}

/// `3.` at the start of a list's item.
fn list_number(input: &str) -> IResult<&str, Token<'_>> {
    let short = take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    value(Token::Noise, (short, char('.'), peek(char(' ')))).parse(input)
}

fn number(input: &str) -> IResult<&str, Token<'_>> {
    map_opt(terminated(digit1, end), |text: &str| {
        Some(Token::Number(text.parse().ok()?, text))
    })
    .parse(input)
}

/// `4.0.1381.7110`, `3.2a`.
fn dotted_version(input: &str) -> IResult<&str, &str> {
    let letters = |input| take_while_m_n(0, 2, |c: char| c.is_ascii_alphabetic()).parse(input);
    recognize((digit1, many1_count((char('.'), digit1, letters)))).parse(input)
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
        not(peek(verify(nom::character::complete::anychar, |c| {
            !c.is_whitespace() && *c != '|' && *c != ')'
        })))
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
    let attributes = verify(take_while1(|c| "-ARHSarhs".contains(c)), |word: &str| {
        word.len() > 2 && word.contains('-')
    });
    let unknown_time = recognize((tag_no_case("xx:xx"), opt(tag_no_case(":xx"))));
    value(
        Token::Noise,
        terminated(alt((attributes, unknown_time)), end),
    )
    .parse(input)
}

fn name(input: &str) -> IResult<&str, Token<'_>> {
    let mut word = take_while1(|c: char| !c.is_whitespace() && !"|(),;\"<>=*?[]".contains(c));
    let (_, word) = word.parse(input)?;
    let word = word.trim_end_matches(['.', ':', '\'', '`', '/', '-']);
    if is_file_name(word) {
        Ok((&input[word.len()..], Token::Name(word)))
    } else {
        Err(nom::Err::Error(nom::error::Error::new(
            input,
            nom::error::ErrorKind::Verify,
        )))
    }
}

/// A stem and an extension, perhaps behind a folder.
fn is_file_name(word: &str) -> bool {
    if word.contains("://") || word.contains(['@', '{']) || word.starts_with("www.") {
        return false;
    }
    let file = base(word);
    let Some((stem, extension)) = file.rsplit_once('.') else {
        return false;
    };
    let letters = extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    let plain = extension
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_$~".contains(&byte));
    let known = letters || extension.len() == 3;
    (1..=8).contains(&extension.len())
        && plain
        && known
        && !["net", "com/", "org"]
            .iter()
            .any(|no| extension.eq_ignore_ascii_case(no))
        && !stem.is_empty()
        && stem
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b':')
        && (stem.len() > 1 || letters && extension.len() > 1)
        && (letters && !extension.as_bytes()[0].is_ascii_digit()
            || stem.bytes().any(|byte| byte.is_ascii_alphabetic()))
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
    fn dates() {
        let day = |input: &str| match token(input) {
            Ok((_, Token::Date(Some(day)))) => day.to_string(),
            Ok((_, Token::Date(None))) => "impossible".into(),
            _ => "no".into(),
        };
        let cases = [
            ("3/9/99", "1999-03-09"),
            ("03-09-01 12:00", "2001-03-09"),
            ("23/08/99", "1999-08-23"),
            ("1998/07/30", "1998-07-30"),
            ("14-Jan-02", "2002-01-14"),
            ("7 March 1999", "1999-03-07"),
            ("Jul. 23, 1997", "1997-07-23"),
            ("May-02-2001", "2001-05-02"),
            ("January 5, 1999", "1999-01-05"),
            ("6/12/200", "impossible"),
            ("13/13/98", "impossible"),
            ("4/5", "no"),
            ("4/5/99x", "no"),
            ("Marking 4, 1999", "no"),
        ];
        for (input, want) in cases {
            assert_eq!(day(input), want, "{input}");
        }
    }

    #[test]
    fn times() {
        let cases = [
            ("10:07p", Some("22:07")),
            ("12:40a", Some("00:40")),
            ("12:40 PM", Some("12:40")),
            ("4:57 P.M.", Some("16:57")),
            ("18:53", Some("18:53")),
            ("9:05:07AM", Some("09:05:07")),
            ("3:00 Alpha", Some("03:00")),
            ("25:10", None),
        ];
        for (input, want) in cases {
            let (_, found) = time(input).expect(input);
            assert_eq!(found.as_deref(), want, "{input}");
        }
    }

    #[test]
    fn numbers_and_names() {
        let cases = [
            ("85,245 bytes", "Size(Some(85245))~"),
            ("157,285b X", "Size(Some(157285))~ X"),
            ("44.5 KB", "Size(None)~"),
            ("297KB", "Size(None)~"),
            ("23312", "Number(23312, \"23312\")~"),
            ("2, 5, 1, 265", "Version(\"2, 5, 1, 265\")~"),
            ("5.0.2195.7", "Version(\"5.0.2195.7\")~"),
            ("v.5.01.4", "Version(\"5.01.4\")~"),
            ("none", "Nothing~"),
            ("N/A |", "Nothing~ |"),
            ("- 7", "Nothing~ 7"),
            ("A---  4", "Noise~  4"),
            ("xx:xx 4", "Noise~ 4"),
            ("3tool.dll,", "Name(\"3tool.dll\")~,"),
            ("D:\\Bin\\Tool.exe 4", "Name(\"D:\\\\Bin\\\\Tool.exe\")~ 4"),
            ("DRIVER.386", "Name(\"DRIVER.386\")~"),
            ("12345.JP_", "Name(\"12345.JP_\")~"),
            ("http://www.x.com", "no"),
            ("one@b.com", "no"),
            ("U.S. ", "no"),
            ("word", "no"),
        ];
        for (input, want) in cases {
            assert_eq!(read(input), want, "{input}");
        }
    }
}
