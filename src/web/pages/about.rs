//! What the archive is, in pictures.

use askama::Template;
use axum::{extract, response::Response};

use super::chart::{self, Columns, Value};
use super::frame::Frame;
use super::html_page;
use super::link::{self, Narrow};
use super::search::facets::short;
use crate::index::{Census, Year};
use crate::output::words;
use crate::query::Part;
use crate::web::{Error, SearchParams, Served, State};

/// Products that are drawn.
const PRODUCTS: usize = 14;

#[derive(Template)]
#[template(path = "about.html")]
struct Page {
    frame: Frame<'static>,
    articles: String,
    figures: [(&'static str, String); 4],
    charts: Vec<Columns>,
    products: Vec<Row>,
    notes: Vec<(String, String)>,
}

/// A bar that lies, and what it counts.
struct Row {
    name: String,
    href: String,
    count: String,
    /// In hundredths of the longest.
    width: u64,
}

/// Answers `/about`.
pub async fn page(extract::State(state): extract::State<State>) -> Result<Response, Error> {
    state.run(answer).await
}

fn answer(served: &Served) -> Result<Response, Error> {
    let (census, stats) = (served.index.census()?, served.stats());
    html_page(&Page {
        frame: Frame::plain(),
        articles: words::count(census.articles),
        figures: figures(served)?,
        charts: vec![articles(census), files(census), read_clean(census)],
        products: products(census),
        notes: stats
            .notes
            .iter()
            .map(|(kind, count)| (kind.replace('_', " "), words::count(*count)))
            .collect(),
    })
}

/// The archive in four numbers.
pub fn figures(served: &Served) -> Result<[(&'static str, String); 4], Error> {
    let (census, stats) = (served.index.census()?, served.stats());
    let clean: u64 = census.years.values().map(|year| year.clean).sum();
    Ok([
        ("Articles", words::count(census.articles)),
        ("Fix files", words::count(census.fix_files)),
        ("Articles with fix files", words::count(stats.with_fix_files)),
        ("Read without a note", share(clean, census.years.values().map(|year| year.articles).sum())),
    ])
}

/// In per cent, never more than there is.
fn share(part: u64, of: u64) -> String {
    let tenths = part * 1000 / of.max(1);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn articles(census: &Census) -> Columns {
    let values = years(census, |year| year.articles, false);
    chart::columns("Articles by the year of their last change", "articles", values)
}

fn files(census: &Census) -> Columns {
    let values = years(census, |year| year.with_fix_files, true);
    chart::columns("Articles with fix files by year", "articles with fix files", values)
}

fn read_clean(census: &Census) -> Columns {
    let values = years(census, |year| year.articles - year.clean, false);
    chart::columns("Articles of which something was not understood", "articles with a note", values)
}

/// A value a year, from the first to the last.
fn years(census: &Census, count: impl Fn(&Year) -> u64, with_files: bool) -> Vec<Value> {
    let (Some((&first, _)), Some((&last, _))) =
        (census.years.first_key_value(), census.years.last_key_value())
    else {
        return Vec::new();
    };
    let value = |year: i16| {
        let count = census.years.get(&year).map_or(0, &count);
        let href = link::changed(&SearchParams::default(), |params| {
            Narrow::Year.set(params, &year.to_string());
            params.has.extend(with_files.then_some(Part::FixFiles));
        });
        Value { name: year.to_string(), count, href }
    };
    (first..=last).map(value).collect()
}

fn products(census: &Census) -> Vec<Row> {
    let most = census.products.first().map_or(1, |(_, count)| *count).max(1);
    let row = |(name, count): &(String, u64)| Row {
        name: short(name),
        href: link::only(Narrow::Product, name),
        count: words::count(*count),
        width: (count * 100).div_ceil(most),
    };
    census.products.iter().take(PRODUCTS).map(row).collect()
}
