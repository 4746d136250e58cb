//! The API: what the command line prints as JSON, by HTTP.

mod articles;
mod files;
mod gaps;
mod openapi;
mod operation;
mod page;
mod problems;
mod search;

pub use openapi::document;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;

use super::{Error, SearchParams, Served, State, twins::fits};
use crate::output::json;
use operation::OPERATIONS;

/// Where it begins.
pub const ROOT: &str = "/api/v1";

/// The address of the description.
const DESCRIPTION: &str = "/openapi.json";

/// What a path below the root can be asked; `None` where there is nothing.
pub fn parameters(path: &str) -> Option<&'static [&'static str]> {
    let mut known = OPERATIONS.iter().map(|operation| (operation.path, operation.query));
    let found = known.find(|(shape, _)| fits(path, shape)).map(|(_, known)| known);
    found.or((path == DESCRIPTION).then_some(&[]))
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
pub fn routes() -> Router<State> {
    let routes = Router::new()
        .route("/search", get(search::search))
        .route("/facets", get(search::facets))
        .route("/suggestions", get(search::suggestions))
        .route("/stats", get(search::stats))
        .route("/articles/{id}", get(articles::article))
        .route("/articles/{id}/sections/{name}", get(articles::section))
        .route("/articles/{id}/similar", get(articles::similar))
        .route("/articles/{id}/related", get(articles::related))
        .route("/articles/{id}/history", get(articles::history))
        .route("/files/{name}", get(files::file))
        .route("/gaps", get(gaps::gaps))
        .route("/problems/{name}", get(problems::problem))
        .route(DESCRIPTION, get(openapi::show));
    Router::new().nest(ROOT, routes)
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
