//! What stands behind the `?` of a search.

mod value;

use axum::{extract::FromRequestParts, http::request::Parts};
use form_urlencoded::Serializer;
use utoipa::{
    IntoParams,
    openapi::{
        RefOr, Schema, Type,
        schema::{ArrayBuilder, ObjectBuilder},
    },
};

use super::Error;
use crate::{
    article::Period,
    query::Part,
    search::{Filters, Request, Sort},
};
use value::{boolean, number, period, push, text};

/// Hits of a page that did not say how many it wants.
pub const HITS: usize = 10;
/// Hits of one answer.
pub const MOST_HITS: usize = 100;
/// How far one can turn pages.
pub const DEEPEST: usize = 10_000;
/// Characters of a query: a crash dump fits.
pub const LONGEST: usize = 4096;
/// Values that one filter can have, and values of each facet that are counted.
const MOST_VALUES: usize = 100;

/// What a search is asked for in a URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// What to look for, in the language that `kbfix query` describes; without it all that the filters leave is found
    #[param(required = false, max_length = 4096, example = "memory leak password change")]
    pub q: String,
    /// Refuse what cannot be read as it is written, instead of taking it as words
    #[param(required = false, default = false)]
    pub strict: bool,
    /// Every article that has any of the words, instead of those that cover a fair share of them
    #[param(required = false, default = false)]
    pub any: bool,
    /// What to sort by: `relevance`, `date` (newest first) or `number`
    #[param(required = false, schema_with = sorts)]
    pub sort: Sort,
    /// Only articles about this product; a short name will do (`nt4`)
    #[param(required = false, max_items = 100)]
    pub product: Vec<String>,
    /// Only articles about this version (`4.0`, `4.0sp3`), or one of a range (`4.0sp3..4.0sp6`, `..3.51`)
    #[param(required = false, max_items = 100)]
    pub version: Vec<String>,
    /// Only articles with this keyword (`kbnetwork`)
    #[param(required = false, max_items = 100)]
    pub keyword: Vec<String>,
    /// Only articles of this type (`bug`, `fix`, `howto`)
    #[param(rename = "type", required = false, max_items = 100)]
    pub kind: Vec<String>,
    /// Only articles that have this part
    #[param(required = false, schema_with = parts)]
    pub has: Vec<Part>,
    /// Only articles last modified then or later: 1998, 1998-05 or 1998-05-26
    #[param(required = false, value_type = String, pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
    pub since: Option<Period>,
    /// Only articles last modified then or earlier
    #[param(required = false, value_type = String, pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
    pub until: Option<Period>,
    /// How many articles to give; 0 only counts them
    #[param(required = false, value_type = u64, minimum = 0, maximum = 100, default = 10)]
    pub limit: Option<usize>,
    /// How many articles to pass over
    #[param(required = false, value_type = u64, minimum = 0, maximum = 10_000, default = 0)]
    pub offset: Option<usize>,
    /// Page of `limit` articles, from 1, instead of `offset`
    #[param(required = false, value_type = u64, minimum = 1, maximum = 10_000)]
    pub page: Option<usize>,
    /// Count all articles found by product, version, year, type, keyword and fix files, so many values of each
    #[param(required = false, value_type = u64, minimum = 1, maximum = 100)]
    pub facets: Option<usize>,
    /// Say of each hit what makes its score
    #[param(required = false, default = false)]
    pub explain: bool,
}

/// What an article may have.
fn parts() -> RefOr<Schema> {
    let part = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Part::all().map(Part::name)));
    ArrayBuilder::new().items(part).max_items(Some(MOST_VALUES)).into()
}

/// What hits can be sorted by.
fn sorts() -> RefOr<Schema> {
    let names = ["relevance", "date", "number"];
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).default(Some(names[0].into())).into()
}

