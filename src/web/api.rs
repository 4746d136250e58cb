//! The API: what the command line prints as JSON, by HTTP.

mod articles;
mod files;
pub mod gaps;
mod openapi;
pub mod search;

pub use openapi::document;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Error, Served, State};
use crate::output::json;

/// Where it begins.
pub const ROOT: &str = "/api/v1";

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
