//! One article, and what is near it.

use std::collections::HashMap;

use axum::Extension;
use axum::extract::{self, FromRequestParts, Path};
use axum::http::request::Parts;
use schemars::JsonSchema;
use serde::Serialize;

use super::page::{Counted, Page, part};
use super::search::with_urls;
use super::{Asked, Json, answer};
use crate::article::{Article, ArticleId};
use crate::output::section;
use crate::search::{Related, Totals, few_related};
use crate::web::{Error, Served, State, params::HITS};

/// Similar articles that can be asked for: each is read for its card.
const MOST_SIMILAR: usize = 200;

/// The number of an article in a path.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Number of the article: Q193829, KB193829 or 193829
    id: ArticleId,
}

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let id = segment(parts, state, "id").await?.parse::<ArticleId>();
        id.map(|id| Self { id }).map_err(|error| Error::bad_request(error.to_string()).of("id"))
    }
}

/// The name of a section in a path.
#[derive(Clone, Debug)]
pub struct Name {
    /// A field of the record (`symptoms`, `fix-files`) or a heading
    name: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Ok(Self { name: segment(parts, state, "name").await? })
    }
}

/// A named segment of the path.
async fn segment<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<String, Error> {
    let named = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
    let mut named = named.map_err(|error| Error::bad_request(error.body_text()))?;
    Ok(named.remove(name).unwrap_or_default())
}

/// The record of an article
///
/// What `kbfix show ID --format json` prints.
pub async fn article(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
) -> Result<Json, Error> {
    answer(&state, move |served| held(served, id)).await
}

/// A section of an article
///
/// What `kbfix show ID --section NAME --format json` prints: the number, and one field of the record.
pub async fn section(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
    Name { name }: Name,
) -> Result<Json, Error> {
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
pub async fn similar(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
    Extension(asked): Extension<Asked>,
) -> Result<Json, Error> {
    let paging = asked.params.paging(HITS)?;
    if paging.offset > MOST_SIMILAR {
        let detail = format!("only the {MOST_SIMILAR} most similar are looked for");
        return Err(Error::bad_request(detail).of("offset"));
    }
    let find = move |served: &Served| {
        // One more shows whether there is more.
        let most = (paging.offset + paging.limit + 1).min(MOST_SIMILAR);
        let mut found = crate::search::similar(&served.index, id, most)?.ok_or_else(|| not_held(id))?;
        let has_more = found.hits.len() > paging.offset + paging.limit;
        found.hits = part(found.hits, paging);
        found.total = found.hits.len();
        found.matches = found.total;
        let next = paging.next(found.hits.len(), has_more);
        Ok(Page::between(with_urls(found), &asked, next, paging.previous(None)))
    };
    answer(&state, find).await
}

/// What an article cites, what cites it, and what ships the same files
///
/// What `kbfix related ID --format json` prints; of each list the same part. The index need not have the article.
pub async fn related(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
    Extension(asked): Extension<Asked>,
) -> Result<Json, Error> {
    let paging = asked.params.paging(HITS)?;
    let find = move |served: &Served| {
        // One at least, for the title of what is not held is that which it is cited under.
        let (article, most) = (served.index.article(id)?, (paging.offset + paging.limit).max(1));
        let (mut related, Totals { cited_by, same_files }) =
            few_related(&served.index, id, article.as_ref(), most)?;
        let totals = RelatedTotals { cites: related.cites.len(), cited_by, same_files };
        related.cites = part(related.cites, paging);
        related.cited_by = part(related.cited_by, paging);
        related.same_files = part(related.same_files, paging);
        let longest = totals.cites.max(cited_by).max(same_files);
        Ok(Page::of(RelatedPart { related, totals }, &asked, paging, longest))
    };
    answer(&state, find).await
}

/// A part of each list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Related")]
pub struct RelatedPart {
    #[serde(flatten)]
    related: Related,
    totals: RelatedTotals,
}

/// How long the lists are.
#[derive(Serialize, JsonSchema)]
struct RelatedTotals {
    cites: usize,
    cited_by: usize,
    same_files: usize,
}

/// The dated copies of an article, and what each changed
///
/// What `kbfix history ID --format json` prints.
pub async fn history(
    extract::State(state): extract::State<State>,
    Number { id }: Number,
    Extension(asked): Extension<Asked>,
) -> Result<Json, Error> {
    let paging = asked.params.paging(HITS)?;
    let find = move |served: &Served| {
        let mut list = crate::search::history(&served.index, id)?.ok_or_else(|| not_held(id))?;
        let total = list.revisions.len();
        list.revisions = part(list.revisions, paging);
        Ok(Page::of(Counted { list, total }, &asked, paging, total))
    };
    answer(&state, find).await
}

fn held(served: &Served, id: ArticleId) -> Result<Article, Error> {
    served.index.article(id)?.ok_or_else(|| not_held(id))
}

fn not_held(id: ArticleId) -> Error {
    Error::not_found(format!("{id} is not in the index."))
}
