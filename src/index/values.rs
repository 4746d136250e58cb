//! What the exact fields have of a record beside its head: its parts, and numbers and names as they are compared.

use super::document::fold;
use crate::article::{Article, ErrorKind, ErrorNumber};
use crate::query::Part;

/// The parts that are there.
pub fn parts(article: &Article) -> impl Iterator<Item = Part> {
    Part::all().filter(|part| has(article, *part))
}

const fn has(article: &Article, part: Part) -> bool {
    match part {
        Part::Symptoms => article.symptoms.is_some(),
        Part::Cause => article.cause.is_some(),
        Part::Resolution => article.resolution.is_some(),
        Part::Workaround => article.workaround.is_some(),
        Part::Status => article.status.is_some(),
        Part::MoreInformation => article.more_information.is_some(),
        Part::FixFiles => !article.fix_files.is_empty(),
        Part::FixedIn => !article.fixed_in.is_empty(),
        Part::References => !article.references.is_empty(),
        Part::Errors => !article.errors.is_empty(),
        Part::ErrorMessages => !article.error_messages.is_empty(),
        Part::Keywords => !article.keywords.is_empty(),
        Part::Urls => !article.urls.is_empty(),
        Part::RegistryKeys => !article.registry_keys.is_empty(),
    }
}

/// Names of the fix files, folded.
pub fn files(article: &Article) -> impl Iterator<Item = String> {
    article.fix_files.iter().map(|file| fold(&file.name))
}

/// Errors as [`fold_error`] writes them; events are none.
pub fn errors(article: &Article) -> impl Iterator<Item = String> {
    let numbered = article.errors.iter().filter(|error| error.kind != ErrorKind::Event);
    let codes = article.error_codes.iter().filter_map(|code| fold_error(code));
    numbered.map(numbered_error).chain(codes)
}

/// Win32 and run-time errors are counted in decimals, even where they are printed as `0x35`.
fn numbered_error(error: &ErrorNumber) -> String {
    let decimal = matches!(error.kind, ErrorKind::Win32 | ErrorKind::RunTime);
    if decimal { canonical(error.number) } else { hexadecimal(error.number) }
}

/// Numbers of events.
pub fn events(article: &Article) -> impl Iterator<Item = String> {
    let events = article.errors.iter().filter(|error| error.kind == ErrorKind::Event);
    events.map(|error| error.number.to_string())
}

/// Articles that it refers to.
pub fn references(article: &Article) -> impl Iterator<Item = String> {
    article.references.iter().map(|id| id.0.to_string())
}

/// An error's number as it is compared: `0x0000000A` is `0xa`, `53` is `53`, `-2147221164` and `2147746132` are
/// `0x80040154`; none where the text is no number.
pub fn fold_error(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if let Some(digits) = lower.strip_prefix("0x") {
        return u32::from_str_radix(digits, 16).ok().map(hexadecimal);
    }
    match lower.parse::<i64>().ok()? {
        number @ 0.. => u32::try_from(number).ok().map(canonical),
        number => i32::try_from(number).ok().map(|number| canonical(number.cast_unsigned())),
    }
}

/// What takes more than 16 bits is a code, whoever numbers it.
fn canonical(number: u32) -> String {
    if number > u32::from(u16::MAX) { hexadecimal(number) } else { number.to_string() }
}

fn hexadecimal(number: u32) -> String {
    format!("{number:#x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_say_the_same_are_the_same() {
        for (text, folded) in [
            ("0x0000000A", Some("0xa")),
            ("10", Some("10")),
            ("-2147221164", Some("0x80040154")),
            ("2147746132", Some("0x80040154")),
            ("0X80040154", Some("0x80040154")),
            ("-1018", Some("0xfffffc06")),
            ("c000021a", None),
            ("0x1ffffffff", None),
            ("99999999999", None),
        ] {
            assert_eq!(fold_error(text).as_deref(), folded, "{text}");
        }
    }

    #[test]
    fn a_record_gives_what_it_has() {
        let error = |kind, number| ErrorNumber { kind, number, text: String::new(), source: None };
        let article = Article {
            cause: Some("A leak.".into()),
            errors: vec![
                error(ErrorKind::Stop, 10),
                error(ErrorKind::Win32, 53),
                error(ErrorKind::RunTime, 0xffff_fc06),
                error(ErrorKind::Event, 9),
            ],
            error_codes: vec!["0x00000005".into()],
            ..Article::default()
        };
        assert_eq!(parts(&article).collect::<Vec<_>>(), [Part::Cause, Part::Errors]);
        assert_eq!(errors(&article).collect::<Vec<_>>(), ["0xa", "53", "0xfffffc06", "0x5"]);
        assert_eq!(events(&article).collect::<Vec<_>>(), ["9"]);
    }
}
