//! What a query asks for, as tantivy queries over the index.
//!
//! Words that stand alone only rank. Phrases, fields, `-` and `OR` are requirements: each becomes a clause that an
//! article passes or does not.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, RangeQuery};

use super::applies::{Applies, is_of};
use super::filter::{any, exact};
use super::phrase::phrase;
use super::without::Without;
use crate::article::type_name;
use crate::index::document::{days, fold, fold_version};
use crate::index::{schema::Schema, values::fold_error};
use crate::query::{Clause, Field, Item, Span, Text};

/// Makes the clauses of one index.
pub struct Requirements<'a, 'p> {
    pub schema: &'a Schema,
    pub applies: &'a Applies<'p>,
}

/// The products and versions that are required where an item stands: a product and a version that must both hold are of
/// one entry of what an article applies to.
#[derive(Clone, Default)]
struct Scope<'q> {
    products: Vec<&'q Item>,
    versions: Vec<&'q Item>,
}

type Clauses = Vec<(Occur, Box<dyn Query>)>;

impl Requirements<'_, '_> {
    /// What all of `items` require; none where they are words only.
    pub fn of<'q>(
        &self,
        items: impl IntoIterator<Item = &'q Item>,
    ) -> tantivy::Result<Option<Box<dyn Query>>> {
        self.all(items, &Scope::default())
    }

    /// What all of `items` require, where `outer` is required too.
    fn all<'q>(
        &self,
        items: impl IntoIterator<Item = &'q Item>,
        outer: &Scope<'q>,
    ) -> tantivy::Result<Option<Box<dyn Query>>> {
        let mut scope = outer.clone();
        let mut others = Vec::new();
        for item in items.into_iter().filter(|item| !item.is_word()) {
            match item {
                item if is_of(Field::Product, item) => scope.products.push(item),
                item if is_of(Field::Version, item) => scope.versions.push(item),
                item => others.push(item),
            }
        }
        let mut clauses = Clauses::new();
        let is_narrower =
            (scope.products.len(), scope.versions.len()) > (outer.products.len(), outer.versions.len());
        if is_narrower {
            for products in &scope.products {
                clauses.push((Occur::Must, self.applies.query(products, &scope.versions)?));
            }
            if scope.products.is_empty() {
                for item in &scope.versions {
                    clauses.push((Occur::Must, self.version(item)?));
                }
            }
        }
        for item in others {
            clauses.push((Occur::Must, self.item(item, &scope)?));
        }
        Ok((!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>))
    }

    /// What an article needs for one item to be there.
    fn item<'q>(&self, item: &'q Item, scope: &Scope<'q>) -> tantivy::Result<Box<dyn Query>> {
        Ok(match item {
            item if is_of(Field::Product, item) || is_of(Field::Version, item) => {
                self.all([item], scope)?.unwrap_or_else(|| Box::new(AllQuery))
            }
            Item::Text(text) => self.anywhere(text),
            Item::Clause(clause) => self.clause(clause)?,
            Item::Not(inner) => Box::new(Without(self.item(inner, &Scope::default())?)),
            Item::Or(items) => any(self.items(items, scope)?.into_iter()),
            Item::Group(items) => match self.all(items, scope)? {
                Some(required) => required,
                None => any(self.items(items, scope)?.into_iter()),
            },
        })
    }

    fn items<'q>(&self, items: &'q [Item], scope: &Scope<'q>) -> tantivy::Result<Vec<Box<dyn Query>>> {
        items.iter().map(|item| self.item(item, scope)).collect()
    }

    /// A version, or alternatives, beside any product or in the head.
    fn version(&self, item: &Item) -> tantivy::Result<Box<dyn Query>> {
        Ok(match item {
            Item::Clause(Clause::Version(span)) => self.applies.within(span)?,
            Item::Clause(Clause::Text(_, text)) => exact(self.schema.version, &fold_version(text.as_str())),
            Item::Or(items) => {
                let versions: tantivy::Result<Vec<_>> = items.iter().map(|item| self.version(item)).collect();
                any(versions?.into_iter())
            }
            _ => Box::new(AllQuery),
        })
    }

    fn clause(&self, clause: &Clause) -> tantivy::Result<Box<dyn Query>> {
        let schema = self.schema;
        Ok(match clause {
            Clause::Text(field, text) => self.text(*field, text),
            Clause::Version(span) => self.applies.within(span)?,
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
            Field::Keyword => exact(schema.keyword, &fold(text.as_str())),
            Field::Type => {
                let types = text.as_str().split_whitespace();
                let types = types.map(|word| (Occur::Must, exact(schema.kind, &type_name(word))));
                Box::new(BooleanQuery::new(types.collect()))
            }
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
}

fn either(one: Box<dyn Query>, other: Box<dyn Query>) -> Box<dyn Query> {
    any([one, other].into_iter())
}

fn range(from: Option<Term>, to: Option<Term>) -> Box<dyn Query> {
    let bound = |term: Option<Term>| term.map_or(Bound::Unbounded, Bound::Included);
    Box::new(RangeQuery::new(bound(from), bound(to)))
}
