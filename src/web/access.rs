//! The access log: the combined format that other tools read, and the milliseconds behind it.

use std::time::Instant;

use axum::{
    body::HttpBody as _,
    extract::{self, Request},
    http::{HeaderMap, HeaderName, header},
    middleware::Next,
    response::Response,
};
use jiff::Timestamp;

use super::{State, server::Ends};
use crate::output::log;

/// Writes a line for each request, if that is wanted.
pub async fn note(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    if !state.settings().log {
        return next.run(request).await;
    }
    let start = Instant::now();
    let asked = asked(&request);
    let response = next.run(request).await;
    let size = response.body().size_hint().exact().map_or_else(|| "-".to_owned(), |size| size.to_string());
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let [client, line, referer, agent] = asked;
    let (time, status) = (Timestamp::now().strftime("%d/%b/%Y:%H:%M:%S +0000"), response.status().as_u16());
    log::line(&format!("{client} - - [{time}] \"{line}\" {status} {size} \"{referer}\" \"{agent}\" {ms:.1}"));
    response
}

/// Client, request line, referer and agent.
fn asked(request: &Request) -> [String; 4] {
    let client =
        request.extensions().get::<Ends>().map_or("-".to_owned(), |ends| ends.remote.ip().to_string());
    let line = format!("{} {} {:?}", request.method(), request.uri(), request.version());
    let headers = request.headers();
    [client, line, text(headers, &header::REFERER), text(headers, &header::USER_AGENT)]
}

fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    let value = headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).replace('"', "\\\""));
    value.unwrap_or_else(|| "-".to_owned())
}
