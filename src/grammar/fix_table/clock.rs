//! Dates and times of files. Any of them may be impossible as printed: then it is `None`.
//!
//! ```text
//! date = number sep number sep year | year sep month sep day
//!      | day sep month-name sep year | month-name sep day sep year
//! time = hour ":" minute [ ":" second ] [ ( "a" | "p" ) [ "m" ] ]
//! ```

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::take_while_m_n,
    character::complete::{char, one_of, space0},
    combinator::{map, map_opt, opt},
    sequence::{preceded, terminated},
};

use super::token::end;
use crate::{
    article::Date,
    grammar::head::{full_year, month_number},
};

fn small(input: &str) -> IResult<&str, i16> {
    map_opt(take_while_m_n(1, 4, |c: char| c.is_ascii_digit()), |digits: &str| digits.parse().ok())
        .parse(input)
}

/// A date that begins with a number.
pub fn date(input: &str) -> IResult<&str, Option<Date>> {
    alt((numeric_date, day_first)).parse(input)
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
pub fn day_first(input: &str) -> IResult<&str, Option<Date>> {
    let gap = || take_while_m_n(1, 2, |c| matches!(c, '-' | ' ' | '/' | ',' | '.'));
    map((small, gap(), month, gap(), small), |(day, _, month, _, year)| civil(year, month, day)).parse(input)
}

/// `Jul. 23, 1997`, `May-02-2001`.
pub fn month_first(input: &str) -> IResult<&str, Option<Date>> {
    let gap = || take_while_m_n(1, 3, |c| matches!(c, '-' | ' ' | '/' | ',' | '.'));
    let parts = (month, gap(), small, gap(), small);
    map(parts, |(month, _, day, _, year)| civil(year, month, day)).parse(input)
}

/// A cheap look at the first letters of a word.
pub fn begins_month(word: &str) -> bool {
    let letters = word.as_bytes().first_chunk::<3>().map(|letters| letters.map(|letter| letter | 0x20));
    letters.is_some_and(|letters| {
        matches!(&letters, b"jan" | b"feb" | b"mar" | b"apr" | b"may" | b"jun")
            || matches!(&letters, b"jul" | b"aug" | b"sep" | b"oct" | b"nov" | b"dec")
    })
}

fn month(input: &str) -> IResult<&str, i16> {
    let word = take_while_m_n(3, 9, |c: char| c.is_ascii_alphabetic());
    map_opt(word, |word: &str| {
        const LONG: &str =
            "january february march april may june july august sept september sept october november december";
        let known = || word.len() == 3 || LONG.split(' ').any(|name| name.eq_ignore_ascii_case(word));
        month_number(word).filter(|_| known()).map(i16::from)
    })
    .parse(input)
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    if (100..1970).contains(&year) {
        return None;
    }
    Date::new(full_year(year), month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// On the 24-hour clock, as `HH:MM` or `HH:MM:SS`.
pub fn time(input: &str) -> IResult<&str, Option<String>> {
    let two = || take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    let (input, (hour, _, minute)) = (two(), char(':'), two()).parse(input)?;
    let (input, second) = opt(preceded(char(':'), two())).parse(input)?;
    let (input, half) = opt(preceded(space0, half_of_day)).parse(input)?;
    Ok((input, clock(hour, minute, second, half)))
}

/// `a`, `PM`, `A.M.`
fn half_of_day(input: &str) -> IResult<&str, char> {
    let meridiem = (opt(char('.')), one_of("mM"), opt(char('.')));
    map(terminated(one_of("aApP"), (opt(meridiem), end)), |half| half.to_ascii_lowercase()).parse(input)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let day = |input: &str| match alt((date, month_first)).parse(input) {
            Ok((_, Some(day))) => day.to_string(),
            Ok((_, None)) => "impossible".into(),
            Err(_) => "no".into(),
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
            ("Sept 5, 1999", "1999-09-05"),
            ("January 5, 1999", "1999-01-05"),
            ("6/12/200", "impossible"),
            ("13/13/98", "impossible"),
            ("4/5", "no"),
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
}
