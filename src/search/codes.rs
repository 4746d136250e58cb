//! Error codes as people and articles write them: `0x0000000A`, `STOP 0000000A`, `-2147221164`.

use crate::index::values::fold_error;

/// Other spellings of the code `term` that texts of the index may have, in a query of `all` these words.
pub fn spellings(term: &str, all: &[&str]) -> Vec<String> {
    let Some(number) = value(term, all) else { return Vec::new() };
    let mut found = vec![format!("{number:#x}"), format!("{number:08x}")];
    if number > i32::MAX.unsigned_abs() {
        // A sign is part of the whole word; the digits alone are found with it and without.
        found.extend([number.cast_signed().unsigned_abs().to_string(), number.to_string()]);
    }
    found.retain(|spelling| spelling != term);
    found
}

/// The number of a word that is a code by its looks, or because one of `announcing` says so.
fn value(term: &str, announcing: &[&str]) -> Option<u32> {
    let hexadecimal = |digits: &str| u32::from_str_radix(digits, 16).ok();
    if let Some(digits) = term.strip_prefix("0x") {
        return hexadecimal(digits);
    }
    let announced = || announcing.iter().any(|word| announces(word));
    let is_bare =
        term.len() == 8 && (term.starts_with(['8', 'c']) || term.starts_with("0000") || announced());
    let is_short = term.len() <= 3 && announcing.contains(&"stop");
    if is_hexadecimal(term) && (is_bare || is_short) {
        return hexadecimal(term);
    }
    let signed = term.strip_prefix('-').filter(|digits| digits.len() > 2);
    let signed = signed.and_then(|_| term.parse::<i32>().ok()).map(i32::cast_unsigned);
    signed.or_else(|| long(term))
}

/// A result without its sign, or as an unsigned number: ten digits.
fn long(term: &str) -> Option<u32> {
    const LEAST: u32 = 2_000_000_000;
    let number: u32 = term.parse().ok().filter(|&number| number > LEAST && term.len() == 10)?;
    Some(if number > i32::MAX.unsigned_abs() { number } else { number.wrapping_neg() })
}

/// Digits and letters of which at least one is a digit.
pub fn is_hexadecimal(term: &str) -> bool {
    term.bytes().all(|b| b.is_ascii_hexdigit()) && term.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a number behind this word is an error's.
fn announces(word: &str) -> bool {
    matches!(
        word,
        "stop" | "error" | "err" | "code" | "number" | "bugcheck" | "result" | "hresult" | "status"
    )
}

/// The value that the field of typed errors has for `term`, where it is a code or an error's number.
pub fn typed(term: &str, behind: Option<&str>) -> Option<String> {
    if let Some(number) = value(term, behind.as_slice()) {
        return Some(format!("{number:#x}"));
    }
    fold_error(term).filter(|_| behind.is_some_and(announces))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_many_spellings() {
        for (term, behind, others) in [
            ("0xa", None, "0000000a"),
            ("0x80040154", None, "80040154 2147221164 2147746132"),
            ("-2147221164", None, "0x80040154 80040154 2147221164 2147746132"),
            ("2147221164", None, "0x80040154 80040154 2147746132"),
            ("2147746132", None, "0x80040154 80040154 2147221164"),
            ("-1018", Some("jet"), "0xfffffc06 fffffc06 1018 4294966278"),
            ("c000021a", None, "0xc000021a 3221226010 1073741286"),
            ("0000000a", None, "0xa"),
            ("00000050", Some("stop"), "0x50"),
            ("1e", Some("stop"), "0x1e 0000001e"),
            ("1e", None, ""),
            ("53", Some("error"), ""),
            ("19990101", None, ""),
            ("-1", None, ""),
            ("deadbeef", None, ""),
        ] {
            let mut expected: Vec<_> = others.split_whitespace().collect();
            let mut found = spellings(term, behind.as_slice());
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected, "{term}");
        }
    }

    #[test]
    fn numbers_of_errors_are_told_from_others() {
        for (term, behind, number) in [
            ("53", Some("error"), Some("53")),
            ("53", Some("net"), None),
            ("0xa", None, Some("0xa")),
            ("0000000a", Some("stop"), Some("0xa")),
            ("print", Some("error"), None),
        ] {
            assert_eq!(typed(term, behind).as_deref(), number, "{term}");
        }
    }
}
