//! The pages for the old machine itself: HTML 3.2, Latin-1, no script, no style, under 30 kB each.
//!
//! Every page has one below `/old`, and browsers of the time get that at the page's own address. What may be long comes in
//! parts ([`parts`]), and what strangers wrote is cut to a number of bytes ([`latin::short`]), so that no page is too long.

mod about;
mod agent;
mod article;
mod browse;
mod file;
mod gaps;
mod latin;
mod parts;
mod search;

use askama::Template;
use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, Uri, header, uri::PathAndQuery},
    middleware::{Next, map_response},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    article::{slash, slash_below},
    html::Html,
    with_slash,
};
use crate::web::{Error, State, error::is_for_programs, twins::with_path};
use latin::short;

/// Bytes that a page has at most: ten seconds at 28.8 kbit/s.
pub const MOST_BYTES: usize = 30_000;

/// Bytes of a title, and of a sentence that says what is wrong.
const TITLE: usize = 300;
const SENTENCE: usize = 2_000;

/// Where no page is: what is there is the same for every browser.
const NO_PAGES: [&str; 6] = ["/assets/", "/original/", "/favicon.", "/robots.txt", "/opensearch.xml", "/old"];

/// The pages below `/old`. They lead to each other.
pub fn routes() -> Router<State> {
    let router = Router::new()
        .route("/old", get(search::home))
        .route("/old/", get(search::home))
        .route("/old/kb/{id}", get(article::page))
        .route("/old/kb/{id}/", get(slash))
        .route("/old/kb/{id}/{part}", get(article::below))
        .route("/old/kb/{id}/{part}/", get(slash_below));
    let pages = [
        ("/old/search", get(search::page)),
        ("/old/file/{name}", get(file::page)),
        ("/old/browse", get(browse::all)),
        ("/old/browse/{kind}", get(browse::values)),
        ("/old/gaps", get(gaps::page)),
        ("/old/about", get(about::page)),
    ];
    pages.into_iter().fold(router, with_slash).layer(map_response(stay))
}

/// Leads to the page below `/old`, where the page beside it is led to.
async fn stay(mut response: Response) -> Response {
    relocate(response.headers_mut(), |path| {
        (path.starts_with('/') && !is_old_path(path)).then(|| format!("/old{path}"))
    });
    response
}

/// Whether a path is one of theirs.
fn is_old_path(path: &str) -> bool {
    path == "/old" || path.starts_with("/old/")
}

/// Whether a request is for a page of the time: by its address, or by the browser that it comes from.
pub fn is_asked(request: &Request) -> bool {
    is_old_path(request.uri().path()) || is_old_browser(request.headers())
}

fn is_old_browser(headers: &HeaderMap) -> bool {
    headers.get(header::USER_AGENT).is_some_and(|name| agent::is_old(name.as_bytes()))
}

/// Gives browsers that say they are old these pages at the addresses of the others. Stands before the routes.
pub async fn instead(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_page = !is_for_programs(path) && !NO_PAGES.iter().any(|begin| path.starts_with(begin));
    let is_old = is_page && is_old_browser(request.headers());
    if is_old {
        *request.uri_mut() = twin(request.uri());
    }
    let mut response = next.run(request).await;
    if is_old {
        // An address moves to the same one for every browser.
        relocate(response.headers_mut(), |path| path.strip_prefix("/old").map(str::to_owned));
    }
    // An error has its page anywhere.
    if is_page || response.status().as_u16() >= 400 {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("user-agent"));
    }
    response
}

/// Changes where an answer leads, if it leads anywhere.
fn relocate(headers: &mut HeaderMap, change: impl FnOnce(&str) -> Option<String>) {
    let location = headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
    if let Some(changed) = location.and_then(change).and_then(|path| HeaderValue::try_from(path).ok()) {
        headers.insert(header::LOCATION, changed);
    }
}

/// The same path below `/old`.
fn twin(uri: &Uri) -> Uri {
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    with_path(uri, format!("/old{path}")).unwrap_or_else(|| Uri::from_static("/old/"))
}

/// A piece of a page.
fn piece(write: impl FnOnce(&mut Html) -> &mut Html) -> Html {
    let mut out = Html::default();
    write(&mut out);
    out
}

/// A page in Latin-1.
fn latin_page(page: &impl Template) -> Result<Response, Error> {
    let html = page.render().map_err(|error| Error::internal(error.to_string()))?;
    Ok(answer(latin::encode(&html)))
}

fn answer(page: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=iso-8859-1");
    ([(header::CONTENT_TYPE, kind)], page).into_response()
}

#[derive(Template)]
#[template(path = "old/error.html")]
struct ErrorPage {
    title: &'static str,
    sentences: Vec<String>,
}

/// The page of an error.
pub fn error(error: &Error) -> Response {
    let sentences = [Some(&*error.detail), error.advice.as_deref()];
    let sentences = sentences.into_iter().flatten().map(|sentence| short(sentence, SENTENCE)).collect();
    let page = ErrorPage { title: error.title, sentences };
    // Writing to a string cannot fail.
    answer(latin::encode(&page.render().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twin_is_on_the_same_host() {
        for (asked, old) in [
            ("/", "/old/"),
            ("/kb/Q1?x=%20", "/old/kb/Q1?x=%20"),
            ("http://old.example:8080/search?q=a", "http://old.example:8080/old/search?q=a"),
            ("http://old.example", "http://old.example/old/"),
        ] {
            assert_eq!(twin(&asked.parse().unwrap()).to_string(), old, "{asked}");
        }
    }
}
