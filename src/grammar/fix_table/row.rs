//! A row of a table, or one file of a list: cells to fields.
//!
//! ```text
//! row = name { field } | { field } name { field }
//! field = date | time | size | version | platform | folder | words
//! ```
//!
//! A cell's own shape says what it is; the header decides where the shape does not (`786` may be a
//! size or a version) and what words are.

use super::{
    clock::time,
    header::{Column, Header},
    scan::{Cell, Kind, scan},
    token::{Token, base},
    words::{hint, is_link, is_platform},
};
use crate::{
    article::{Date, FixFile},
    grammar::line::fold,
};

/// What a line gives of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub file: FixFile,
    /// Fields that were printed, also where their value is none (`44 KB`).
    pub given: usize,
    /// Words that are no field.
    pub words: usize,
    pub dates: usize,
    /// Versions that differ from the first.
    pub others: usize,
    pub names: usize,
    /// Begins with the name or a field.
    pub leads: bool,
    /// The name stands before every field.
    pub name_leads: bool,
}

impl Row {
    /// A name and something of the file.
    pub fn is_whole(&self) -> bool {
        !self.file.name.is_empty() && self.given > 0
    }

    /// Gives no value: rounded sizes only.
    pub fn is_bare(&self) -> bool {
        self.file.time.is_none() && !self.says_much()
    }

    /// Says enough for a sentence: a version, a date or a size.
    pub fn says_much(&self) -> bool {
        let file = &self.file;
        file.date.is_some() || file.version.is_some() || file.size.is_some()
    }

    /// Has more than one field, and not times alone.
    pub fn is_rich(&self) -> bool {
        self.given > 1 && self.says_much()
    }

    /// Has a field of nearly every kind and hardly a word: a row wherever it stands.
    pub fn is_full(&self) -> bool {
        self.given > 2 && self.says_much() && self.leads && self.words < 2
    }

    /// Is laid out like a row, not like a sentence or a line of a log; among rows, more is forgiven.
    pub fn is_tabular(&self, among_rows: bool) -> bool {
        let file = &self.file;
        let only_time = file.time.is_some() && !self.says_much();
        let numbered = file.version.is_some() && self.given == 1 && !self.name_leads;
        let most = match self.given {
            3.. => 10,
            2 => 4,
            _ if among_rows => 4,
            _ => 1,
        };
        self.leads && self.words <= most && !only_time && !numbered
    }
}

/// Reads a line's cells.
pub fn read(line: &str, header: Option<&Header>) -> Row {
    assemble(&scan(line), header)
}

/// The row that cells make.
pub fn assemble(cells: &[Cell<'_>], header: Option<&Header>) -> Row {
    let mut reader =
        Reader { header, row: Row::default(), numbers: Vec::new(), rounded: false, pending: None };
    reader.row.leads = leads(cells);
    let name = name_cell(cells, header);
    for (at, cell) in cells.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| cells.get(at));
        reader.cell(cell, before, at + 1 == cells.len(), name == Some(at));
    }
    reader.settle_numbers();
    reader.settle_dots();
    if reader.row.file.name.is_empty() {
        reader.plain_name(cells);
    }
    reader.row
}

/// Groups of three digits, the first with two at least or followed by two more: `822.064`, `1.854.736`.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().map_or(0, str::len);
    let rest: Vec<&str> = groups.collect();
    let three = |group: &&str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    rest.iter().all(three) && matches!((first, rest.len()), (2..=3, 1..) | (1, 2..))
}

/// `22.36`, `11.31am`.
fn is_dotted_time(text: &str) -> bool {
    text.len() >= 4
        && text.bytes().filter(|&byte| byte == b'.').count() == 1
        && time(&text.replace('.', ":")).is_ok()
}

/// The line's first cell, bullets apart, is a token or stands apart from what follows.
fn leads(cells: &[Cell<'_>]) -> bool {
    let bullet = |cell: &&Cell<'_>| match cell.kind {
        Kind::Token(Token::Nothing | Token::Noise) => true,
        Kind::Words(words) => matches!(words, "o" | "+" | "\u{b7}"),
        Kind::Token(_) => false,
    };
    let mut cells = cells.iter().skip_while(bullet);
    match (cells.next(), cells.next()) {
        (Some(Cell { kind: Kind::Token(_), .. }), _) => true,
        (Some(_), Some(next)) => next.apart,
        _ => false,
    }
}

/// The file: in the column of names, else the first name.
fn name_cell(cells: &[Cell<'_>], header: Option<&Header>) -> Option<usize> {
    let named = |cell: &Cell<'_>| matches!(cell.kind, Kind::Token(Token::Name(_)));
    let placed = |cell: &Cell<'_>| {
        header.is_some_and(|header| header.at(cell.start, cell.end, cell.bar) == Column::Name)
    };
    cells.iter().position(|cell| named(cell) && placed(cell)).or_else(|| cells.iter().position(named))
}

