//! Bytes to text: Windows-1252, control bytes spelled out, the pages' `<A0>` undone.

use std::borrow::Cow;

use crate::grammar::{Note, NoteKind};

/// A file's text, where it held bytes that no text should, and the way back to its bytes.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// How text and file keep step, in order; none where they are the same.
    runs: Vec<Run>,
}

/// A stretch of characters that are alike, up to the next one.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it begins in the text and in the file.
    text: u32,
    byte: u32,
    /// How long each character is there, in bytes.
    step: (u8, u8),
    /// Control bytes and bytes that Windows-1252 leaves undefined, each spelled as the archive's pages do:
    /// `<1B>`; and lone CRs.
    strange: bool,
}

impl<'a> Decoded<'a> {
    fn plain(text: &'a str, begins: usize) -> Self {
        let run = Run { text: 0, byte: begins as u32, step: (1, 1), strange: false };
        Self { text: Cow::Borrowed(text), runs: if begins > 0 { vec![run] } else { Vec::new() } }
    }

    /// Offsets into the text of what no text should hold.
    pub fn strange(&self) -> impl Iterator<Item = usize> {
        let ends = self.runs.iter().skip(1).map(|run| run.text as usize).chain([self.text.len()]);
        let strange = self.runs.iter().zip(ends).filter(|(run, _)| run.strange);
        strange.flat_map(|(run, end)| (run.text as usize..end).step_by(run.step.0.into()))
    }

    /// The notes of what was parsed and of strange bytes, in the order of their places.
    pub fn notes(&self, parsed: Vec<Note>) -> Vec<Note> {
        let strange = self.strange().map(|offset| Note { kind: NoteKind::ControlByte, offset });
        let mut all: Vec<Note> = strange.chain(parsed).collect();
        all.sort_by_key(|note| note.offset);
        all
    }

    /// Where the file has what stands at `offset` of the text.
    pub fn origin(&self, offset: usize) -> usize {
        let next = self.runs.partition_point(|run| run.text as usize <= offset);
        let Some(run) = next.checked_sub(1).map(|at| self.runs[at]) else { return offset };
        let (wide, long) = (usize::from(run.step.0), usize::from(run.step.1));
        let inside = offset - run.text as usize;
        // Inside a spelled-out byte, not behind it.
        run.byte as usize + inside / wide * long + (inside % wide).min(long)
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

/// Decodes a file of at most 1 GB: as UTF-8 where it is, else as Windows-1252; without a byte order mark.
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

/// Only printable ASCII, tabs, LF and CRLF. Every byte is looked at, with the one behind it, and the answers are
/// added up as numbers: only so does the loop vectorise.
fn is_plain(bytes: &[u8]) -> bool {
    let space = |byte: u8| u8::from(byte == b'\t') | u8::from(byte == b'\n') | u8::from(byte == b'\r');
    let strange = |byte: u8| u8::from(byte < 0x20) & !space(byte) | u8::from(byte >= 0x7f);
    let lone = |byte: u8, next: u8| u8::from(byte == b'\r') & u8::from(next != b'\n');
    let Some((&last, before)) = bytes.split_last() else { return true };
    let pairs = before.iter().zip(&bytes[1..]);
    let odd = pairs.fold(0, |any, (&byte, &next)| any | strange(byte) | lone(byte, next));
    odd | strange(last) | lone(last, 0) == 0
}

/// Decodes what cannot be taken as it is: spells control characters as `<1B>`, undoes the pages' spelling of a
/// byte over 127, and makes a lone CR a line break. `text` is what the bytes are as UTF-8; `begins` is where
/// in the file they begin.
fn rewrite(bytes: &[u8], text: Option<&str>, page: bool, begins: usize) -> Decoded<'static> {
    let mut out = Rewriter { text: String::with_capacity(bytes.len() + 16), ..Rewriter::default() };
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n') && !(page && *byte == b'<');
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let plain = bytes[at..].iter().take_while(|byte| is_plain(byte)).count();
        let ascii = std::str::from_utf8(&bytes[at..at + plain]).unwrap_or_default();
        out.plain(ascii, begins + at);
        at += plain;
        if plain > 0 {
            continue;
        }
        let spelled = if page && byte == b'<' { spelled(&bytes[at..]) } else { None };
        let (mark, length) = match (spelled, text) {
            (Some(mark), _) => (mark, 4),
            (None, Some(text)) => text[at..].chars().next().map_or((' ', 1), |mark| (mark, mark.len_utf8())),
            (None, None) => (windows_1252(byte), 1),
        };
        out.put(mark, begins + at, length, bytes.get(at + length) == Some(&b'\n'));
        at += length;
    }
    Decoded { text: Cow::Owned(out.text), runs: out.runs }
}

/// A decoded text as it grows.
#[derive(Default)]
struct Rewriter {
    text: String,
    runs: Vec<Run>,
}

impl Rewriter {
    /// Adds characters that are the same in the file, where they begin at `byte`.
    fn plain(&mut self, text: &str, byte: usize) {
        if !text.is_empty() {
            self.keep_step(byte, (1, 1), false);
            self.text.push_str(text);
        }
    }

    /// Adds a character that takes `length` bytes of the file from `byte` on.
    fn put(&mut self, mark: char, byte: usize, length: usize, before_newline: bool) {
        let lone = mark == '\r' && !before_newline;
        let spelled = mark.is_control() && !matches!(mark, '\t' | '\n' | '\r');
        let width = if spelled { SPELLED } else { mark.len_utf8() };
        self.keep_step(byte, (width as u8, length as u8), lone || spelled);
        if spelled {
            let digit = |value: u32| {
                char::from_digit(value & 0xf, 16).map_or('0', |digit| digit.to_ascii_uppercase())
            };
            let code = u32::from(mark);
            self.text.extend(['<', digit(code >> 4), digit(code), '>']);
        } else {
            self.text.push(if lone { '\n' } else { mark });
        }
    }

    /// Begins a run, unless the last one goes on.
    fn keep_step(&mut self, byte: usize, step: (u8, u8), strange: bool) {
        if self.runs.last().is_none_or(|last| (last.step, last.strange) != (step, strange)) {
            self.runs.push(Run { text: self.text.len() as u32, byte: byte as u32, step, strange });
        }
    }
}

/// The length of `<1B>`.
const SPELLED: usize = 4;

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
        assert_eq!(decoded.strange().collect::<Vec<_>>(), [1, 6, 13]);
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
