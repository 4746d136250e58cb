//! Error messages that the article quotes.
//!
//! ```text
//! message      = announcement ":" { blank line } block { "-or-" block }
//!              | ( "error" | "message" ) [ "is" | "says" | … ] '"' text '"'
//! announcement = … ( "error" | "message" ) …          a sentence's end
//! block        = { line }          deeper than the announcement; every paragraph is one of "messages:"
//! ```

use super::{
    Placed, Span,
    hint::{Hint, Paragraph},
    line::{Line, fold, trim},
    place::Joined,
    section::Section,
    sentence::{Unique, is_any},
};

/// Longer blocks are listings.
const LINES: usize = 12;
/// Longer messages are none, and quoted ones are shorter.
const LONGEST: usize = 800;
const QUOTED: usize = 400;

type Found = Unique<String, Span>;

/// Reads them in order of first mention.
pub fn read(sections: &[Section<'_, '_>]) -> Vec<Placed<String>> {
    let mut found = Unique::default();
    for section in sections {
        let mut announced = None;
        for Paragraph { lines, hints } in &section.paragraphs {
            announced = announced.and_then(|by| follow(by, lines, section.source, &mut found));
            if hints.has(Hint::Error) {
                quoted(lines, section.source, &mut found);
                announced = announcement(lines, section.source, &mut found).or(announced);
            }
        }
    }
    found.into_placed()
}