/// A word that may name a file without an extension.
fn plain_word<'a>(cell: &Cell<'a>) -> Option<&'a str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$' | b'~');
    match cell.kind {
        Kind::Words(word) if word.bytes().all(plain) && !is_link(word) && !is_platform(word) => Some(word),
        _ => None,
    }
}

struct Reader<'h, 'a> {
    header: Option<&'h Header>,
    row: Row,
    /// Bare numbers, to be settled when the rest of the row is known.
    numbers: Vec<(u64, &'a str, Column)>,
    /// The size stands there in KB: no bare number is one.
    rounded: bool,
    pending: Option<Column>,
}

impl<'a> Reader<'_, 'a> {
    /// `1.854.736` behind date and time is a size with dots for commas, unless a header says otherwise.
    fn settle_dots(&mut self) {
        let file = &mut self.row.file;
        let stamped = file.date.is_some() && file.time.is_some() && file.size.is_none();
        let sized = self.header.is_none_or(|header| header.has(Column::Size) && !header.has(Column::Version));
        if let Some(version) = file.version.take_if(|version| stamped && sized && is_grouped(version)) {
            file.size = version.replace('.', "").parse().ok();
        }
    }

    fn cell(&mut self, cell: &Cell<'a>, before: Option<&Cell<'a>>, last: bool, named: bool) {
        let hinted = self.pending.take();
        match &cell.kind {
            Kind::Token(Token::Name(name)) => self.name(name, named),
            Kind::Token(Token::Date(date)) => self.date(*date),
            Kind::Token(Token::Time(time)) => self.time(time.as_deref()),
            Kind::Token(Token::Number(_, text) | Token::Version(text))
                if self.ends_platform(cell, before) =>
            {
                self.extend_platform(text);
            }
            Kind::Words(words) if self.goes_on(cell, before) => self.extend_platform(words),
            // `11.31am` in the column of times.
            Kind::Token(Token::Version(text))
                if self.column(cell) == Column::Time && is_dotted_time(text) =>
            {
                self.time(time(&text.replace('.', ":")).ok().and_then(|(_, time)| time).as_deref());
            }
            Kind::Token(Token::Version(version)) if self.is_aside(cell, version, before, hinted) => {
                self.row.words += 1;
            }
            Kind::Token(Token::Version(version)) => self.version(version),
            Kind::Token(Token::Size(size)) => self.size(*size),
            Kind::Token(Token::Number(..)) if hinted.is_none() && self.is_of_words(cell, before) => {}
            Kind::Token(Token::Number(value, text)) => {
                let column = hinted.unwrap_or_else(|| self.column(cell));
                self.numbers.push((*value, text, column));
            }
            Kind::Token(Token::Nothing | Token::Noise) => {
                let none = cell.end - cell.start == 4 && self.column(cell) == Column::Platform;
                if none {
                    self.row.file.platform.get_or_insert_with(|| "none".to_owned());
                }
            }
            Kind::Words(words) => self.words(words, cell, before, last),
        }
    }

    fn column(&self, cell: &Cell<'a>) -> Column {
        self.header.map_or(Column::Other, |header| header.at(cell.start, cell.end, cell.bar))
    }

    /// The `98` of `Windows 98`, the `720` of `ARM 720` in the column of platforms.
    fn ends_platform(&self, cell: &Cell<'a>, before: Option<&Cell<'a>>) -> bool {
        let Some(Cell { kind: Kind::Words(words), .. }) = before else {
            return false;
        };
        let titled = !is_platform(words) || self.column(cell) == Column::Platform;
        !cell.apart && titled && self.row.file.platform.as_deref() == Some(fold(words).as_str())
    }

    /// The `OSR2` of `Windows 95 OSR2` in the last column, that of platforms.
    fn goes_on(&self, cell: &Cell<'a>, before: Option<&Cell<'a>>) -> bool {
        let numbered = before.is_some_and(|cell| matches!(cell.kind, Kind::Token(Token::Number(..))));
        !cell.apart && numbered && self.row.file.platform.is_some() && self.column(cell) == Column::Platform
    }

    /// Adds a word to the platform.
    fn extend_platform(&mut self, word: &str) {
        if let Some(platform) = &mut self.row.file.platform {
            platform.push(' ');
            platform.push_str(word);
        }
    }

    /// The `95` of `Windows 95 Client`.
    fn is_of_words(&self, cell: &Cell<'a>, before: Option<&Cell<'a>>) -> bool {
        let Some(Cell { kind: Kind::Words(words), .. }) = before else {
            return false;
        };
        let last = words.rsplit(' ').next().unwrap_or(words);
        let columned = matches!(self.column(cell), Column::Size | Column::Version);
        !cell.apart && !columned && !is_link(last) && !is_platform(words)
    }

