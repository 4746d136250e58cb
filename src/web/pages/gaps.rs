//! The page of gaps: what is cited and not held, the most cited first.

use askama::Template;
use axum::{
    extract::{self, RawQuery},
    response::Response,
};

use super::{frame::Frame, html_page};
use crate::article::ArticleId;
use crate::output::words;
use crate::search::{Gap, Gaps, Other, gaps};
use crate::web::{Error, SearchParams, Served, State};

/// Gaps of a page.
const MOST: usize = 50;

/// What the places are called at which one may look, in their order.
const PLACES: [&str; 3] = ["Wayback Machine", "Wayback Machine, first address", "BetaArchive"];

#[derive(Template)]
#[template(path = "gaps.html")]
struct Page {
    frame: Frame<'static>,
    leaf: Leaf,
    /// Of the first gap.
    start: usize,
    rows: Vec<Row>,
}

/// A gap.
struct Row {
    id: ArticleId,
    title: Option<String>,
    count: String,
    cited_by: Vec<Other>,
    /// Articles that cite it and are not named.
    more: u64,
    elsewhere: Vec<(&'static str, String)>,
}

/// Answers `/gaps`, and `?page=2` of it.
pub async fn page(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let mut leaf = Leaf::of(served, query.as_deref(), MOST)?;
            let rows = leaf.gaps.gaps.drain(..).map(Row::of).collect();
            html_page(&Page { frame: Frame::plain(), start: (leaf.page - 1) * MOST + 1, leaf, rows })
        })
        .await
}

/// A page of gaps among the others.
pub struct Leaf {
    pub gaps: Gaps,
    pub page: usize,
    pub pages: usize,
}

impl Leaf {
    /// That which the query string names, of so many gaps.
    pub fn of(served: &Served, query: Option<&str>, size: usize) -> Result<Self, Error> {
        let page = SearchParams::read(query.unwrap_or_default())?.page.unwrap_or(1);
        let gaps = gaps(&served.index, (page - 1) * size, size)?;
        let pages = (gaps.missing as usize).div_ceil(size).max(1);
        if page > pages {
            let detail = format!("There is no page {page}: the last is {pages}.");
            return Err(Error::not_found(detail).of("page"));
        }
        Ok(Self { gaps, page, pages })
    }

    /// How many there are.
    pub fn summary(&self) -> String {
        let Gaps { missing, cited, citations, .. } = self.gaps;
        let [missing, cited, citations] = [missing, cited, citations].map(words::count);
        format!(
            "Of {cited} articles that others cite, {missing} are not in the archive. They are cited {citations} times."
        )
    }
}

impl Row {
    fn of(gap: Gap) -> Self {
        let more = gap.citations.saturating_sub(gap.cited_by.len() as u64);
        let elsewhere = PLACES.into_iter().zip(gap.elsewhere).collect();
        let count = words::counted(gap.citations, "article");
        Self { id: gap.id, title: gap.title, count, cited_by: gap.cited_by, more, elsewhere }
    }
}
