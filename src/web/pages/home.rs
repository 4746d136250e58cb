//! The start page.

use askama::Template;
use axum::{extract, response::Response};

use super::frame::Frame;
use super::link::{self, Narrow};
use super::search::facets::{Entry, short};
use super::{html_page, search};
use crate::index::Census;
use crate::output::words;
use crate::web::{Error, SearchParams, Served, State};

/// What people ask: an error, a symptom, a file, a message.
pub const EXAMPLES: [&str; 4] =
    ["IRQL_NOT_LESS_OR_EQUAL", "memory leak services.exe", "tcpip.sys", "Unable to control A20 line"];

/// Values of each kind that are shown.
const MOST: usize = 10;

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    frame: Frame<'static>,
    examples: Vec<(&'static str, String)>,
    articles: String,
    products: Vec<Entry>,
    types: Vec<Entry>,
    years: Vec<Entry>,
}

/// Answers `/`, which takes a query too.
pub async fn page(
    extract::State(state): extract::State<State>,
    params: SearchParams,
) -> Result<Response, Error> {
    if search::is_empty(&params) {
        return state.run(answer).await;
    }
    Ok(search::found_at(&link::to(&params)))
}

pub fn answer(served: &Served) -> Result<Response, Error> {
    let census = served.index.census()?;
    html_page(&Page {
        frame: Frame::plain(),
        examples: EXAMPLES.iter().map(|&text| (text, example(text))).collect(),
        articles: words::count(census.articles),
        products: entries(Narrow::Product, &census.products, MOST),
        types: entries(Narrow::Type, &census.types, MOST),
        years: years(census, MOST),
    })
}

fn example(text: &str) -> String {
    link::to(&SearchParams { q: text.to_owned(), ..SearchParams::default() })
}

/// Values as links, most first.
pub fn entries(by: Narrow, counts: &[(String, u64)], most: usize) -> Vec<Entry> {
    counts.iter().take(most).map(|(value, count)| entry(by, value, *count)).collect()
}

/// A value as a link.
pub fn entry(by: Narrow, value: &str, count: u64) -> Entry {
    let label = if by == Narrow::Product { short(value) } else { value.to_owned() };
    Entry { label, href: link::only(by, value), count: words::count(count), current: false }
}

/// The last years first.
pub fn years(census: &Census, most: usize) -> Vec<Entry> {
    let years = census.years.iter().rev().take(most);
    years.map(|(year, counted)| entry(Narrow::Year, &year.to_string(), counted.articles)).collect()
}
