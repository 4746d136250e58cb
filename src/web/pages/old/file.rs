//! The builds of a file.

use axum::{
    extract::{self, Path, RawQuery},
    response::Response,
};

use super::{parts, piece, short};
use crate::web::pages::{
    self,
    file::{File, Leaf, Replaced, Row},
    html::Html,
};
use crate::web::{Error, SearchParams, State};

/// Bytes of a name or a heading, and of a value.
const NAME: usize = 200;
const VALUE: usize = 80;

/// Answers `/old/file/tcpip.sys`, and patterns.
pub async fn page(
    extract::State(state): extract::State<State>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let params = SearchParams::read(query.as_deref().unwrap_or_default())?;
            let leaf = Leaf::of(served, &name, &params)?;
            let beside = [(leaf.previous, "Files before these"), (leaf.next, "More files")];
            let beside = beside.into_iter().filter_map(|(href, text)| Some(link(&href?, text)));
            let pieces = leaf.files.iter().flat_map(pieces).chain(beside);
            parts::page(&name, pieces, &leaf.here, query.as_deref())
        })
        .await
}

fn link(href: &str, text: &str) -> Html {
    piece(|out| out.tag("<p>").link(&format!("/old{href}")).text(text).tag("</a></p>\n"))
}

/// A file: its name, and its builds in their groups.
fn pieces(file: &File) -> Vec<Html> {
    let title = piece(|out| {
        out.tag("<h2>").text(&short(&file.name, NAME)).text(" (").text(&file.count).tag(")</h2>\n")
    });
    let mut pieces = vec![title];
    for group in &file.groups {
        let heading = short(&group.heading, NAME);
        pieces.push(piece(|out| out.tag("<h3>").text(&heading).tag("</h3>\n")));
        pieces.extend(group.rows.iter().map(row));
    }
    pieces
}

fn row(row: &Row) -> Html {
    let mut out = Html::default();
    out.tag("<p>");
    let size = if row.size.is_empty() { String::new() } else { format!("{} bytes", row.size) };
    for value in [&row.version, &row.date, &row.time, &size].into_iter().filter(|value| !value.is_empty()) {
        out.text(&short(value, VALUE)).text(", ");
    }
    for (id, _) in &row.articles {
        out.link(&format!("/old{}", pages::path(*id))).text(&id.to_string()).tag("</a> ");
    }
    if row.more > 0 {
        out.text(&format!("and {} more ", row.more));
    }
    match &row.replaced {
        Some(Replaced { by: Some(id), likely, .. }) => {
            out.text(if *likely { "(likely replaced by " } else { "(replaced by " });
            out.link(&format!("/old{}", pages::path(*id))).text(&id.to_string()).tag("</a>)");
        }
        _ if !row.said.is_empty() => {
            out.text("(").text(row.said).text(")");
        }
        _ => {}
    }
    out.tag("</p>\n");
    out
}
