//! Dates and times of listings.

use jiff::civil::{Date, DateTime, Time};

/// Which number of `03-04-97` is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    MonthFirst,
    DayFirst,
}

/// How a listing writes dates: by the first number that can be no month. Without one, as in the United States.
pub fn order<'a>(dates: impl Iterator<Item = &'a str>) -> Order {
    let mut firsts = dates.filter_map(|date| numbers(date)?.first().copied());
    if firsts.any(|first| (13..=31).contains(&first)) { Order::DayFirst } else { Order::MonthFirst }
}

/// `12/01/97`, `01.12.1997`, `1997-12-01`.
pub fn date(text: &str, order: Order) -> Option<Date> {
    let [first, second, third] = numbers(text)?.try_into().ok()?;
    let (year, month, day) = match order {
        _ if first > 31 => (first, second, third),
        Order::MonthFirst => (third, first, second),
        Order::DayFirst => (third, second, first),
    };
    let year = match year {
        0..80 => 2000 + year,
        80..100 => 1900 + year,
        year => year,
    };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split(['/', '-', '.']).map(|number| number.parse().ok()).collect()
}

/// `16:24`, `4:24p`, `04:24 PM`, `16:24:10`.
pub fn time(text: &str) -> Option<Time> {
    let lower = text.to_ascii_lowercase();
    let digits = lower.trim_end_matches(['a', 'p', 'm', ' ']);
    let half = lower[digits.len()..].trim_start().chars().next();
    let mut parts = digits.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let hour = match (half, hour) {
        (Some('p'), 1..=11) => hour + 12,
        (Some('a'), 12) => 0,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// A date with its time, and whether only the day is known.
pub fn moment(date: Option<Date>, time: Option<Time>) -> (Option<DateTime>, bool) {
    (date.map(|date| date.to_datetime(time.unwrap_or_default())), time.is_none())
}

/// The number of a month by the first letters of its English name.
pub fn month(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.to_ascii_lowercase();
    (1..).zip(MONTHS).find(|(_, month)| *month == name).map(|(number, _)| number)
}