    /// A release that words mention (`Server Update 3.0`), not the file's version.
    fn is_aside(
        &self,
        cell: &Cell<'a>,
        version: &str,
        before: Option<&Cell<'a>>,
        hinted: Option<Column>,
    ) -> bool {
        let told = hinted == Some(Column::Version) || self.column(cell) == Column::Version;
        let words = before.is_some_and(|cell| matches!(cell.kind, Kind::Words(_)));
        words && !told && version.matches('.').count() == 1
    }

    fn name(&mut self, name: &str, named: bool) {
        self.row.names += 1;
        if named {
            self.row.name_leads = self.row.given == 0 && self.numbers.is_empty();
            let file = base(name);
            let folder = name[..name.len() - file.len()].trim_end_matches(['\\', '/']);
            file.clone_into(&mut self.row.file.name);
            if !folder.is_empty() {
                self.row.file.path = Some(folder.to_owned());
            }
        }
    }

    fn date(&mut self, date: Option<Date>) {
        self.row.dates += 1;
        self.row.given += 1;
        self.row.file.date = self.row.file.date.or(date);
    }

    fn time(&mut self, time: Option<&str>) {
        self.row.given += 1;
        if self.row.file.time.is_none() {
            self.row.file.time = time.map(str::to_owned);
        }
    }

    fn version(&mut self, version: &str) {
        self.row.given += 1;
        match &self.row.file.version {
            None => self.row.file.version = Some(version.to_owned()),
            Some(first) => {
                self.row.others += usize::from(first != version && version.matches('.').count() > 1);
            }
        }
    }

    fn size(&mut self, size: Option<u64>) {
        self.row.given += 1;
        self.rounded |= size.is_none();
        self.row.file.size = self.row.file.size.or(size);
    }

    fn words(&mut self, words: &'a str, cell: &Cell<'a>, before: Option<&Cell<'a>>, last: bool) {
        let column = self.column(cell);
        let tail = last && self.header.is_some_and(|header| header.last() == Column::Platform);
        let after_name = before.is_some() && !self.row.file.name.is_empty();
        if is_platform(words) || after_name && (column == Column::Platform || tail) {
            let platform = fold(words.trim_end_matches([':', '.']));
            self.row.file.platform.get_or_insert(platform);
        } else if column == Column::Folder || words.contains('\\') && !words.contains(' ') {
            let folder = words.trim_end_matches('\\');
            self.row.file.path.get_or_insert_with(|| folder.to_owned());
        } else {
            self.row.words += words.split_whitespace().filter(|word| !is_link(word)).count();
            self.pending = hint(words);
        }
    }

    /// A bare number that may be a size without a header: long, or beside other fields.
    fn loose_size(&self, text: &str) -> bool {
        self.header.is_none() && (text.len() > 3 || self.row.given > 0 && text.len() > 1)
    }

