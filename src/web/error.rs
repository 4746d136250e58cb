//! One kind of error for the whole web: a problem document for programs, a page for people.

use std::ops::Range;

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::pages;
use crate::{
    index::IndexError,
    output::{json, log},
    query::QueryError,
    search::SearchError,
};

/// Seconds after which one who was turned away may come again.
const PAUSE: u64 = 2;

/// Bytes of a path that are repeated.
const SHOWN: usize = 200;

/// Why there is no answer; serialised, a problem document (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Error {
    /// A short name of what is wrong, the same for all of its kind.
    pub title: &'static str,
    #[serde(serialize_with = "number")]
    #[schemars(with = "u16", range(min = 400, max = 599))]
    pub status: StatusCode,
    /// What is wrong here, in a sentence.
    pub detail: String,
    /// What would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'static str>,
    /// Where in the query it is wrong, in bytes.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// For the log alone.
    #[serde(skip)]
    pub cause: Option<Box<str>>,
}

/// Bytes of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    pub offset: u32,
    pub length: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Error {
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { title, status, detail, advice: None, parameter: None, place: None, cause: None }
    }

    /// 400: what was asked cannot be understood.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Bad request", detail)
    }

    /// 404.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found", detail)
    }

    /// 500; `cause` is logged and not shown.
    pub fn internal(cause: impl Into<String>) -> Self {
        let detail = "Something went wrong here; whoever runs this server finds the reason on its terminal.";
        let error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal error", detail);
        Self { cause: Some(cause.into().into()), ..error }
    }

    /// 503: too many wait.
    pub fn busy() -> Self {
        let detail = "Too many requests are waiting already.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", detail).try_instead("Try again in a moment.")
    }

    /// 503: it took too long.
    pub fn too_slow() -> Self {
        let detail = "The answer took too long.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Too slow", detail)
            .try_instead("Ask for less, or try again in a moment.")
    }

    /// 400: a query cannot be read, or a range.
    pub fn query(error: &QueryError, parameter: &'static str) -> Self {
        let message = error.to_string();
        // Behind it stands the picture of the place, which programs are given in numbers.
        let sentence = message.lines().next().unwrap_or_default();
        Self::bad_request(sentence).of(parameter).at(error.at())
    }

    /// Adds what would be right.
    #[must_use]
    pub fn try_instead(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Names the parameter that is wrong.
    #[must_use]
    pub const fn of(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(parameter);
        self
    }

    /// Says where in the query it is.
    #[must_use]
    pub fn at(mut self, Range { start, end }: Range<usize>) -> Self {
        self.place = Some(Place { offset: start as u32, length: end.saturating_sub(start) as u32 });
        self
    }
}

impl From<IndexError> for Error {
    /// The message names folders of this machine, so it is for the log.
    fn from(error: IndexError) -> Self {
        Self::internal(error.to_string())
    }
}

impl From<SearchError> for Error {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => Self::query(&error, "q"),
            SearchError::Pattern(error) => Self::bad_request(error.to_string()).of("name"),
            other => Self::internal(other.to_string()),
        }
    }
}

/// The status, and the error beside it for [`present`].
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Marks an answer of an error's status that has its own page.
#[derive(Clone, Copy)]
pub struct Told;

/// The answer to what is nowhere.
pub async fn not_found(uri: Uri) -> Error {
    let path = uri.path();
    let place = if path.len() > SHOWN { "this address" } else { path };
    Error::not_found(format!("There is nothing at {place}."))
}

/// The answer of what has a bug; the log has where.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Error::internal("a panic, whose place stands above").into_response()
}

/// Gives every error its body, whoever made it: a problem document, or a page.
pub async fn present(request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let response = next.run(request).await;
    if response.status().as_u16() < 400 || response.extensions().get::<Told>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let error: Error = parts.extensions.remove().unwrap_or_else(|| plain(parts.status));
    if let Some(cause) = &error.cause {
        log::line(&format!("cannot answer {uri}: {cause}"));
    }
    if error.status == StatusCode::SERVICE_UNAVAILABLE {
        parts.headers.insert(header::RETRY_AFTER, PAUSE.into());
    }
    for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    let shown = if is_for_programs(uri.path()) { document(&error) } else { page(&error, &uri) };
    (parts.status, parts.headers, shown).into_response()
}

/// What a library says with a status alone.
fn plain(status: StatusCode) -> Error {
    let (title, detail) = match status {
        StatusCode::METHOD_NOT_ALLOWED => ("Method not allowed", "This can only be read: use GET or HEAD."),
        StatusCode::PAYLOAD_TOO_LARGE => ("Too large", "No request here has a body."),
        _ => (status.canonical_reason().unwrap_or("Error"), "The request was refused."),
    };
    Error::new(status, title, detail)
}

fn is_for_programs(path: &str) -> bool {
    path == "/api"
        || path.starts_with("/api/")
        || path.rsplit_once('.').is_some_and(|(_, suffix)| suffix == "json")
}

fn document(error: &Error) -> Response {
    let mut bytes = Vec::new();
    // A vector takes all, and an error has nothing that is no JSON.
    let _ = json::write_document(&mut bytes, error);
    let kind = HeaderValue::from_static("application/problem+json");
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

fn page(error: &Error, uri: &Uri) -> Response {
    Html(pages::error::render(error, uri)).into_response()
}