/// Messages in quotation marks, inside a sentence.
fn quoted(lines: &[Line<'_>], source: &str, found: &mut Found) {
    if !lines.iter().any(|line| line.text.contains('"')) {
        return;
    }
    let parts: Vec<&str> = lines.iter().map(|line| trim(line.text)).collect();
    let joined = Joined::new(&parts);
    let bytes = joined.text.as_bytes();
    let mut from = 0;
    while let Some(open) = memchr::memchr(b'"', &bytes[from..]).map(|at| from + at + 1) {
        let rest = &bytes[open..bytes.len().min(open + QUOTED)];
        let close = memchr::memchr(b'"', rest).filter(|_| announces(&joined.text[..open - 1]));
        if let Some(text) = close.and_then(|close| joined.text.get(open..open + close)) {
            push(text.trim(), &joined, source, found);
        }
        from = open + close.map_or(0, |close| close + 1);
    }
}

/// Whether `before` ends with `error`, `the message says` …
fn announces(before: &str) -> bool {
    const NOUNS: [&str; 4] = ["error", "errors", "message", "messages"];
    const VERBS: [&str; 14] = [
        "is",
        "of",
        "that",
        "which",
        "say",
        "says",
        "read",
        "reads",
        "state",
        "states",
        "stating",
        "saying",
        "called",
        "displayed",
    ];
    let mut words = before.trim_end().rsplit(' ').take(2);
    let last = words.next().unwrap_or("");
    is_any(last, &NOUNS) || is_any(last, &VERBS) && words.next().is_some_and(|word| is_any(word, &NOUNS))
}

/// What a paragraph's last colon announces.
#[derive(Clone, Copy)]
struct Announcement {
    /// Columns of blanks before the paragraph that announces.
    indent: usize,
    /// Whether every block below is a message, not only the first.
    many: bool,
    /// Whether the next block is one.
    open: bool,
}

/// The announcement that a paragraph ends with; or its lines from one that stands inside it.
fn announcement(lines: &[Line<'_>], source: &str, found: &mut Found) -> Option<Announcement> {
    let at = lines.iter().rposition(|line| line.text.ends_with(':'))?;
    let told = told(&lines[..=at])?;
    let indent = lines[0].indent();
    let rest = &lines[at + 1..];
    match rest.first() {
        None => Some(Announcement {
            indent,
            many: told.contains("messages") || told.contains("errors"),
            open: true,
        }),
        Some(line) if line.indent() > lines[at].indent() => {
            block(rest, source, found);
            None
        }
        Some(_) => None,
    }
}

/// The end of the announcing sentence, lower case; `None` where it speaks of no error.
fn told(lines: &[Line<'_>]) -> Option<String> {
    let lines = &lines[lines.len().saturating_sub(4)..];
    let text = lines.iter().map(|line| trim(line.text)).collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let sentence = text.rsplit(". ").next().unwrap_or(&text);
    let error = sentence.contains("error") && !sentence.contains("error log");
    let message = sentence.contains("message")
        && ["following", "receive", "appear", "display", "return"].iter().any(|word| sentence.contains(word));
    let mail = ["e-mail", "mail message", "message class", "messages are sent", "message body"]
        .iter()
        .any(|word| sentence.contains(word));
    (error || message && !mail).then(|| sentence.to_owned())
}

/// Takes the paragraph below an announcement; what may still follow.
fn follow(by: Announcement, lines: &[Line<'_>], source: &str, found: &mut Found) -> Option<Announcement> {
    let alone = lines.len() == 1;
    let parts = ["or", "and", "and/or"]
        .iter()
        .any(|word| lines[0].text.trim_matches([' ', '-', '\t', '_', '*']).eq_ignore_ascii_case(word));
    if alone && parts {
        return Some(Announcement { open: true, ..by });
    }
    if lines[0].indent() <= by.indent {
        return None;
    }
    if by.open {
        block(lines, source, found);
    }
    Some(Announcement { open: by.many, ..by })
}

/// A block as one message, without the quotation marks around it.
fn block(lines: &[Line<'_>], source: &str, found: &mut Found) {
    if lines.len() > LINES {
        return;
    }
    let parts: Vec<&str> = lines.iter().map(|line| trim(line.text)).collect();
    let joined = Joined::new(&parts);
    let text = joined.text.as_str();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    push(inner.filter(|inner| !inner.contains('"')).unwrap_or(text), &joined, source, found);
}

/// Entries of a log, references, bullets and steps are no messages.
fn is_message(text: &str) -> bool {
    const NOT: [&str; 8] =
        ["Event ID", "Event:", "Event Type:", "Source:", "Date:", "Type:", "NOTE:", "For more"];
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let mark = text.split_whitespace().next().unwrap_or("");
    let step = mark.ends_with(['.', ')']) && mark.bytes().rev().skip(1).all(|byte| byte.is_ascii_digit());
    let reference = mark.starts_with('Q') && mark.bytes().skip(1).filter(u8::is_ascii_digit).count() > 4;
    (8..=LONGEST).contains(&text.len())
        && letters * 3 > text.len()
        && !(step || reference || matches!(mark, "-" | "o" | "*"))
        && !NOT.iter().any(|not| text.starts_with(not))
}

fn push(text: &str, joined: &Joined<'_, '_>, source: &str, found: &mut Found) {
    if is_message(text) {
        found.push(fold(text), joined.span(source, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::{section::Field, sentence::tests::with_section};

    fn messages(text: &str) -> Vec<String> {
        with_section(Field::Symptoms, text, read).into_iter().map(|message| message.value).collect()
    }

    #[test]
    fn quoted_messages() {
        let cases: [(&str, &[&str]); 8] = [
            (
                "You get the following error\nmessage:\n\n   Disk is\n   full.\n\nClick OK.",
                &["Disk is full."],
            ),
            (
                "The following errors appear:\n\n   Disk is full.\n\n   Disk is empty.\n\nx",
                &["Disk is full.", "Disk is empty."],
            ),
            (
                "An error appears:\n\n   Disk is full.\n\n-or-\n\n   Disk is empty.",
                &["Disk is full.", "Disk is empty."],
            ),
            ("An error appears:\n\n   Disk is full.\n\n   Then choose OK.", &["Disk is full."]),
            ("An error appears:\n   \"Disk is full.\"\n", &["Disk is full."]),
            ("It fails with the error message \"Disk is\nfull.\" and ends.", &["Disk is full."]),
            ("Send the message \"x\" to the following mail message:\n\n   abcdefghij", &[]),
            ("The error log has:\n\n   abcdefghij", &[]),
        ];
        for (text, found) in cases {
            assert_eq!(messages(text), found, "{text}");
        }
    }
}
