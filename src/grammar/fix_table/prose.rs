//! Files of a fix that a sentence names.
//!
//! ```text
//! sentence = … cue … name [ "file" ] [ "(" ] field { field } …
//!          | … cue … "version" version [ "or later" ] "of" [ "the" ] name …
//! ```
//!
//! Only sentences that say that the file corrects something, or is to be had, count.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    glance::{Look, may_be_row, may_name},
    row::{Row, assemble},
    scan::{Cell, Kind, scan},
    token::Token,
    words::is_link,
};
use crate::grammar::{
    Placed,
    line::{Line, span, trim},
    place::Joined,
};

/// What says that a file corrects the problem, whatever else the sentence says.
const CLAIMS: &[&str] = &[
    "corrected in",
    "corrected by",
    "corrected with",
    "fixed in",
    "fixed by",
    "fixed with",
    "resolved in",
    "resolved by",
    "eliminated in",
    "fixed this problem",
    "correct this problem",
    "corrects this",
];

/// What says that a file is to be had, or is new.
const CUES: &[&str] = &[
    "corrects ",
    "new version of",
    "new versions of",
    "newer version of",
    "latest version of",
    "updated version of",
    "later version of",
    "obtain",
    "the updated ",
    "an updated ",
    "released updated ",
    "updated copy of",
    "update the ",
    "update your ",
    "the new ",
    "use the version of",
    "to download is",
];

/// What speaks against any sentence, and against one that claims nothing.
const AGAINST: &[&str] =
    &["earlier", "prior to", "older", "previous", "not been", "not be", "will be", "if you", "see if"];
const DOUBTS: &[&str] = &[
    "require",
    "problem with",
    "problem in",
    "occurs",
    "when using",
    "when you use",
    "ships with",
    "shipped with",
    "included in",
    "included with",
    "does not contain",
    "be obtained",
    "resource kit",
];

static GIVES: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(&[CLAIMS, CUES].concat()));
static CLAIM: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(CLAIMS));
static NEVER: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(AGAINST));
static DOUBT: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(DOUBTS));

fn any_of(phrases: &[&str]) -> Option<Regex> {
    Regex::new(&format!("(?-u){}", phrases.join("|"))).ok()
}

/// Longer sentences are none.
const LONGEST: usize = 380;

/// No sentence that gives a file stands in a longer paragraph.
const LINES: usize = 40;

/// The files that the sentences of a section, slices of `source`, give.
pub fn files(lines: &[Line<'_>], looks: &[Look], source: &str) -> Vec<Placed<Row>> {
    let (mut found, mut rest) = (Vec::new(), looks);
    while let Some(Look { at, .. }) = rest.first().copied() {
        let from = lines[..at].iter().rposition(Line::is_blank).map_or(0, |blank| blank + 1);
        let end = lines[at..].iter().position(Line::is_blank).map_or(lines.len(), |blank| at + blank);
        let (looks, behind) = rest.split_at(rest.partition_point(|look| look.at < end));
        rest = behind;
        let lines = &lines[from..end];
        let text = span(source, lines);
        let named = || looks.iter().any(|look| look.named) || may_name(text);
        if lines.len() <= LINES && named() && may_be_row(text) {
            found.extend(paragraph(lines, source));
        }
    }
    found
}

fn paragraph(lines: &[Line<'_>], source: &str) -> Vec<Placed<Row>> {
    let lines: Vec<&str> = lines.iter().map(|line| trim(line.text)).collect();
    let joined = Joined::new(&lines);
    let mut found = Vec::new();
    if !says(&GIVES, &joined.text.to_ascii_lowercase()) {
        return found;
    }
    for sentence in sentences(&joined.text).filter(|sentence| gives(sentence)) {
        let span = joined.span(source, sentence.trim());
        found.extend(sentence_files(sentence).into_iter().map(|value| Placed { value, span: span.clone() }));
    }
    found
}

/// Cut behind a point or colon that a blank and a capital follow.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let end = memchr::memchr2_iter(b'.', b':', bytes).find(|&at| {
            bytes.get(at + 1) == Some(&b' ')
                && bytes[at + 1..].iter().find(|&&byte| byte != b' ').is_some_and(u8::is_ascii_uppercase)
        });
        let (sentence, after) = rest.split_at(end.map_or(rest.len(), |at| at + 1));
        rest = after;
        Some(sentence)
    })
}

fn gives(sentence: &str) -> bool {
    if sentence.len() > LONGEST || !may_name(sentence) || !may_be_row(sentence) {
        return false;
    }
    let lower = sentence.to_ascii_lowercase();
    says(&GIVES, &lower) && !says(&NEVER, &lower) && (says(&CLAIM, &lower) || !says(&DOUBT, &lower))
}

