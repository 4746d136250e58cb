//! One kind of error for the whole web: a problem document for programs, a page for people.

use std::ops::Range;

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Serialize;
use strum::{EnumIter, IntoEnumIterator as _};

use super::pages::{self, old};
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

/// Characters of a sentence that says what is wrong, and of one that says what would be right.
const MOST_DETAIL: usize = 500;
const MOST_ADVICE: usize = 2000;

/// What can go wrong. the handbook (reference/web-api.md) lists the kinds; their addresses stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter)]
pub enum Kind {
    BadRequest,
    UnknownParameter,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    TooLarge,
    AddressTooLong,
    WrongHost,
    Internal,
    Busy,
    TooSlow,
}

impl Kind {
    /// Address, title and status.
    const fn parts(self) -> (&'static str, &'static str, StatusCode) {
        match self {
            Self::BadRequest => ("/api/v1/problems/bad-request", "Bad request", StatusCode::BAD_REQUEST),
            Self::UnknownParameter => {
                ("/api/v1/problems/unknown-parameter", "Unknown parameter", StatusCode::BAD_REQUEST)
            }
            Self::Forbidden => ("/api/v1/problems/forbidden", "Forbidden", StatusCode::FORBIDDEN),
            Self::NotFound => ("/api/v1/problems/not-found", "Not found", StatusCode::NOT_FOUND),
            Self::MethodNotAllowed => {
                ("/api/v1/problems/method-not-allowed", "Method not allowed", StatusCode::METHOD_NOT_ALLOWED)
            }
            Self::NotAcceptable => {
                ("/api/v1/problems/not-acceptable", "Not acceptable", StatusCode::NOT_ACCEPTABLE)
            }
            Self::TooLarge => ("/api/v1/problems/too-large", "Too large", StatusCode::PAYLOAD_TOO_LARGE),
            Self::AddressTooLong => {
                ("/api/v1/problems/address-too-long", "Address too long", StatusCode::URI_TOO_LONG)
            }
            Self::WrongHost => ("/api/v1/problems/wrong-host", "Wrong host", StatusCode::MISDIRECTED_REQUEST),
            Self::Internal => {
                ("/api/v1/problems/internal", "Internal error", StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Busy => ("/api/v1/problems/busy", "Busy", StatusCode::SERVICE_UNAVAILABLE),
            Self::TooSlow => ("/api/v1/problems/too-slow", "Too slow", StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    /// The kind of that name, the last part of its address.
    pub fn named(name: &str) -> Option<Self> {
        Self::iter().find(|kind| kind.parts().0.rsplit('/').next() == Some(name))
    }

    /// What all errors of the kind have in common.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::BadRequest => "The request cannot be understood; the detail says where.",
            Self::UnknownParameter => {
                "There is no such parameter here; the advice names those that there are."
            }
            Self::Forbidden => "Pages of that origin may not read this server.",
            Self::NotFound => "There is nothing at the address.",
            Self::MethodNotAllowed => "This can only be read: use GET or HEAD.",
            Self::NotAcceptable => {
                "The request accepts no coding of the answer; gzip and identity there are."
            }
            Self::TooLarge => "No request here has a body.",
            Self::AddressTooLong => "The address is longer than any query needs.",
            Self::WrongHost => "The request names a host that is not this server.",
            Self::Internal => "Something went wrong on the server; its terminal says what.",
            Self::Busy => "Too many requests are waiting; try again in a moment.",
            Self::TooSlow => "The answer took too long; ask for less, or try again in a moment.",
        }
    }
}

/// Why there is no answer; serialised, a problem document (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Error {
    /// The kind of problem, as an address on this server that says what it means.
    #[serde(rename = "type")]
    #[schemars(extend("format" = "uri-reference"))]
    pub address: &'static str,
    /// A short name of what is wrong, the same for all of its kind.
    pub title: &'static str,
    #[serde(serialize_with = "number")]
    #[schemars(with = "u16", range(min = 400, max = 599))]
    pub status: StatusCode,
    /// What is wrong here, in a sentence.
    pub detail: Box<str>,
    /// What would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Box<str>>,
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
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let ((address, title, status), detail) = (kind.parts(), brief(detail.into(), MOST_DETAIL));
        Self { address, title, status, detail, advice: None, parameter: None, place: None, cause: None }
    }

    /// 400: what was asked cannot be understood.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(Kind::BadRequest, detail)
    }

    /// 404.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, detail)
    }

    /// 500; `cause` is logged and not shown.
    pub fn internal(cause: impl Into<String>) -> Self {
        let detail = "Something went wrong here; whoever runs this server finds the reason on its terminal.";
        Self { cause: Some(cause.into().into()), ..Self::new(Kind::Internal, detail) }
    }

    /// 406: the request rules out every coding.
    pub fn not_acceptable() -> Self {
        let detail = "The request accepts neither gzip nor an answer without coding.";
        Self::new(Kind::NotAcceptable, detail).try_instead("Leave Accept-Encoding out, or name gzip there.")
    }

    /// 503: too many wait.
    pub fn busy() -> Self {
        let detail = "Too many requests are waiting already.";
        Self::new(Kind::Busy, detail).try_instead("Try again in a moment.")
    }

    /// 503: it took too long.
    pub fn too_slow() -> Self {
        let detail = "The answer took too long.";
        Self::new(Kind::TooSlow, detail).try_instead("Ask for less, or try again in a moment.")
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
        self.advice = Some(brief(advice.into(), MOST_ADVICE));
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

/// What is wrong may be of any length, and is said again.
fn brief(text: String, most: usize) -> Box<str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
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
    let (uri, is_old) = (request.uri().clone(), old::is_asked(&request));
    let response = next.run(request).await;
    if response.status().as_u16() < 400 || response.extensions().get::<Told>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let error: Error = parts.extensions.remove().unwrap_or_else(|| plain(parts.status));
    if let Some(cause) = &error.cause {
        log::line(&format!("cannot answer {uri}: {cause}"));
    }
    let mut shown = answer(error, &uri, is_old);
    for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    // What others have said in the head stays.
    parts.headers.extend(std::mem::take(shown.headers_mut()));
    *shown.headers_mut() = parts.headers;
    shown
}

/// An error with its body, for a request of `uri`.
pub fn answer(error: Error, uri: &Uri, is_old: bool) -> Response {
    let status = error.status;
    let mut shown =
        if is_for_programs(uri.path()) { document(&error) } else { pages::error::page(&error, is_old) };
    *shown.status_mut() = status;
    if status == StatusCode::SERVICE_UNAVAILABLE {
        shown.headers_mut().insert(header::RETRY_AFTER, PAUSE.into());
    }
    shown
}

/// What a library says with a status alone.
fn plain(status: StatusCode) -> Error {
    let kind = Kind::iter().find(|kind| kind.parts().2 == status);
    let kind = kind.unwrap_or(if status.is_server_error() { Kind::Internal } else { Kind::BadRequest });
    let detail = if kind == Kind::BadRequest { "The request cannot be understood." } else { kind.meaning() };
    Error::new(kind, detail)
}

/// Whether a path is one that programs ask for, whatever browser they say they are.
pub fn is_for_programs(path: &str) -> bool {
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
