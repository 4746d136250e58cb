//! A product's name and its versions, as one bullet prints them together.
//!
//! ```text
//! product   = name [ [ "," ] "version" [ "s" ] item { "," item } ] { "," edition } [ tail ]
//! item      = [ "and" ] ( number | mark ) { suffix }
//! number    = digit …                                      4.0  6.0a  97sp1  3.x
//! mark      = a word of the list below, or any with a digit in it      SR-1  Build 2.573  June 96
//! suffix    = "SP" n | "Service Pack" n | "edition" | "(" … ")" | …
//! ```
//!
//! What is no item belongs to the name: an `edition` after a comma, a `tail` (`for Windows`) after
//! a blank. A capital `Version` is part of a title (`The Microsoft Network Version 5.5`), unless a
//! comma stands before it.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::tag,
    character::complete::{char, multispace0},
    combinator::opt,
};

use super::line::fold;

/// Words that end an item and begin the tail.
const TAIL: [&str; 7] = ["for", "on", "with", "running", "under", "from", "in"];

/// Words that go on with an item.
const SUFFIX: [&str; 22] = [
    "service", "pack", "packs", "release", "releases", "sp", "sr", "build", "beta", "alpha", "edition",
    "editions", "and", "or", "later", "earlier", "above", "rc", "update", "revision", "rev", "patch",
];

/// How many times `version` is tried, and how long a parenthesis may be: what keeps this linear.
const MARKS: usize = 8;
const PARENTHESIS: usize = 80;

/// Splits `Microsoft Mail, versions 3.2, 3.5 for Windows` into name and versions.
pub fn read(text: &str) -> (String, Vec<String>) {
    let text = fold(text);
    let text = text.trim_end_matches([',', ' ']);
    let Some((name, list)) = list(text) else {
        return (text.to_owned(), Vec::new());
    };
    let mut product = name.trim_end_matches([',', ' ']).to_owned();
    let mut versions = Vec::new();
    for part in commas(list) {
        let part = introduced(part).map_or(part, |(rest, ())| rest);
        let item_end = item(part, versions.is_empty());
        let (found, rest) = part.split_at(item_end);
        let (found, rest) = (found.trim(), rest.trim());
        if !found.is_empty() {
            versions.extend(both(found).map(str::to_owned));
        }
        if !rest.is_empty() {
            product.push_str(if found.is_empty() { ", " } else { " " });
            product.push_str(rest);
        }
    }
    (product, versions)
}

/// The name, and the list behind the first `version` that a list follows.
fn list(text: &str) -> Option<(&str, &str)> {
    static VERSION: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("ersion"));
    let mut marks = VERSION.find_iter(text.as_bytes()).take(MARKS);
    marks.find_map(|at| {
        let at = at.checked_sub(1)?;
        let (name, here) = (text.get(..at)?, text.get(at..)?);
        let titled = here.starts_with('V') && !name.ends_with(", ");
        if titled || !name.ends_with([' ', ',']) || open(name) {
            return None;
        }
        let (list, ()) = introduction(here).ok()?;
        let starts = |c: char| c.is_ascii_alphanumeric() || matches!(c, '(' | '\'' | '*');
        list.starts_with(starts).then_some((name, list))
    })
}

/// Whether a parenthesis is still open: `(covers versions 6.0 and 6.2)` is part of a title.
fn open(text: &str) -> bool {
    text.rfind('(') > text.rfind(')')
}

/// `versions `, `Version:`.
fn introduction(input: &str) -> IResult<&str, ()> {
    let word = (alt((tag("version"), tag("Version"))), opt(char('s')));
    (word, alt((tag(" "), tag(":"))), multispace0).map(|_| ()).parse(input)
}

/// What may stand before an item inside the list: `and`, or `versions` once more.
fn introduced(input: &str) -> IResult<&str, ()> {
    alt((introduction, tag("and ").map(|_| ()))).parse(input)
}

