//! Every build of a file.

use axum::Extension;
use axum::extract::{self, Path};

use super::page::{Counted, Page};
use super::{Asked, Json, answer};
use crate::web::{Error, Served, State, params::HITS};

/// Every build of a file that the archive knows, and which takes the place of which
///
/// What `kbfix file NAME --format json` prints.
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
