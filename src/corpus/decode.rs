//! Bytes to text: Windows-1252, control bytes spelled out, the pages' `<A0>` undone.

use std::borrow::Cow;

use crate::grammar::{Note, NoteKind};

/// A file's text, where it held bytes that no text should, and the way back to its bytes.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// Offsets into `text` of control bytes and of bytes that Windows-1252 leaves undefined, each
    /// spelled as the archive's pages do: `<1B>`.
    pub strange: Vec<usize>,
    /// Where text and file get out of step: an offset into the text, and into the file.
    shifts: Vec<(usize, usize)>,
}

impl<'a> Decoded<'a> {
    fn plain(text: &'a str, begins: usize) -> Self {
        let shifts = if begins > 0 { vec![(0, begins)] } else { Vec::new() };
        Self { text: Cow::Borrowed(text), strange: Vec::new(), shifts }
    }

    /// The notes of what was parsed and of strange bytes, in the order of their places.
    pub fn notes(&self, parsed: Vec<Note>) -> Vec<Note> {
        let strange = self.strange.iter().map(|&offset| Note { kind: NoteKind::ControlByte, offset });
        let mut all: Vec<Note> = strange.chain(parsed).collect();
        all.sort_by_key(|note| note.offset);
        all
    }

    /// Where the file has what stands at `offset` of the text.
    pub fn origin(&self, offset: usize) -> usize {
        let next = self.shifts.partition_point(|&(text, _)| text <= offset);
        let (text, byte) = next.checked_sub(1).map_or((0, 0), |at| self.shifts[at]);
        // Inside a spelled-out byte, not behind it.
        let end = self.shifts.get(next).map_or(usize::MAX, |&(_, byte)| byte);
        (byte + offset - text).min(end)
    }
}

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether the first bytes of a file are those of an article: `DOCUMENT:` or a page's `---`.
pub fn looks_like_article(first: &[u8]) -> bool {
    let first = first.strip_prefix(MARK).unwrap_or(first).trim_ascii_start();
    first.starts_with(b"DOCUMENT:") || is_page(first)
}

fn is_page(first: &[u8]) -> bool {
    first.starts_with(b"---\n") || first.starts_with(b"---\r\n")
}

/// Decodes a file: as UTF-8 where it is, else as Windows-1252; without a byte order mark.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let marked = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    let bytes = &bytes[marked..];
    let page = is_page(bytes);
    let spelled = || page && memchr::memchr_iter(b'<', bytes).any(|at| spelled(&bytes[at..]).is_some());
    match std::str::from_utf8(bytes) {
        Ok(text) if is_plain(bytes) && !spelled() => Decoded::plain(text, marked),
        text => rewrite(bytes, text.ok(), page, marked),
    }
}

/// Only printable ASCII, tabs, LF and CRLF. Every byte is looked at and the answers are added up as numbers:
/// only so does the loop vectorise.
fn is_plain(bytes: &[u8]) -> bool {
    let space = |byte: u8| u8::from(byte == b'\t') | u8::from(byte == b'\n') | u8::from(byte == b'\r');
    let strange = |byte: u8| u8::from(byte < 0x20) & !space(byte) | u8::from(byte >= 0x7f);
    let lone = |byte: u8, next: u8| u8::from(byte == b'\r') & u8::from(next != b'\n');
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    bytes.last() != Some(&b'\r')
        && bytes.iter().fold(0, |any, &byte| any | strange(byte)) == 0
        && pairs.fold(0, |any, (&byte, &next)| any | lone(byte, next)) == 0
}

/// Decodes what cannot be taken as it is, character by character: spells control characters as `<1B>`,
/// undoes the pages' spelling of a byte over 127, and makes a lone CR a line break. `text` is what the bytes are as
/// UTF-8; `begins` is where in the file they begin.
fn rewrite(bytes: &[u8], text: Option<&str>, page: bool, begins: usize) -> Decoded<'static> {
    let mut out = Rewriter { text: String::with_capacity(bytes.len() + 16), ..Rewriter::default() };
    let mut at = 0;
    out.in_step(begins);
    while let Some(&byte) = bytes.get(at) {
        let spelled = if page && byte == b'<' { spelled(&bytes[at..]) } else { None };
        let (mark, length) = match (spelled, text) {
            (Some(mark), _) => (mark, 4),
            (None, Some(text)) => text[at..].chars().next().map_or((' ', 1), |mark| (mark, mark.len_utf8())),
            (None, None) => (windows_1252(byte), 1),
        };
        at += length;
        out.put(mark, bytes.get(at) == Some(&b'\n'));
        out.in_step(begins + at);
    }
    Decoded { text: Cow::Owned(out.text), strange: out.strange, shifts: out.shifts }
}

