//! Articles that were shown a moment ago, as they were sent: of 60,000 a few hundred are asked for again and again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{self, Request},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use lru::LruCache;

use super::{State, encoding::Coding};
use crate::index::Stamp;

/// Bytes that are kept.
const KEPT: u64 = 12 << 20;
/// Bytes of the longest answer that is kept.
const LONGEST: usize = 256 << 10;
/// Bytes that an answer takes besides its own.
const BESIDES: u64 = 1024;

/// What tells answers apart: the index, the address, and the coding that the answer itself has.
type Key = (Stamp, String, Coding);

/// An answer of 200.
#[derive(Clone)]
pub struct Page {
    headers: HeaderMap,
    body: Bytes,
}

/// The answers that are kept; those that were not asked for longest go first.
pub struct Pages(Mutex<Kept>);

struct Kept {
    pages: LruCache<Key, Page>,
    bytes: u64,
}

impl Pages {
    pub fn new() -> Self {
        Self(Mutex::new(Kept { pages: LruCache::unbounded(), bytes: 0 }))
    }

    fn get(&self, key: &Key) -> Option<Page> {
        self.lock().pages.get(key).cloned()
    }

    fn keep(&self, key: Key, page: Page) {
        let mut kept = self.lock();
        kept.bytes += size(&key, &page);
        if let Some((key, old)) = kept.pages.push(key, page) {
            kept.bytes -= size(&key, &old);
        }
        while kept.bytes > KEPT
            && let Some((key, old)) = kept.pages.pop_lru()
        {
            kept.bytes -= size(&key, &old);
        }
    }

    /// Nothing is left half-done behind the lock.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn size((_, path, _): &Key, page: &Page) -> u64 {
    (path.len() + page.body.len()) as u64 + BESIDES
}

/// Answers with what is kept, or keeps the answer.
pub async fn keep(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    let Some(mut key) = key(&state, &request) else { return next.run(request).await };
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
    if let Some(coding) = Coding::of(&parts.headers)
        && body.len() <= LONGEST
        && is_for_all(&parts.headers)
    {
        key.2 = coding;
        state.pages().keep(key, Page { headers: parts.headers.clone(), body: body.clone() });
    }
    Response::from_parts(parts, Body::from(body))
}

/// The answer that the request wants; `None` for what is not kept: searches are all different, and an address that
/// is spelled with `%` is a second one of the same article.
fn key(state: &State, request: &Request) -> Option<Key> {
    let uri = request.uri();
    let is_article = uri.path().starts_with("/kb/") && !uri.path().contains('%') && uri.query().is_none();
    let coding = *request.extensions().get::<Coding>()?;
    (request.method() == Method::GET && is_article)
        .then(|| (state.served().stamp(), uri.path().to_owned(), coding))
}

/// Whether nothing but the coding makes a difference to it.
fn is_for_all(headers: &HeaderMap) -> bool {
    headers.get_all(header::VARY).iter().all(|vary| vary.as_bytes().eq_ignore_ascii_case(b"accept-encoding"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_longest_goes() {
        let pages = Pages::new();
        let key = |number: usize| (Stamp::default(), format!("/kb/Q{number}"), Coding::Identity);
        let page = Page { headers: HeaderMap::new(), body: vec![0; LONGEST].into() };
        for number in 0..60 {
            pages.keep(key(number), page.clone());
            pages.keep(key(0), page.clone());
        }
        let kept: Vec<usize> = (0..60).filter(|&number| pages.get(&key(number)).is_some()).collect();
        assert!(kept.len() > 40 && kept.len() < 50 && kept[0] == 0 && kept[1] > 10, "{kept:?}");
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
