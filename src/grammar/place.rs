//! Where the judged values stand in the text.

use std::ops::{Index, IndexMut, Range};

use super::line::offset;

/// A byte range of the parsed text.
pub type Span = Range<usize>;

/// A value, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Placed<T> {
    /// A value that was read from `first` to the end of `last`, both slices of `source`.
    pub fn new(value: T, source: &str, first: &str, last: &str) -> Self {
        Self { value, span: offset(source, first)..offset(source, last) + last.len() }
    }

    /// The same place, another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Placed<U> {
        Placed { value: change(self.value), span: self.span }
    }
}

/// A field whose values take judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judged {
    AppliesTo,
    FixFiles,
    FixedIn,
    Disposition,
    References,
    ErrorCodes,
    Errors,
    ErrorMessages,
}

impl Judged {
    /// Every such field, in the order of the record.
    pub const ALL: [Self; 8] = [
        Self::AppliesTo,
        Self::FixFiles,
        Self::FixedIn,
        Self::Disposition,
        Self::References,
        Self::ErrorCodes,
        Self::Errors,
        Self::ErrorMessages,
    ];

    /// The field's name in the record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AppliesTo => "applies_to",
            Self::FixFiles => "fix_files",
            Self::FixedIn => "fixed_in",
            Self::Disposition => "disposition",
            Self::References => "references",
            Self::ErrorCodes => "error_codes",
            Self::Errors => "errors",
            Self::ErrorMessages => "error_messages",
        }
    }
}

/// For each judged field the places of its values, in the order of the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places([Vec<Span>; Judged::ALL.len()]);

impl Index<Judged> for Places {
    type Output = Vec<Span>;

    fn index(&self, field: Judged) -> &Vec<Span> {
        &self.0[field as usize]
    }
}

impl IndexMut<Judged> for Places {
    fn index_mut(&mut self, field: Judged) -> &mut Vec<Span> {
        &mut self.0[field as usize]
    }
}

impl Places {
    /// Keeps the places of a field's values and gives the values back.
    pub fn keep<T>(&mut self, field: Judged, placed: Vec<Placed<T>>) -> Vec<T> {
        if placed.is_empty() {
            return Vec::new();
        }
        let (values, spans) = placed.into_iter().map(|placed| (placed.value, placed.span)).unzip();
        self[field] = spans;
        values
    }
}

/// Parts of a text put together with single blanks, and where each of them stands.
pub struct Joined<'p, 'a> {
    pub text: String,
    parts: &'p [&'a str],
    /// Where each part begins in the joined text.
    starts: Vec<usize>,
}

impl<'p, 'a> Joined<'p, 'a> {
    /// Joins `parts`, slices of one source.
    pub fn new(parts: &'p [&'a str]) -> Self {
        let mut next = 0;
        let begins = |part: &&str| {
            let start = next;
            next += part.len() + 1;
            start
        };
        Self { starts: parts.iter().map(begins).collect(), text: parts.join(" "), parts }
    }

    /// Where `slice`, a slice of the joined text, stands in `source`.
    pub fn span(&self, source: &str, slice: &str) -> Span {
        let from = offset(&self.text, slice);
        let last = from + slice.len().saturating_sub(1);
        self.origin(source, from)..self.origin(source, last) + usize::from(!slice.is_empty())
    }

    /// Where the byte at `at` of the joined text stands in `source`; the blank behind a part is its end.
    fn origin(&self, source: &str, at: usize) -> usize {
        let Some(part) = self.starts.partition_point(|&start| start <= at).checked_sub(1) else { return 0 };
        offset(source, self.parts[part]) + (at - self.starts[part]).min(self.parts[part].len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_parts_know_their_source() {
        let source = "in  Word\n  6.0a, now";
        let parts: Vec<&str> = source.split_whitespace().collect();
        let joined = Joined::new(&parts);
        assert_eq!(joined.text, "in Word 6.0a, now");
        assert_eq!(&source[joined.span(source, &joined.text[3..12])], "Word\n  6.0a");
        assert_eq!(joined.span(source, ""), 0..0);
    }
}
