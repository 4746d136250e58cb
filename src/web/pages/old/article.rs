//! An article.

use askama::Template;
use axum::{
    Extension,
    extract::{self, Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{latin_page, parts};
use crate::article::{Article, ArticleId};
use crate::output::{section, words};
use crate::search::{Related, few_related};
use crate::web::pages::{article, html::Html, number};
use crate::web::{Error, Served, State, Told};

/// Articles of each list.
const BESIDE: usize = 8;

/// Products that are named.
const PRODUCTS: usize = 12;

#[derive(Template)]
#[template(path = "old/article.html")]
struct Page<'a> {
    article: &'a Article,
    facts: Vec<(&'static str, String)>,
    text: &'a Html,
    part: usize,
    parts: usize,
    files: Vec<String>,
    related: Related,
}

#[derive(Template)]
#[template(path = "old/lost.html")]
struct Lost {
    related: Related,
}

/// Answers `/old/kb/Q186401`, and `?part=2` of it.
pub async fn page(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let number: ArticleId =
        id.parse().map_err(|wrong: crate::article::NotAnId| Error::not_found(wrong.to_string()))?;
    if id != number.to_string() {
        return Ok(number::moved_to(&format!("/old{}", number::path(number))));
    }
    let part = part(&query.unwrap_or_default());
    state.run(move |served| answer(served, number, part)).await
}

/// The number of the part, from 1.
fn part(query: &str) -> usize {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let number = pairs.find(|(name, _)| name == "part").and_then(|(_, value)| value.parse().ok());
    number.unwrap_or(1).max(1)
}

fn answer(served: &Served, id: ArticleId, part: usize) -> Result<Response, Error> {
    let article = served.index.article(id)?;
    let (related, _) = few_related(&served.index, id, article.as_ref(), BESIDE)?;
    let Some(article) = article else { return lost(related) };
    let texts = section::texts(&article);
    let pieces = texts.iter().flat_map(|section| pieces(&article, section));
    let parts = parts::parts(pieces);
    let text = parts.get(part - 1).ok_or_else(|| Error::not_found(format!("{id} has no part {part}.")))?;
    let files = words::files_in_brief(&article.fix_files);
    let page =
        Page { article: &article, facts: facts(&article), text, part, parts: parts.len(), files, related };
    latin_page(&page)
}

fn pieces(article: &Article, section: &section::Section<'_>) -> Vec<Html> {
    let (heading, text) = match section.content {
        section::Content::Other(text) => (section.name.to_owned(), text),
        section::Content::Text(text) => (article::heading(section.name), text),
        section::Content::List(_) | section::Content::Files(_) => return Vec::new(),
    };
    parts::pieces(&heading, text, &article.references)
}

fn lost(related: Related) -> Result<Response, Error> {
    if related.cited_by.is_empty() {
        return Err(article::unknown(related.id));
    }
    Ok((StatusCode::NOT_FOUND, Extension(Told), latin_page(&Lost { related })?).into_response())
}

fn facts(article: &Article) -> Vec<(&'static str, String)> {
    let mut products: Vec<String> =
        article.applies_to.iter().take(PRODUCTS).map(words::product_in_full).collect();
    if products.is_empty() {
        products.extend(article.product.clone());
    }
    if article.applies_to.len() > PRODUCTS {
        products.push(format!("{} more", article.applies_to.len() - PRODUCTS));
    }
    let facts = [
        ("Applies to", products.join("; ")),
        ("Status", article.disposition.map(words::disposition).unwrap_or_default().to_owned()),
        ("Fixed in", article.fixed_in.join("; ")),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
