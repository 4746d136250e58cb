//! The record beside the text: a label and its values.

use super::super::link::{self, Narrow};
use crate::article::Article;
use crate::output::words;
use crate::web::SearchParams;

/// A label and its values.
pub struct Fact {
    pub name: &'static str,
    pub values: Vec<Value>,
    /// Whether values are short and stand in one line.
    pub inline: bool,
    /// Whether it leads to a fix.
    pub fix: bool,
}

/// A value, and the search for it.
pub struct Value {
    pub text: String,
    pub href: Option<String>,
    /// What follows the link.
    pub rest: String,
}

/// What the record says beside its texts.
pub fn facts(article: &Article) -> Vec<Fact> {
    let disposition = article.disposition.map(words::disposition);
    let types = article.types();
    let types = types.iter().map(|name| linked(Narrow::Type, name, name));
    let keywords = article.keywords.iter();
    let keywords = keywords.map(|word| linked(Narrow::Keyword, &word.to_lowercase(), word));
    let mut facts = vec![
        lines("Applies to", applies_to(article)),
        line("Status", disposition.map(plain)),
        Fact { fix: true, ..lines("Fixed in", article.fixed_in.iter().map(|release| plain(release))) },
        line("Errors", article.error_codes.iter().map(|code| searched(code))),
        line("Systems", article.operating_systems.iter().map(|name| plain(name))),
        line("Hardware", article.hardware.iter().map(|name| plain(name))),
        line("Type", types),
        line("Keywords", keywords),
        lines("Registry", article.registry_keys.iter().map(|key| plain(key))),
        lines("Sources", article.source.iter().map(|source| plain(&source.path))),
    ];
    facts.retain(|fact| !fact.values.is_empty());
    facts
}

fn line(name: &'static str, values: impl IntoIterator<Item = Value>) -> Fact {
    Fact { inline: true, ..lines(name, values) }
}

fn lines(name: &'static str, values: impl IntoIterator<Item = Value>) -> Fact {
    Fact { name, values: values.into_iter().collect(), inline: false, fix: false }
}

fn plain(text: &str) -> Value {
    Value { text: text.to_owned(), href: None, rest: String::new() }
}

fn linked(by: Narrow, value: &str, text: &str) -> Value {
    Value { href: Some(link::only(by, value)), ..plain(text) }
}

fn searched(code: &str) -> Value {
    let params = SearchParams { q: code.to_owned(), ..SearchParams::default() };
    Value { href: Some(link::to(&params)), ..plain(code) }
}

/// The products; where none is named, that of the head.
fn applies_to(article: &Article) -> Vec<Value> {
    let product =
        |name: &str, rest: &str| Value { rest: rest.to_owned(), ..linked(Narrow::Product, name, name) };
    let bullets = article.applies_to.iter().map(|bullet| {
        let all = words::product_in_full(bullet);
        product(&bullet.product, all.strip_prefix(&bullet.product).unwrap_or_default())
    });
    let versions = article.versions.iter().flat_map(|group| &group.versions);
    let versions = versions.map(String::as_str).collect::<Vec<_>>().join(", ");
    let head = article.product.iter().filter(|_| article.applies_to.is_empty());
    bullets.chain(head.map(|name| product(name, &format!(" {versions}")))).collect()
}
