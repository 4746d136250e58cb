//! What a query says.

use crate::article::{ArticleId, Period, ProductVersion};

use super::field::{Field, Part};

/// A query: items that stand beside each other, none of them a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub items: Vec<Item>,
}

/// One thing that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word or an exact phrase, anywhere in the article.
    Text(Text),
    /// Something that a field has to say.
    Clause(Clause),
    /// What must not be there.
    Not(Box<Item>),
    /// At least one of these, of which there are two or more; none is itself an `Or`.
    Or(Vec<Item>),
    /// A group of two or more items, below `Not` and `Or` only; none is itself a `Group`.
    Group(Vec<Item>),
}

/// Text to look for; it has a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Without blanks.
    Word(String),
    /// As it stands between the quotation marks, white space folded.
    Phrase(String),
}

impl Text {
    /// What is looked for, without quotation marks.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Word(text) | Self::Phrase(text) => text,
        }
    }
}

/// A field and the value it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// `title:leak`: a field that holds text.
    Text(Field, Text),
    /// `modified:1996..1998`.
    Modified(Span<Period>),
    /// `version:4.0sp3..4.0sp6`; a single version is a `Text`.
    Version(Span<ProductVersion>),
    /// `id:Q100000..Q109999`.
    Id(Span<ArticleId>),
    /// `refs:Q164201`: the article that must be referred to.
    Refs(ArticleId),
    /// `event:9`.
    Event(u32),
    /// `has:fix_files`.
    Has(Part),
}

/// From one value to another, both included; at least one end is there. A single value is both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<T> {
    pub from: Option<T>,
    pub to: Option<T>,
}

impl Query {
    /// Whether it asks for nothing at all.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl Item {
    /// Whether it is a word that stands alone.
    pub const fn is_word(&self) -> bool {
        matches!(self, Self::Text(Text::Word(_)))
    }

    /// A word that stands alone.
    pub fn word(word: &str) -> Self {
        Self::Text(Text::Word(word.to_owned()))
    }
}
