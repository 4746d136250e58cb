//! Part of a list: what the command line prints, and the addresses of the parts beside it.

use schemars::JsonSchema;
use serde::Serialize;

use super::Asked;
use crate::web::params::Paging;

/// Part of a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub struct Page<T> {
    #[serde(flatten)]
    list: T,
    /// The address of the next part, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    next: Option<String>,
    /// The address of the part before, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    previous: Option<String>,
}

/// A list that does not say itself how long it is.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}")]
pub struct Counted<T> {
    #[serde(flatten)]
    pub list: T,
    /// How many there are, of which this is a part.
    pub total: usize,
}

impl<T> Page<T> {
    /// The part that was asked for, of a list of `total`.
    pub fn of(list: T, asked: &Asked, paging: Paging, total: usize) -> Self {
        let given = paging.limit.min(total.saturating_sub(paging.offset));
        let has_more = paging.offset + given < total;
        Self::between(list, asked, paging.next(given, has_more), paging.previous(Some(total)))
    }

    /// A part between others.
    pub fn between(list: T, asked: &Asked, next: Option<Paging>, previous: Option<Paging>) -> Self {
        let address = |paging| {
            let query = asked.params.at(paging).to_query();
            if query.is_empty() { asked.path.clone() } else { format!("{}?{query}", asked.path) }
        };
        Self { list, next: next.map(address), previous: previous.map(address) }
    }
}

/// The part of a list that was asked for.
pub fn part<T>(list: Vec<T>, Paging { limit, offset }: Paging) -> Vec<T> {
    list.into_iter().skip(offset).take(limit).collect()
}
