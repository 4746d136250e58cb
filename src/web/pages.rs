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
    routing::{MethodRouter, get},
};

pub use number::path;

use super::{Error, State};

/// All pages.
pub fn routes() -> Router<State> {
    let router = Router::new()
        .route("/", get(home::page))
        .route("/kb/{id}", get(article::page))
        .route("/kb/{id}/", get(article::slash))
        .route("/kb/{id}/{part}", get(article::below))
        .route("/kb/{id}/{part}/", get(article::slash_below))
        .route("/original/{id}", get(article::original))
        .route("/assets/{name}", get(assets::file))
        .merge(old::routes());
    let pages = [
        ("/search", get(search::page)),
        ("/file/{name}", get(file::page)),
        ("/browse", get(browse::all)),
        ("/browse/{kind}", get(browse::kind)),
        ("/gaps", get(gaps::page)),
        ("/about", get(about::page)),
    ];
    pages.into_iter().fold(router, with_slash)
}

/// Adds a page; with a slash at its end the address leads to that without.
fn with_slash(router: Router<State>, (path, page): (&str, MethodRouter<State>)) -> Router<State> {
    router.route(path, page).route(&format!("{path}/"), get(number::without_slash))
}

fn html_page(page: &impl Template) -> Result<Response, Error> {
    let html = page.render().map_err(|error| Error::internal(error.to_string()))?;
    Ok(Html(html).into_response())
}
