//! The search page, and the start page where nothing is asked yet.

mod card;
pub mod facets;
pub mod pager;

use askama::Template;
use axum::{
    extract,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{frame::Frame, home, html_page, link, number};
use crate::article::ArticleId;
use crate::output::words;
use crate::search::{Request, Results, insisted, rewritten, search};
use crate::web::{Error, SearchParams, Served, State, params::Paging};
pub use card::Card;
use facets::{Chip, Group};
use pager::Pager;

/// Values of each facet that are shown.
const FACETS: usize = 6;

/// Bytes of the addresses of a page's links.
const MOST_LINKS: usize = 512 << 10;

/// A query with more bytes is not said again in a title.
const LONGEST_TITLE: usize = 80;

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    frame: Frame<'a>,
    query: &'a str,
    title: String,
    json: String,
    total: usize,
    count: String,
    start: usize,
    chips: Vec<Chip>,
    correction: Option<Correction>,
    others: Option<Way>,
    notes: &'a [String],
    wider: Vec<Way>,
    cards: Vec<Card>,
    first: String,
    is_past_end: bool,
    pager: Pager,
    groups: Vec<Group>,
}

/// What the words were taken for, and the search that insists on them.
pub struct Correction {
    pub shown: String,
    pub typed: String,
    pub href: String,
}

/// A search that finds something.
pub struct Way {
    pub what: String,
    pub href: String,
    pub count: String,
}

/// Answers `/search`; a number leads to its article.
pub async fn page(
    extract::State(state): extract::State<State>,
    params: SearchParams,
) -> Result<Response, Error> {
    state.run(move |served| answer(served, &params)).await
}

fn answer(served: &Served, params: &SearchParams) -> Result<Response, Error> {
    if is_empty(params) {
        return home::answer(served);
    }
    if let Some(id) = number_typed(served, params)? {
        return Ok(found_at(&number::path(id)));
    }
    let request = Request { facets: Some(FACETS), ..params.clone().into_request()? };
    let results = search(&served.index, &request)?;
    html_page(&page_of(params, &request, &results))
}

/// 302: what browsers of all times follow.
pub fn found_at(path: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, path.to_owned())]).into_response()
}

/// Whether nothing is asked for.
pub fn is_empty(params: &SearchParams) -> bool {
    params.q.trim().is_empty() && link::Narrow::ALL.iter().all(|by| by.values(params).is_empty())
}

/// The article that was asked for by its number; one without a `Q` may be an error's, so it must be held.
pub fn number_typed(served: &Served, params: &SearchParams) -> Result<Option<ArticleId>, Error> {
    let typed = params.q.trim();
    let Ok(id) = typed.parse::<ArticleId>() else { return Ok(None) };
    let announced = typed.starts_with(['q', 'Q', 'k', 'K']);
    let is_one = announced || typed.len() > 4 && served.index.article(id)?.is_some();
    Ok(is_one.then_some(id))
}

fn page_of<'a>(params: &'a SearchParams, request: &Request, results: &'a Results) -> Page<'a> {
    let count = words::counted(results.total as u64, "article");
    let paging = Paging { limit: request.limit, offset: request.offset };
    let pager = Pager::of(params, paging, results.total, results.hits.len());
    let page = pager.pages.iter().find(|page| page.current).map(|page| page.number);
    let chips = facets::chips(params);
    let groups = results.facets.as_ref().map(|facets| facets::groups(params, facets)).unwrap_or_default();
    // Every link has the whole query in it; with long ones only those stay that lead to the other pages.
    let links =
        chips.len() + pager.pages.len() + groups.iter().map(|group| group.entries.len()).sum::<usize>();
    let (chips, groups, pager) = if links * link::to(params).len() <= MOST_LINKS {
        (chips, groups, pager)
    } else {
        (Vec::new(), Vec::new(), Pager { pages: Vec::new(), ..pager })
    };
    Page {
        frame: Frame::of(params),
        query: &params.q,
        title: title(&params.q, &count, page),
        json: link::to(params).replacen("/search?", "/search.json?", 1),
        total: results.total,
        count: range(request, results.total, results.hits.len(), &count),
        start: request.offset + 1,
        chips,
        correction: correction(params, results),
        others: others(params, results),
        notes: results.other_notes(),
        wider: wider(params, results),
        cards: results.hits.iter().map(|hit| Card::of(hit, &results.terms)).collect(),
        first: link::changed(params, |_| ()),
        is_past_end: is_past_end(request, results),
        pager,
        groups,
    }
}

/// Whether there are hits, but all before those that were asked for.
pub fn is_past_end(request: &Request, results: &Results) -> bool {
    request.limit > 0 && results.total > 0 && request.offset >= results.total
}

fn title(query: &str, count: &str, page: Option<usize>) -> String {
    let query = words::folded(query);
    let shown: String = query.chars().take(LONGEST_TITLE).collect();
    let dots = if shown.len() < query.len() { "…" } else { "" };
    let page = page.filter(|&page| page > 1).map(|page| format!(", page {page}")).unwrap_or_default();
    let colon = if shown.is_empty() { "" } else { ": " };
    format!("{shown}{dots}{colon}{count}{page} - kbfix")
}

/// `128 articles`, `11–20 of 128 articles`.
pub fn range(request: &Request, total: usize, shown: usize, count: &str) -> String {
    if shown == 0 || shown == total {
        return count.to_owned();
    }
    let (first, last) = (request.offset + 1, request.offset + shown);
    format!("{}–{} of {count}", words::count(first as u64), words::count(last as u64))
}

pub fn correction(params: &SearchParams, results: &Results) -> Option<Correction> {
    let made = Some(&results.corrections).filter(|made| !made.is_empty())?;
    let insisted = insisted(&params.q, made);
    Some(Correction {
        shown: rewritten(&params.q, made),
        href: link::changed(params, |params| params.q.clone_from(&insisted)),
        typed: insisted,
    })
}

/// The search that shows the other articles with any of the words too.
pub fn others(params: &SearchParams, results: &Results) -> Option<Way> {
    let count = Some(results.other_matches()).filter(|&count| count > 0 && results.total > 0)?;
    Some(Way {
        what: "Show them too".to_owned(),
        href: link::changed(params, |params| params.any = true),
        count: words::counted(count as u64, "other article"),
    })
}

/// What to take away, in words.
pub fn wider(params: &SearchParams, results: &Results) -> Vec<Way> {
    let way = |wider: &crate::search::Wider| {
        let href = link::wider(params, &wider.query, &wider.filters);
        let what = if wider.query == params.q {
            without(params, &wider.filters)
        } else {
            format!("Only {}", wider.query)
        };
        Way { what, href, count: words::counted(wider.found as u64, "article") }
    };
    results.wider.iter().map(way).collect()
}

/// Names the filters that are not there any more.
fn without(params: &SearchParams, filters: &crate::search::Filters) -> String {
    use link::Narrow;
    let dropped = |by: &Narrow| match by {
        Narrow::Product => filters.products.is_empty(),
        Narrow::Version => filters.versions.is_empty(),
        Narrow::Type => filters.types.is_empty(),
        Narrow::Keyword => filters.keywords.is_empty(),
        Narrow::Has => filters.parts.is_empty(),
        Narrow::Year => {
            params.since.is_some() && filters.since.is_none()
                || params.until.is_some() && filters.until.is_none()
        }
    };
    let gone = Narrow::ALL.into_iter().filter(dropped);
    let named = gone.flat_map(|by| {
        by.values(params).into_iter().map(move |value| format!("{} {value}", by.name().to_lowercase()))
    });
    format!("Without {}", named.collect::<Vec<_>>().join(" and "))
}
