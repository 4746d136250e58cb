//! How well articles were read, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Cursor, Note, NoteKind};
use crate::article::Article;

/// How well all articles of a run were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Files that are articles.
    pub articles: u64,
    /// Those of them that have notes.
    pub noted: u64,
    /// In the order of the record.
    pub fields: Vec<FieldCount>,
    pub kinds: Vec<KindCount>,
}

/// In how many articles a field was read how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldCount {
    pub field: &'static str,
    /// Has values, and there is nothing to note.
    pub clean: u64,
    /// Has values, and something about it was not understood.
    pub noted: u64,
    /// Has no value because what is stated was not understood.
    pub not_understood: u64,
    /// The article does not state it.
    pub not_stated: u64,
}

/// The notes of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindCount {
    pub kind: NoteKind,
    /// The field of the record that it is about, if it is one.
    pub field: Option<&'static str>,
    pub notes: u64,
    pub articles: u64,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// A note's place, and the line it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    pub path: String,
    /// Counts from 1, as does the column, in characters.
    pub line: usize,
    pub column: usize,
    pub text: String,
}

macro_rules! stated {
    ($article:ident: $($field:ident)*) => { [$((stringify!($field), is_stated(&$article.$field))),*] };
}

fn is_stated<T: Default + PartialEq>(value: &T) -> bool {
    *value != T::default()
}

/// The fields that are reported, in the order of the record, and whether the article states them.
fn stated(article: &Article) -> [(&'static str, bool); 32] {
    stated!(article:
        title article_type modified product product_code versions operating_systems keywords technology
        hardware query_words issue_type solution_type component applies_to summary symptoms cause resolution
        workaround status more_information references_text body other_sections fix_files fixed_in disposition
        references error_codes errors error_messages
    )
}

impl Report {
    /// Counts one article, and its notes by kind.
    pub fn add(&mut self, article: &Article, notes: &BTreeMap<NoteKind, u64>) {
        self.articles += 1;
        self.noted += u64::from(!notes.is_empty());
        for (&kind, count) in notes {
            let sum = self.kind(kind);
            sum.notes += count;
            sum.articles += 1;
        }
        let stated = stated(article);
        self.fields.resize_with(stated.len(), FieldCount::default);
        for (count, (field, is_stated)) in self.fields.iter_mut().zip(stated) {
            count.field = field;
            let noted = notes.keys().any(|kind| kind.field() == Some(field));
            *match (is_stated, noted) {
                (true, false) => &mut count.clean,
                (true, true) => &mut count.noted,
                (false, true) => &mut count.not_understood,
                (false, false) => &mut count.not_stated,
            } += 1;
        }
    }

    /// Keeps an example, unless there are `most` of its kind.
    pub fn show(&mut self, kind: NoteKind, example: Example, most: u64) {
        let examples = &mut self.kind(kind).examples;
        if (examples.len() as u64) < most {
            examples.push(example);
        }
    }

    /// The notes of all kinds.
    pub fn notes(&self) -> u64 {
        self.kinds.iter().map(|count| count.notes).sum()
    }

    fn kind(&mut self, kind: NoteKind) -> &mut KindCount {
        let at = self.kinds.binary_search_by_key(&kind, |count| count.kind).unwrap_or_else(|at| {
            let field = kind.field();
            self.kinds.insert(at, KindCount { kind, field, notes: 0, articles: 0, examples: Vec::new() });
            at
        });
        &mut self.kinds[at]
    }
}

impl Example {
    /// The place of a note in the file at `path`, whose text `cursor` is on.
    pub fn new(path: &str, cursor: &mut Cursor<'_>, note: Note) -> Self {
        let (line, column) = cursor.place(note.offset);
        Self { path: path.to_owned(), line, column, text: cursor.line().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_stated_is_not_the_same_as_not_understood() {
        let mut report = Report::default();
        let fixed = Article { fixed_in: vec!["Word 6.0a".into()], ..Article::default() };
        let notes = |kinds: &[NoteKind]| kinds.iter().map(|kind| (*kind, 1)).collect();
        report.add(&fixed, &notes(&[]));
        report.add(&fixed, &notes(&[NoteKind::ReleaseNotRead]));
        report.add(&Article::default(), &notes(&[NoteKind::ReleaseNotRead, NoteKind::ControlByte]));
        report.add(&Article::default(), &notes(&[]));
        let count = report.fields.iter().find(|count| count.field == "fixed_in").unwrap();
        assert_eq!((count.clean, count.noted, count.not_understood, count.not_stated), (1, 1, 1, 1));
        assert_eq!((report.articles, report.noted, report.notes()), (4, 2, 3));
    }

    #[test]
    fn examples_are_few() {
        let mut report = Report::default();
        let note = Note { kind: NoteKind::ControlByte, offset: 8 };
        let example = Example::new("a.txt", &mut Cursor::new("one\r\ntwo three\r\n"), note);
        assert_eq!((example.line, example.column, example.text.as_str()), (2, 4, "two three"));
        for _ in 0..2 {
            report.show(note.kind, example.clone(), 1);
        }
        assert_eq!(report.kinds[0].examples, [example]);
    }
}
