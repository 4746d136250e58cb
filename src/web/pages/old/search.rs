//! Start page, search and products.

use askama::Template;
use axum::{
    extract::{self, Path, RawQuery},
    response::Response,
};

use super::latin_page;
use crate::output::{hits::card, words};
use crate::search::{Fix, Hit, Request, search as find};
use crate::web::pages::{
    browse, search,
    search::facets::{Entry, Group},
    search::pager::Pager,
};
use crate::web::{Error, SearchParams, Served, State};

/// Values of each facet that are shown.
const FACETS: usize = 5;

#[derive(Template)]
#[template(path = "old/home.html")]
struct Home {
    articles: String,
}

#[derive(Template)]
#[template(path = "old/search.html")]
struct Page<'a> {
    query: &'a str,
    count: String,
    start: usize,
    hits: Vec<Line>,
    correction: Option<search::Correction>,
    wider: Vec<search::Way>,
    chips: Vec<search::facets::Chip>,
    groups: Vec<Group>,
    pager: Pager,
}

/// A hit in brief.
struct Line {
    id: String,
    title: String,
    date: String,
    symptom: String,
    fix: String,
}

/// Answers `/old/`.
pub async fn home(extract::State(state): extract::State<State>) -> Result<Response, Error> {
    state.run(start).await
}

fn start(served: &Served) -> Result<Response, Error> {
    latin_page(&Home { articles: words::count(served.index.census()?.articles) })
}

/// Answers `/old/search`.
pub async fn page(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let params = SearchParams::read(&to_utf8(&query.unwrap_or_default()))?;
    state.run(move |served| answer(served, &params)).await
}

fn answer(served: &Served, params: &SearchParams) -> Result<Response, Error> {
    if search::is_empty(params) {
        return start(served);
    }
    if let Some(id) = search::number_typed(served, params)? {
        return Ok(search::found_at(&format!("/old/kb/{id}")));
    }
    let request = Request { facets: Some(FACETS), ..params.clone().into_request()? };
    let results = find(&served.index, &request)?;
    let count = words::counted(results.total as u64, "article");
    latin_page(&Page {
        query: &params.q,
        count: search::range(&request, &results, &count),
        start: request.offset + 1,
        hits: results.hits.iter().map(line).collect(),
        correction: search::correction(params, &results),
        wider: search::wider(params, &results),
        chips: search::facets::chips(params),
        groups: results
            .facets
            .as_ref()
            .map(|facets| search::facets::groups(params, facets))
            .unwrap_or_default(),
        pager: Pager::of(params, results.total),
    })
}

fn line(hit: &Hit) -> Line {
    Line {
        id: hit.id.to_string(),
        title: hit.title.clone(),
        date: hit.modified.map(|date| date.to_string()).unwrap_or_default(),
        symptom: card::passage(hit).text.clone(),
        fix: fix(&hit.fix),
    }
}

/// The way out in one line.
fn fix(fix: &Fix) -> String {
    let releases = (!fix.fixed_in.is_empty()).then(|| format!("fixed in {}", fix.fixed_in.join("; ")));
    let files = words::files_in_brief(&fix.files);
    let files = (!files.is_empty()).then(|| files.into_iter().take(3).collect::<Vec<_>>().join(", "));
    let all: Vec<String> = releases.into_iter().chain(files).collect();
    if all.is_empty() { fix.text.clone().unwrap_or_default() } else { all.join(": ") }
}

/// Old browsers send what was typed in the letters of the page; as UTF-8 where it is, else taken as Windows-1252.
fn to_utf8(query: &str) -> String {
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(query).collect();
    if std::str::from_utf8(&bytes).is_ok() {
        return query.to_owned();
    }
    let pairs = query.split('&').map(|pair| {
        let bytes: Vec<u8> = percent_encoding::percent_decode_str(pair).collect();
        match pair.split_once('=') {
            Some((name, _)) if std::str::from_utf8(&bytes).is_err() => {
                let value = bytes.get(name.len() + 1..).unwrap_or_default();
                let text = crate::corpus::decode(value).text.replace('+', " ");
                form_urlencoded::Serializer::new(String::new()).append_pair(name, &text).finish()
            }
            _ => pair.to_owned(),
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

#[derive(Template)]
#[template(path = "old/letters.html")]
struct Letters {
    letters: Vec<String>,
    entries: Vec<Entry>,
}

/// Answers `/old/browse`: the most frequent products, and letters for the others.
pub async fn letters(extract::State(state): extract::State<State>) -> Result<Response, Error> {
    state
        .run(|served| {
            let census = served.index.census()?;
            let letters =
                browse::Kind::Product.letters(census).into_iter().map(|letter| letter.letter).collect();
            latin_page(&Letters { letters, entries: browse::Kind::Product.entries(census, 30) })
        })
        .await
}

/// Products of a page: each needs some 150 bytes.
const PRODUCTS: usize = 120;

/// Answers `/old/browse/W`.
pub async fn products(
    extract::State(state): extract::State<State>,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let (name, page) = name.split_once('.').unwrap_or((&name, "1"));
            let letters = browse::Kind::Product.letters(served.index.census()?);
            let found = letters.into_iter().find(|letter| letter.letter == name);
            let mut letter =
                found.ok_or_else(|| Error::not_found(format!("No product begins with {name}.")))?;
            let pages = letter.entries.len().div_ceil(PRODUCTS);
            let page = page.parse().unwrap_or(1).clamp(1, pages);
            let entries: Vec<Entry> =
                letter.entries.drain(..).skip((page - 1) * PRODUCTS).take(PRODUCTS).collect();
            latin_page(&Products { letter: name.to_owned(), entries, page, pages })
        })
        .await
}

#[derive(Template)]
#[template(path = "old/products.html")]
struct Products {
    letter: String,
    entries: Vec<Entry>,
    page: usize,
    pages: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_in_latin_1_is_understood() {
        for (sent, read) in [
            ("q=caf%E9+x&page=2", "q=caf%C3%A9+x&page=2"),
            ("q=caf%C3%A9", "q=caf%C3%A9"),
            ("q=%93a%94", "q=%E2%80%9Ca%E2%80%9D"),
            ("", ""),
        ] {
            assert_eq!(to_utf8(sent), read, "{sent}");
        }
    }
}
