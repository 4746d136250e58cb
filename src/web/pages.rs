//! Pages for people.
//!
//! A page is a plain struct, made of what `search` and `index` give, and a template. Everything that is text of an
//! article is escaped by the template or by [`html`]; nothing in a page is script or style.

mod about;
mod article;
mod assets;
mod browse;
mod chart;
pub mod error;
mod file;
mod frame;
mod gaps;
mod home;
mod html;
mod link;
mod number;
pub mod old;
mod prose;
mod search;

use askama::Template;
use axum::{
    Router,
    response::{Html, IntoResponse, Response},
    routing::get,
};

use super::{Error, State};

/// All pages.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/", get(home::page))
        .route("/search", get(search::page))
        .route("/kb/{id}", get(article::page))
        .route("/kb/{id}/", get(article::slash))
        .route("/kb/{id}/{part}", get(article::below))
        .route("/kb/{id}/{part}/", get(article::slash_below))
        .route("/original/{id}", get(article::original))
        .route("/file/{name}", get(file::page))
        .route("/browse", get(browse::all))
        .route("/browse/{kind}", get(browse::kind))
        .route("/gaps", get(gaps::page))
        .route("/about", get(about::page))
        .route("/assets/{name}", get(assets::file))
        .merge(old::routes())
}

fn html_page(page: &impl Template) -> Result<Response, Error> {
    let html = page.render().map_err(|error| Error::internal(error.to_string()))?;
    Ok(Html(html).into_response())
}
