//! `.json` beside every page: the same question, answered by the API.

use axum::{
    extract::Request,
    http::{Uri, uri::PathAndQuery},
};

use super::{api, params};

/// Pages by their path without `.json`, and what of the API answers in their place; `*` is one segment of a path.
const TWINS: [(&str, &str); 10] = [
    ("/search", "/search"),
    ("/browse", "/facets"),
    ("/about", "/stats"),
    ("/kb/*", "/articles/*"),
    ("/kb/*/similar", "/articles/*/similar"),
    ("/kb/*/history", "/articles/*/history"),
    ("/kb/*/related", "/articles/*/related"),
    ("/kb/*/sections/*", "/articles/*/sections/*"),
    ("/file/*", "/files/*"),
    ("/gaps", "/gaps"),
];

/// Sends the request for the twin of a page to the API.
pub fn redirect(mut request: Request) -> Request {
    if let Some(uri) = twin(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

fn twin(uri: &Uri) -> Option<Uri> {
    let page = uri.path().strip_suffix(".json")?;
    let path = TWINS.iter().find_map(|(from, to)| rewritten(page, from, to))?;
    let known = api::parameters(&path).unwrap_or_default();
    // What a form sends is not what a program sends.
    let query = uri.query().map(|query| params::tidy(query, known)).filter(|query| !query.is_empty());
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    with_path(uri, format!("{}{path}{query}", api::ROOT))
}

/// The same address with another path and query.
pub fn with_path(uri: &Uri, path: String) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

/// Whether a path is of a shape: `*` or `{name}` is one segment that is not empty.
pub fn fits(path: &str, shape: &str) -> bool {
    let both = path.split('/').zip(shape.split('/'));
    path.split('/').count() == shape.split('/').count()
        && both.into_iter().all(|(segment, wanted)| match wanted {
            "*" => !segment.is_empty(),
            _ if wanted.starts_with('{') => !segment.is_empty(),
            _ => segment == wanted,
        })
}

fn rewritten(page: &str, from: &str, to: &str) -> Option<String> {
    if !fits(page, from) {
        return None;
    }
    let both = page.split('/').zip(from.split('/'));
    let mut stars = both.filter(|(_, wanted)| *wanted == "*").map(|(segment, _)| segment);
    let path = to.split('/').map(|part| if part == "*" { stars.next().unwrap_or_default() } else { part });
    Some(path.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_twin() {
        for (page, api) in [
            ("/search.json?q=leak&product=&page=2&utm=x", Some("/api/v1/search?q=leak&page=2")),
            ("/search.json", Some("/api/v1/search")),
            ("/kb/Q186401.json", Some("/api/v1/articles/Q186401")),
            ("/kb/Q1/sections/fix%20files.json", Some("/api/v1/articles/Q1/sections/fix%20files")),
            ("/file/tcpip.sys.json", Some("/api/v1/files/tcpip.sys")),
            ("/gaps.json?page=2", Some("/api/v1/gaps?page=2")),
            ("/kb/.json", None),
            ("/kb/a/b/c.json", None),
            ("/search", None),
            ("/api/v1/openapi.json", None),
        ] {
            let uri = twin(&page.parse().unwrap());
            assert_eq!(uri.as_ref().map(ToString::to_string).as_deref(), api, "{page}");
        }
    }
}
