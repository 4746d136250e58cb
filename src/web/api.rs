//! The API: what the command line prints as JSON, by HTTP.

mod articles;
mod files;
mod gaps;
mod openapi;
mod page;
mod problems;
mod search;

pub use openapi::document;

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Error, SearchParams, Served, State, params, twins::fits};
use crate::output::json;

/// Where it begins.
pub const ROOT: &str = "/api/v1";

/// What there is, and what it can be asked; `*` is one segment of a path.
const PATHS: [(&str, &[&str]); 13] = [
    ("/search", &params::NAMES),
    ("/facets", &search::COUNTING),
    ("/suggestions", &["q", "limit"]),
    ("/stats", &[]),
    ("/articles/*", &[]),
    ("/articles/*/sections/*", &[]),
    ("/articles/*/similar", &params::PAGING),
    ("/articles/*/related", &params::PAGING),
    ("/articles/*/history", &params::PAGING),
    ("/files/*", &params::PAGING),
    ("/gaps", &params::PAGING),
    ("/problems/*", &[]),
    ("/openapi.json", &[]),
];

/// What a path below the root can be asked; `None` where there is nothing.
pub fn parameters(path: &str) -> Option<&'static [&'static str]> {
    PATHS.iter().find(|(shape, _)| fits(path, shape)).map(|(_, known)| *known)
}

/// What was asked, and where.
#[derive(Clone)]
struct Asked {
    path: String,
    params: SearchParams,
}

/// Reads the parameters of every request to the API, so that no route can pass over one.
pub async fn read(mut request: Request, next: Next) -> Result<Response, Error> {
    let path = request.uri().path();
    if let Some(known) = path.strip_prefix(ROOT).and_then(parameters) {
        let asked =
            Asked { path: path.to_owned(), params: SearchParams::read_strict(request.uri().query(), known)? };
        request.extensions_mut().insert(asked);
    }
    Ok(next.run(request).await)
}

/// All of it, and its description.
pub fn routes() -> OpenApiRouter<State> {
    let routes = OpenApiRouter::new()
        .routes(routes!(search::search))
        .routes(routes!(search::facets))
        .routes(routes!(search::suggestions))
        .routes(routes!(search::stats))
        .routes(routes!(articles::article))
        .routes(routes!(articles::section))
        .routes(routes!(articles::similar))
        .routes(routes!(articles::related))
        .routes(routes!(articles::history))
        .routes(routes!(files::file))
        .routes(routes!(gaps::gaps))
        .routes(routes!(problems::problem))
        .route("/openapi.json", get(openapi::show));
    OpenApiRouter::with_openapi(openapi::head()).nest(ROOT, routes)
}

/// JSON as the command line writes it.
pub struct Json(Vec<u8>);

impl Json {
    /// # Errors
    /// Where a value has no JSON.
    pub fn of(value: &impl Serialize) -> Result<Self, Error> {
        let mut bytes = Vec::new();
        json::write_document(&mut bytes, value).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self(bytes))
    }
}

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, kind)], self.0).into_response()
    }
}

/// What is found in the index, as JSON.
async fn answer<T: Serialize>(
    state: &State,
    find: impl FnOnce(&Served) -> Result<T, Error> + Send + 'static,
) -> Result<Json, Error> {
    state.run(move |served| Json::of(&find(served)?)).await
}
