//! Other articles that the text names.
//!
//! ```text
//! reference = ( "Q" | "q" ) 5*6digit        no letter, digit, `_`, `\`, `/` or `.` before it
//! ```
//!
//! The number is none inside a file name or a path (`Q265270.exe`, `Q193269_ENU_i386.exe`,
//! `\Hotfix\Q246009\`). A word glued to it by a lost blank (`Q103237Using`) does no harm.

use super::{Placed, line::offset, section::Section, sentence::Unique};
use crate::article::ArticleId;

/// The archive goes from Q10022 to Q3xxxxx; later articles had six digits too.
const NUMBERS: std::ops::Range<u32> = 10_000..1_000_000;

/// No name goes on for longer.
const LONGEST: usize = 80;

/// Reads them in order of first mention, without `own`.
pub fn read(own: ArticleId, sections: &[Section<'_, '_>]) -> Vec<Placed<ArticleId>> {
    let mut found = Unique::default();
    for section in sections {
        let text = section.span();
        let start = offset(section.source, text);
        for at in memchr::memchr2_iter(b'Q', b'q', text.as_bytes()) {
            if let Some((id, end)) = number(text.as_bytes(), at)
                && id != own
            {
                found.push(id, start + at..start + end);
            }
        }
    }
    found.into_placed()
}

/// The article number whose `Q` stands at `at`, and where it ends.
fn number(text: &[u8], at: usize) -> Option<(ArticleId, usize)> {
    let digits = text[at + 1..].iter().take(7).take_while(|byte| byte.is_ascii_digit()).count();
    if !(5..=6).contains(&digits) || !starts(&text[..at]) || in_name(&text[at + 1 + digits..]) {
        return None;
    }
    let value = |sum, byte: &u8| sum * 10 + u32::from(byte - b'0');
    let value = text[at + 1..=at + digits].iter().fold(0, value);
    NUMBERS.contains(&value).then_some((ArticleId(value), at + 1 + digits))
}

/// Whether a number may begin behind `before`: at a word's edge, or behind a doubled `Q`, or behind
/// another number that lost its blank.
fn starts(before: &[u8]) -> bool {
    match before {
        [] | [b'Q'] | [.., b' ' | b'\t' | b'\n', b'Q'] => true,
        [.., byte] => !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'\\' | b'/' | b'.' | b'$'),
    }
}

/// Whether the text goes on like a file name or a path.
fn in_name(rest: &[u8]) -> bool {
    let word = rest
        .iter()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'~'))
        .count();
    match &rest[word..] {
        [b'_' | b'\\' | b'/' | b'*', ..] => true,
        [b'.', after, ..] => after.is_ascii_alphanumeric(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::{line::Line, section::Field};

    fn ids(text: &str) -> String {
        let lines: Vec<Line<'_>> = text.lines().map(Line::page).collect();
        let ids = read(ArticleId(100_000), &[Section::new(Field::Body, "", &lines, text)]);
        let ids: Vec<String> = ids.iter().map(|id| id.value.to_string()).collect();
        ids.join(" ")
    }

    #[test]
    fn what_is_a_reference() {
        for (text, found) in [
            ("see article Q119591: Fonts", "Q119591"),
            ("Q10837 and q147222, then Q10837.", "Q10837 Q147222"),
            ("   ARTICLE-ID: Q99419", "Q99419"),
            ("(Q172475)", "Q172475"),
            ("Q103237Using Fonts", "Q103237"),
            ("QQ327618 INFO", "Q327618"),
            ("default.aspx?scid=kb;EN-US;q154512", "Q154512"),
            ("VALUE=\"Q119591\">Q119591</LINK>", "Q119591"),
            ("Q100000 is this article", ""),
            ("run Q265270.exe or Q265270i.exe", ""),
            ("run Q265270.exe; see Q265270", "Q265270"),
            ("Q193269_ENU_i386_zip.exe", ""),
            ("Hotfix\\Q246009\\Installed", ""),
            ("/Patch/Q243835/NT4", ""),
            ("Q2200510 Q820 LQ-2550 cmdQ147803", ""),
            ("Q900000", "Q900000"),
        ] {
            assert_eq!(ids(text), found, "{text}");
        }
    }
}
