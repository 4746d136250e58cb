//! The grammar: one article's text in, its record and notes out.
//!
//! Two thin envelopes ([`document`], [`jekyll`]) stand over one [`body`]. Parsing is total: any text
//! that names an article gives a record; what could not be read is a [`Note`]. Everything is borrowed
//! from the text until it goes into the record.

pub mod applies_to;
pub mod body;
mod cited_title;
mod dense;
pub mod document;
pub mod error_code;
pub mod error_message;
pub mod error_number;
pub mod fix_table;
pub mod fixed_in;
pub mod footer;
pub mod head;
pub mod hint;
pub mod jekyll;
pub mod line;
pub mod link;
mod note;
mod place;
pub mod product;
pub mod reference;
pub mod release;
pub mod report;
pub mod section;
pub mod sentence;
pub mod status;

pub use cited_title::cited_title;
pub use note::{Cursor, Note, NoteKind};
pub use place::{Judged, Placed, Places, Span};

use crate::article::{Article, Format};
use head::Head;
use line::Line;

/// A record and what could not be read of it.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub article: Article,
    pub format: Format,
    pub notes: Vec<Note>,
    /// Where the judged values were read.
    pub places: Places,
}

/// An article without its wrapping: what either envelope hands to the body grammar.
pub struct Envelope<'a> {
    pub format: Format,
    /// Number, date, title and code; the rest is still empty.
    pub article: Article,
    /// The title as it stands in the text.
    pub title: &'a str,
    pub head: Head<'a>,
    /// Body and trailer, not yet cut into lines.
    pub body: &'a str,
}

impl<'a> Envelope<'a> {
    /// The lines of body and trailer.
    pub fn lines(&self) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let line = match self.format {
            Format::Document => Line::document,
            Format::Jekyll => Line::page,
        };
        line::lines(self.body).map(line)
    }

    /// Whether `other` says the same word for word; blank lines at both ends do not count.
    pub fn says_the_same(&self, other: &Envelope<'_>) -> bool {
        let mut ours = self.lines().skip_while(Line::is_blank);
        let mut theirs = other.lines().skip_while(Line::is_blank);
        let same = loop {
            match (ours.next(), theirs.next()) {
                (Some(line), Some(other)) if line.text == other.text => {}
                (None, None) => break true,
                (Some(line), None) => break line.is_blank(),
                (None, Some(other)) => break other.is_blank(),
                _ => break false,
            }
        };
        same && ours.all(|line| line.is_blank())
            && theirs.all(|line| line.is_blank())
            && self.article.title == other.article.title
            && self.head == other.head
    }
}

/// An article of which only the envelope has been read: enough to tell which it is.
pub struct Opened<'a> {
    pub envelope: Envelope<'a>,
    text: &'a str,
    notes: Vec<Note>,
}

/// Reads the envelope of one file's text; `None` where it is no article at all.
pub fn open(text: &str) -> Option<Opened<'_>> {
    let mut notes = Vec::new();
    let envelope = document::read(text, &mut notes).or_else(|| {
        notes.clear();
        jekyll::read(text, &mut notes)
    })?;
    Some(Opened { envelope, text, notes })
}

/// Bytes of a line, somewhat fewer than most articles have: the list of lines seldom has to grow.
const SHORT_LINE: usize = 32;

impl Opened<'_> {
    /// Reads head and body. Never fails.
    pub fn read(self) -> Parsed {
        let mut lines = Vec::with_capacity(self.envelope.body.len() / SHORT_LINE + 8);
        lines.extend(self.envelope.lines());
        let Self { envelope: Envelope { format, mut article, title, head, .. }, text, notes } = self;
        head.fill(&mut article);
        let mut parsed = Parsed { article, format, notes, places: Places::default() };
        let footer = body::read(&mut parsed, title, &lines, text);
        match footer {
            Some(footer) => footer.complete(&mut parsed.article, &head),
            // The pages of the CD-ROM articles never had one.
            None if format == Format::Document => parsed.note(NoteKind::TrailerMissing, text.len()),
            None => {}
        }
        parsed.notes.sort_by_key(|note| note.offset);
        parsed
    }
}

impl Parsed {
    fn note(&mut self, kind: NoteKind, offset: usize) {
        self.notes.push(Note { kind, offset });
    }
}

/// Parses one file's text; `None` where it is no article at all. Never fails otherwise.
pub fn parse(text: &str) -> Option<Parsed> {
    open(text).map(Opened::read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page's body begins with a blank line that the text does not have.
    #[test]
    fn copies_that_say_the_same() {
        let text =
            "DOCUMENT:Q1  01-MAY-1999  [x]\r\nTITLE   :A\r\n====================\r\nOne.\r\n\r\nTwo.\r\n";
        let page = |last: &str| {
            format!("---\ntitle: \"Q1: A\"\n---\n\tArticle: Q1\n\t\n\tOne.\n\t\n\t{last}\n{{% endraw %}}\n")
        };
        let (same, other) = (page("Two."), page("Three."));
        let text = open(text).unwrap().envelope;
        assert!(text.says_the_same(&open(&same).unwrap().envelope));
        assert!(!text.says_the_same(&open(&other).unwrap().envelope));
    }
}
