//! A release, as a sentence names it: the words behind `corrected in`.
//!
//! ```text
//! releases  = release { [ "," ] "and" release }
//! release   = [ "the" ] ( Name | number | "version" | "latest" | … ) { word }
//! ```
//!
//! The phrase goes on to the end of the sentence or to a clause (`which …`, `and does not …`). It is
//! cut at an `and` only where both sides stand alone: `versions 3.0 and 4.0` is one phrase, and so is
//! `Word 97 and Excel 97 Service Release 1`, whose sides share the release.

use super::{
    Placed,
    place::Joined,
    sentence::{bare, ends, is_any},
};

/// No release is named in more words.
const LONGEST: usize = 40;

/// Lower-case words that a release may begin with.
const OPENERS: [&str; 30] = [
    "latest",
    "later",
    "newer",
    "newest",
    "recent",
    "most",
    "current",
    "release",
    "releases",
    "version",
    "versions",
    "service",
    "maintenance",
    "updated",
    "update",
    "final",
    "retail",
    "revision",
    "documentation",
    "original",
    "build",
    "synchronization",
    "online",
    "file",
    "patch",
    "hotfix",
    "second",
    "third",
    "both",
    "all",
];

/// Words that begin a clause.
const CLAUSE: [&str; 64] = [
    "which",
    "that",
    "who",
    "when",
    "where",
    "whose",
    "if",
    "because",
    "so",
    "but",
    "although",
    "though",
    "carried",
    "while",
    "unless",
    "whereas",
    "by",
    "since",
    "as",
    "is",
    "was",
    "are",
    "were",
    "has",
    "have",
    "had",
    "can",
    "does",
    "do",
    "will",
    "through",
    "using",
    "see",
    "click",
    "to",
    "via",
    "available",
    "listed",
    "described",
    "below",
    "above",
    "mentioned",
    "at",
    "however",
    "therefore",
    "contact",
    "you",
    "it",
    "this",
    "these",
    "they",
    "we",
    "use",
    "no",
    "not",
    "should",
    "must",
    "may",
    "please",
    "query",
    "dated",
    "then",
    "there",
    "obtain",
];

/// Capital words that begin the next sentence where the full stop is missing.
const NEXT: [&str; 9] = ["For", "This", "To", "If", "Contact", "In", "You", "When", "Additional"];

/// Words that no release begins with.
const NO_RELEASE: [&str; 6] = ["step", "steps", "future", "next", "following", "upcoming"];

/// Beginnings that lean on what stands before them.
const LEANING: [&str; 9] = [
    "Service Pack",
    "SP",
    "SR",
    "Terminal Server Edition",
    "Enterprise Edition",
    "Option Pack",
    "Release",
    "Version",
    "Update",
];

/// Makers and families: what goes on with one behind a mere comma is a release of its own.
const FAMILIES: [&str; 9] =
    ["Microsoft ", "Windows ", "Visual ", "Exchange ", "SNA ", "Office ", "Systems ", "SQL ", "Internet "];

/// Reads the releases at the head of `words`, slices of `source`; false where one seems to be named and is not
/// understood.
pub fn read(words: &[&str], source: &str, found: &mut dyn FnMut(Placed<String>)) -> bool {
    let start = words.iter().take_while(|word| is_any(word, &["the", "a", "an"])).count();
    let words = &words[start..];
    let joined = Joined::new(&words[..length(words)]);
    let phrase = trimmed(&joined.text);
    if names_release(phrase) {
        split(phrase, &mut |release| {
            found(Placed { value: release.to_owned(), span: joined.span(source, release) });
        });
        return true;
    }
    !speaks_of_release(phrase)
}

/// How many words belong to the phrase.
fn length(words: &[&str]) -> usize {
    for (at, word) in words.iter().enumerate().take(LONGEST) {
        let next = words.get(at + 1).copied();
        let said = word.contains(|c: char| c.is_ascii_alphanumeric()) || *word == "&";
        if !said || stops(words, at) {
            return at;
        }
        if ends(word, next) && !word.ends_with("with:") {
            return at + 1;
        }
    }
    words.len().min(LONGEST)
}