/// A decoded text as it grows.
#[derive(Default)]
struct Rewriter {
    text: String,
    strange: Vec<usize>,
    shifts: Vec<(usize, usize)>,
    /// How far the file is ahead of the text.
    ahead: isize,
}

impl Rewriter {
    fn put(&mut self, mark: char, before_newline: bool) {
        match mark {
            '\t' | '\n' => self.text.push(mark),
            '\r' if before_newline => self.text.push(mark),
            '\r' => {
                self.strange.push(self.text.len());
                self.text.push('\n');
            }
            mark if mark.is_control() => {
                self.strange.push(self.text.len());
                self.text.push_str(&format!("<{:02X}>", u32::from(mark)));
            }
            mark => self.text.push(mark),
        }
    }

    /// What is written so far reaches to `byte` of the file.
    fn in_step(&mut self, byte: usize) {
        let ahead = byte.cast_signed() - self.text.len().cast_signed();
        if ahead != self.ahead {
            self.ahead = ahead;
            self.shifts.push((self.text.len(), byte));
        }
    }
}

/// The character that `<A0>` at the start of `bytes` stands for.
fn spelled(bytes: &[u8]) -> Option<char> {
    let [b'<', high, low, b'>', ..] = *bytes else { return None };
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    let byte = digit(high)? << 4 | digit(low)?;
    let mark = windows_1252(byte);
    (byte >= 0x80 && !mark.is_control()).then_some(mark)
}

/// Windows-1252; the five bytes it leaves undefined stay the control characters of Latin-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).text.into_owned()
    }

    #[test]
    fn windows_1252_or_utf_8() {
        assert_eq!(text(b"DOCUMENT: a\xa0b \x93x\x94"), "DOCUMENT: a\u{a0}b “x”");
        assert_eq!(text("DOCUMENT: café".as_bytes()), "DOCUMENT: café");
    }

    #[test]
    fn control_bytes_are_spelled_and_noted() {
        let decoded = decode(b"a\x1bb\x81\r\nc\x00");
        assert_eq!(decoded.text, "a<1B>b<81>\r\nc<00>");
        assert_eq!(decoded.strange, [1, 6, 13]);
        assert_eq!(text(b"a\rb"), "a\nb");
    }

    #[test]
    fn pages_spell_high_bytes() {
        assert_eq!(text(b"---\n\ta<A0>b <1C> <zz> <F"), "---\n\ta\u{a0}b <1C> <zz> <F");
        assert_eq!(text(b"DOCUMENT: <A0>"), "DOCUMENT: <A0>");
    }

    #[test]
    fn the_way_back_to_the_bytes() {
        let bytes = b"\xef\xbb\xbf---\na<A0>b\x1bc";
        let decoded = decode(bytes);
        assert_eq!(decoded.text, "---\na\u{a0}b<1B>c");
        let origin = |part: &str| decoded.origin(decoded.text.find(part).unwrap());
        for (part, byte) in
            [("---", 3), ("\u{a0}", 8), ("b", 12), ("<1B>", 13), ("1B>", 14), (">", 14), ("c", 14)]
        {
            assert_eq!(origin(part), byte, "{part}");
        }
        assert_eq!(decoded.origin(decoded.text.len()), bytes.len());
        assert_eq!(decode(b"abc").origin(2), 2);
    }

    #[test]
    fn both_formats_are_sniffed() {
        assert!(looks_like_article(b"DOCUMENT:Q1"));
        assert!(looks_like_article(b"\xef\xbb\xbf\r\nDOCUMENT:Q1"));
        assert!(looks_like_article(b"---\nlayout: page"));
        assert!(!looks_like_article(b"# A page"));
        assert!(!looks_like_article(&[0; 64]));
    }
}
