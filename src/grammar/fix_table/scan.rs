//! A line cut into cells.
//!
//! ```text
//! line = { blank | "|" | punctuation | token | words }
//! ```
//!
//! Words that stand one blank apart are one cell, unless a `|` or a token parts them.

use super::{
    token::{Token, token, until},
    words::is_platform,
};

/// A stretch of a line, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'a> {
    pub kind: Kind<'a>,
    /// Columns, tabs counted as going to the next multiple of 8.
    pub start: usize,
    pub end: usize,
    /// How many `|` stand before it.
    pub bar: usize,
    /// Two blanks, a tab, a `|`, a parenthesis or nothing stands before it.
    pub apart: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    Token(Token<'a>),
    Words(&'a str),
}

/// Longer lines are no rows; reading on would only cost time.
const LONGEST: usize = 400;

/// Cells that most lines have at most.
const USUAL: usize = 8;

/// The cells of a line.
pub fn scan(line: &str) -> Vec<Cell<'_>> {
    let cells = Vec::with_capacity(USUAL);
    let mut scan = Scan { line, at: 0, column: 0, bar: 0, apart: true, words_from: 0, cells };
    if line.len() <= LONGEST {
        while scan.step() {}
    }
    scan.cells
}

struct Scan<'a> {
    line: &'a str,
    at: usize,
    column: usize,
    bar: usize,
    apart: bool,
    /// Where the last cell of words begins.
    words_from: usize,
    cells: Vec<Cell<'a>>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn step(&mut self) -> bool {
        self.skip_gap();
        let rest = self.rest();
        if let Some(platform) =
            rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(tag, _)| tag)
            && is_platform(platform)
        {
            self.take(1);
            self.push(platform.len(), Kind::Words(platform));
            self.take(1);
        } else if rest.starts_with('<') {
            self.take(rest.find('>').map_or(rest.len(), |at| at + 1));
        } else if let Ok((after, token)) = token(rest) {
            self.push(rest.len() - after.len(), Kind::Token(token));
        } else if !rest.is_empty() {
            self.word(rest);
        }
        !rest.is_empty()
    }

    /// Blanks, bars and punctuation between cells.
    fn skip_gap(&mut self) {
        let mut blanks = 0;
        loop {
            let run = self.rest().bytes().take_while(|&byte| byte == b' ').count();
            (self.at, self.column, blanks) = (self.at + run, self.column + run, blanks + run);
            self.apart |= blanks > 1;
            let Some(next) = self.rest().chars().next() else { break };
            match next {
                '|' => (self.bar, self.apart) = (self.bar + 1, true),
                '\t' | '(' | ')' | '[' | ']' => self.apart = true,
                ',' | ';' | '"' | '*' | '\u{b7}' => blanks = 0,
                c if c.is_whitespace() => blanks += 1,
                _ => break,
            }
            self.apart |= blanks > 1;
            self.take(next.len_utf8());
        }
    }

    /// A word that is no token: runs the last cell on, or is a new one.
    fn word(&mut self, rest: &'a str) {
        let end =
            |c: char| matches!(c, '|' | '(' | ')' | '[' | ']' | '<' | ',' | ';' | '"') || c.is_whitespace();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = first + until(&rest[first..], end);
        let runs_on =
            !self.apart && self.cells.last().is_some_and(|last| matches!(last.kind, Kind::Words(_)));
        if !runs_on {
            self.words_from = self.at;
            self.push(length, Kind::Words(&rest[..length]));
            return;
        }
        self.take(length);
        if let Some(last) = self.cells.last_mut() {
            last.kind = Kind::Words(&self.line[self.words_from..self.at]);
            last.end = self.column;
        }
    }

    fn push(&mut self, length: usize, kind: Kind<'a>) {
        let start = self.column;
        self.take(length);
        self.cells.push(Cell { kind, start, end: self.column, bar: self.bar, apart: self.apart });
        self.apart = false;
    }

    fn take(&mut self, length: usize) {
        for byte in self.rest()[..length].bytes() {
            self.column += match byte {
                b'\t' => 8 - self.column % 8,
                // A character's later bytes.
                0x80..=0xbf => 0,
                _ => 1,
            };
        }
        self.at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(line: &str) -> String {
        let show = |cell: &Cell<'_>| match &cell.kind {
            Kind::Words(words) => format!("{words:?}"),
            Kind::Token(token) => format!("{token:?}").split('(').next().unwrap_or("").to_owned(),
        };
        scan(line).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn cells() {
        let cases = [
            ("  3/9/99  4:00p  4.1.2  9,120  Tool.dll  (Alpha)", "Date Time Version Size Name \"Alpha\""),
            ("| Tool.exe | 5.5.2.0 | win95 osr2 |", "Name Version \"win95 osr2\""),
            ("- Tool.exe  (1,024 bytes, dated 03-07-95, 4:45 P.M.)", "Nothing Name Size \"dated\" Date Time"),
            ("Tool.exe 7/9/98 85,245 bytes (version 3.5)", "Name Date Size \"version\" Version"),
            ("Server Update  Tool.exe  Windows\\System", "\"Server Update\" Name \"Windows\\\\System\""),
            ("4:00p  7,100  tool.dll  x86<BR/>", "Time Size Name \"x86\""),
            ("\u{e9}\u{e9}|\u{e9}", "\"\u{e9}\u{e9}\" \"\u{e9}\""),
            ("", ""),
        ];
        for (line, want) in cases {
            assert_eq!(shape(line), want, "{line}");
        }
    }

    #[test]
    fn columns() {
        let at: Vec<_> = scan("a.dll\t9  | x").iter().map(|cell| (cell.start, cell.bar)).collect();
        assert_eq!(at, [(0, 0), (8, 0), (13, 1)]);
    }
}