/// The parts between commas that stand in no parentheses.
fn commas(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    list.split(move |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

/// The versions that an `and` joins; `3.20 and later` and what stands in parentheses is one.
fn both(item: &str) -> impl Iterator<Item = &str> {
    let joint = item.find(" and ").filter(|&at| {
        let next = item[at..].trim_start_matches(" and ");
        next.starts_with(|c: char| c.is_ascii_digit()) && !open(&item[..at])
    });
    let (first, second) = item.split_at(joint.unwrap_or(item.len()));
    let second = second.strip_prefix(" and ");
    std::iter::once(first).chain(second)
}

/// Where the version at the head of `part` ends; 0 where there is none. Right behind the word
/// `version` anything is one.
fn item(part: &str, first: bool) -> usize {
    let word = part.split(' ').next().unwrap_or(part);
    let digit = |c: char| c.is_ascii_digit();
    let number = word.trim_start_matches('\'').starts_with(digit);
    if TAIL.contains(&word) || !(first || number || part.contains(digit)) {
        return 0;
    }
    let mut end = word.len();
    while let Some(rest) = part[end..].strip_prefix(' ') {
        let next = rest.split(' ').next().unwrap_or(rest);
        if TAIL.contains(&next) || (number && !goes_on(next)) {
            break;
        }
        // A parenthesis belongs to the item as a whole.
        let length = if next.starts_with('(') {
            rest.bytes().take(PARENTHESIS).position(|byte| byte == b')').map_or(next.len(), |close| close + 1)
        } else {
            next.len()
        };
        end += 1 + length;
    }
    end
}

/// Whether `word` still belongs to a version that began with a number.
fn goes_on(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let stem = letters.split(|c: char| !c.is_ascii_alphabetic()).next();
    word.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        || stem.is_some_and(|stem| SUFFIX.iter().any(|known| known.eq_ignore_ascii_case(stem)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions() {
        let cases: [(&str, &str, &[&str]); 27] = [
            ("Microsoft Fax", "Microsoft Fax", &[]),
            ("Microsoft Outlook 98", "Microsoft Outlook 98", &[]),
            ("Microsoft Mail versions 3.0, 3.5", "Microsoft Mail", &["3.0", "3.5"]),
            ("Microsoft Mail, versions 3.0, 3.5", "Microsoft Mail", &["3.0", "3.5"]),
            ("Microsoft Windows NT Server version 3.5,3.51", "Microsoft Windows NT Server", &["3.5", "3.51"]),
            (
                "Microsoft SNA Server, versions 2.11 (all SP), 3.0 SP1",
                "Microsoft SNA Server",
                &["2.11 (all SP)", "3.0 SP1"],
            ),
            ("Microsoft SNA Server, versions 3.0, and 3.0 SP2", "Microsoft SNA Server", &["3.0", "3.0 SP2"]),
            ("Microsoft C for OS/2, versions 6.0 and 6.0a", "Microsoft C for OS/2", &["6.0", "6.0a"]),
            (
                "Microsoft Windows NT Server version 4.0, Terminal Server Edition",
                "Microsoft Windows NT Server, Terminal Server Edition",
                &["4.0"],
            ),
            (
                "Microsoft Windows NT Server, Enterprise Edition version 4.0 SP6a",
                "Microsoft Windows NT Server, Enterprise Edition",
                &["4.0 SP6a"],
            ),
            (
                "Microsoft Internet Explorer versions 4.01 SP2, 5 for Windows 98",
                "Microsoft Internet Explorer for Windows 98",
                &["4.01 SP2", "5"],
            ),
            (
                "Microsoft Windows versions 2000, 2000 SP1 Server",
                "Microsoft Windows Server",
                &["2000", "2000 SP1"],
            ),
            ("Microsoft Windows NT version 4.0 Option Pack", "Microsoft Windows NT Option Pack", &["4.0"]),
            (
                "Microsoft Outlook Web Access, version 5.5 Service Pack 1",
                "Microsoft Outlook Web Access",
                &["5.5 Service Pack 1"],
            ),
            (
                "Microsoft Word 97 for Windows, version Service Release 1 (SR-1)",
                "Microsoft Word 97 for Windows",
                &["Service Release 1 (SR-1)"],
            ),
            (
                "Microsoft Visual Studio versions 6.0, SP2, 97sp1",
                "Microsoft Visual Studio",
                &["6.0", "SP2", "97sp1"],
            ),
            (
                "Microsoft Bookshelf for Windows versions 1991 edition, 1992 edition",
                "Microsoft Bookshelf for Windows",
                &["1991 edition", "1992 edition"],
            ),
            (
                "Microsoft ODBC for Oracle version 2.5, versions Build 2.573.2927",
                "Microsoft ODBC for Oracle",
                &["2.5", "Build 2.573.2927"],
            ),
            (
                "Microsoft TechNet, versions February 1995 edition, May 95",
                "Microsoft TechNet",
                &["February 1995 edition", "May 95"],
            ),
            (
                "Microsoft Mail, versions (all versions and editions), 3.2 and later",
                "Microsoft Mail",
                &["(all versions and editions)", "3.2 and later"],
            ),
            ("Microsoft Explorapedia, version 1.2 (UK only)", "Microsoft Explorapedia", &["1.2 (UK only)"]),
            (
                "Microsoft Macro Assembler version 6.0, running under OS/2, version 1.0",
                "Microsoft Macro Assembler, running under OS/2",
                &["6.0", "1.0"],
            ),
            ("The Microsoft Network Version 5.5", "The Microsoft Network Version 5.5", &[]),
            ("Microsoft Visual Basic, Version 6.0", "Microsoft Visual Basic", &["6.0"]),
            ("Microsoft Manic Marbles Trial Version", "Microsoft Manic Marbles Trial Version", &[]),
            (
                "MSPRESS MS-DOS (covers versions 6.0 and 6.2)",
                "MSPRESS MS-DOS (covers versions 6.0 and 6.2)",
                &[],
            ),
            ("Microsoft Works, CD-ROM versions, version 4.0a", "Microsoft Works, CD-ROM versions", &["4.0a"]),
        ];
        for (text, name, versions) in cases {
            let versions: Vec<String> = versions.iter().map(|&one| one.to_owned()).collect();
            assert_eq!(read(text), (name.to_owned(), versions), "{text}");
        }
    }
}
