//! Every build of a file.

use axum::Extension;
use axum::extract::{self, Path};

use super::page::{Counted, Page};
use super::{Asked, Json, answer};
use crate::web::{Error, SearchParams, Served, State, params::HITS};

/// Every build of a file that the archive knows, and which takes the place of which
///
/// What `kbfix file NAME --format json` prints.
#[utoipa::path(
    get,
    path = "/files/{name}",
    params((
        "name" = String, Path, description = "Name of the file, case aside; `*` stands for any letters, `?` for one",
        example = "tcpip.sys",
    ), SearchParams),
    responses(
        (status = 200, description = "The files and their builds", body = ref("#/components/schemas/PageOfFiles"),
            content_type = "application/json"),
        (status = 404, description = "No article gives a build of it", body = ref("#/components/schemas/Problem"),
            content_type = "application/problem+json"),
    ),
)]
pub async fn file(
    extract::State(state): extract::State<State>,
    path: Path<String>,
    Extension(asked): Extension<Asked>,
) -> Result<Json, Error> {
    let (Path(name), paging) = (path, asked.params.paging(HITS)?);
    let find = move |served: &Served| {
        let (list, total) = served.files(&name, paging)?;
        Ok(Page::of(Counted { list, total }, &asked, paging, total))
    };
    answer(&state, find).await
}
