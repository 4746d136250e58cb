//! What tools are asked: their schemas are what a model reads of them.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::answer::Refusal;
use crate::{
    article::{ArticleId, Period},
    query::Part,
    search::{Filters, Request, Sort},
};

/// Articles of one answer, and of one that did not say how many.
const MOST: usize = 50;
const LIMIT: usize = 10;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words, a pasted error message, or the query language: "exact phrase", -without, a OR b, `error:0x8007000e`,
    /// `event:9`, `file:tcpip.sys`, `refs:Q186401`, `product:nt4`, `has:fix_files`. Empty: all that the filters leave.
    #[serde(default)]
    query: String,
    /// Only articles about one of these products; short names will do (nt4, win95, "exchange 5.5").
    #[serde(default, deserialize_with = "one_or_many")]
    product: Vec<String>,
    /// Only articles about one of these versions (4.0, 4.0sp3) or ranges (4.0sp3..4.0sp6).
    #[serde(default, deserialize_with = "one_or_many")]
    version: Vec<String>,
    /// Only articles with one of these keywords (kbnetwork).
    #[serde(default, deserialize_with = "one_or_many")]
    keyword: Vec<String>,
    /// Only articles of one of these types (bug, fix, howto, prb, info).
    #[serde(default, rename = "type", deserialize_with = "one_or_many")]
    kind: Vec<String>,
    /// Only articles that have one of these parts (`fix_files`, `workaround`, `errors`).
    #[serde(default, deserialize_with = "one_or_many")]
    has: Vec<String>,
    /// Only articles last modified then or later: 1998, 1998-05 or 1998-05-26.
    since: Option<String>,
    /// Only articles last modified then or earlier.
    until: Option<String>,
    /// Refuse what cannot be read as it is written, instead of taking it as words.
    #[serde(default)]
    strict: bool,
    /// Every article that has any of the words, instead of those that cover a fair share of them.
    #[serde(default)]
    any: bool,
    /// What to sort by: relevance, date (newest first) or number.
    #[serde(default)]
    sort: Option<String>,
    /// Articles at most, up to 50; 0 only counts them.
    #[serde(default = "limit")]
    limit: usize,
    /// Articles to pass over; `next_offset` says where the next page begins.
    #[serde(default)]
    offset: usize,
    /// Tokens that the answer may have. Cards are shortened first, then left for the next page.
    #[serde(default = "cards")]
    pub budget: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Get {
    /// Number of the article: Q186401, KB186401 or 186401.
    pub id: String,
    /// Only these sections: symptoms, cause, resolution, workaround, status, `more_information`, `fix_files`, `applies_to`
    /// or any heading that the article has. None: the whole article.
    #[serde(default, deserialize_with = "one_or_many")]
    pub sections: Vec<String>,
    /// Characters of the text to pass over; `next_offset` says where to go on.
    #[serde(default)]
    pub offset: usize,
    /// Tokens that the answer may have.
    #[serde(default = "text")]
    pub budget: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Name of the file, case aside; * stands for any letters, ? for one (tcp*.sys).
    pub name: String,
    /// Only builds for one of these processors or systems: x86, alpha, mips, ppc, "Windows 95".
    #[serde(default, deserialize_with = "one_or_many")]
    pub platform: Vec<String>,
    /// Only builds for one of these products (nt4, "exchange 5.5").
    #[serde(default, deserialize_with = "one_or_many")]
    pub product: Vec<String>,
    /// Builds to pass over; `next_offset` says where to go on.
    #[serde(default)]
    pub offset: usize,
    /// Tokens that the answer may have.
    #[serde(default = "lists")]
    pub budget: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// Number of the article, held or lost: Q256986, KB256986 or 256986.
    pub id: String,
    /// Articles of each list at most, up to 50.
    #[serde(default = "limit")]
    limit: usize,
    /// Tokens that the answer may have.
    #[serde(default = "lists")]
    pub budget: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gaps {
    /// Gaps at most, up to 50.
    #[serde(default = "limit")]
    limit: usize,
    /// Gaps to pass over; `next_offset` says where the next page begins.
    #[serde(default)]
    pub offset: usize,
    /// Tokens that the answer may have.
    #[serde(default = "lists")]
    pub budget: usize,
}

impl Search {
    /// The request of every surface.
    pub fn to_request(&self) -> Result<Request, Refusal> {
        let parts: Result<Vec<Part>, _> = self.has.iter().map(|name| Part::named(name)).collect();
        let filters = Filters {
            products: self.product.clone(),
            versions: self.version.clone(),
            keywords: self.keyword.clone(),
            types: self.kind.clone(),
            parts: parts.map_err(|wrong| Refusal(format!("`has`: {wrong}")))?,
            since: None,
            until: None,
        };
        let (since, until) = (period("since", self.since.as_ref())?, period("until", self.until.as_ref())?);
        let filters = filters.within(since, until).map_err(|wrong| Refusal(wrong.to_string()))?;
        let Self { query, strict, any, offset, .. } = self;
        let sort = self.sort.as_deref().map(Sort::named).transpose();
        let sort = sort.map_err(|wrong| Refusal(format!("`sort`: {wrong}")))?.unwrap_or_default();
        let limit = self.limit.min(MOST);
        Ok(Request {
            query: query.clone(),
            strict: *strict,
            filters,
            any: *any,
            sort,
            limit,
            offset: *offset,
            ..Request::default()
        })
    }
}

impl Related {
    pub fn limit(&self) -> usize {
        self.limit.clamp(1, MOST)
    }
}

impl Gaps {
    pub fn limit(&self) -> usize {
        self.limit.clamp(1, MOST)
    }
}

const fn limit() -> usize {
    LIMIT
}

/// Ten cards have less than two thousand, with what a client writes around them.
const fn cards() -> usize {
    1900
}

const fn text() -> usize {
    4000
}

const fn lists() -> usize {
    2000
}

/// What a tool was asked, checked.
pub fn read<T: DeserializeOwned>(arguments: Map<String, Value>) -> Result<T, Refusal> {
    serde_json::from_value(Value::Object(arguments))
        .map_err(|wrong| Refusal(format!("the arguments cannot be read: {wrong}")))
}

pub fn number(text: &str) -> Result<ArticleId, Refusal> {
    text.parse::<ArticleId>().map_err(|wrong| Refusal(wrong.to_string()))
}

fn period(name: &str, text: Option<&String>) -> Result<Option<Period>, Refusal> {
    let read = text.filter(|text| !text.is_empty()).map(|text| text.parse::<Period>()).transpose();
    read.map_err(|wrong| Refusal(format!("`{name}`: {wrong}")))
}

/// Models write one value where they mean a list of one, and `null` for none.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a string or a list of strings")]
    enum Values {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Option::deserialize(deserializer)? {
        None => Vec::new(),
        Some(Values::One(value)) => vec![value],
        Some(Values::Many(values)) => values,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked<T: DeserializeOwned>(arguments: Value) -> Result<T, Refusal> {
        let Value::Object(arguments) = arguments else { unreachable!() };
        read(arguments)
    }

    #[test]
    fn one_value_is_a_list_of_one() {
        let ask: Search =
            asked(json!({"query": "leak", "product": "nt4", "has": ["fix-files"], "since": "1998", "keyword": null}))
                .unwrap();
        let request = ask.to_request().unwrap();
        assert_eq!((request.limit, ask.budget), (10, 1900));
        assert_eq!(
            (request.filters.products, request.filters.parts),
            (vec!["nt4".to_owned()], vec![Part::FixFiles])
        );
        assert_eq!(request.filters.since.unwrap().to_string(), "1998-01-01");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = |arguments| asked::<Search>(arguments).and_then(|ask| ask.to_request()).unwrap_err().0;
        assert!(wrong(json!({"words": "leak"})).contains("unknown field `words`, expected one of `query`"));
        assert!(wrong(json!({"has": "nothing"})).starts_with("`has`: an article has "));
        assert!(wrong(json!({"since": "May"})).starts_with("`since`: "));
        assert!(wrong(json!({"since": "1999", "until": "1998"})).starts_with("no day is after"));
        assert_eq!(
            asked::<Get>(json!({})).unwrap_err().0,
            "the arguments cannot be read: missing field `id`"
        );
    }
}
