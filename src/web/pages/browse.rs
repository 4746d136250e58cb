//! All values that articles can be found by: products, types, keywords and years.

use askama::Template;
use axum::{
    extract::{self, Path},
    response::Response,
};

use super::frame::Frame;
use super::link::Narrow;
use super::search::facets::{Entry, short};
use super::{home, html_page};
use crate::index::Census;
use crate::output::words;
use crate::web::{Error, Served, State};

/// Values of each kind on the page of all kinds.
const MOST: usize = 12;

#[derive(Template)]
#[template(path = "browse.html")]
struct Shelves {
    frame: Frame<'static>,
    shelves: Vec<Shelf>,
}

/// The values of one kind.
struct Shelf {
    name: &'static str,
    path: &'static str,
    entries: Vec<Entry>,
    /// How many there are.
    count: String,
}

/// Answers `/browse`.
pub async fn all(extract::State(state): extract::State<State>) -> Result<Response, Error> {
    state
        .run(|served| {
            let census = served.index.census()?;
            let shelves = Kind::ALL.map(|kind| Shelf {
                name: kind.name(),
                path: kind.path(),
                entries: kind.entries(census, MOST),
                count: words::count(kind.len(census) as u64),
            });
            html_page(&Shelves { frame: Frame::plain(), shelves: shelves.into() })
        })
        .await
}

#[derive(Template)]
#[template(path = "browse_kind.html")]
struct Values {
    frame: Frame<'static>,
    name: &'static str,
    count: String,
    letters: Vec<Letter>,
}

/// Values that begin alike.
pub struct Letter {
    pub letter: String,
    pub entries: Vec<Entry>,
}

/// Answers `/browse/product` and the like.
pub async fn kind(
    extract::State(state): extract::State<State>,
    Path(path): Path<String>,
) -> Result<Response, Error> {
    let kind = Kind::of(&path)?;
    state.run(move |served| answer(served, kind)).await
}

fn answer(served: &Served, kind: Kind) -> Result<Response, Error> {
    let census = served.index.census()?;
    let count = words::count(kind.len(census) as u64);
    html_page(&Values { frame: Frame::plain(), name: kind.name(), count, letters: kind.letters(census) })
}

/// By what one browses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Product,
    Year,
    Type,
    Keyword,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Product, Self::Year, Self::Type, Self::Keyword];

    /// The kind of that path.
    pub fn of(path: &str) -> Result<Self, Error> {
        let kind = Self::ALL.into_iter().find(|kind| kind.path() == path);
        let paths = || Self::ALL.map(Self::path).join(", ");
        kind.ok_or_else(|| Error::not_found(format!("One can browse by {}.", paths())))
    }

    pub const fn path(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Year => "year",
            Self::Type => "type",
            Self::Keyword => "keyword",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Product => "Products",
            Self::Year => "Years of the last change",
            Self::Type => "Types",
            Self::Keyword => "Keywords",
        }
    }

    /// The values and their counts, most first; none of years.
    fn counts(self, census: &Census) -> (Narrow, &[(String, u64)]) {
        match self {
            Self::Product => (Narrow::Product, &census.products),
            Self::Year => (Narrow::Year, &[]),
            Self::Type => (Narrow::Type, &census.types),
            Self::Keyword => (Narrow::Keyword, &census.keywords),
        }
    }

    fn len(self, census: &Census) -> usize {
        if self == Self::Year { census.years.len() } else { self.counts(census).1.len() }
    }

    /// The most frequent values.
    pub fn entries(self, census: &Census, most: usize) -> Vec<Entry> {
        let (by, counts) = self.counts(census);
        if self == Self::Year { home::years(census, most) } else { home::entries(by, counts, most) }
    }

    /// All values in order, by their first letters.
    pub fn letters(self, census: &Census) -> Vec<Letter> {
        if self == Self::Year {
            return vec![Letter { letter: String::new(), entries: home::years(census, usize::MAX) }];
        }
        let (by, counts) = self.counts(census);
        let mut sorted: Vec<(String, &(String, u64))> =
            counts.iter().map(|value| (short(&value.0).to_lowercase(), value)).collect();
        sorted.sort_unstable();
        let groups = sorted.chunk_by(|a, b| letter(&a.0) == letter(&b.0));
        let entry = |(_, (value, count)): &(String, &(String, u64))| home::entry(by, value, *count);
        groups
            .map(|group| Letter { letter: letter(&group[0].0), entries: group.iter().map(entry).collect() })
            .collect()
    }
}

/// The letter that a value is filed under.
fn letter(value: &str) -> String {
    match value.chars().next() {
        Some(first) if first.is_alphabetic() => first.to_uppercase().to_string(),
        _ => "0–9".to_owned(),
    }
}
