use std::borrow::Cow;

use crate::article::{ArticleId, Date};

/// One value of a flat table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Missing,
    Article(ArticleId),
    Text(Cow<'a, str>),
    Integer(i64),
    Date(Date),
}

impl From<ArticleId> for Cell<'_> {
    fn from(id: ArticleId) -> Self {
        Self::Article(id)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

/// A size of more than eight exabytes is none.
impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Self::Missing, Self::Integer)
    }
}

impl From<Date> for Cell<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_ref().into()
    }
}
