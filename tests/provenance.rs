//! Where values were read: the bytes at each span, cleaned up, are the value.

use std::path::Path;

use kbfix::{
    article::{AppliesTo, Article, Disposition, FixFile, Origin},
    corpus::{Corpus, Traced, decode, provenance, read_article},
    grammar::{self, applies_to, line, line::Line},
};
use rayon::prelude::*;

use crate::harness::{archive, project};

/// What stands at a span, decoded and folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The values of a field beside what stands at their spans; an error for a span that is not the value.
fn check<T: std::fmt::Debug>(
    file: &[u8],
    values: &[T],
    origin: Option<&Origin>,
    same: impl Fn(&T, &str) -> bool,
) -> Result<usize, String> {
    let spans = origin.map_or(&[][..], |origin| &origin.spans);
    if spans.len() != values.len() {
        return Err(format!("{} values, {} spans", values.len(), spans.len()));
    }
    for (value, &(from, to)) in values.iter().zip(spans) {
        let bytes = file.get(from..to).ok_or_else(|| format!("{from}..{to} is out of the file"))?;
        // Decoded as the part of a page, where `<A0>` is one byte.
        let marked = [b"---\n", bytes].concat();
        let text = if file.starts_with(b"---") {
            decode(&marked).text[4..].to_owned()
        } else {
            decode(bytes).text.into_owned()
        };
        if !same(value, &text) {
            return Err(format!("{value:?} is not {text:?}"));
        }
    }
    Ok(values.len())
}

/// The bullet read again, from its own bytes alone.
fn is_bullet(value: &AppliesTo, text: &str) -> bool {
    let again = format!(" - {text}");
    let lines: Vec<Line<'_>> = line::lines(&again).map(Line::document).collect();
    let read = applies_to::read(&lines, &again, &mut |_| {});
    read.len() == 1 && read[0].value == *value
}

/// The row holds what was read of it: name and version as they are, numbers of date, time and size.
fn is_row(file: &FixFile, text: &str) -> bool {
    let text = folded(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let version = file.version.as_deref().is_none_or(|version| text.contains(&folded(version)));
    let size = file.size.is_none_or(|size| digits.contains(&size.to_string()));
    let time = file.time.as_deref().is_none_or(|time| text.contains(&time[3..5]));
    let date = file.date.is_none_or(|date| {
        text.contains(&date.day().to_string()) && text.contains(&format!("{:02}", date.year() % 100))
    });
    text.contains(&file.name) && version && size && time && date
}

/// The sentence says it; of a problem that is fixed, it is the release that says so.
fn tells(disposition: Disposition, fixed_in: &[String], text: &str) -> bool {
    let lower = text.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match disposition {
        Disposition::Fixed => fixed_in.first().is_some_and(|release| folded(text) == *release),
        Disposition::Confirmed => any(&["confirm", "acknowledge"]),
        Disposition::ByDesign => any(&["design"]),
        Disposition::Researching => any(&["researching", "investigating"]),
    }
}

/// Checks every judged value of a file; how many there are.
pub fn check_file(path: &str, bytes: &[u8]) -> Result<usize, String> {
    let decoded = decode(bytes);
    let Some(parsed) = grammar::parse(&decoded.text) else { return Ok(0) };
    let from = provenance(&[Traced { path, bytes, decoded: &decoded, places: &parsed.places }]);
    let Article { applies_to, fix_files, fixed_in, disposition, references, error_codes, .. } =
        &parsed.article;
    let disposition: Vec<_> = disposition.iter().copied().collect();
    let number = |id: &kbfix::article::ArticleId, text: &str| text.parse() == Ok(*id);
    let contained = |value: &String, text: &str| text.contains(value.as_str());
    let count = check(bytes, applies_to, from.applies_to.as_ref(), is_bullet)?
        + check(bytes, fix_files, from.fix_files.as_ref(), is_row)?
        + check(bytes, fixed_in, from.fixed_in.as_ref(), |release, text| folded(text) == *release)?
        + check(bytes, &disposition, from.disposition.as_ref(), |said, text| tells(*said, fixed_in, text))?
        + check(bytes, references, from.references.as_ref(), number)?
        + check(bytes, error_codes, from.error_codes.as_ref(), contained)?
        + check(bytes, &parsed.article.errors, from.errors.as_ref(), |error, text| {
            folded(text).contains(&error.text)
        })?
        + check(bytes, &parsed.article.error_messages, from.error_messages.as_ref(), |message, text| {
            folded(text) == *message
        })?;
    Ok(count)
}

/// How many values the articles below a folder have, and which are not what stands at their spans.
fn check_folder(folder: &Path) -> (usize, Vec<String>) {
    let corpus = Corpus::walk(&[folder.to_owned()]).unwrap();
    let checked: Vec<_> = corpus
        .files
        .par_iter()
        .filter_map(|file| Some((file, read_article(&corpus.locate(file)).unwrap()?)))
        .map(|(file, bytes)| {
            check_file(&file.path, &bytes).map_err(|error| format!("{}: {error}", file.path))
        })
        .collect();
    let count = checked.iter().flatten().sum();
    (count, checked.into_iter().filter_map(Result::err).collect())
}

#[test]
fn samples_are_what_stands_at_their_spans() {
    for folder in ["corpus", "tests/articles"] {
        let (count, wrong) = check_folder(&project().join(folder));
        assert!(count > 50, "{count} values");
        assert_eq!(wrong, [""; 0]);
    }
}

#[test]
fn the_archive_is_what_stands_at_its_spans() {
    let Some(archive) = archive() else { return };
    let (count, wrong) = check_folder(&archive);
    assert!(count > 300_000, "{count} values");
    assert_eq!(wrong, [""; 0], "{} files", wrong.len());
}

#[test]
fn the_file_with_a_mark_and_windows_1252() {
    let text = b"\xef\xbb\xbfDOCUMENT:Q1  01-MAY-1999  [x]\r\nTITLE   :A\r\n====================\r\n\xa0\x1b See Q123456.\r\n";
    assert_eq!(check_file("a.txt", text), Ok(1));
}
