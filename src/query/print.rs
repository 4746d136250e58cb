//! A query as it is written; reading that gives the same query.

use std::fmt::{Display, Formatter, Result, Write as _};

use super::ast::{Clause, Item, Query, Span, Text};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        list(&self.items, f)
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Clause(clause) => clause.fmt(f),
            Self::Not(item) => {
                f.write_char('-')?;
                if can_follow_minus(item) { item.fmt(f) } else { in_parentheses(item, f) }
            }
            Self::Or(items) => {
                for (at, item) in items.iter().enumerate() {
                    f.write_str(if at > 0 { " OR " } else { "" })?;
                    if matches!(item, Self::Group(_)) { in_parentheses(item, f) } else { item.fmt(f) }?;
                }
                Ok(())
            }
            Self::Group(items) => list(items, f),
        }
    }
}

fn list(items: &[Item], f: &mut Formatter<'_>) -> Result {
    for (at, item) in items.iter().enumerate() {
        f.write_str(if at > 0 { " " } else { "" })?;
        item.fmt(f)?;
    }
    Ok(())
}

/// A word's own `(`, still open at its end, would take the `)` for itself: a blank parts them.
fn in_parentheses(item: &Item, f: &mut Formatter<'_>) -> Result {
    let inner = item.to_string();
    let last = inner.rsplit(' ').next().unwrap_or(&inner);
    let count = |mark: char| last.matches(mark).count();
    let blank = if count('(') > count(')') { " " } else { "" };
    write!(f, "({inner}{blank})")
}

/// `-1018` is a number, and `-a OR b` excludes `a` alone.
fn can_follow_minus(item: &Item) -> bool {
    match item {
        Item::Text(Text::Word(word)) => word.starts_with(char::is_alphabetic),
        Item::Text(Text::Phrase(_)) | Item::Clause(_) => true,
        Item::Not(_) | Item::Or(_) | Item::Group(_) => false,
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Phrase(phrase) => write!(f, "\"{phrase}\""),
        }
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Text(field, text) => write!(f, "{}:{text}", field.name()),
            Self::Modified(span) => write!(f, "modified:{span}"),
            Self::Version(span) => write!(f, "version:{span}"),
            Self::Id(span) => write!(f, "id:{span}"),
            Self::Refs(id) => write!(f, "refs:{id}"),
            Self::Event(number) => write!(f, "event:{number}"),
            Self::Has(part) => write!(f, "has:{}", part.name()),
        }
    }
}

impl<T: Display + PartialEq> Display for Span<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if from == to => from.fmt(f),
            (from, to) => {
                from.iter().try_for_each(|from| from.fmt(f))?;
                f.write_str("..")?;
                to.iter().try_for_each(|to| to.fmt(f))
            }
        }
    }
}
