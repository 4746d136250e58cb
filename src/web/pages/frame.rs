//! What every page has around it.

use super::assets::{ASSETS, Assets};
use crate::web::SearchParams;

/// The head, the box to search in, and what it keeps of the last search.
pub struct Frame<'a> {
    /// What stands in the box.
    pub query: &'a str,
    /// Filters that a new search keeps.
    pub kept: Vec<(String, String)>,
    pub assets: &'static Assets,
}

impl Frame<'static> {
    /// Of a page that is no answer to a search.
    pub fn plain() -> Self {
        Frame { query: "", kept: Vec::new(), assets: &ASSETS }
    }
}

impl<'a> Frame<'a> {
    /// Of an answer.
    pub fn of(params: &'a SearchParams) -> Self {
        let filters = SearchParams { q: String::new(), page: None, offset: None, ..params.clone() };
        let query = filters.to_query();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let kept = pairs.filter(|(_, value)| !value.is_empty()).collect();
        Self { query: &params.q, kept, assets: &ASSETS }
    }
}
