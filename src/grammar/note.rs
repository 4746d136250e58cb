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
    pub const ALL: [Self; 11] = [
        Self::HeadLineMissing,
        Self::DateNotRead,
        Self::HeadNotClosed,
        Self::PageNotClosed,
        Self::AppliesToNotClosed,
        Self::BulletNotRead,
        Self::FixFileNotRead,
        Self::TrailerMissing,
        Self::TrailerLineNotRead,
        Self::ControlByte,
        Self::CopiesDiffer,
    ];

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
            Self::TrailerMissing => "trailer_missing",
            Self::TrailerLineNotRead => "trailer_line_not_read",
            Self::ControlByte => "control_byte",
            Self::CopiesDiffer => "copies_differ",
        }
    }
}

/// The 1-based line and column (in characters) of a byte offset.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let end = (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    let before = &text[..end.unwrap_or(0)];
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
    (line, column)
}
