//! What can be wrong with a query, and how that is said.

use std::ops::Range;

use super::{
    LONGEST, MOST_ITEMS,
    field::{Field, Part},
    parse::DEEPEST,
};

/// Something that a query has and that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: Kind,
    /// In bytes of the query.
    pub at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    QuoteNotClosed,
    GroupNotClosed,
    OrAlone,
    UnknownField(String),
    /// What stands there, and that it does not suit the field.
    BadValue(Field, String),
    /// Both ends are there, the wrong way round.
    Backwards(Field, String),
    TooDeep,
    TooMany,
    TooLong,
}

impl Kind {
    /// What was being read.
    pub fn reading(&self) -> String {
        match self {
            Self::QuoteNotClosed => "a phrase".to_owned(),
            Self::GroupNotClosed | Self::TooDeep => "a group".to_owned(),
            Self::OrAlone => "alternatives".to_owned(),
            Self::UnknownField(_) => "a field".to_owned(),
            Self::BadValue(field, _) | Self::Backwards(field, _) => {
                format!("the value of `{}:`", field.name())
            }
            Self::TooMany | Self::TooLong => "the query".to_owned(),
        }
    }

    /// What is wrong.
    pub fn wrong(&self) -> String {
        match self {
            Self::QuoteNotClosed => "its quotation mark is never closed".to_owned(),
            Self::GroupNotClosed => "its `(` is never closed".to_owned(),
            Self::OrAlone => "`OR` has nothing on one side".to_owned(),
            Self::UnknownField(name) => format!("there is no field `{name}:`"),
            Self::BadValue(field, value) => format!("`{value}` is no {}", kind_of_value(*field)),
            Self::Backwards(_, value) => format!("`{value}` ends before it begins"),
            Self::TooDeep => format!("groups stand inside each other more than {DEEPEST} deep"),
            Self::TooMany => format!("it has more than {MOST_ITEMS} words and other items"),
            Self::TooLong => format!("it is longer than {LONGEST} bytes"),
        }
    }

    /// What would be right.
    pub fn right(&self) -> String {
        match self {
            Self::QuoteNotClosed => "write \" where the phrase ends".to_owned(),
            Self::GroupNotClosed => "write ) where the group ends".to_owned(),
            Self::OrAlone => "write it between two items: hang OR freeze".to_owned(),
            Self::UnknownField(name) => match Field::near(name) {
                Some(field) => format!("did you mean `{}:`?", field.name()),
                None => format!("fields are {}", Field::list()),
            },
            Self::BadValue(field, _) => format!("write {}", example(*field)),
            Self::Backwards(..) => "write the lesser end first".to_owned(),
            Self::TooDeep => "leave parentheses out".to_owned(),
            Self::TooMany | Self::TooLong => "leave something out".to_owned(),
        }
    }

    /// What was done about it.
    fn done(&self) -> &'static str {
        match self {
            Self::QuoteNotClosed | Self::UnknownField(_) | Self::BadValue(..) | Self::Backwards(..) => {
                "it was read as words"
            }
            Self::GroupNotClosed => "it was read up to the end",
            Self::OrAlone => "it was passed over",
            Self::TooDeep => "the inner parentheses were passed over",
            Self::TooMany | Self::TooLong => "the rest was not read",
        }
    }

    /// One line for those who get their results all the same.
    pub fn note(&self) -> String {
        format!("{}: {}, so {}; {}", self.reading(), self.wrong(), self.done(), self.right())
    }
}

const fn kind_of_value(field: Field) -> &'static str {
    match field {
        Field::Modified => "date or range of dates",
        Field::Version => "version or range of versions",
        Field::Id => "article number or range of them",
        Field::Refs => "article number",
        Field::Event => "event number",
        Field::Has => "part of an article",
        _ => "word or phrase",
    }
}

fn example(field: Field) -> String {
    match field {
        Field::Modified => "1998, 1998-05, 1998-05-26, or a range: 1996..1998, ..1998, 1996..".to_owned(),
        Field::Version => "4.0, 4.0sp3, or a range: 4.0sp3..4.0sp6, ..3.51, 4.0..".to_owned(),
        Field::Id => "Q186401, or a range: Q186401..Q186499".to_owned(),
        Field::Refs => "Q186401".to_owned(),
        Field::Event => "a number: 2019".to_owned(),
        Field::Has => format!("one of {}", Part::list()),
        _ => "a word, or a phrase in quotation marks".to_owned(),
    }
}
