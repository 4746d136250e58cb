//! Articles that were shown a moment ago, as they were sent: of 60,000 a few hundred are asked for again and again.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{self, Request},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use quick_cache::{Weighter, sync::Cache};

use super::State;
use crate::index::Stamp;

/// Bytes that are kept.
const KEPT: u64 = 24 << 20;
/// Bytes of the longest answer that is kept.
const LONGEST: usize = 256 << 10;
/// Bytes that an answer takes besides its own.
const BESIDES: u64 = 1024;

/// What tells answers apart: the index, the address, and whether they are compressed.
type Key = (Stamp, String, bool);

pub type Pages = Cache<Key, Page, Size>;

/// An answer of 200.
#[derive(Clone)]
pub struct Page {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
pub struct Size;

impl Weighter<Key, Page> for Size {
    fn weight(&self, (_, path, _): &Key, page: &Page) -> u64 {
        (path.len() + page.body.len()) as u64 + BESIDES
    }
}

pub fn new() -> Pages {
    Cache::with_weighter((KEPT >> 13) as usize, KEPT, Size)
}

/// Answers with what is kept, or keeps the answer.
pub async fn keep(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    let Some(key) = key(&state, &request) else { return next.run(request).await };
    if let Some(Page { headers, body }) = state.pages().get(&key) {
        return (headers, body).into_response();
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    // Bodies here are whole already, so this neither waits nor grows.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if body.len() <= LONGEST {
        state.pages().insert(key, Page { headers: parts.headers.clone(), body: body.clone() });
    }
    Response::from_parts(parts, Body::from(body))
}

/// `None` for what is not kept: searches are all different.
fn key(state: &State, request: &Request) -> Option<Key> {
    let uri = request.uri();
    let is_article = uri.path().starts_with("/kb/") && uri.query().is_none();
    if request.method() != Method::GET || !is_article {
        return None;
    }
    let wanted = request.headers().get(header::ACCEPT_ENCODING).and_then(|wanted| wanted.to_str().ok());
    let is_packed = wanted.is_some_and(|wanted| wanted.contains("gzip"));
    Some((state.served().stamp(), uri.path().to_owned(), is_packed))
}
