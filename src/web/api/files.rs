//! Every build of a file.

use axum::extract::{self, Path, RawQuery};

use super::{Json, answer};
use crate::web::{Error, SearchParams, State};

/// Every build of a file that the archive knows, and which takes the place of which
///
/// What `kbfix file NAME --format json` prints.
#[utoipa::path(
    get,
    path = "/files/{name}",
    params((
        "name" = String, Path, description = "Name of the file, case aside; `*` stands for any letters, `?` for one",
        example = "tcpip.sys",
    )),
    responses(
        (status = 200, description = "The files and their builds", body = ref("#/components/schemas/Files"),
            content_type = "application/json"),
        (status = 404, description = "No article gives a build of it", body = ref("#/components/schemas/Problem"),
            content_type = "application/problem+json"),
    ),
)]
pub async fn file(
    extract::State(state): extract::State<State>,
    path: Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json, Error> {
    SearchParams::read_strict(query.as_deref(), &[])?;
    let Path(name) = path;
    answer(&state, move |served| served.files(&name)).await
}