/// Whether the phrase is over before the word at `at`.
fn stops(words: &[&str], at: usize) -> bool {
    let word = words[at];
    let Some(before) = at.checked_sub(1).map(|before| words[before]) else {
        return false;
    };
    let lower = word.starts_with(|c: char| c.is_ascii_lowercase());
    let next = words.get(at + 1).copied().unwrap_or("");
    let joins = is_any(word, &["and", "or"]) && clause(next);
    let aside = before.ends_with(',') && is_any(word, &["the", "a", "with"]);
    let with = is_any(word, &["with"]) && is_any(next, &["the", "a", "one", "new"]);
    lower && (clause(word) || joins || aside || with) || NEXT.contains(&word) || word.starts_with("(http")
}

fn clause(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && is_any(word, &CLAUSE)
}

/// Without the punctuation of the sentence, without the next sentence where its blank is missing, and
/// without a parenthesis that opens or closes elsewhere.
fn trimmed(phrase: &str) -> &str {
    let glued = [".For ", ".This ", ".To "];
    let end = glued.iter().filter_map(|mark| phrase.find(mark)).min();
    let mut phrase = &phrase[..end.unwrap_or(phrase.len())];
    let mut depth = 0_usize;
    for (at, byte) in phrase.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                phrase = &phrase[..at];
                break;
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    if depth > 0 {
        phrase = &phrase[..phrase.rfind('(').unwrap_or(phrase.len())];
    }
    let phrase = phrase.trim_start_matches(['"', '\'', ' ']);
    phrase.trim_end_matches(|c: char| c == ' ' || ".,;:!?\"'".contains(c))
}

fn names_release(phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or(phrase);
    let opens = first.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '"')
        || is_any(first, &OPENERS)
        || first.starts_with("post-");
    let refused = phrase.split(' ').take(2).any(|word| is_any(word, &NO_RELEASE));
    let place = phrase.contains(" folder") || phrase == "update";
    opens && !refused && !place && marks_release(phrase)
}

/// Whether a phrase that was refused names a version or a pack of the present all the same.
fn speaks_of_release(phrase: &str) -> bool {
    let mut words = phrase.split(' ');
    let named = words.clone().any(|word| is_any(word, &["version", "versions", "pack", "release"]));
    named && phrase.contains(|c: char| c.is_ascii_digit()) && !words.any(|word| is_any(word, &NO_RELEASE))
}

/// Whether a number, a pack, a product or "later versions" is named at all.
fn marks_release(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        || text.split(' ').any(|word| {
            is_any(
                word,
                &["version", "versions", "release", "pack", "packs", "update", "upgrade", "printing"],
            ) || word.starts_with("Windows")
                || word.starts_with("Visual")
                || word.starts_with("Microsoft")
        })
}

/// Cuts a phrase into releases that stand alone.
fn split<'p>(phrase: &'p str, found: &mut dyn FnMut(&'p str)) {
    let mut from = 0;
    for (at, gap) in joints(phrase) {
        let rest = &phrase[at + gap..];
        let (left, right) = (&phrase[from.min(at)..at], article_off(rest));
        let own = rest.starts_with("in ") || rest.starts_with("also in ");
        if stands_alone(left, right, gap == 2) || own && !trimmed(left).is_empty() && marks_release(right) {
            found(trimmed(left));
            from = phrase.len() - right.len();
        }
    }
    found(trimmed(&phrase[from..]));
}

/// Places that may part two releases: `, and `, ` and `, `, `.
fn joints(phrase: &str) -> impl Iterator<Item = (usize, usize)> {
    phrase.match_indices([' ', ',']).filter_map(|(at, _)| {
        [", and ", " and ", ", "]
            .iter()
            .find(|mark| phrase[at..].starts_with(**mark))
            .map(|mark| (at, mark.len()))
    })
}

fn article_off(text: &str) -> &str {
    ["also ", "in ", "with ", "the "].iter().fold(text, |text, word| text.strip_prefix(word).unwrap_or(text))
}

