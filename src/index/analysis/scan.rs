//! The scanner under the tokenizer.

use super::{starts::Starts, stem::stem};

/// One word: where it stands and how the index has it.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Byte range in the text.
    pub from: usize,
    pub to: usize,
    pub position: usize,
    pub text: String,
    /// Whether it is so common that it says nothing alone.
    pub is_common: bool,
}

/// How a piece of the text becomes a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Letters, perhaps with apostrophes; stemmed.
    Plain,
    /// Lower-cased and nothing else.
    Exact,
    /// Lower-cased, hyphens taken out.
    Joined,
    /// A hexadecimal code, zeros after the `0x` taken out.
    Code,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    from: usize,
    to: usize,
    position: usize,
    shape: Shape,
}

/// Cuts a text into words.
pub struct Scanner<'a> {
    text: &'a str,
    /// How the words begin that are wanted; all are where this is none.
    only: Option<&'a Starts>,
    /// Whether very common words are given too.
    common: bool,
    at: usize,
    position: usize,
    /// Pieces of a technical word that are still to come, last first.
    pending: Vec<Piece>,
    word: Word,
}

/// Longer words are cut out: nobody types them.
const LONGEST: usize = 80;

/// Parts that a function's name has at least, and its letters.
const HUMPS: usize = 3;
const SHORTEST_NAME: usize = 9;