impl SearchParams {
    /// Reads a query string. Of a form, empty fields and names of other things are passed over.
    ///
    /// # Errors
    /// Where a value is none of its parameter.
    pub fn read(query: &str) -> Result<Self, Error> {
        let mut params = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !value.is_empty() {
                params.set(&name, &value)?;
            }
        }
        Ok(params)
    }

    /// Reads a query string of a program: nothing is passed over, and only parameters that are `known` are good.
    ///
    /// # Errors
    /// Besides, where there is no such parameter, or where one comes twice that has one value.
    pub fn read_strict(query: Option<&str>, known: &[&str]) -> Result<Self, Error> {
        let mut params = Self::default();
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let set = if known.contains(&&*name) { params.set(&name, &value)? } else { None };
            let name = set.ok_or_else(|| unknown(&name, known))?;
            if seen.contains(&name) && !MANY.contains(&name) {
                return Err(Error::bad_request(format!("`{name}` stands there twice; give it once")).of(name));
            }
            seen.push(name);
        }
        Ok(params)
    }

    /// Sets a parameter; gives its name, if it is one.
    fn set(&mut self, name: &str, value: &str) -> Result<Option<&'static str>, Error> {
        let Some(&name) = NAMES.iter().find(|known| **known == name) else { return Ok(None) };
        let read = match name {
            "q" => text(value).map(|text| self.q = text),
            "strict" => boolean(value).map(|flag| self.strict = flag),
            "any" => boolean(value).map(|flag| self.any = flag),
            "sort" => Sort::named(value).map(|sort| self.sort = sort),
            "product" => push(&mut self.product, value, text),
            "version" => push(&mut self.version, value, text),
            "keyword" => push(&mut self.keyword, value, text),
            "type" => push(&mut self.kind, value, text),
            "has" => push(&mut self.has, value, Part::named),
            "since" => period(value).map(|period| self.since = Some(period)),
            "until" => period(value).map(|period| self.until = Some(period)),
            "limit" => number(value, 0, MOST_HITS).map(|number| self.limit = Some(number)),
            "offset" => number(value, 0, DEEPEST).map(|number| self.offset = Some(number)),
            "page" => number(value, 1, DEEPEST).map(|number| self.page = Some(number)),
            "facets" => number(value, 1, MOST_VALUES).map(|number| self.facets = Some(number)),
            _ => boolean(value).map(|flag| self.explain = flag),
        };
        read.map(|()| Some(name)).map_err(|wrong| Error::bad_request(format!("`{name}`: {wrong}")).of(name))
    }

    /// The request, checked.
    ///
    /// # Errors
    /// Where parameters contradict each other.
    pub fn into_request(self) -> Result<Request, Error> {
        let limit = self.limit.unwrap_or(HITS);
        let offset = match (self.page, self.offset) {
            (Some(_), Some(_)) => {
                return Err(Error::bad_request("`page` and `offset` say the same; give one").of("page"));
            }
            (Some(page), None) => (page - 1).saturating_mul(limit),
            (None, offset) => offset.unwrap_or(0),
        };
        if offset > DEEPEST {
            let detail = format!("no page begins after hit {DEEPEST}; ask for something narrower");
            return Err(Error::bad_request(detail).of("page"));
        }
        let Self { product: products, version: versions, keyword: keywords, kind: types, has: parts, .. } =
            self;
        let filters = Filters { products, versions, keywords, types, parts, since: None, until: None };
        let filters = filters.within(self.since, self.until);
        let filters = filters.map_err(|wrong| Error::bad_request(wrong.to_string()).of("since"))?;
        filters.check().map_err(|wrong| Error::query(&wrong, "version"))?;
        let Self { q: query, strict, any, sort, facets, explain, .. } = self;
        Ok(Request { query, strict, filters, any, sort, limit, offset, facets, explain, vocabulary: None })
    }

    /// The query string that says the same, to put behind the `?` of a link.
    pub fn to_query(&self) -> String {
        let mut out = Serializer::new(String::new());
        if !self.q.is_empty() {
            out.append_pair("q", &self.q);
        }
        let many = [
            ("product", &self.product),
            ("version", &self.version),
            ("keyword", &self.keyword),
            ("type", &self.kind),
        ];
        for (name, values) in many {
            out.extend_pairs(values.iter().map(|value| (name, value)));
        }
        out.extend_pairs(self.has.iter().map(|part| ("has", part.name())));
        let periods = [("since", self.since), ("until", self.until)];
        out.extend_pairs(
            periods.iter().filter_map(|(name, period)| Some((name, period.as_ref()?.to_string()))),
        );
        let numbers =
            [("limit", self.limit), ("offset", self.offset), ("page", self.page), ("facets", self.facets)];
        out.extend_pairs(
            numbers.iter().filter_map(|(name, number)| Some((name, number.as_ref()?.to_string()))),
        );
        if self.sort != Sort::default() {
            out.append_pair("sort", self.sort.name());
        }
        let flags = [("strict", self.strict), ("any", self.any), ("explain", self.explain)];
        out.extend_pairs(flags.iter().filter(|(_, set)| *set).map(|(name, _)| (name, "true")));
        out.finish()
    }
}

