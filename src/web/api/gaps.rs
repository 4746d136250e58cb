//! What is cited and not held.

use axum::extract::{self, RawQuery};

use super::{Json, answer};
use crate::search::gaps as find;
use crate::web::{Error, SearchParams, State};

/// What `gaps` can be asked.
pub const PAGING: [&str; 3] = ["limit", "offset", "page"];

/// Articles that others cite and the archive lacks, the most cited first
///
/// What `kbfix gaps --format json` prints.
#[utoipa::path(
    get,
    path = "/gaps",
    params(
        ("limit" = Option<u8>, Query, description = "How many to give; 10 where it is not said", minimum = 0, maximum = 100),
        ("offset" = Option<u16>, Query, description = "How many to pass over", minimum = 0, maximum = 10_000),
        ("page" = Option<u16>, Query, description = "Page of `limit` gaps, from 1, instead of `offset`", minimum = 1,
            maximum = 10_000),
    ),
    responses(
        (status = 200, description = "The gaps, and how many there are", body = ref("#/components/schemas/Gaps"),
            content_type = "application/json"),
    ),
)]
pub async fn gaps(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Json, Error> {
    let request = SearchParams::read_strict(query.as_deref(), &PAGING)?.into_request()?;
    answer(&state, move |served| Ok(find(&served.index, request.offset, request.limit)?)).await
}
