//! Products, years, types and keywords.

use axum::{
    extract::{self, Path, RawQuery},
    response::Response,
};

use super::{parts, piece, short};
use crate::web::pages::{browse::Kind, html::Html, search::facets::Entry};
use crate::web::{Error, State};

/// Products, and values of the other kinds, on the page of all kinds.
const PRODUCTS: usize = 30;
const MOST: usize = 10;

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
            let mut pieces = Vec::new();
            for kind in Kind::ALL {
                let most = if kind == Kind::Product {
                    PRODUCTS
                } else {
                    pieces.push(piece(|out| out.tag("<h2>").text(kind.name()).tag("</h2>\n")));
                    MOST
                };
                pieces.extend(kind.entries(census, most).iter().map(line));
                let all = format!("/old/browse/{}", kind.path());
                pieces.push(piece(|out| out.tag("<p>").link(&all).text("All").tag("</a></p>\n")));
            }
            parts::page(Kind::Product.name(), pieces, "/browse", query.as_deref())
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
