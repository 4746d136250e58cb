//! The articles that are most like one. To find them takes as long as a search, so they are not on its own page; the
//! script fetches them.

use askama::Template;
use axum::response::Response;

use super::super::{frame::Frame, html_page, search::Card};
use super::text::missing;
use crate::article::ArticleId;
use crate::search::similar;
use crate::web::{Error, Served};

/// How many are named.
const MOST: usize = 10;

#[derive(Template)]
#[template(path = "similar.html")]
struct Page {
    frame: Frame<'static>,
    id: ArticleId,
    title: String,
    cards: Vec<Card>,
    start: usize,
}

/// The page, of an article that is held.
pub fn page(served: &Served, id: ArticleId) -> Result<Response, Error> {
    let article = served.index.article(id)?.ok_or_else(|| missing(id))?;
    let found = similar(&served.index, id, MOST)?.ok_or_else(|| missing(id))?;
    let cards = found.hits.iter().map(|hit| Card::of(hit, &found.terms)).collect();
    html_page(&Page { frame: Frame::plain(), id, title: article.title, cards, start: 1 })
}
