//! The grammar: one article's text in, its record and notes out.
//!
//! Two thin envelopes ([`document`], [`jekyll`]) stand over one [`body`]. Parsing is total: any text
//! that names an article gives a record; what could not be read is a [`Note`]. Everything is borrowed
//! from the text until it goes into the record.

pub mod applies_to;
pub mod body;
pub mod document;
pub mod error_code;
pub mod fix_table;
pub mod fixed_in;
pub mod footer;
pub mod head;
pub mod jekyll;
pub mod line;
pub mod link;
mod note;
pub mod product;
pub mod reference;
pub mod release;
pub mod section;
pub mod sentence;
pub mod status;

pub use note::{Note, NoteKind, line_and_column};

use crate::article::{Article, Format};
use head::Head;
use line::Line;

/// A record and what could not be read of it.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub article: Article,
    pub format: Format,
    pub notes: Vec<Note>,
}

/// An article without its wrapping: what either envelope hands to the body grammar.
pub struct Envelope<'a> {
    pub format: Format,
    /// Number, date, title and code; the rest is still empty.
    pub article: Article,
    pub head: Head<'a>,
    /// Body and trailer.
    pub lines: Vec<Line<'a>>,
}

/// An article of which only the envelope has been read: enough to tell which it is.
pub struct Opened<'a> {
    pub envelope: Envelope<'a>,
    text: &'a str,
    notes: Vec<Note>,
}

/// Reads the envelope of one file's text; `None` where it is no article at all.
pub fn open(text: &str) -> Option<Opened<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut notes = Vec::new();
    let envelope = document::read(text, &mut notes).or_else(|| {
        notes.clear();
        jekyll::read(text, &mut notes)
    })?;
    Some(Opened { envelope, text, notes })
}

impl Opened<'_> {
    /// Reads head and body. Never fails.
    pub fn read(self) -> Parsed {
        let Self { envelope: Envelope { format, mut article, head, lines }, text, mut notes } = self;
        head.fill(&mut article);
        let footer = body::read(&mut article, &lines, text, &mut notes);
        match footer {
            Some(footer) => footer.complete(&mut article, &head),
            // The pages of the CD-ROM articles never had one.
            None if format == Format::Document => {
                notes.push(Note { kind: NoteKind::TrailerMissing, offset: text.len() });
            }
            None => {}
        }
        notes.sort_by_key(|note| note.offset);
        Parsed { article, format, notes }
    }
}

/// Parses one file's text; `None` where it is no article at all. Never fails otherwise.
pub fn parse(text: &str) -> Option<Parsed> {
    open(text).map(Opened::read)
}
