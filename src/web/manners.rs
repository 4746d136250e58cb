//! What every answer has: what browsers may do with it, how long it is good for, and what tells it from a newer one.

use axum::{
    extract::{self, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use xxhash_rust::xxh3::xxh3_64;

use super::State;

/// Nothing runs and nothing is loaded but what comes from here as a file.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// May be kept, but must be asked about: the index may be refreshed at any time.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// Puts the headers of safety on every answer.
pub async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Says of a page that is known already that it is the same, without making it.
pub async fn condition(
    extract::State(state): extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let tag = tag(&state, &request);
    if is_known(request.headers(), &tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        mark(response.headers_mut(), tag);
        return response;
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK {
        mark(response.headers_mut(), tag);
    } else {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(ASK);
    }
    response
}

/// Of the address too, so that only who has had this very page has its tag. Weak: the bytes differ with the
/// compression, and with the milliseconds of a search.
fn tag(state: &State, request: &Request) -> HeaderValue {
    let seen = format!("{} {} {}", state.build(), state.served().stamp(), request.uri());
    let tag = format!("W/\"{:016x}\"", xxh3_64(seen.as_bytes()));
    HeaderValue::try_from(tag).unwrap_or(ASK)
}

fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(tag) = tag.to_str().map(opaque) else { return false };
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|given| given.to_str().ok());
    given.flat_map(|given| given.split(',')).any(|given| opaque(given) == tag)
}

fn mark(headers: &mut HeaderMap, tag: HeaderValue) {
    headers.entry(header::ETAG).or_insert(tag);
    headers.entry(header::CACHE_CONTROL).or_insert(ASK);
    headers.entry(header::VARY).or_insert(HeaderValue::from_static("accept-encoding"));
}
