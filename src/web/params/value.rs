//! Values of parameters, and what is said of one that is none.

use super::{LONGEST, MOST_VALUES};
use crate::article::Period;

/// Characters of a wrong value that are repeated.
const SHOWN: usize = 60;

pub fn text(value: &str) -> Result<String, String> {
    if value.chars().nth(LONGEST).is_some() {
        return Err(format!("it is longer than {LONGEST} characters; leave something out"));
    }
    Ok(value.to_owned())
}

pub fn push<T>(values: &mut Vec<T>, value: &str, read: fn(&str) -> Result<T, String>) -> Result<(), String> {
    if values.len() == MOST_VALUES {
        return Err(format!("it has more than {MOST_VALUES} values; leave some out"));
    }
    values.push(read(value)?);
    Ok(())
}

pub fn boolean(value: &str) -> Result<bool, String> {
    value.parse().map_err(|_| format!("`{}` is neither `true` nor `false`", shown(value)))
}

pub fn period(value: &str) -> Result<Period, String> {
    value.parse::<Period>().map_err(|error| error.to_string())
}

pub fn number(value: &str, least: usize, most: usize) -> Result<usize, String> {
    let number = value.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("`{}` is no number from {least} to {most}", shown(value)))
}

/// What is wrong is said again, but not all of it.
fn shown(value: &str) -> String {
    value.chars().take(SHOWN).collect()
}
