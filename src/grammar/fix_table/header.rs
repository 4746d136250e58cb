//! The row that names a table's columns.
//!
//! ```text
//! header = column { blanks column }        two or more known ones, one of them the file's
//! column = "File name" | "Version" | "Date" | "Time" | "Size" | "Platform" | "Destination" …
//! ```

use crate::grammar::dense;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    Version,
    Date,
    Time,
    Size,
    Platform,
    Folder,
    Other,
}

/// The columns of a table, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub columns: Vec<Place>,
}

/// A column and where its title stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub column: Column,
    pub start: usize,
    pub end: usize,
    pub bar: usize,
}

/// Titles, longest first where one begins another.
const TITLES: [(&str, Column); 46] = [
    ("file names", Column::Name),
    ("file name(s)", Column::Name),
    ("file name", Column::Name),
    ("file-name", Column::Name),
    ("filename", Column::Name),
    ("file version", Column::Version),
    ("file ver", Column::Version),
    ("file date", Column::Date),
    ("file time", Column::Time),
    ("file size", Column::Size),
    ("files", Column::Name),
    ("file", Column::Name),
    ("name", Column::Name),
    ("dll name", Column::Name),
    ("dll", Column::Name),
    ("version number", Column::Version),
    ("version no", Column::Version),
    ("version", Column::Version),
    ("versions", Column::Version),
    ("ver", Column::Version),
    ("date/time", Column::Date),
    ("date & time", Column::Date),
    ("date and time", Column::Date),
    ("date stamp", Column::Date),
    ("date", Column::Date),
    ("created", Column::Date),
    ("modified", Column::Date),
    ("time stamp", Column::Time),
    ("time", Column::Time),
    ("size", Column::Size),
    ("bytes", Column::Size),
    ("platform", Column::Platform),
    ("platforms", Column::Platform),
    ("processor", Column::Platform),
    ("architecture", Column::Platform),
    ("cpu", Column::Platform),
    ("destination folder", Column::Folder),
    ("destination directory", Column::Folder),
    ("destination", Column::Folder),
    ("location", Column::Folder),
    ("directory", Column::Folder),
    ("folder", Column::Folder),
    ("path", Column::Folder),
    ("install location", Column::Folder),
    ("installed to", Column::Folder),
    ("target", Column::Folder),
];

impl Header {
    /// The header that `line` is, if it is one.
    pub fn read(line: &str) -> Option<Self> {
        if line.len() > 150 || !is_parted(line) || !mentions(line) {
            return None;
        }
        let columns = places(line)?;
        let known = |place: &Place| place.column != Column::Other;
        let count = columns.iter().filter(|place| known(place)).count();
        let has = |column| columns.iter().any(|place| place.column == column);
        let telling = has(Column::Date) || has(Column::Version) || has(Column::Size);
        let named = has(Column::Name) || has(Column::Date) && has(Column::Time) && has(Column::Size);
        let fits = count >= 2 && columns.len() - count <= count && named && telling;
        fits.then_some(Self { columns })
    }

    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|place| place.column == column)
    }

    /// The column that a cell stands in: by its bar in a drawn table, else the nearest.
    pub fn at(&self, start: usize, end: usize, bar: usize) -> Column {
        if self.columns.iter().any(|place| place.bar > 0) {
            let place = self.columns.iter().find(|place| place.bar == bar);
            return place.map_or(Column::Other, |place| place.column);
        }
        let distance = |place: &&Place| {
            let inside = place.start < end && start < place.end;
            let near = place.start.abs_diff(start).min(place.end.abs_diff(end));
            (!inside, near)
        };
        self.columns.iter().min_by_key(distance).map_or(Column::Other, |place| place.column)
    }

    /// The one of two columns that stands first.
    pub fn first_of(&self, one: Column, other: Column) -> Option<Column> {
        let found = self.columns.iter().find(|place| place.column == one || place.column == other);
        found.map(|place| place.column)
    }

    /// Date before the name: the layout of the hot fix articles.
    pub fn date_leads(&self) -> bool {
        self.columns.first().is_some_and(|place| place.column == Column::Date) && self.has(Column::Name)
    }

    pub fn last(&self) -> Column {
        self.columns.last().map_or(Column::Other, |place| place.column)
    }
}

