//! Products, years, types and keywords.

use axum::{
    extract::{self, Path, RawQuery},
    response::Response,
};

use super::{parts, short};
use crate::web::pages::{browse::Kind, html::Html, search::facets::Entry};
use crate::web::{Error, State};

/// Values of each kind on the page of all kinds.
const MOST: usize = 20;

/// Bytes of a label, and of an address that is still a link.
const LABEL: usize = 150;
const HREF: usize = 2_000;

/// Answers `/old/browse`.
pub async fn all(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let census = served.index.census()?;
            let pieces = Kind::ALL.into_iter().flat_map(|kind| {
                let mut title = Html::default();
                title.tag("<h2>").link(&format!("/old/browse/{}", kind.path())).text(kind.name());
                title.tag("</a></h2>\n");
                std::iter::once(title).chain(kind.entries(census, MOST).iter().map(line).collect::<Vec<_>>())
            });
            parts::page("Browse", pieces, "/browse", query.as_deref())
        })
        .await
}

/// Answers `/old/browse/product` and the like.
pub async fn values(
    extract::State(state): extract::State<State>,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let kind = Kind::of(&path)?;
    state
        .run(move |served| {
            let letters = kind.letters(served.index.census()?);
            let pieces = letters.iter().flat_map(|letter| {
                let mut title = Html::default();
                if !letter.letter.is_empty() {
                    title.tag("<h2>").text(&letter.letter).tag("</h2>\n");
                }
                std::iter::once(title).chain(letter.entries.iter().map(line))
            });
            parts::page(kind.name(), pieces, &format!("/browse/{}", kind.path()), query.as_deref())
        })
        .await
}

/// A value as a line, and a link where its address is not too long.
pub fn line(entry: &Entry) -> Html {
    let mut out = Html::default();
    let label = short(&entry.label, LABEL);
    if entry.href.len() <= HREF {
        out.link(&format!("/old{}", entry.href)).text(&label).tag("</a>");
    } else {
        out.text(&label);
    }
    out.text(&format!(" ({})", entry.count)).tag("<br>\n");
    out
}