/// What stands inside a run beside letters and digits.
#[derive(Clone, Copy, Default)]
struct Inside {
    letter: bool,
    digit: bool,
    apostrophe: bool,
    dot: bool,
    hyphen: bool,
    /// `_` or `&`.
    other: bool,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            only: None,
            common: false,
            at: 0,
            position: 0,
            pending: Vec::new(),
            word: Word::default(),
        }
    }

    /// Leaves out words that begin otherwise, or most of them.
    #[must_use]
    pub fn only(self, starts: &'a Starts) -> Self {
        Self { only: Some(starts), ..self }
    }

    /// Gives very common words too, as they are written.
    #[must_use]
    pub fn with_common(self) -> Self {
        Self { common: true, ..self }
    }

    /// The next word; its text may be taken, it is written anew each time.
    pub fn next_word(&mut self) -> Option<&mut Word> {
        loop {
            let piece = match self.pending.pop() {
                Some(piece) => piece,
                None => self.next_run()?,
            };
            let source = &self.text.as_bytes()[piece.from..piece.to];
            let is_wanted = self.only.is_none_or(|starts| starts.may_have(source));
            if is_wanted && source.len() <= LONGEST && self.write(piece) {
                return Some(&mut self.word);
            }
        }
    }

    /// Writes a piece as a word; false where nothing worth a word is left.
    fn write(&mut self, piece: Piece) -> bool {
        let word = &mut self.word;
        (word.from, word.to, word.position) = (piece.from, piece.to, piece.position);
        let source = &self.text[piece.from..piece.to];
        word.text.clear();
        word.text.push_str(source);
        if source.is_ascii() {
            word.text.make_ascii_lowercase();
        } else {
            word.text = source.to_lowercase();
        }
        word.is_common = false;
        match piece.shape {
            Shape::Plain => {
                drop_apostrophes(&mut word.text);
                word.is_common = !stem(&mut word.text);
                self.common || !word.is_common
            }
            Shape::Exact => true,
            Shape::Joined => {
                word.text.retain(|c| c != '-');
                true
            }
            Shape::Code => {
                let zeros = word.text[2..].bytes().take_while(|&b| b == b'0').count();
                let keep_one = usize::from(zeros + 2 == word.text.len());
                word.text.drain(2..2 + zeros - keep_one);
                true
            }
        }
    }

    /// The first piece of the next run of word characters; its other pieces go to `pending`.
    fn next_run(&mut self) -> Option<Piece> {
        let bytes = self.text.as_bytes();
        let mut from = self.at;
        while !self.is_word(from)? {
            from += self.width(from);
        }
        let (to, inside) = self.run_from(from);
        self.at = to;
        let lead = self.lead(from, to, inside);
        let tail = tail(&bytes[to..], inside, to - from);
        let simple = !(inside.dot || inside.hyphen || inside.other || lead || tail > 0);
        let position = self.position;
        if simple {
            let shape = match inside {
                _ if is_code(&bytes[from..to]) => Shape::Code,
                Inside { digit: false, .. } => Shape::Plain,
                _ => Shape::Exact,
            };
            if shape != Shape::Plain || !self.cut_humps(from, to) {
                self.position += 1;
            }
            return Some(Piece { from, to, position, shape });
        }
        self.at = to + tail;
        self.cut(from, to, inside);
        let shape =
            if inside.hyphen && !inside.dot && !inside.other && !lead { Shape::Joined } else { Shape::Exact };
        let from = from - usize::from(lead);
        let to = to + tail;
        Some(Piece { from, to, position, shape })
    }

    /// Queues the parts of a technical word and moves the position past them.
    fn cut(&mut self, from: usize, to: usize, inside: Inside) {
        let run = &self.text.as_bytes()[from..to];
        if inside.dot && !inside.letter && !inside.hyphen && !inside.other {
            self.cut_number(from, run);
            return;
        }
        let mut start = from;
        while start < to {
            let rest = &self.text.as_bytes()[start..to];
            let len = rest.iter().position(|b| b"._-&".contains(b)).unwrap_or(rest.len());
            if len > 0 {
                let end = start + len;
                self.pending.push(self.part(start, end));
                self.position += 1;
            }
            start += len + 1;
        }
        self.pending.reverse();
    }

    /// Queues the parts of a name like `GetPrivateProfileString` and moves the position past them; whether it is one.
    /// `FoxPro` and `PowerPoint` are words.
    fn cut_humps(&mut self, from: usize, to: usize) -> bool {
        let run = &self.text.as_bytes()[from..to];
        let is_end = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
        if run.len() < SHORTEST_NAME || run.windows(2).filter(|pair| is_end(pair)).count() + 1 < HUMPS {
            return false;
        }
        let mut start = from;
        for hump in run.chunk_by(|a, b| !is_end(&[*a, *b])) {
            self.pending.push(self.part(start, start + hump.len()));
            self.position += 1;
            start += hump.len();
        }
        self.pending.reverse();
        true
    }

    /// `4.0` is also found as `4`; the parts of other numbers say nothing.
    fn cut_number(&mut self, from: usize, run: &[u8]) {
        let major = run.iter().position(|&b| b == b'.').unwrap_or(run.len());
        if run[major..].iter().all(|&b| b == b'0' || b == b'.') {
            let mut piece = self.part(from, from + major);
            piece.position = self.position;
            self.pending.push(piece);
        }
        self.position += 1;
    }

    fn part(&self, from: usize, to: usize) -> Piece {
        let run = &self.text.as_bytes()[from..to];
        let shape = if is_code(run) {
            Shape::Code
        } else if run.iter().any(u8::is_ascii_digit) {
            Shape::Exact
        } else {
            Shape::Plain
        };
        Piece { from, to, position: self.position, shape }
    }

    /// Where the run that begins at `from` ends, and what is in it.
    fn run_from(&self, from: usize) -> (usize, Inside) {
        let bytes = self.text.as_bytes();
        let (mut at, mut inside) = (from, Inside::default());
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => inside.letter = true,
                b'0'..=b'9' => inside.digit = true,
                b'.' | b'\'' | b'-' | b'&' | b'_' => {
                    if self.is_word(at + 1) != Some(true)
                        && !(byte == b'_' && bytes.get(at + 1) == Some(&b'_'))
                    {
                        break;
                    }
                    match byte {
                        b'.' => inside.dot = true,
                        b'\'' => inside.apostrophe = true,
                        b'-' => inside.hyphen = true,
                        _ => inside.other = true,
                    }
                }
                0x80.. if self.is_word(at) == Some(true) => inside.letter = true,
                _ => break,
            }
            at += self.width(at);
        }
        (at, inside)
    }

    /// Whether a sign before the run belongs to it: `.net`, `/3GB`, `-1018`.
    fn lead(&self, from: usize, to: usize, inside: Inside) -> bool {
        let bytes = self.text.as_bytes();
        let Some(&sign) = from.checked_sub(1).and_then(|at| bytes.get(at)) else {
            return false;
        };
        let fits = match sign {
            b'.' => inside.letter && !inside.dot && to - from <= 4,
            b'/' => to - from <= 16 && !inside.dot,
            b'-' => inside.digit && !inside.letter && !inside.hyphen,
            _ => false,
        };
        let free = from < 2 || b" \t\r\n(\"'".contains(&bytes[from - 2]);
        fits && free
    }

    /// Whether a letter or digit stands at `at`; `None` past the end.
    fn is_word(&self, at: usize) -> Option<bool> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 0x80 {
            return Some(byte.is_ascii_alphanumeric());
        }
        Some(self.text[at..].chars().next()?.is_alphanumeric())
    }

    fn width(&self, at: usize) -> usize {
        match self.text.as_bytes()[at] {
            0..0x80 => 1,
            _ => self.text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// Bytes after a run that belong to it: `c++`, `c#`, `foxbase+`.
fn tail(after: &[u8], inside: Inside, len: usize) -> usize {
    if inside.digit || inside.dot || inside.hyphen || inside.other {
        return 0;
    }
    match after {
        [b'+', b'+', ..] if len == 1 => 2,
        [b'#', ..] if len == 1 => 1,
        [b'+', next, ..] if len > 1 && !next.is_ascii_alphanumeric() => 1,
        [b'+'] if len > 1 => 1,
        _ => 0,
    }
}

fn is_code(run: &[u8]) -> bool {
    matches!(run, [b'0', b'x' | b'X', rest @ ..] if !rest.is_empty() && rest.iter().all(u8::is_ascii_hexdigit))
}

/// `can't` is `cant`, as many type it; `user's` is `user`.
fn drop_apostrophes(word: &mut String) {
    if word.ends_with("'s") {
        word.truncate(word.len() - 2);
    }
    if word.contains('\'') {
        word.retain(|c| c != '\'');
    }
}
