//! The pages for the old machine itself: HTML 3.2, Latin-1, no script, no style, under 30 kB each.

mod agent;
mod article;
mod gaps;
mod latin;
mod parts;
mod search;

use askama::Template;
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Uri, header, uri::PathAndQuery},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::web::{Error, State, twins::with_path};

/// Bytes that a page has at most: ten seconds at 28.8 kbit/s.
pub const MOST_BYTES: usize = 30_000;

/// The pages below `/old`.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/old", get(search::home))
        .route("/old/", get(search::home))
        .route("/old/search", get(search::page))
        .route("/old/browse", get(search::letters))
        .route("/old/browse/{letter}", get(search::products))
        .route("/old/gaps", get(gaps::page))
        .route("/old/kb/{id}", get(article::page))
}

/// Whether a path is one of theirs.
pub fn is_old_path(path: &str) -> bool {
    path == "/old" || path.starts_with("/old/")
}

/// Gives browsers that say they are old these pages at the addresses of the others. Stands before the routes.
pub async fn instead(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let has_twin =
        path == "/" || ["/search", "/kb/", "/browse", "/gaps"].iter().any(|begin| path.starts_with(begin));
    if !has_twin {
        return next.run(request).await;
    }
    if request.headers().get(header::USER_AGENT).is_some_and(|name| agent::is_old(name.as_bytes())) {
        *request.uri_mut() = twin(request.uri());
    }
    let mut response = next.run(request).await;
    response.headers_mut().append(header::VARY, HeaderValue::from_static("user-agent"));
    response
}

/// The same path below `/old`.
fn twin(uri: &Uri) -> Uri {
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    with_path(uri, format!("/old{path}")).unwrap_or_else(|| Uri::from_static("/old/"))
}

/// A page in Latin-1.
fn latin_page(page: &impl Template) -> Result<Response, Error> {
    let html = page.render().map_err(|error| Error::internal(error.to_string()))?;
    let kind = HeaderValue::from_static("text/html; charset=iso-8859-1");
    Ok(([(header::CONTENT_TYPE, kind)], latin::encode(&html)).into_response())
}

#[derive(Template)]
#[template(path = "old/error.html")]
struct ErrorPage<'a> {
    error: &'a Error,
}

/// The page of an error, in ASCII.
pub fn error(error: &Error) -> String {
    latin::ascii(&ErrorPage { error }.render().unwrap_or_default())
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
