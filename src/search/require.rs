//! What a query asks for, as tantivy queries over the index.
//!
//! Words that stand alone only rank. Phrases, fields, `-` and `OR` are requirements: each becomes a clause that an
//! article passes or does not.

use std::ops::Bound;

use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, RangeQuery, TermSetQuery};
use tantivy::{Searcher, Term};

use super::filter::{any, exact, product};
use super::phrase::phrase;
use super::vocabulary::Vocabulary;
use crate::article::ProductVersion;
use crate::index::document::{days, fold, fold_version};
use crate::index::{schema::Schema, values::fold_error};
use crate::query::{Clause, Field, Item, Span, Text};

/// Makes the clauses of one index.
pub struct Requirements<'a> {
    pub searcher: &'a Searcher,
    pub schema: &'a Schema,
    pub vocabulary: &'a Vocabulary,
}

type Clauses = Vec<(Occur, Box<dyn Query>)>;

impl Requirements<'_> {
    /// What all of `items` require; none where they are words only.
    pub fn of<'a>(
        &self,
        items: impl IntoIterator<Item = &'a Item>,
    ) -> tantivy::Result<Option<Box<dyn Query>>> {
        let mut clauses = Clauses::new();
        for item in items.into_iter().filter(|item| !item.is_word()) {
            clauses.push((Occur::Must, self.item(item)?));
        }
        Ok((!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>))
    }

    /// What an article needs for one item to be there.
    fn item(&self, item: &Item) -> tantivy::Result<Box<dyn Query>> {
        Ok(match item {
            Item::Text(text) => self.anywhere(text),
            Item::Clause(clause) => self.clause(clause)?,
            Item::Not(inner) => {
                let clauses: Clauses =
                    vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, self.item(inner)?)];
                Box::new(BooleanQuery::new(clauses))
            }
            Item::Or(items) => any(self.items(items)?.into_iter()),
            Item::Group(items) => match self.of(items)? {
                Some(required) => required,
                None => any(self.items(items)?.into_iter()),
            },
        })
    }

    fn items(&self, items: &[Item]) -> tantivy::Result<Vec<Box<dyn Query>>> {
        items.iter().map(|item| self.item(item)).collect()
    }

    fn clause(&self, clause: &Clause) -> tantivy::Result<Box<dyn Query>> {
        let schema = self.schema;
        Ok(match clause {
            Clause::Text(field, text) => self.text(*field, text),
            Clause::Version(span) => self.versions(span)?,
            Clause::Modified(Span { from, to }) => {
                let term = |day| Term::from_field_i64(schema.modified, days(day));
                range(from.map(|period| term(period.first)), to.map(|period| term(period.last)))
            }
            Clause::Id(Span { from, to }) => {
                let term = |id: crate::article::ArticleId| Term::from_field_u64(schema.id, u64::from(id.0));
                range(from.map(term), to.map(term))
            }
            Clause::Refs(id) => exact(schema.refs, &id.0.to_string()),
            Clause::Event(number) => self.event(*number),
            Clause::Has(part) => exact(schema.has, part.name()),
        })
    }

    fn text(&self, field: Field, text: &Text) -> Box<dyn Query> {
        let schema = self.schema;
        match field {
            Field::Title => phrase(schema.title, text),
            Field::Symptoms => phrase(schema.symptoms, text),
            Field::Cause => phrase(schema.cause, text),
            Field::Resolution => phrase(schema.solution, text),
            Field::Product => product(schema, self.vocabulary, text.as_str()),
            Field::Version => any([fold_version(text.as_str()), version(text.as_str())]
                .map(|version| exact(schema.version, &version))
                .into_iter()),
            Field::Keyword => exact(schema.keyword, &fold(text.as_str())),
            Field::Type => any(["", "kb"]
                .map(|kb| exact(schema.kind, &(kb.to_owned() + &fold(text.as_str()))))
                .into_iter()),
            Field::File => either(exact(schema.file, &fold(text.as_str())), self.anywhere(text)),
            Field::Error => self.error(text),
            _ => self.anywhere(text),
        }
    }

    /// An error by its number. Small numbers are everywhere, so that their mention must say what they are.
    fn error(&self, text: &Text) -> Box<dyn Query> {
        let Some(number) = fold_error(text.as_str()) else { return self.anywhere(text) };
        let mentioned = match number.strip_prefix("0x") {
            Some(_) => self.anywhere(text),
            None => self.numbered(["error", "error code", "error number"], &number),
        };
        either(exact(self.schema.error, &number), mentioned)
    }

    fn event(&self, number: u32) -> Box<dyn Query> {
        let number = number.to_string();
        either(exact(self.schema.event, &number), self.numbered(["event", "event id"], &number))
    }

    /// The number behind one of the words, anywhere.
    fn numbered<const N: usize>(&self, words: [&str; N], number: &str) -> Box<dyn Query> {
        let phrases = words.map(|words| self.anywhere(&Text::Phrase(format!("{words} {number}"))));
        any(phrases.into_iter())
    }

    fn anywhere(&self, text: &Text) -> Box<dyn Query> {
        any(self.schema.texts().map(|field| phrase(field, text)).into_iter())
    }

    /// Every version that the index has and that lies between the two.
    fn versions(&self, span: &Span<ProductVersion>) -> tantivy::Result<Box<dyn Query>> {
        let mut found = std::collections::BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.schema.version)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((term, _)) = terms.next() {
                let Ok(text) = std::str::from_utf8(term) else { continue };
                if text.parse().is_ok_and(|version| contains(span, &version)) {
                    found.insert(text.to_owned());
                }
            }
        }
        let terms = found.iter().map(|version| Term::from_field_text(self.schema.version, version));
        Ok(Box::new(TermSetQuery::new(terms)))
    }
}

fn either(one: Box<dyn Query>, other: Box<dyn Query>) -> Box<dyn Query> {
    any([one, other].into_iter())
}

fn contains(span: &Span<ProductVersion>, version: &ProductVersion) -> bool {
    span.from.as_ref().is_none_or(|from| from <= version) && span.to.as_ref().is_none_or(|to| version <= to)
}

/// A version as the index has it: `4.0sp3` is `4.0 sp3` there.
fn version(text: &str) -> String {
    match text.parse::<ProductVersion>() {
        Ok(version) => fold_version(&version.to_string().replacen("sp", " sp", 1)),
        Err(_) => fold_version(text),
    }
}

fn range(from: Option<Term>, to: Option<Term>) -> Box<dyn Query> {
    let bound = |term: Option<Term>| term.map_or(Bound::Unbounded, Bound::Included);
    Box::new(RangeQuery::new(bound(from), bound(to)))
}