    /// A file without an extension: one word, in the column of names or among much else.
    fn plain_name(&mut self, cells: &[Cell<'a>]) {
        let placed = |cell: &&Cell<'_>| self.header.is_some() && self.column(cell) == Column::Name;
        let (cell, least) = match cells.iter().find(placed) {
            Some(cell) => (Some(cell), 2),
            None => (cells.first(), 3),
        };
        if let Some(word) = cell.and_then(plain_word)
            && self.row.given >= least
            && self.row.words < 3
        {
            self.row.words = self.row.words.saturating_sub(1);
            word.clone_into(&mut self.row.file.name);
            self.row.leads = true;
        }
    }

    /// Bare numbers: the size unless it is known, or the columns say version.
    fn settle_numbers(&mut self) {
        let numbers = std::mem::take(&mut self.numbers);
        let both = numbers.len() > 1;
        for (value, text, column) in numbers {
            let has = |column| self.header.is_some_and(|header| header.has(column));
            let version_open = self.row.file.version.is_none();
            let size_open = self.row.file.size.is_none() && !self.rounded;
            let hinted = column == Column::Version && (has(Column::Version) || self.header.is_none());
            let first = self.header.and_then(|header| header.first_of(Column::Size, Column::Version));
            let short = text.len() < 4 || !size_open || !has(Column::Size);
            let takes_version = version_open
                && (!size_open && has(Column::Version)
                    || hinted && !both && short
                    || both && size_open && has(Column::Size) && first == Some(Column::Version)
                    || has(Column::Version) && !has(Column::Size));
            if takes_version {
                self.version(text);
            } else if size_open && (has(Column::Size) || !hinted && self.loose_size(text)) {
                self.size(Some(value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(header: &str, line: &str) -> String {
        let row = read(line, Header::read(header).as_ref());
        let file = row.file;
        let mut out = file.name;
        let date = file.date.map(|date| date.to_string());
        let size = file.size.map(|size| size.to_string());
        for field in [file.path, file.version, date, file.time, size, file.platform] {
            out.push(' ');
            out.push_str(field.as_deref().unwrap_or("_"));
        }
        out
    }

    #[test]
    fn rows_by_their_shape() {
        let cases = [
            (
                "  3/9/99  4:00p  4.1.2.7  9,120  Tool.dll  (Alpha)",
                "Tool.dll _ 4.1.2.7 1999-03-09 16:00 9120 Alpha",
            ),
            (
                "Tool.dll   4.00.9   3/9/99 9:53a  9,120  Windows\\System",
                "Tool.dll Windows\\System 4.00.9 1999-03-09 09:53 9120 _",
            ),
            ("D:\\Bin\\Tool.exe   9,120  3/9/99  5.5.1", "Tool.exe D:\\Bin 5.5.1 1999-03-09 _ 9120 _"),
            ("Tool.exe 7/9/98 5:39p 9,120 bytes (version 3.5)", "Tool.exe _ 3.5 1998-07-09 17:39 9120 _"),
            ("TOOL.EXE (9,120 bytes, dated 03-07-95, 4:45 P.M.)", "TOOL.EXE _ _ 1995-03-07 16:45 9120 _"),
            ("Tool.vxd version 4.00.9 (dated 7/9/96) and later", "Tool.vxd _ 4.00.9 1996-07-09 _ _ _"),
            ("TOOL.DLL  9120  01-02-95", "TOOL.DLL _ _ 1995-01-02 _ 9120 _"),
            ("Tool.dll  12.3KB (12,595 bytes)  4.71.9.0", "Tool.dll _ 4.71.9.0 _ _ 12595 _"),
            (
                "  3/9/99  4:00p  1.854.736  Tool.dll  (Intel or Alpha)",
                "Tool.dll _ _ 1999-03-09 16:00 1854736 Intel or Alpha",
            ),
            ("Tool.exe   Windows 95 Client Update   10,613 KB", "Tool.exe _ _ _ _ _ _"),
            ("Tool.exe for version 4.7 (Mail 2000)", "Tool.exe _ 4.7 _ _ _ _"),
            ("3/9/99  4:00p  9,120  Tool.asp  <x86>", "Tool.asp _ _ 1999-03-09 16:00 9120 x86"),
            ("only words here", " _ _ _ _ _ _"),
        ];
        for (line, want) in cases {
            assert_eq!(show("", line), want, "{line}");
        }
    }

    #[test]
    fn rows_by_their_header() {
        let dated = "  Date      Time   Version  Size    File name  Platform";
        let cases = [
            (
                dated,
                "  03/09/00  xx:xx  786      33,632  Tool.exe   win95 osr2",
                "Tool.exe _ 786 2000-03-09 _ 33632 win95 osr2",
            ),
            (dated, "  03/09/00  01:00           33632   Tool.exe", "Tool.exe _ _ 2000-03-09 01:00 33632 _"),
            (
                dated,
                "  03/09/00  01:00  none     67      Tool.ini   none",
                "Tool.ini _ _ 2000-03-09 01:00 67 none",
            ),
            (
                dated,
                "  03/09/00  11.31pm  1.2(build 7)  9,120  Tool.dll  ARM 720",
                "Tool.dll _ 1.2(build 7) 2000-03-09 23:31 9120 ARM 720",
            ),
            (
                dated,
                "  03/09/00  22.36    4.1.2         9120   Tool.dll  Windows 95 OSR2",
                "Tool.dll _ 4.1.2 2000-03-09 22:36 9120 Windows 95 OSR2",
            ),
            (
                "  Date      Time    Size     File name",
                "  03/09/00  14:13   147.010  Tool.nls",
                "Tool.nls _ _ 2000-03-09 14:13 147010 _",
            ),
            (
                "  File name   Version   Size    Date",
                "  Tool.exe      62880 07/22/94",
                "Tool.exe _ _ 1994-07-22 _ 62880 _",
            ),
            (
                "| File name | Date | Time |",
                "| Tool.dll | 03/09/2000 | 9:43AM |",
                "Tool.dll _ _ 2000-03-09 09:43 _ _",
            ),
            (
                "| Control   | File name | Version |",
                "| a.b grid | Tool.ocx | 6.0.1 |",
                "Tool.ocx _ 6.0.1 _ _ _ _",
            ),
        ];
        for (header, line, want) in cases {
            assert_eq!(show(header, line), want, "{line}");
        }
    }
}
