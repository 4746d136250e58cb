use serde::{Deserialize, Serialize};

/// Something that the grammar met and could not read as it should be: a place and a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    /// Byte offset into the parsed text.
    pub offset: usize,
}

/// What was not read as it should be. The words are for people; `name` is for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A head line of the envelope is missing.
    HeadLineMissing,
    /// The date of the head is no date.
    DateNotRead,
    /// The rule or blank line that ends the head is missing.
    HeadNotClosed,
    /// The page's front matter or `{% raw %}` block never closes.
    PageNotClosed,
    /// The applies-to block has no rule below it.
    AppliesToNotClosed,
    /// A line of the applies-to block is no bullet.
    BulletNotRead,
    /// A row looks like a fix file, but not all of it was understood.
    FixFileNotRead,
    /// The article announces the files of a fix, and none was found.
    FixFilesNotFound,
    /// A sentence says that a release corrects the problem, and which one was not understood.
    ReleaseNotRead,
    /// STATUS says something that is no known disposition.
    StatusNotRead,
    /// The article ends without its `Keywords` trailer.
    TrailerMissing,
    /// A line of the trailer has an unknown label.
    TrailerLineNotRead,
    /// The file has control characters or bytes outside its character set.
    ControlByte,
    /// The two copies of the article differ in a field.
    CopiesDiffer,
}

impl NoteKind {
    /// Every kind there is.
    pub const ALL: [Self; 14] = [
        Self::HeadLineMissing,
        Self::DateNotRead,
        Self::HeadNotClosed,
        Self::PageNotClosed,
        Self::AppliesToNotClosed,
        Self::BulletNotRead,
        Self::FixFileNotRead,
        Self::FixFilesNotFound,
        Self::ReleaseNotRead,
        Self::StatusNotRead,
        Self::TrailerMissing,
        Self::TrailerLineNotRead,
        Self::ControlByte,
        Self::CopiesDiffer,
    ];

    /// The field of the record that it is about; `None` where it is about the file as a whole.
    pub const fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::DateNotRead => "modified",
            Self::AppliesToNotClosed | Self::BulletNotRead => "applies_to",
            Self::FixFileNotRead | Self::FixFilesNotFound => "fix_files",
            Self::ReleaseNotRead => "fixed_in",
            Self::StatusNotRead => "disposition",
            Self::TrailerMissing | Self::TrailerLineNotRead => "keywords",
            Self::HeadLineMissing
            | Self::HeadNotClosed
            | Self::PageNotClosed
            | Self::ControlByte
            | Self::CopiesDiffer => return None,
        })
    }

    /// The name that JSON and summaries use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HeadLineMissing => "head_line_missing",
            Self::DateNotRead => "date_not_read",
            Self::HeadNotClosed => "head_not_closed",
            Self::PageNotClosed => "page_not_closed",
            Self::AppliesToNotClosed => "applies_to_not_closed",
            Self::BulletNotRead => "bullet_not_read",
            Self::FixFileNotRead => "fix_file_not_read",
            Self::FixFilesNotFound => "fix_files_not_found",
            Self::ReleaseNotRead => "release_not_read",
            Self::StatusNotRead => "status_not_read",
            Self::TrailerMissing => "trailer_missing",
            Self::TrailerLineNotRead => "trailer_line_not_read",
            Self::ControlByte => "control_byte",
            Self::CopiesDiffer => "copies_differ",
        }
    }
}

/// Lines and columns of a text. Asked for in order, each step looks only at what lies between.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    line_from: usize,
    column: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, line_from: 0, column: 1 }
    }

    /// Line and column, in characters and from 1, of a byte offset.
    pub fn place(&mut self, offset: usize) -> (usize, usize) {
        let floor = (0..=offset.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at));
        let to = floor.unwrap_or(0);
        if to < self.at {
            *self = Self::new(self.text);
        }
        let between = &self.text[self.at..to];
        if let Some(end) = memchr::memrchr(b'\n', between.as_bytes()) {
            self.line += memchr::memchr_iter(b'\n', between.as_bytes()).count();
            self.line_from = self.at + end + 1;
            self.column = 1;
        }
        self.column += self.text[self.at.max(self.line_from)..to].chars().count();
        self.at = to;
        (self.line, self.column)
    }

    /// The line that was asked for last, without its end.
    pub fn line(&self) -> &'a str {
        let rest = &self.text[self.line_from..];
        rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())].trim_end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_text() {
        let text = "a\r\nb\u{e9}c\n\nd";
        let mut cursor = Cursor::new(text);
        let places =
            [(0, (1, 1)), (3, (2, 1)), (6, (2, 3)), (7, (2, 4)), (8, (3, 1)), (9, (4, 1)), (99, (4, 2))];
        for (offset, place) in places {
            assert_eq!(cursor.place(offset), place, "{offset}");
        }
        assert_eq!(cursor.place(5), (2, 2));
        assert_eq!(cursor.line(), "b\u{e9}c");
    }
}
