//! The page of a number that the archive does not hold.

use askama::Template;
use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::super::{frame::Frame, html_page, link};
use crate::article::ArticleId;
use crate::output::words;
use crate::search::{Related, few_related};
use crate::web::{Error, SearchParams, Served, Told};

/// Articles that cite it and are named.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "lost.html")]
struct Page<'a> {
    frame: Frame<'static>,
    related: &'a Related,
    count: String,
    /// The search for all that cite it, where not all are named.
    all: Option<String>,
}

/// 404, and all that is known of it.
pub fn answer(served: &Served, id: ArticleId) -> Result<Response, Error> {
    let (related, totals) = few_related(&served.index, id, None, MOST)?;
    if related.cited_by.is_empty() {
        return Err(unknown(id));
    }
    let all = (totals.cited_by > MOST).then(|| refs(id));
    let count = words::counted(totals.cited_by as u64, "article");
    let page = html_page(&Page { frame: Frame::plain(), related: &related, count, all })?;
    Ok((StatusCode::NOT_FOUND, Extension(Told), page).into_response())
}

/// Of a number that nobody knows.
pub fn unknown(id: ArticleId) -> Error {
    Error::not_found(format!("The archive does not hold {id}, and no article that it holds cites it."))
        .try_instead("Search for what it is about: the title may be in another article.")
}

/// The search for the articles that cite it.
fn refs(id: ArticleId) -> String {
    link::to(&SearchParams { q: format!("refs:{id}"), ..SearchParams::default() })
}
