//! Bytes to text: Windows-1252, control bytes spelled out, the pages' `<A0>` undone.

use std::borrow::Cow;

/// A file's text and where it held bytes that no text should.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// Offsets into `text` of control bytes and of bytes that Windows-1252 leaves undefined, each
    /// spelled as the archive's pages do: `<1B>`.
    pub strange: Vec<usize>,
}

/// Whether the first bytes of a file are those of an article: `DOCUMENT:` or a page's `---`.
pub fn looks_like_article(first: &[u8]) -> bool {
    let first = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first).trim_ascii_start();
    first.starts_with(b"DOCUMENT:") || is_page(first)
}

fn is_page(first: &[u8]) -> bool {
    first.starts_with(b"---\n") || first.starts_with(b"---\r\n")
}

/// Decodes a file: as UTF-8 where it is, else as Windows-1252.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let page = is_page(bytes);
    let clean = is_plain(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if clean && page => Decoded { text: undo_spelling(text), strange: Vec::new() },
        Ok(text) if clean => Decoded { text: Cow::Borrowed(text), strange: Vec::new() },
        Ok(text) => spell(text),
        Err(_) => spell(&bytes.iter().map(|&byte| windows_1252(byte)).collect::<String>()),
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

/// Spells control characters as `<1B>`; a lone CR is a line break.
fn spell(text: &str) -> Decoded<'static> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut strange = Vec::new();
    let mut marks = text.chars().peekable();
    while let Some(mark) = marks.next() {
        match mark {
            '\t' | '\n' => out.push(mark),
            '\r' if marks.peek() == Some(&'\n') => out.push(mark),
            '\r' => {
                strange.push(out.len());
                out.push('\n');
            }
            mark if mark.is_control() => {
                strange.push(out.len());
                out.push_str(&format!("<{:02X}>", u32::from(mark)));
            }
            mark => out.push(mark),
        }
    }
    let text = if is_page(out.as_bytes()) { undo_spelling(&out).into_owned() } else { out };
    Decoded { text: Cow::Owned(text), strange }
}

/// Undoes the pages' `<A0>`: a byte over 127 spelled in hexadecimal. Control bytes stay spelled.
fn undo_spelling(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'<', bytes) {
        if let Some(mark) = spelled(&bytes[at..]).filter(|_| at >= from) {
            out.push_str(&text[from..at]);
            out.push(mark);
            from = at + 4;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
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
    fn both_formats_are_sniffed() {
        assert!(looks_like_article(b"DOCUMENT:Q1"));
        assert!(looks_like_article(b"\xef\xbb\xbf\r\nDOCUMENT:Q1"));
        assert!(looks_like_article(b"---\nlayout: page"));
        assert!(!looks_like_article(b"# A page"));
        assert!(!looks_like_article(&[0; 64]));
    }
}
