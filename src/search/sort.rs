//! The order of the answers.

use std::cmp::Reverse;

use super::column::Numbers;
use super::filter::{any, passing};
use super::phrase::phrase;
use super::rank::{Ranking, sort_top};
use super::tally::Marks;
use super::typed::Typed;
use super::{Place, Request, codes};
use crate::query::{Clause, Field, Item, Query, Text};

/// What the answers are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Sort {
    /// How well they match. Where there are no words to rank by, those come first that name the error or event in their
    /// titles, then the newest.
    #[default]
    Relevance,
    /// The date of the last change, the newest first.
    Date,
    /// The number.
    Number,
}

impl Sort {
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The order of that name.
    ///
    /// # Errors
    /// The names there are, where it is none of them.
    pub fn named(name: &str) -> Result<Self, String> {
        name.to_lowercase().parse().map_err(|_| "write relevance, date or number".to_owned())
    }
}

/// Sorts the answers, at least the first `wanted`.
pub fn sort(
    place: &Place<'_>,
    request: &Request,
    query: &Query,
    typed: &Typed,
    wanted: usize,
    ranking: &mut Ranking,
) -> tantivy::Result<()> {
    let (found, searcher) = (&mut ranking.found, place.searcher);
    let ids = Numbers::ids(searcher)?;
    if request.sort == Sort::Relevance && !typed.words.is_empty() {
        sort_top(found, wanted, |doc| ids.of(doc));
        return Ok(());
    }
    if request.sort == Sort::Number {
        found.sort_by_cached_key(|scored| ids.of(scored.doc));
        return Ok(());
    }
    let titled = if request.sort == Sort::Relevance { titled(place, query)? } else { None };
    let days = Numbers::days(searcher)?;
    found.sort_by_cached_key(|scored| {
        let is_titled = titled.as_ref().is_some_and(|titled| titled.has(scored.doc));
        (Reverse(is_titled), Reverse(days.of(scored.doc)), ids.of(scored.doc))
    });
    Ok(())
}

/// The articles that have an error or event of the query in their titles.
fn titled(place: &Place<'_>, query: &Query) -> tantivy::Result<Option<Marks>> {
    let mut numbers = Vec::new();
    query.items.iter().for_each(|item| collect(item, &mut numbers));
    if numbers.is_empty() {
        return Ok(None);
    }
    let titles = numbers.into_iter().map(|number| phrase(place.schema.title, &Text::Phrase(number)));
    passing(place.searcher, Some(&*any(titles)))
}

/// The numbers of errors and events, in each spelling.
fn collect(item: &Item, numbers: &mut Vec<String>) {
    match item {
        Item::Clause(Clause::Event(number)) => numbers.push(number.to_string()),
        Item::Clause(Clause::Text(Field::Error, text)) => {
            let typed = text.as_str().to_lowercase();
            numbers.extend(codes::spellings(&typed, &["stop"]));
            numbers.push(typed);
        }
        Item::Or(items) | Item::Group(items) => items.iter().for_each(|item| collect(item, numbers)),
        Item::Text(_) | Item::Clause(_) | Item::Not(_) => {}
    }
}
