//! What is cited and not held.

use askama::Template;
use axum::{
    extract::{self, RawQuery},
    response::Response,
};

use super::{latin_page, short};
use crate::web::pages::gaps::Leaf;
use crate::web::{Error, State};

/// Gaps of a page: each needs some 200 bytes.
const MOST: usize = 80;

/// Bytes of a gap's title.
const TITLE: usize = 200;

#[derive(Template)]
#[template(path = "old/gaps.html")]
struct Page {
    leaf: Leaf,
}

/// Answers `/old/gaps`, and `?page=2` of it.
pub async fn page(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let mut leaf = Leaf::of(served, query.as_deref(), MOST, MOST)?;
            for gap in &mut leaf.gaps.gaps {
                gap.title = gap.title.take().map(|title| short(&title, TITLE));
            }
            latin_page(&Page { leaf })
        })
        .await
}