/// A cheap look before all others: titles stand apart, which no full line of prose does.
fn is_parted(line: &str) -> bool {
    let bytes = line.as_bytes().trim_ascii_start();
    let blank = |at: usize| bytes.get(at) == Some(&b' ');
    // Of any two blanks, one stands at an odd place.
    let double = || (1..bytes.len()).step_by(2).any(|at| blank(at) && (blank(at - 1) || blank(at + 1)));
    bytes.len() <= SHORT || memchr::memchr2(b'\t', b'|', bytes).is_some() || double()
}

/// A line up to this may be titles one blank apart.
const SHORT: usize = 50;

/// A cheap look before the search: every header has a title for a field and one for the file, or else
/// the time.
fn mentions(line: &str) -> bool {
    let (mut telling, mut naming) = (false, false);
    let bytes = line.as_bytes();
    let words = std::iter::once(0).chain(dense::gaps(bytes).map(|gap| gap + 1));
    for letters in words.filter_map(|at| bytes[at..].first_chunk::<3>()) {
        match &letters.map(|letter| letter | 0x20) {
            b"dat" | b"siz" | b"byt" | b"ver" | b"cre" | b"mod" => telling = true,
            b"fil" | b"nam" | b"dll" | b"tim" => naming = true,
            _ => {}
        }
    }
    telling && naming
}

/// More unknown words close to a title make a sentence.
const LOOSE: usize = 2;

/// The titles of a line; `None` where it is a sentence.
fn places(line: &str) -> Option<Vec<Place>> {
    let lower = line.to_ascii_lowercase();
    let (mut at, mut column, mut bar, mut blanks) = (0, 0, 0, 2);
    let mut places: Vec<Place> = Vec::new();
    let mut loose = 0;
    while let Some(next) = lower[at..].chars().next() {
        let (length, width) = match next {
            '|' => {
                (bar, blanks) = (bar + 1, 2);
                (1, 1)
            }
            '\t' => {
                blanks = 2;
                (1, 8 - column % 8)
            }
            c if c.is_whitespace() => {
                blanks += 1;
                (c.len_utf8(), 1)
            }
            _ => {
                let (kind, length) = title(&lower[at..]);
                let width = lower[at..at + length].chars().count();
                let place = Place { column: kind, start: column, end: column + width, bar };
                loose += usize::from(join(&mut places, place, blanks < 2));
                if loose > LOOSE {
                    return None;
                }
                blanks = 0;
                (length, width)
            }
        };
        (at, column) = (at + length, column + width);
    }
    Some(places)
}

/// Adds a place; an unknown word close to a title belongs to it.
fn join(places: &mut Vec<Place>, place: Place, close: bool) -> bool {
    let joins = close && place.column == Column::Other;
    match places.last_mut() {
        Some(last) if joins && place.bar == last.bar => last.end = place.end,
        _ => places.push(place),
    }
    joins
}

/// The title at the start of `text` and its length, else a word.
fn title(text: &str) -> (Column, usize) {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '\\');
    let first = text.as_bytes().first();
    let known = TITLES
        .iter()
        .filter(|(title, _)| title.as_bytes().first() == first)
        .filter(|(title, _)| text.strip_prefix(title).is_some_and(ends))
        .max_by_key(|(title, _)| title.len());
    match known {
        Some((title, column)) => (*column, title.len()),
        None => {
            let length = text.find(|c: char| c.is_whitespace() || c == '|').unwrap_or(text.len());
            (Column::Other, length)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column::*, *};

    #[test]
    fn headers() {
        let columns = |line: &str| {
            Header::read(line)
                .map(|header| header.columns.iter().map(|place| place.column).collect::<Vec<_>>())
        };
        let cases: [(&str, Option<&[Column]>); 9] = [
            (
                "  Date      Time   Version   Size   File name   Platform",
                Some(&[Date, Time, Version, Size, Name, Platform]),
            ),
            ("| File name | Version    |", Some(&[Name, Version])),
            ("Date Time Size File Name", Some(&[Date, Time, Size, Name])),
            (
                "File name  Version  Date/Time  Size  Destination folder",
                Some(&[Name, Version, Date, Size, Folder]),
            ),
            ("Name   Size (bytes)   Language", Some(&[Name, Size, Other])),
            ("The date of the file is later than that of the others", None),
            ("The version of this file should have the following file attributes or", None),
            ("File name", None),
            ("", None),
        ];
        for (line, want) in cases {
            assert_eq!(columns(line).as_deref(), want, "{line}");
        }
    }
}
