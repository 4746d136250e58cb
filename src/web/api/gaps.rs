//! What is cited and not held.

use axum::Extension;
use axum::extract;

use super::page::Page;
use super::{Asked, Json, answer};
use crate::search::gaps as find;
use crate::web::{Error, State, params::HITS};

/// Articles that others cite and the archive lacks, the most cited first
///
/// What `kbfix gaps --format json` prints.
pub async fn gaps(
    extract::State(state): extract::State<State>,
    Extension(asked): Extension<Asked>,
) -> Result<Json, Error> {
    let paging = asked.params.paging(HITS)?;
    let gaps = move |served: &crate::web::Served| {
        let found = find(&served.index, paging.offset, paging.limit)?;
        let missing = found.missing as usize;
        Ok(Page::of(found, &asked, paging, missing))
    };
    answer(&state, gaps).await
}
