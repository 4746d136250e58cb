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

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// May be kept, but must be asked about: the index may be refreshed at any time.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// Puts the headers of safety on every answer.
pub async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in ALWAYS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Where files are that no refresh of the index changes: they say themselves how long they may be kept.
const FIXED: [&str; 4] = ["/assets/", "/favicon.", "/robots.txt", "/opensearch.xml"];

/// Says of a page that is known already that it is the same, if it can without making it.
pub async fn condition(
    extract::State(state): extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let tag = tag(&state, &request);
    let known = Known::of(request.headers(), &tag);
    let is_fixed = FIXED.iter().any(|begin| request.uri().path().starts_with(begin));
    if known == Known::This && !is_fixed {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        mark(response.headers_mut(), tag);
        return response;
    }
    let mut response = next.run(request).await;
    if response.status() != StatusCode::OK {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(ASK);
        return response;
    }
    mark(response.headers_mut(), tag);
    if known == Known::None {
        return response;
    }
    let mut headers = std::mem::take(response.headers_mut());
    for of_the_body in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
        headers.remove(of_the_body);
    }
    (StatusCode::NOT_MODIFIED, headers).into_response()
}

/// Of the address too, so that only who has had this very page has its tag. Weak: the bytes differ with the
/// compression, and with the milliseconds of a search.
fn tag(state: &State, request: &Request) -> HeaderValue {
    let seen = format!("{} {} {}", state.build(), state.served().stamp(), request.uri());
    let tag = format!("W/\"{:016x}\"", xxh3_64(seen.as_bytes()));
    HeaderValue::try_from(tag).unwrap_or(ASK)
}

/// What a client says it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Nothing, or something else.
    None,
    /// This very page.
    This,
    /// Whatever there may be: `*`.
    Any,
}

impl Known {
    fn of(headers: &HeaderMap, tag: &HeaderValue) -> Self {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let Ok(tag) = tag.to_str().map(opaque) else { return Self::None };
        let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|given| given.to_str().ok());
        let mut given = given.flat_map(|given| given.split(',')).map(str::trim).peekable();
        if given.peek() == Some(&"*") {
            return Self::Any;
        }
        if given.any(|given| opaque(given) == tag) { Self::This } else { Self::None }
    }
}

fn mark(headers: &mut HeaderMap, tag: HeaderValue) {
    headers.entry(header::ETAG).or_insert(tag);
    headers.entry(header::CACHE_CONTROL).or_insert(ASK);
}

/// Lets pages of the allowed origins read the answers, and tells caches that the origin decides it.
pub async fn share(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    let settings = state.settings();
    if settings.origins.is_empty() {
        return next.run(request).await;
    }
    let origin = request.headers().get(header::ORIGIN).filter(|origin| settings.allows(origin)).cloned();
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if origin.is_some() && is_preflight {
        (StatusCode::NO_CONTENT, PREFLIGHT).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, retry-after"));
        headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    response
}

/// What a page of an allowed origin may ask for.
const PREFLIGHT: [(HeaderName, &str); 4] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "accept, content-type, if-none-match"),
    (header::ACCESS_CONTROL_MAX_AGE, "3600"),
    (header::ALLOW, "GET, HEAD"),
];
