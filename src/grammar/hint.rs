//! One look at a section for all fields: which of its paragraphs hold a word that a field begins with.
//!
//! A hint may say yes too often, never no where reading would find something.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::line::{Line, offset, span};

/// What a paragraph may be worth reading for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    Release = 1,
    Status = 2,
    /// Errors and messages.
    Error = 4,
    ErrorNumber = 8,
    Url = 16,
    RegistryKey = 32,
}

/// A set of hints, by their bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints(u8);

impl Hints {
    pub fn has(self, hint: Hint) -> bool {
        self.0 & hint as u8 != 0
    }
}

/// A run of lines that are not blank.
#[derive(Debug)]
pub struct Paragraph<'s, 'a> {
    pub lines: &'s [Line<'a>],
    pub hints: Hints,
}

const RELEASE: u8 = Hint::Release as u8;
const STATUS: u8 = Hint::Status as u8;
const ERROR: u8 = Hint::Error as u8;
const NUMBER: u8 = Hint::ErrorNumber as u8;
const URL: u8 = Hint::Url as u8;
const REGISTRY_KEY: u8 = Hint::RegistryKey as u8;

/// Words and their hints, in the cases that occur: four letters each at least and 32 at most, which is
/// what the quickest search takes. Their beginnings are rare. It looks for every eighth of them
/// together, so the order puts letters that are alike there: a third less to look at twice.
const WORDS: [(u8, &str); 32] = [
    (NUMBER, "lpmsg"),
    (NUMBER, "RROR"),
    (URL, "s://"),
    (STATUS, "esearch"),
    (RELEASE, "orrected"),
    (NUMBER, "Stop"),
    (RELEASE, "t occur"),
    (RELEASE, "addressed"),
    (RELEASE, "liminated"),
    (RELEASE, "onger"),
    (NUMBER, "-214"),
    (NUMBER, "ELPMSG"),
    (ERROR, "ssage"),
    (STATUS, "esign"),
    (STATUS, "tigating"),
    (NUMBER, "VENT"),
    (URL, "p://"),
    (ERROR | NUMBER, "rror"),
    (RELEASE, "olved"),
    (REGISTRY_KEY, "HKEY_"),
    (URL, "S://"),
    (NUMBER, "stop"),
    (STATUS, "acknowledge"),
    (STATUS, "nfirm"),
    (RELEASE, "Fix "),
    (RELEASE, "fix "),
    (NUMBER, "STOP"),
    (RELEASE, "fixed"),
    (URL, "P://"),
    (RELEASE, "medied"),
    (NUMBER, "vent"),
    (RELEASE, "orrection"),
];

/// All words in one search.
static SEARCH: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let search =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS.map(|(_, word)| word));
    search.expect("a few short words fit any automaton")
});

/// Where words stand, in order, and their hints.
fn found(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let search = &*SEARCH;
    let mut from = 0;
    std::iter::from_fn(move || {
        let word = search.find(Input::new(text).range(from..))?;
        // Words may overlap.
        from = word.start() + 1;
        let (hints, _) = WORDS[word.pattern().as_usize()];
        let doubt = hints & NUMBER != 0 && !may_number(text.as_bytes(), word.range());
        Some((word.start(), if doubt { hints & !NUMBER } else { hints }))
    })
}

/// Whether a word stands as it does where a number follows: `system error`, `Event ID`, `STOP: 0x1`.
fn may_number(text: &[u8], word: Range<usize>) -> bool {
    let (before, after) = (&text[..word.start], &text[word.end..]);
    match text[word.start] {
        b'r' | b'R' => is_numbered(before),
        b'v' | b'V' => matches!(before, [.., b'e' | b'E']) && is_id(after),
        b's' | b'S' => matches!(after, [b' ' | b':', ..]) && is_soon(after),
        b'-' => after.iter().take(7).filter(|byte| byte.is_ascii_digit()).count() == 7,
        b'E' => matches!(before, [.., b'h' | b'H']),
        _ => matches!(before, [.., b'h' | b'H', b'e' | b'E']),
    }
}

/// Whether the error is of a kind that has numbers, given the text down to its first letter.
fn is_numbered(before: &[u8]) -> bool {
    const KINDS: [&[u8]; 6] = [b"time", b"system", b"32", b"nt", b"manager", b"network"];
    let [kind @ .., b' ', b'e' | b'E'] = before else { return false };
    KINDS.iter().any(|known| {
        let last = kind.get(kind.len().wrapping_sub(known.len())..);
        last.is_some_and(|last| last.eq_ignore_ascii_case(known))
    })
}

/// Whether `ID` follows at once, or a blank or two behind.
fn is_id(after: &[u8]) -> bool {
    let blanks = after.iter().take(2).take_while(|&&byte| byte == b' ').count();
    matches!(&after[blanks..], [b'i' | b'I', b'd' | b'D', ..])
}

/// How far behind `STOP` a number may be.
const SOON: usize = 16;

/// Whether a digit stands in the same line, not far off.
fn is_soon(after: &[u8]) -> bool {
    let mut near = after.iter().take(SOON).take_while(|byte| (b' '..=b'~').contains(byte));
    near.any(u8::is_ascii_digit)
}

/// The hints of a whole text.
pub fn all(text: &str) -> Hints {
    Hints(found(text).fold(0, |all, (_, hints)| all | hints))
}

/// The paragraphs of `lines`, slices of `source`; none where no hint stands in any of them.
pub fn paragraphs<'s, 'a>(lines: &'s [Line<'a>], source: &str) -> Vec<Paragraph<'s, 'a>> {
    let text = span(source, lines);
    let mut hints = found(text).peekable();
    if hints.peek().is_none() {
        return Vec::new();
    }
    let mut all = Vec::with_capacity(lines.len() / 3 + 1);
    all.extend(lines.split(Line::is_blank).filter(|lines| !lines.is_empty()).map(|lines| {
        let last = lines[lines.len() - 1].text;
        let end = offset(text, last) + last.len();
        let mut own = 0;
        while let Some((_, hints)) = hints.next_if(|(at, _)| *at < end) {
            own |= hints;
        }
        Paragraph { lines, hints: Hints(own) }
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_know_what_they_hold() {
        let text = "It was\nfixed.\n\nSee http://a.\n\n\nNothing.\n\nerror messages, STOP 0x1\n\nAn error prevents it; stopped.";
        let lines: Vec<Line<'_>> = text.lines().map(Line::page).collect();
        let hints: Vec<u8> = paragraphs(&lines, text).iter().map(|paragraph| paragraph.hints.0).collect();
        assert_eq!(hints, [1, 16, 0, 4 | 8, 4]);
        assert!(paragraphs(&lines[6..7], text).is_empty());
    }

    #[test]
    fn errors_that_have_numbers() {
        let numbered = |text: &str| all(text).has(Hint::ErrorNumber);
        for text in [
            "Event ID: 9",
            "EVENT  ID 9",
            "run-time error 5",
            "RUN-TIME ERROR '5'",
            "System Error 53",
            "Win32 error",
            "net helpmsg 3534",
            "NET HELPMSG 3534",
            "STOP: 0x0000001E",
            "the stop screen has 0xA",
            "-2147467259",
        ] {
            assert!(numbered(text), "{text}");
        }
        for text in
            ["prevent it", "events", "event\nID 9", "an error 5", "error 5", "Stop it.", "stops 3", "-2144"]
        {
            assert!(!numbered(text), "{text}");
        }
    }

    #[test]
    fn words_suit_the_quickest_search() {
        assert!(WORDS.iter().all(|(_, word)| word.len() >= 4), "{WORDS:?}");
    }
}
