//! Start page and search.

use askama::Template;
use axum::{extract, response::Response};

use super::{MOST_BYTES, TITLE, latin, latin_page, short};
use crate::output::{hits::card, words};
use crate::search::{Fix, Hit, Request, Results, search as find};
use crate::web::pages::{link, number, search, search::facets::Group, search::pager::Pager};
use crate::web::{Error, SearchParams, Served, State, params::Paging};

/// Values of each facet that are shown.
const FACETS: usize = 5;

/// Bytes of a query in a title, and of what a hit says.
const QUERY: usize = 200;
const PASSAGE: usize = 500;

/// Bytes of a query that the box still holds, and of an address that is still a link.
const BOX: usize = 6_000;
const HREF: usize = 4_000;

/// Hits that are more worth than what stands around them.
const HITS: usize = 5;

#[derive(Template)]
#[template(path = "old/home.html")]
struct Home {
    articles: String,
}

#[derive(Template)]
#[template(path = "old/search.html")]
struct Page<'a> {
    title: String,
    query: &'a str,
    count: String,
    total: usize,
    start: usize,
    is_past_end: bool,
    hits: &'a [Line],
    correction: Option<search::Correction>,
    wider: Vec<search::Way>,
    chips: Vec<search::facets::Chip>,
    groups: Vec<Group>,
    previous: Option<String>,
    next: Option<String>,
}

/// A hit in brief.
struct Line {
    id: String,
    title: String,
    date: String,
    symptom: String,
    fix: String,
}

/// Answers `/old/`, which takes a query too.
pub async fn home(
    extract::State(state): extract::State<State>,
    params: SearchParams,
) -> Result<Response, Error> {
    if search::is_empty(&params) {
        return state.run(start).await;
    }
    Ok(search::found_at(&link::to(&params)))
}

fn start(served: &Served) -> Result<Response, Error> {
    latin_page(&Home { articles: words::count(served.index.census()?.articles) })
}

/// Answers `/old/search`.
pub async fn page(
    extract::State(state): extract::State<State>,
    params: SearchParams,
) -> Result<Response, Error> {
    state.run(move |served| answer(served, &params)).await
}

fn answer(served: &Served, params: &SearchParams) -> Result<Response, Error> {
    if search::is_empty(params) {
        return start(served);
    }
    if let Some(id) = search::number_typed(served, params)? {
        return Ok(search::found_at(&number::path(id)));
    }
    let request = Request { facets: Some(FACETS), ..params.clone().into_request()? };
    let results = find(&served.index, &request)?;
    let found = Found {
        params,
        request: &request,
        results: &results,
        lines: results.hits.iter().map(line).collect(),
    };
    found.page()
}

/// How much stands around the hits, as far as there is room: every link has the whole query in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    All,
    NoFacets,
    Nothing,
}

/// What a page is made of.
struct Found<'a> {
    params: &'a SearchParams,
    request: &'a Request,
    results: &'a Results,
    lines: Vec<Line>,
}

impl Found<'_> {
    /// The fullest page that is small enough; the hits that it leaves out are on the next.
    fn page(&self) -> Result<Response, Error> {
        let all = self.lines.len();
        for around in [Around::All, Around::NoFacets, Around::Nothing] {
            let fits = |shown| {
                Ok::<_, Error>(Some(self.with(around, shown)?).filter(|page| page.len() < MOST_BYTES))
            };
            if let Some(page) = fits(all)? {
                return Ok(super::answer(page));
            }
            let Some(mut best) = fits(HITS.min(all))? else { continue };
            let (mut enough, mut too_many) = (HITS.min(all), all);
            while too_many - enough > 1 {
                let middle = enough.midpoint(too_many);
                match fits(middle)? {
                    Some(page) => (best, enough) = (page, middle),
                    None => too_many = middle,
                }
            }
            return Ok(super::answer(best));
        }
        Err(Error::internal("a page of five hits is too long"))
    }

    fn with(&self, around: Around, shown: usize) -> Result<Vec<u8>, Error> {
        let Self { params, request, results, lines } = self;
        let paging = Paging { limit: request.limit, offset: request.offset };
        let count = words::counted(results.total as u64, "article");
        let Pager { previous, next, .. } = Pager::of(params, paging, results.total, shown);
        let has_links = around != Around::Nothing;
        let is_link = |href: &String| has_links || href.len() <= HREF;
        let facets = results.facets.as_ref().filter(|_| around == Around::All);
        let page = Page {
            title: format!("{}: {count} - kbfix", short(&params.q, QUERY)),
            query: if has_links || short(&params.q, BOX) == params.q { &params.q } else { "" },
            count: search::range(request, results.total, shown, &count),
            total: results.total,
            start: request.offset + 1,
            is_past_end: search::is_past_end(request, results),
            hits: &lines[..shown],
            correction: search::correction(params, results).filter(|_| has_links),
            wider: if has_links { search::wider(params, results) } else { Vec::new() },
            chips: if has_links { search::facets::chips(params) } else { Vec::new() },
            groups: facets.map(|facets| search::facets::groups(params, facets)).unwrap_or_default(),
            previous: previous.filter(is_link),
            next: next.filter(is_link),
        };
        let html = page.render().map_err(|error| Error::internal(error.to_string()))?;
        Ok(latin::encode(&html))
    }
}

fn line(hit: &Hit) -> Line {
    Line {
        id: hit.id.to_string(),
        title: short(&hit.title, TITLE),
        date: hit.modified.map(|date| date.to_string()).unwrap_or_default(),
        symptom: short(&card::passage(hit).text, PASSAGE),
        fix: short(&fix(&hit.fix), PASSAGE),
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
