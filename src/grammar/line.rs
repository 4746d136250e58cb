//! Lines as the grammar sees them.

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
        let raw = raw.trim_end_matches(BLANKS);
        Self { raw, text: raw.strip_prefix(' ').unwrap_or(raw) }
    }

    /// A line of a page, still behind its tab.
    pub fn page(raw: &'a str) -> Self {
        let raw = raw.trim_end_matches(BLANKS);
        let text = raw.strip_prefix('\t').unwrap_or(raw);
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
        self.text.len() >= least && self.text.bytes().all(|byte| byte == mark)
    }
}

const BLANKS: [char; 4] = [' ', '\t', '\r', '\u{c}'];

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

/// The lines of `text`, ended by LF or CRLF.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let here = rest?;
        match memchr::memchr(b'\n', here.as_bytes()) {
            Some(end) => {
                rest = Some(&here[end + 1..]);
                Some(&here[..end])
            }
            None => {
                rest = None;
                (!here.is_empty()).then_some(here)
            }
        }
    })
}

/// `text` with every run of white space folded to one blank.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
