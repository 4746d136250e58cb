use std::{fmt, str::FromStr};

use super::Date;

/// A year, month or day, by its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

/// The text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write a year, month or day: 1998, 1998-05 or 1998-05-26")]
pub struct NotADate(pub String);

impl FromStr for Period {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        parse(text.trim()).ok_or_else(|| NotADate(text.to_owned()))
    }
}

/// As short as it can be said: `1998`, `1998-05`, `1998-05-26`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = self;
        if first == last {
            write!(f, "{first}")
        } else if first.month() == last.month() {
            write!(f, "{}", first.strftime("%Y-%m"))
        } else {
            write!(f, "{}", first.strftime("%Y"))
        }
    }
}

fn parse(text: &str) -> Option<Period> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map(|part| number(part, 2));
    let day = parts.next().map(|part| number(part, 2));
    if parts.next().is_some() {
        return None;
    }
    let date =
        |month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match (month, day) {
        (None, _) => Some(Period { first: date(1, 1)?, last: date(12, 31)? }),
        (Some(month), None) => {
            let first = date(month?, 1)?;
            let last = first.last_of_month();
            Some(Period { first, last })
        }
        (Some(month), Some(day)) => {
            let day = date(month?, day?)?;
            Some(Period { first: day, last: day })
        }
    }
}

/// Digits and nothing else, at most so many; a year has all four.
fn number(text: &str, digits: usize) -> Option<i16> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = text.len() <= digits && (digits < 4 || text.len() == digits);
    text.parse().ok().filter(|_| is_number && fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_a_month_and_a_day_are_periods() {
        for (text, first, last) in [
            ("1998", "1998-01-01", "1998-12-31"),
            ("1998-05", "1998-05-01", "1998-05-31"),
            ("2000-2", "2000-02-01", "2000-02-29"),
            ("1998-05-26", "1998-05-26", "1998-05-26"),
            (" 1998-5-6 ", "1998-05-06", "1998-05-06"),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.first.to_string(), first, "{text}");
            assert_eq!(period.last.to_string(), last, "{text}");
            assert_eq!(period.to_string().parse(), Ok(period), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "98",
            "19980",
            "1998-",
            "1998-13",
            "1998-02-30",
            "1998-05-26-1",
            "5/26/98",
            "+998",
            "1998-+5",
            "May 1998",
        ] {
            assert_eq!(text.parse::<Period>(), Err(NotADate(text.to_owned())), "{text}");
        }
    }
}
