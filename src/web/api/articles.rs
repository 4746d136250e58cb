//! One article, and what is near it.

use axum::extract::{self, FromRequestParts, Path, RawQuery};
use axum::http::request::Parts;
use utoipa::IntoParams;

use super::{Json, answer};
use crate::article::{Article, ArticleId};
use crate::output::section;
use crate::web::{Error, SearchParams, Served, State};

/// The number of an article in a path.
#[derive(Clone, Copy, Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct Number {
    /// Number of the article: Q193829, KB193829 or 193829
    #[param(value_type = String, pattern = "^([Qq]|[Kk][Bb])?[1-9][0-9]{0,6}$", example = "Q193829")]
    id: ArticleId,
}

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let named = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state).await;
        let named = named.map_err(|error| Error::bad_request(error.body_text()))?;
        let id = named.get("id").map_or("", String::as_str).parse::<ArticleId>();
        id.map(|id| Self { id }).map_err(|error| Error::bad_request(error.to_string()).of("id"))
    }
}

/// The record of an article
///
/// What `kbfix show ID --format json` prints.
#[utoipa::path(
    get,
    path = "/articles/{id}",
    params(Number),
    responses(
        (status = 200, description = "The record", body = ref("#/components/schemas/Article"),
            content_type = "application/json"),
        (status = 404, description = "The index does not have it", body = ref("#/components/schemas/Problem"),
            content_type = "application/problem+json"),
    ),
)]
pub async fn article(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
) -> Result<Json, Error> {
    answer(&state, move |served| held(served, id)).await
}

/// A section of an article
///
/// What `kbfix show ID --section NAME --format json` prints: the number, and one field of the record.
#[utoipa::path(
    get,
    path = "/articles/{id}/sections/{name}",
    params(Number, ("name" = String, Path, description = "A field of the record (`symptoms`, `fix-files`) or a heading", example = "symptoms")),
    responses(
        (status = 200, description = "The section", body = ref("#/components/schemas/Section"),
            content_type = "application/json"),
        (status = 404, description = "The index does not have the article, or the article not the section",
            body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    ),
)]
pub async fn section(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
    path: Path<(String, String)>,
) -> Result<Json, Error> {
    let Path((_, name)) = path;
    let find = move |served: &Served| {
        let article = held(served, id)?;
        let section = section::find(&article, &name).map_err(|none| {
            let advice = format!("It has {}.", none.has.join(", "));
            Error::not_found(format!("{} has no section `{}`.", none.id, none.asked)).try_instead(advice)
        })?;
        Ok(section.record(&article))
    };
    answer(&state, find).await
}

/// The articles most like one
///
/// What `kbfix similar ID --format json` prints.
#[utoipa::path(
    get,
    path = "/articles/{id}/similar",
    params(Number, ("limit" = Option<u8>, Query, description = "How many articles; 10 where it is not said",
        minimum = 0, maximum = 100)),
    responses(
        (status = 200, description = "The nearest first", body = ref("#/components/schemas/Results"),
            content_type = "application/json"),
        (status = 404, description = "The index does not have it", body = ref("#/components/schemas/Problem"),
            content_type = "application/problem+json"),
    ),
)]
pub async fn similar(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
    RawQuery(query): RawQuery,
) -> Result<Json, Error> {
    let limit = SearchParams::read_strict(query.as_deref(), &["limit"])?.into_request()?.limit;
    let find =
        move |served: &Served| crate::search::similar(&served.index, id, limit)?.ok_or_else(|| not_held(id));
    answer(&state, find).await
}

/// What an article cites, what cites it, and what ships the same files
///
/// What `kbfix related ID --format json` prints. The index need not have the article.
#[utoipa::path(
    get,
    path = "/articles/{id}/related",
    params(Number),
    responses(
        (status = 200, description = "Three lists", body = ref("#/components/schemas/Related"),
            content_type = "application/json"),
    ),
)]
pub async fn related(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
) -> Result<Json, Error> {
    answer(&state, move |served| Ok(crate::search::related(&served.index, id)?)).await
}

/// The dated copies of an article, and what each changed
///
/// What `kbfix history ID --format json` prints.
#[utoipa::path(
    get,
    path = "/articles/{id}/history",
    params(Number),
    responses(
        (status = 200, description = "The newest first", body = ref("#/components/schemas/History"),
            content_type = "application/json"),
        (status = 404, description = "The index does not have it", body = ref("#/components/schemas/Problem"),
            content_type = "application/problem+json"),
    ),
)]
pub async fn history(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
) -> Result<Json, Error> {
    let find = move |served: &Served| crate::search::history(&served.index, id)?.ok_or_else(|| not_held(id));
    answer(&state, find).await
}

fn held(served: &Served, id: ArticleId) -> Result<Article, Error> {
    served.index.article(id)?.ok_or_else(|| not_held(id))
}

fn not_held(id: ArticleId) -> Error {
    Error::not_found(format!("{id} is not in the index."))
}
