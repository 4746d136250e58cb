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

/// Parses one file's text; `None` where it is no article at all. Never fails otherwise.
pub fn parse(text: &str) -> Option<Parsed> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut notes = Vec::new();
    let mut envelope = document::read(text, &mut notes).or_else(|| {
        notes.clear();
        jekyll::read(text, &mut notes)
    })?;
    let article = &mut envelope.article;
    envelope.head.fill(article);
    let footer = body::read(article, &envelope.lines, text, &mut notes);
    footer.complete(article, &envelope.head);
    notes.sort_by_key(|note| note.offset);
    Some(Parsed {
        article: envelope.article,
        format: envelope.format,
        notes,
    })
}
