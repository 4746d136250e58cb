//! What stands behind the `?` of a search.

mod value;

use axum::{extract::FromRequestParts, http::request::Parts};
use form_urlencoded::Serializer;
use percent_encoding::percent_decode_str;

use super::{Error, error::Kind};
use crate::{
    article::Period,
    corpus::decode,
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
/// Characters of an unknown name that are repeated, and known ones that may have been meant.
const LONGEST_NAME: usize = 40;
const NEAR: usize = 2;
/// Values that one filter can have, and values of each facet that are counted.
pub const MOST_VALUES: usize = 100;

/// What a search is asked for in a URL; `api/operation.rs` says what each parameter means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchParams {
    pub q: String,
    pub strict: bool,
    pub any: bool,
    pub sort: Sort,
    pub product: Vec<String>,
    pub version: Vec<String>,
    pub keyword: Vec<String>,
    pub kind: Vec<String>,
    pub has: Vec<Part>,
    pub since: Option<Period>,
    pub until: Option<Period>,
    pub limit: Option<usize>,
    pub offset: Option<usize>,
    pub page: Option<usize>,
    pub facets: Option<usize>,
    pub explain: bool,
}

impl SearchParams {
    /// Reads a query string. Of a form, empty fields and names of other things are passed over.
    ///
    /// # Errors
    /// Where a value is none of its parameter.
    pub fn read(query: &str) -> Result<Self, Error> {
        let mut params = Self::default();
        for (name, value) in pairs(query) {
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
        for (name, value) in pairs(query.unwrap_or_default()) {
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

    /// The part of a list that is asked for; `limit` where nobody says how much.
    ///
    /// # Errors
    /// Where parameters contradict each other.
    pub fn paging(&self, limit: usize) -> Result<Paging, Error> {
        let limit = self.limit.unwrap_or(limit);
        let offset = match (self.page, self.offset) {
            (Some(_), Some(_)) => {
                return Err(Error::bad_request("`page` and `offset` say the same; give one").of("page"));
            }
            (Some(page), None) => (page - 1).saturating_mul(limit),
            (None, offset) => offset.unwrap_or(0),
        };
        Ok(Paging { limit, offset })
    }

    /// The same with another part of the list: by page where it is one, and the first has no number.
    #[must_use]
    pub fn at(&self, Paging { limit, offset }: Paging) -> Self {
        let is_page = limit > 0 && offset % limit == 0;
        let page = is_page.then(|| offset / limit + 1).filter(|&page| page > 1);
        Self { page, offset: Some(offset).filter(|_| !is_page), ..self.clone() }
    }

    /// The request, checked.
    ///
    /// # Errors
    /// Where parameters contradict each other.
    pub fn into_request(self) -> Result<Request, Error> {
        let Paging { limit, offset } = self.paging(HITS)?;
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

/// Part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    pub limit: usize,
    pub offset: usize,
}

impl Paging {
    /// The part behind this one, of which so many are given, where there is one to go to.
    pub fn next(self, given: usize, has_more: bool) -> Option<Self> {
        let next = Self { offset: self.offset + given, ..self };
        (given > 0 && has_more && next.offset <= DEEPEST).then_some(next)
    }

    /// The part before this one, of a list of `total` where that is known; before what is past the end comes the end.
    pub fn previous(self, total: Option<usize>) -> Option<Self> {
        let Self { limit, offset } = self;
        if limit == 0 || offset == 0 || total == Some(0) {
            return None;
        }
        let last = total.map_or(offset, |total| (total - 1) / limit * limit);
        let before =
            if total.is_some_and(|total| offset >= total) { last } else { offset.saturating_sub(limit) };
        Some(Self { offset: before.min(DEEPEST), ..self })
    }
}

/// The names and values of a query string. Browsers send the letters of the page that a form stands on, and those of
/// the time know no UTF-8: what is none is read as Windows-1252.
fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let read = |text: &str| {
        let bytes: Vec<u8> = percent_decode_str(&text.replace('+', " ")).collect();
        String::from_utf8(bytes).unwrap_or_else(|other| decode(other.as_bytes()).text.into_owned())
    };
    query.split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (read(name), read(value))
    })
}

/// A query string without empty fields, and without what is not `known`.
pub fn tidy(query: &str, known: &[&str]) -> String {
    let kept = pairs(query).filter(|(name, value)| !value.is_empty() && known.contains(&&**name));
    Serializer::new(String::new()).extend_pairs(kept).finish()
}

/// All parameters.
pub const NAMES: [&str; 16] = [
    "q", "strict", "any", "sort", "product", "version", "keyword", "type", "has", "since", "until", "limit",
    "offset", "page", "facets", "explain",
];

/// Those that may come more than once.
const MANY: [&str; 5] = ["product", "version", "keyword", "type", "has"];

/// Those that say which part of a list is wanted.
pub const PAGING: [&str; 3] = ["limit", "offset", "page"];

/// How alike two names must be for one to be meant by the other.
const LIKENESS: f64 = 0.7;

fn unknown(name: &str, known: &[&str]) -> Error {
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    let detail = format!("There is no parameter `{shown}` here.");
    let lower = shown.to_lowercase();
    let likeness = |known: &str| strsim::jaro_winkler(known, &lower);
    let mut near: Vec<&str> = known.iter().copied().filter(|known| likeness(known) >= LIKENESS).collect();
    near.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    let near: Vec<String> = near.iter().take(NEAR).map(|name| format!("`{name}`")).collect();
    let meant = if near.is_empty() { String::new() } else { format!("Did you mean {}? ", near.join(" or ")) };
    let advice = match known {
        [] => "There are none.".to_owned(),
        [one] => format!("{meant}There is {one}."),
        many => format!("{meant}There are {}.", many.join(", ")),
    };
    Error::new(Kind::UnknownParameter, detail).try_instead(advice)
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

    #[test]
    fn letters_are_those_of_utf_8_or_of_windows() {
        for (sent, read) in [
            ("q=caf%E9+x&page=2", "caf\u{e9} x"),
            ("q=caf%C3%A9", "caf\u{e9}"),
            ("q=c%2B%2B+caf%E9", "c++ caf\u{e9}"),
            ("q=c%2B%2B+caf%C3%A9", "c++ caf\u{e9}"),
            ("q=%93a%94", "\u{201c}a\u{201d}"),
            ("product=%C3%A9&q=%E9%26%3D%25", "\u{e9}&=%"),
            ("q=100%&x", "100%"),
            ("q=a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(SearchParams::read(sent).unwrap().q, read, "{sent}");
        }
    }

    #[test]
    fn page_and_offset_are_one() {
        let paging = |query: &str| SearchParams::read(query).unwrap().paging(HITS);
        for limit in [1, 7, 10, 100] {
            for page in [1, 2, 9, 100] {
                let offset = (page - 1) * limit;
                let told = Ok(Paging { limit, offset });
                assert_eq!(paging(&format!("limit={limit}&page={page}")), told);
                assert_eq!(paging(&format!("limit={limit}&offset={offset}")), told);
                let both = paging(&format!("limit={limit}&offset={offset}&page={page}"));
                assert_eq!(both.unwrap_err().parameter, Some("page"));
                let params = SearchParams::default().at(Paging { limit, offset });
                let params = SearchParams { limit: Some(limit), ..params };
                assert_eq!((params.paging(HITS), params.offset), (told, None));
                let params = params.at(Paging { limit, offset: offset + 1 });
                assert_eq!(params.paging(HITS).unwrap().offset, offset + 1);
            }
        }
        assert_eq!(paging("limit=0&page=7"), Ok(Paging { limit: 0, offset: 0 }));
    }

    #[test]
    fn every_item_is_on_one_page() {
        for (total, limit) in [(0, 10), (1, 10), (10, 10), (11, 10), (128, 7), (5, 0), (20_500, 100)] {
            let mut part = Paging { limit, offset: 0 };
            let (mut seen, mut parts) = (0, vec![part]);
            loop {
                let given = limit.min(total - part.offset);
                seen += given;
                let Some(next) = part.next(given, part.offset + given < total) else { break };
                assert_eq!(next.previous(Some(total)), Some(part), "{total} by {limit}");
                part = next;
                parts.push(part);
            }
            let reached = if limit == 0 { 0 } else { total.min(DEEPEST + limit) };
            assert_eq!((seen, parts[0].previous(Some(total))), (reached, None), "{total} by {limit}");
            let past = Paging { limit, offset: DEEPEST };
            let last = past.previous(Some(total)).filter(|_| total <= DEEPEST);
            assert_eq!(last, parts.last().copied().filter(|_| (1..=DEEPEST).contains(&total) && limit > 0));
        }
    }

    #[test]
    fn near_names_are_named() {
        let said = |name: &str, known: &[&str]| unknown(name, known).advice.unwrap().into_string();
        assert!(said("prodct", &NAMES).starts_with("Did you mean `product`? There are q, "));
        assert!(said("Offest", &NAMES).starts_with("Did you mean `offset`"));
        assert_eq!(said("zzz", &["q"]), "There is q.");
        assert_eq!(said("q", &[]), "There are none.");
        assert!(unknown(&"x".repeat(9000), &[]).detail.len() < 100);
    }
}
