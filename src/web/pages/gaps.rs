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
use crate::web::{Error, SearchParams, Served, State, params::MOST_HITS};

/// Gaps of a page.
const MOST: usize = 50;

/// What the places are called at which one may look, in their order.
const PLACES: [&str; 3] = ["Wayback Machine", "Wayback Machine, first address", "BetaArchive"];

#[derive(Template)]
#[template(path = "gaps.html")]
struct Page {
    frame: Frame<'static>,
    leaf: Leaf,
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
            let mut leaf = Leaf::of(served, query.as_deref(), MOST, MOST_HITS)?;
            let rows = leaf.gaps.gaps.drain(..).map(Row::of).collect();
            html_page(&Page { frame: Frame::plain(), leaf, rows })
        })
        .await
}

/// A page of gaps among the others.
pub struct Leaf {
    pub gaps: Gaps,
    /// Of the first gap, from 1.
    pub start: usize,
    /// Which of how many, where one or more are shown.
    pub range: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The same as JSON.
    pub json: String,
}

impl Leaf {
    /// That which the query string names, of `size` gaps where it does not say of how many, and `most` at most.
    pub fn of(served: &Served, query: Option<&str>, size: usize, most: usize) -> Result<Self, Error> {
        let asked = SearchParams::read(query.unwrap_or_default())?;
        let paging = asked.paging(size)?;
        let gaps = gaps(&served.index, paging.offset, paging.limit.min(most))?;
        let (total, given) = (gaps.missing as usize, gaps.gaps.len());
        if paging.offset > 0 && paging.offset >= total {
            let detail =
                format!("There is no such page: there are {}.", words::counted(gaps.missing, "lost article"));
            return Err(Error::not_found(detail).of("page"));
        }
        let asked = SearchParams { limit: asked.limit, ..SearchParams::default() };
        let href = |paging, path: &str| {
            let query = asked.at(paging).to_query();
            if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
        };
        let range = (given > 0 && given < total).then(|| {
            let [first, last] = [paging.offset + 1, paging.offset + given].map(|at| words::count(at as u64));
            format!("{first}–{last} of {}", words::count(gaps.missing))
        });
        let with_size = SearchParams { limit: Some(paging.limit), ..SearchParams::default() };
        Ok(Self {
            start: paging.offset + 1,
            range,
            previous: paging.previous(Some(total)).map(|part| href(part, "/gaps")),
            next: paging.next(given, paging.offset + given < total).map(|part| href(part, "/gaps")),
            json: format!("/gaps.json?{}", with_size.at(paging).to_query()),
            gaps,
        })
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
