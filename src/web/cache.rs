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
const KEPT: u64 = 12 << 20;
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
    if body.len() <= LONGEST && is_for_all(&parts.headers) {
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
    let is_packed = is_packed(request.headers())?;
    Some((state.served().stamp(), uri.path().to_owned(), is_packed))
}

/// Whether the answer will be compressed; `None` for who is choosy about it.
fn is_packed(headers: &HeaderMap) -> Option<bool> {
    let Some(wanted) = headers.get(header::ACCEPT_ENCODING) else { return Some(false) };
    let wanted = wanted.to_str().ok().filter(|wanted| !wanted.contains([';', '*']))?;
    Some(wanted.split(',').any(|name| name.trim().eq_ignore_ascii_case("gzip")))
}

/// Whether nothing but the compression makes a difference to it.
fn is_for_all(headers: &HeaderMap) -> bool {
    headers.get_all(header::VARY).iter().all(|vary| vary.as_bytes().eq_ignore_ascii_case(b"accept-encoding"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_choosy_gets_an_answer_of_his_own() {
        for (wanted, packed) in [
            (None, Some(false)),
            (Some("gzip, deflate, br"), Some(true)),
            (Some("GZIP"), Some(true)),
            (Some("identity"), Some(false)),
            (Some("gzip;q=0"), None),
            (Some("*"), None),
        ] {
            let mut headers = HeaderMap::new();
            headers.extend(wanted.map(|wanted| (header::ACCEPT_ENCODING, wanted.parse().unwrap())));
            assert_eq!(is_packed(&headers), packed, "{wanted:?}");
        }
    }

    #[test]
    fn what_depends_on_the_browser_is_not_kept() {
        let mut headers = HeaderMap::new();
        assert!(is_for_all(&headers));
        headers.insert(header::VARY, "Accept-Encoding".parse().unwrap());
        assert!(is_for_all(&headers));
        headers.append(header::VARY, "user-agent".parse().unwrap());
        assert!(!is_for_all(&headers));
    }
}
