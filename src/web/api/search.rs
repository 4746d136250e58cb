//! Searching and counting.

use axum::{
    Extension, extract,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{Asked, Json, answer, page::Page};
use crate::search::{Results, search as find};
use crate::web::{Error, SearchParams, Served, State, pages, params::HITS};

/// Values of each facet where nobody says how many.
const COUNTED: usize = 10;
/// Titles that are suggested where nobody says how many.
const SUGGESTED: usize = 8;

/// Find articles, the best first
///
/// What `kbfix search --format json` prints. Parameters that narrow may come more than once; the values of one are
/// alternatives.
pub async fn search(
    extract::State(state): extract::State<State>,
    Extension(asked): Extension<Asked>,
) -> Result<Json, Error> {
    let (paging, request) = (asked.params.paging(HITS)?, asked.params.clone().into_request()?);
    let find = move |served: &Served| {
        let results = find(&served.index, &request)?;
        let total = results.total;
        Ok(Page::of(with_urls(results), &asked, paging, total))
    };
    answer(&state, find).await
}

/// Hits that say where their articles are.
pub fn with_urls(mut results: Results) -> Results {
    for hit in &mut results.hits {
        hit.url = Some(pages::path(hit.id));
    }
    results
}

/// Count what a search finds
///
/// As `search`, without hits and with facets: what `kbfix search --limit 0 --facets --format json` prints. Without `q`
/// all articles are counted.
pub async fn facets(
    extract::State(state): extract::State<State>,
    Extension(asked): Extension<Asked>,
) -> Result<Json, Error> {
    let Asked { params, .. } = asked;
    let params = SearchParams { facets: params.facets.or(Some(COUNTED)), ..params };
    let mut request = params.into_request()?;
    request.limit = 0;
    answer(&state, move |served| Ok(find(&served.index, &request)?)).await
}

/// Titles for what is being typed
///
/// In the form that browsers read suggestions in: the query, and a list of titles.
pub async fn suggestions(
    extract::State(state): extract::State<State>,
    Extension(asked): Extension<Asked>,
) -> Result<Response, Error> {
    let Asked { params, .. } = asked;
    let params = SearchParams { limit: params.limit.or(Some(SUGGESTED)), ..params };
    let request = params.into_request()?;
    let found = answer(&state, move |served| {
        let results = find(&served.index, &request)?;
        let titles: Vec<String> = results.hits.into_iter().map(|hit| hit.title).collect();
        Ok((results.query, titles))
    });
    let kind = HeaderValue::from_static("application/x-suggestions+json");
    Ok(([(header::CONTENT_TYPE, kind)], found.await?).into_response())
}

/// Count what is in the index
///
/// What `kbfix stats --format json` prints.
pub async fn stats(extract::State(state): extract::State<State>) -> Result<Json, Error> {
    state.run(|served| Json::of(served.stats())).await
}