/// A query string without empty fields, and without what is not `known`.
pub fn tidy(query: &str, known: &[&str]) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let kept = pairs.filter(|(name, value)| !value.is_empty() && known.contains(&&**name));
    Serializer::new(String::new()).extend_pairs(kept).finish()
}

/// All parameters.
pub const NAMES: [&str; 16] = [
    "q", "strict", "any", "sort", "product", "version", "keyword", "type", "has", "since", "until", "limit", "offset",
    "page", "facets", "explain",
];

/// Those that may come more than once.
const MANY: [&str; 5] = ["product", "version", "keyword", "type", "has"];

fn unknown(name: &str, known: &[&str]) -> Error {
    let error = Error::bad_request(format!("There is no parameter `{name}` here."));
    if known.is_empty() { error } else { error.try_instead(format!("There are {}.", known.join(", "))) }
}

/// As a form sends it.
impl<S: Sync> FromRequestParts<S> for SearchParams {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "q=memory+leak&product=nt4&product=sna&version=4.0..4.0sp6&keyword=kbfix&type=bug&\
                       has=fix_files&since=1998-05&until=1999&limit=5&page=2&facets=3&sort=date&strict=true&any=true&\
                       explain=true";

    #[test]
    fn a_link_says_what_was_asked() {
        let params = SearchParams::read(ALL).unwrap();
        assert_eq!(params.to_query(), ALL);
        assert_eq!(SearchParams::read_strict(Some(ALL), &NAMES).unwrap(), params);
        assert_eq!(SearchParams::default().to_query(), "");
    }

    #[test]
    fn parameters_become_a_request() {
        let request = SearchParams::read(ALL).unwrap().into_request().unwrap();
        assert_eq!((request.query.as_str(), request.strict, request.explain), ("memory leak", true, true));
        assert_eq!((request.limit, request.offset, request.facets), (5, 5, Some(3)));
        let Filters { products, versions, keywords, types, parts, since, until } = request.filters;
        assert_eq!((products.len(), versions.len(), keywords.len(), types.len()), (2, 1, 1, 1));
        assert_eq!(parts, [Part::FixFiles]);
        let days = [since, until].map(|day| day.unwrap().to_string());
        assert_eq!(days, ["1998-05-01", "1999-12-31"]);
    }

    #[test]
    fn of_a_form_what_says_nothing_is_passed_over() {
        let params = SearchParams::read("q=leak&product=&limit=&utm_source=x&since=").unwrap();
        assert_eq!(params.to_query(), "q=leak");
        assert_eq!(tidy("q=leak&product=&utm_source=x&product=n%26t", &NAMES), "q=leak&product=n%26t");
    }
}
