//! What the archive is.

use axum::{
    extract::{self, RawQuery},
    response::Response,
};

use super::{browse, parts, piece};
use crate::output::words;
use crate::web::pages::{about, browse::Kind, html::Html};
use crate::web::{Error, State};

/// Products that are named.
const PRODUCTS: usize = 14;

/// Answers `/old/about`.
pub async fn page(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let (census, figures) = (served.index.census()?, about::figures(served)?);
            let mut pieces = vec![paragraph(WHAT), paragraph(WHERE)];
            pieces.extend(figures.map(|(name, value)| paragraph(&format!("{name}: {value}"))));
            for (title, kind, most) in [
                ("Articles by the year of their last change", Kind::Year, usize::MAX),
                ("Products", Kind::Product, PRODUCTS),
            ] {
                pieces.push(heading(title));
                pieces.extend(kind.entries(census, most).iter().map(browse::line));
            }
            if !served.stats().notes.is_empty() {
                pieces.push(heading("What was not understood"));
            }
            let notes = served.stats().notes.iter();
            pieces.extend(notes.map(|(kind, count)| {
                paragraph(&format!("{}: {}", kind.replace('_', " "), words::count(*count)))
            }));
            pieces.push(heading("How to ask"));
            pieces.extend(ASK.map(|(written, found)| paragraph(&format!("{written}: {found}"))));
            parts::page("About", pieces, "/about", query.as_deref())
        })
        .await
}

const WHAT: &str = "From 1985 to 2002 Microsoft wrote down what went wrong with its systems, and what to do: the Knowledge \
                    Base. These articles survived in an archive. kbfix reads each into a record, with symptom, cause, fix, \
                    products and files, and finds the record that fits what you see.";
const WHERE: &str = "It runs where it was started, needs no network and sends nothing anywhere. The articles are \
                     Microsoft's, shown as they were written.";

/// What one writes, and what that finds.
const ASK: [(&str, &str); 7] = [
    ("hangs at shutdown", "articles with any of the words, those with all of them first"),
    ("\"nonpaged pool\"", "the words as they stand together"),
    ("leak -printer", "without a word"),
    ("title:leak OR cause:buffer", "in one part of the article, one or the other"),
    ("tcpip.sys version:4.0sp3..4.0sp6", "versions, and ranges of them"),
    ("modified:1998..1999 has:fix_files", "by date, and by what an article has"),
    ("0x0000000A", "errors, in whatever spelling"),
];

fn heading(text: &str) -> Html {
    piece(|out| out.tag("<h2>").text(text).tag("</h2>\n"))
}

fn paragraph(text: &str) -> Html {
    piece(|out| out.tag("<p>").text(text).tag("</p>\n"))
}