fn says(phrases: &LazyLock<Option<Regex>>, lower: &str) -> bool {
    phrases.as_ref().is_some_and(|any| any.is_match(lower))
}

fn sentence_files(sentence: &str) -> Vec<Row> {
    let cells = scan(sentence);
    // A longer extension is the next sentence, its blank missing: `U.S.Service`.
    let short = |name: &str| name.rsplit('.').next().is_some_and(|extension| extension.len() <= 4);
    let is_name = |cell: &Cell<'_>| matches!(cell.kind, Kind::Token(Token::Name(name)) if short(name));
    let names = cells.iter().enumerate().filter(|(_, cell)| is_name(cell));
    names.filter_map(|(at, _)| before(&cells, at).or_else(|| after(&cells, at))).collect()
}

/// The name at `at` and the fields behind it.
fn after(cells: &[Cell<'_>], at: usize) -> Option<Row> {
    let joins = |cell: &Cell<'_>| match &cell.kind {
        Kind::Token(token) => !matches!(token, Token::Name(_)),
        Kind::Words(words) => words.split_whitespace().all(is_link),
    };
    let length = cells[at + 1..].iter().take(10).take_while(|cell| joins(cell)).count();
    let row = assemble(&cells[at..=at + length], None);
    let says = row.file.date.is_some() || row.file.version.is_some();
    says.then_some(row)
}

/// `version 3.2 of the` before the name at `at`.
fn before(cells: &[Cell<'_>], at: usize) -> Option<Row> {
    let (title, version, of, name) = match &cells[at.checked_sub(3).unwrap_or(at.checked_sub(2)?)..=at] {
        [.., title, version, name] if matches!(version.kind, Kind::Token(_)) => (title, version, "of", name),
        [title, version, Cell { kind: Kind::Words(of), .. }, name] => (title, version, *of, name),
        _ => return None,
    };
    let (Kind::Words(title), Kind::Token(Token::Version(version))) = (&title.kind, &version.kind) else {
        return None;
    };
    let of = of.strip_suffix(" the").or_else(|| of.strip_suffix(" the file")).unwrap_or(of);
    let fits = title.to_ascii_lowercase().ends_with("version") && matches!(of, "of" | "or later of");
    let mut row = assemble(std::slice::from_ref(name), None);
    row.file.version = Some((*version).to_owned());
    fits.then_some(row)
}

#[cfg(test)]
mod tests {
    use super::{super::glance::looks, *};

    fn show(text: &str) -> Vec<String> {
        let lines: Vec<Line<'_>> = text.lines().map(Line::page).collect();
        let show = |row: Row| {
            let file = row.file;
            let date = file.date.map(|date| date.to_string());
            format!("{} {} {}", file.name, file.version.unwrap_or_default(), date.unwrap_or_default())
        };
        files(&lines, &looks(&lines, text), text).into_iter().map(|row| show(row.value)).collect()
    }

    #[test]
    fn sentences_that_give_a_file() {
        let cases: [(&str, &[&str]); 13] = [
            (
                "It was fixed in version 5.1 of the file Tool.dll, which is included in Mail 3.2.",
                &["Tool.dll 5.1 "],
            ),
            (
                "Update the driver (Tool.sys) to version 2.22, dated 7/1/97 or later.",
                &["Tool.sys 2.22 1997-07-01"],
            ),
            ("The new Tool.dll file is version 4.40 and is dated 3/9/99.", &["Tool.dll 4.40 1999-03-09"]),
            ("Contoso fixed this problem with the version 3.55 TOOL.EXE.", &["TOOL.EXE 3.55 "]),
            ("It was fixed in Mail version 4.0 U.S.Service Pack 2.", &[]),
            ("Stop TOOL.EXE 4.0 and see if that corrects the problem.", &[]),
            ("The leak was corrected in TOOL.EXE version\n3.2.9. Ask for it.", &["TOOL.EXE 3.2.9 "]),
            ("It is fixed in version 3.2.9 of the Tool.dll file.", &["Tool.dll 3.2.9 "]),
            ("Obtain the new Tool.dll (dated 3/9/99, version 2.1).", &["Tool.dll 2.1 1999-03-09"]),
            ("Obtain Tool.dll now.", &[]),
            ("The leak occurs in TOOL.EXE version 3.2.9.", &[]),
            ("Tool.dll version 2.1 is to be had.", &[]),
            ("", &[]),
        ];
        for (text, want) in cases {
            assert_eq!(show(text), want, "{text}");
        }
    }
}
