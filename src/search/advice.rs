//! Where nothing is found: what would be without one of the things that were required.

use std::fmt::Display;

use super::results::Wider;
use super::{Filters, Place, Request, SearchError, find::find_once};
use crate::query::{Item, Query};

/// Searches that may be tried; each takes as long as the one that found nothing.
const MOST: usize = 12;

/// The request without something, and what that is.
struct Less {
    what: String,
    request: Request,
}

/// What to leave out: one filter or one part of the query, else all filters.
pub fn wider(place: &Place<'_>, request: &Request, query: &Query) -> Result<Vec<Wider>, SearchError> {
    let filters = filters(request);
    let all = together(&filters, request);
    let singles: Vec<Less> = filters.into_iter().chain(parts(request, query)).take(MOST).collect();
    let found = counted(place, singles)?;
    if found.is_empty() { counted(place, all.into_iter().collect()) } else { Ok(found) }
}

fn counted(place: &Place<'_>, requests: Vec<Less>) -> Result<Vec<Wider>, SearchError> {
    let mut all = Vec::new();
    for Less { what, request } in requests {
        let found = find_once(place, &request)?.0.ranking.found.len();
        let Request { query, filters, .. } = request;
        all.extend((found > 0).then_some(Wider { what, query, filters, found }));
    }
    Ok(all)
}

impl Wider {
    /// For people at a command line.
    pub fn note(&self) -> String {
        let articles = if self.found == 1 { "article" } else { "articles" };
        format!("without {}: {} {articles}", self.what, self.found)
    }
}

/// The request without each filter that is set, as flags of the command line.
fn filters(request: &Request) -> Vec<Less> {
    let all = &request.filters;
    let mut rest = Vec::new();
    let mut add = |flags: String, clear: fn(&mut Filters)| {
        let mut request = request.clone();
        clear(&mut request.filters);
        if request.filters != *all {
            rest.push(Less { what: flags, request });
        }
    };
    add(flags("product", &all.products), |filters| filters.products.clear());
    add(flags("version", &all.versions), |filters| filters.versions.clear());
    add(flags("keyword", &all.keywords), |filters| filters.keywords.clear());
    add(flags("type", &all.types), |filters| filters.types.clear());
    add(flags("has", all.parts.iter().map(|part| part.name())), |filters| filters.parts.clear());
    add(flags("since", all.since), |filters| filters.since = None);
    add(flags("until", all.until), |filters| filters.until = None);
    rest
}

/// The request without any filter, where there are several.
fn together(filters: &[Less], request: &Request) -> Option<Less> {
    let what: Vec<&str> = filters.iter().map(|less| less.what.as_str()).collect();
    let request = Request { filters: Filters::default(), ..request.clone() };
    (what.len() > 1).then(|| Less { what: what.join(" "), request })
}

/// The request without each part of the query that must hold, where something is left then.
fn parts(request: &Request, query: &Query) -> Vec<Less> {
    let all = query.items.iter().enumerate();
    let parts = all.filter(|(_, item)| query.items.len() > 1 && !item.is_word());
    let less = |(at, item): (usize, &Item)| {
        let mut rest = query.clone();
        rest.items.remove(at);
        Less { what: format!("`{item}`"), request: Request { query: rest.to_string(), ..request.clone() } }
    };
    parts.map(less).collect()
}

/// `--product nt --product 'windows 95'`.
fn flags<T: Display>(name: &str, values: impl IntoIterator<Item = T>) -> String {
    let flag = |value: T| {
        let value = value.to_string();
        let is_plain =
            !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || "'\"$&;|".contains(c));
        let quote = if is_plain { "" } else { "'" };
        format!("--{name} {quote}{value}{quote}")
    };
    values.into_iter().map(flag).collect::<Vec<_>>().join(" ")
}