fn stands_alone(left: &str, right: &str, comma: bool) -> bool {
    let begins = right.starts_with(|c: char| c.is_ascii_uppercase())
        || ["latest ", "version "].iter().any(|word| right.starts_with(word));
    let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let named = |text: &str| digit(text) || has_pack(text);
    let leans = LEANING.iter().any(|word| right.starts_with(word));
    // One pack for both: behind the second product, or before the first.
    let shared = has_pack(left) != has_pack(right) && (has_pack(right) || left.contains(" for "));
    let own = !comma || FAMILIES.iter().any(|family| right.starts_with(family));
    begins && named(left) && named(right) && !leans && !shared && own
}

fn has_pack(text: &str) -> bool {
    text.split(' ').any(|word| {
        let word = bare(word);
        word.eq_ignore_ascii_case("pack")
            || word.eq_ignore_ascii_case("packs")
            || (word.starts_with("SP") && word.ends_with(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn releases(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut found = Vec::new();
        read(&words, text, &mut |release| found.push(release.value));
        found
    }

    #[test]
    fn phrases() {
        let cases: [(&str, &[&str]); 20] = [
            ("post-Service Pack 2 versions of the driver.", &["post-Service Pack 2 versions of the driver"]),
            ("the Routing & Remote Access Hotfix Update.", &["Routing & Remote Access Hotfix Update"]),
            (
                "Windows NT 4.0 and in the latest Word 97 Service Pack.",
                &["Windows NT 4.0", "latest Word 97 Service Pack"],
            ),
            ("Mail 3.5, and also in Schedule+ 1.0.", &["Mail 3.5", "Schedule+ 1.0"]),
            ("the MFC, included with: Visual C++ 4.1.", &["MFC, included with: Visual C++ 4.1"]),
            ("Word 6.0a. For more", &["Word 6.0a"]),
            (
                "the latest SNA Server version 4.0 U.S. Service Pack. For",
                &["latest SNA Server version 4.0 U.S. Service Pack"],
            ),
            ("Windows NT 4.0 U.S. Service Pack 2", &["Windows NT 4.0 U.S. Service Pack 2"]),
            ("SNA Server versions 3.0 and 4.0.", &["SNA Server versions 3.0 and 4.0"]),
            ("MS-DOS 6.2 and later.", &["MS-DOS 6.2 and later"]),
            (
                "Windows NT Server 4.0 Service Pack 6 and Windows NT Server 4.0, Terminal Server Edition Service Pack 6.",
                &[
                    "Windows NT Server 4.0 Service Pack 6",
                    "Windows NT Server 4.0, Terminal Server Edition Service Pack 6",
                ],
            ),
            ("Word 97 and Excel 97 Service Pack 1.", &["Word 97 and Excel 97 Service Pack 1"]),
            ("Visual C++, 32-bit Edition, version 2.0.", &["Visual C++, 32-bit Edition, version 2.0"]),
            (
                "Index Server 2.0 and the Windows 2000 Indexing Service.",
                &["Index Server 2.0", "Windows 2000 Indexing Service"],
            ),
            ("Windows 95, Windows 98, and Windows NT 4.0.", &["Windows 95", "Windows 98", "Windows NT 4.0"]),
            ("NMAKE 1.2 which ships with MASM 6.0.", &["NMAKE 1.2"]),
            ("Windows 3.1 and does not occur any more", &["Windows 3.1"]),
            ("SMTPGATE.EXE 3.0.2 update.)", &["SMTPGATE.EXE 3.0.2 update"]),
            ("Word 97 Service Release 2 (SR-2).", &["Word 97 Service Release 2 (SR-2)"]),
            ("Visual C++ 5.0 For information", &["Visual C++ 5.0"]),
        ];
        for (text, found) in cases {
            assert_eq!(releases(text), found, "{text}");
        }
    }

    #[test]
    fn what_is_no_release() {
        for text in [
            "",
            "the",
            "step 3.",
            "a future version of Word.",
            "the following manner:",
            "standard mode and page 3",
            "size",
        ] {
            assert_eq!(releases(text), [""; 0], "{text}");
        }
    }
}
