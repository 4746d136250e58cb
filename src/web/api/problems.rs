//! What the types of problems mean.

use axum::extract::Path;

use super::Json;
use crate::web::{Error, error::Kind};

/// What a type of problem means
///
/// The `type` of a problem is the address of this.
pub async fn problem(Path(name): Path<String>) -> Result<Json, Error> {
    let kind = Kind::named(&name).ok_or_else(|| Error::not_found("There is no such type of problem."))?;
    Json::of(&Error::new(kind, kind.meaning()))
}
