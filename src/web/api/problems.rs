//! What the types of problems mean.

use axum::extract::Path;

use super::Json;
use crate::web::{Error, error::Kind};

/// What a type of problem means
///
/// The `type` of a problem is the address of this.
#[utoipa::path(
    get,
    path = "/problems/{name}",
    params(("name" = String, Path, description = "The last part of the type", example = "not-found")),
    responses(
        (status = 200, description = "Title, status and meaning", body = ref("#/components/schemas/Problem"),
            content_type = "application/json"),
        (status = 404, description = "There is no such type", body = ref("#/components/schemas/Problem"),
            content_type = "application/problem+json"),
    ),
)]
pub async fn problem(Path(name): Path<String>) -> Result<Json, Error> {
    let kind = Kind::named(&name).ok_or_else(|| Error::not_found("There is no such type of problem."))?;
    Json::of(&Error::new(kind, kind.meaning()))
}
