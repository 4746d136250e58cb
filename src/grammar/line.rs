//! Lines as the grammar sees them.

use super::dense;

/// One line of a body, in two views of the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// As the article has it, behind the envelope, without trailing blanks.
    pub raw: &'a str,
    /// Without the one leading blank that pages lack: what the grammar decides on, so that both
    /// copies of an article are read alike.
    pub text: &'a str,
}

impl<'a> Line<'a> {
    /// A line of a DOCUMENT text.
    pub fn document(raw: &'a str) -> Self {
        let raw = trim_end(raw);
        Self { raw, text: without(b' ', raw) }
    }

    /// A line of a page, still behind its tab.
    pub fn page(raw: &'a str) -> Self {
        let text = without(b'\t', trim_end(raw));
        Self { raw: text, text }
    }

    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Columns of blanks before the first character; a tab goes to the next multiple of 8.
    pub fn indent(&self) -> usize {
        indent(self.text)
    }

    /// A line of at least `least` characters, all of them `mark`.
    pub fn is_rule(&self, mark: u8, least: usize) -> bool {
        let bytes = self.text.as_bytes();
        // The first byte says no to nearly all lines; the rest is looked at as numbers, which vectorises.
        bytes.len() >= least
            && bytes.first() == Some(&mark)
            && bytes.iter().fold(0, |any, byte| any | (byte ^ mark)) == 0
    }
}

/// `line` behind the `mark` that it may begin with.
fn without(mark: u8, line: &str) -> &str {
    if line.as_bytes().first() == Some(&mark) { &line[1..] } else { line }
}

/// Without blanks, tabs, CR and form feeds at the end.
fn trim_end(line: &str) -> &str {
    let mut end = line.len();
    while let [.., b' ' | b'\t' | b'\r' | b'\x0c'] = line.as_bytes()[..end] {
        end -= 1;
    }
    &line[..end]
}

/// Without white space at both ends. Few lines have other than blanks and tabs there.
pub fn trim(text: &str) -> &str {
    let inner = text.trim_ascii();
    match inner.as_bytes() {
        [] => inner,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => inner,
        _ => inner.trim(),
    }
}

/// Columns of blanks before the first character of `text`.
pub fn indent(text: &str) -> usize {
    let mut columns = 0;
    for byte in text.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 8 - columns % 8,
            _ => break,
        }
    }
    columns
}

/// The part of `source` from the first to the last of `lines`, which are slices of it.
pub fn span<'a>(source: &'a str, lines: &[Line<'a>]) -> &'a str {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return "" };
    let end = offset(source, last.text) + last.text.len();
    source.get(offset(source, first.text)..end).unwrap_or(source)
}

/// Where `part`, a slice of `source`, begins in it.
pub fn offset(source: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize).min(source.len())
}

/// What of `source` stands behind the line that `part`, a slice of it, is in.
pub fn rest_after<'a>(source: &'a str, part: &str) -> &'a str {
    let rest = &source[offset(source, part)..];
    memchr::memchr(b'\n', rest.as_bytes()).map_or("", |end| &rest[end + 1..])
}

/// Where the last line begins that starts with `mark`; looked for from the end.
pub fn last_line(text: &str, mark: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut begins = memchr::memrchr_iter(b'\n', bytes).map(|end| end + 1).chain([0]);
    begins.find(|&at| bytes[at..].starts_with(mark.as_bytes()))
}

/// The lines of `text`, ended by LF or CRLF.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let last = bytes.last().filter(|&&byte| byte != b'\n').map(|_| text.len());
    let mut from = 0;
    dense::positions(bytes, b'\n').chain(last).map(move |end| {
        let line = &text[from..end];
        from = end + 1;
        line
    })
}

/// `text` with every run of white space folded to one blank.
pub fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether nothing is to be folded, as in most texts: ASCII, single blanks, none at the ends.
fn is_folded(text: &str) -> bool {
    let [first, behind @ ..] = text.as_bytes() else { return true };
    let odd = |byte: u8| u8::from(byte.wrapping_sub(b' ') > b'~' - b' ');
    let both = |byte: u8, next: u8| u8::from(byte == b' ') & u8::from(next == b' ');
    let pairs = text.bytes().zip(behind);
    let any = pairs.fold(odd(*first), |any, (byte, &next)| any | odd(next) | both(byte, next));
    any == 0 && *first != b' ' && text.as_bytes().last() != Some(&b' ')
}
