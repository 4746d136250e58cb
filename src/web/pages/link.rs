//! Addresses of searches that differ from one in a little.

use crate::query::Part;
use crate::search::Filters;
use crate::web::SearchParams;

/// The address of a search.
pub fn to(params: &SearchParams) -> String {
    format!("/search?{}", params.to_query())
}

/// The same search from its first page, changed.
pub fn changed(params: &SearchParams, change: impl FnOnce(&mut SearchParams)) -> String {
    let mut params = SearchParams { page: None, offset: None, ..params.clone() };
    change(&mut params);
    to(&params)
}

/// A search by one value alone.
pub fn only(name: Narrow, value: &str) -> String {
    changed(&SearchParams::default(), |params| name.set(params, value))
}

/// By what the pages let one narrow a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrow {
    Product,
    Version,
    Year,
    Type,
    Keyword,
    Has,
}

impl Narrow {
    pub const ALL: [Self; 6] =
        [Self::Product, Self::Version, Self::Year, Self::Type, Self::Keyword, Self::Has];

    /// For people, in front of a value.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Product => "Product",
            Self::Version => "Version",
            Self::Year => "Changed",
            Self::Type => "Type",
            Self::Keyword => "Keyword",
            Self::Has => "Has",
        }
    }

    /// Adds a value; a year takes the place of another. A product is this one alone, not all that have its words.
    pub fn set(self, params: &mut SearchParams, value: &str) {
        match self {
            Self::Product => params.product.push(format!("={value}")),
            Self::Version => params.version.push(value.to_owned()),
            Self::Type => params.kind.push(value.to_owned()),
            Self::Keyword => params.keyword.push(value.to_owned()),
            Self::Has => params.has.extend(Part::named(value)),
            Self::Year => {
                params.since = value.parse().ok();
                params.until = params.since;
            }
        }
    }

    /// Takes a value away.
    pub fn unset(self, params: &mut SearchParams, value: &str) {
        match self {
            Self::Product => params.product.retain(|set| named(set) != value),
            Self::Version => params.version.retain(|set| set != value),
            Self::Type => params.kind.retain(|set| set != value),
            Self::Keyword => params.keyword.retain(|set| set != value),
            Self::Has => params.has.retain(|set| set.name() != value),
            Self::Year => (params.since, params.until) = (None, None),
        }
    }

    /// The values that are set.
    pub fn values(self, params: &SearchParams) -> Vec<String> {
        match self {
            Self::Product => params.product.iter().map(|set| named(set).to_owned()).collect(),
            Self::Version => params.version.clone(),
            Self::Type => params.kind.clone(),
            Self::Keyword => params.keyword.clone(),
            Self::Has => params.has.iter().map(|part| part.name().to_owned()).collect(),
            Self::Year => period(params).into_iter().collect(),
        }
    }
}

/// The name of a product that is set.
fn named(product: &str) -> &str {
    product.strip_prefix('=').unwrap_or(product)
}

/// `1999`, `1998-05 – 1999`, `since 1998`.
fn period(params: &SearchParams) -> Option<String> {
    match (params.since, params.until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("since {since}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (Some(since), Some(until)) if since == until => Some(since.to_string()),
        (Some(since), Some(until)) => Some(format!("{since} – {until}")),
    }
}

/// The search with other words and filters; a filter that is not in `filters` any more is taken away.
pub fn wider(params: &SearchParams, query: &str, filters: &Filters) -> String {
    changed(params, |params| {
        params.q = query.to_owned();
        params.product.clone_from(&filters.products);
        params.version.clone_from(&filters.versions);
        params.keyword.clone_from(&filters.keywords);
        params.kind.clone_from(&filters.types);
        params.has.clone_from(&filters.parts);
        params.since = params.since.filter(|_| filters.since.is_some());
        params.until = params.until.filter(|_| filters.until.is_some());
    })
}
