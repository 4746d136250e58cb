//! Finding the fix: a [`Request`] in, [`Results`] out; the one way in for every surface.

mod corrected;
mod counts;
mod filter;
mod find;
mod fix;
mod limit;
mod meaning;
mod phrase;
mod plan;
mod proximity;
mod rank;
mod relax;
mod require;
mod results;
mod snippet;
mod spelling;
mod typed;
mod vocabulary;

pub use results::{Correction, Fix, Hit, Results, Snippet};
pub use snippet::Terms;

use std::time::Instant;

use tantivy::schema::Value;
use tantivy::{Searcher, TantivyDocument};

use crate::article::{Article, Date};
use crate::index::{Address, Index, learn::Meaning, schema::Schema, stored};
use crate::query::QueryError;
use find::{Found, find};
use plan::Plan;
use snippet::Wanted;

/// What is asked, validated: nothing here means "the default".
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// As typed, in the language of [`crate::query`]; words are alternatives, ranked by how well they match.
    pub query: String,
    /// Whether a query that cannot be read is an error, and phrases and alternatives are never taken as words.
    pub strict: bool,
    pub filters: Filters,
    pub limit: usize,
    pub offset: usize,
}

/// All that are set must hold; the values of one are alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    pub products: Vec<String>,
    pub versions: Vec<String>,
    pub keywords: Vec<String>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index could not be read: {0}; `kbfix index --rebuild FOLDER` makes it anew")]
    Index(#[from] tantivy::TantivyError),
    /// Of a strict request only.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// Finds the articles that a request asks for.
///
/// # Errors
/// Where the index cannot be read, or a strict request's query.
pub fn search(index: &Index, request: &Request) -> Result<Results, SearchError> {
    ask(&Place::of(index), request, &stored::article)
}

/// Where the articles of a page stand.
#[derive(Clone, Debug)]
pub struct Matches {
    pub addresses: Vec<Address>,
    /// As those of [`Results`], without corrected spellings.
    pub notes: Vec<String>,
}

/// Where the articles of the request's page stand, without reading them.
///
/// # Errors
/// Where the index cannot be read, or a strict request's query.
pub fn matches(index: &Index, request: &Request) -> Result<Matches, SearchError> {
    let searcher = index.searcher();
    let Found { ranking, notes, .. } = find(&Place::of(index), request)?;
    let page = ranking.found.iter().skip(request.offset).take(request.limit);
    let addresses = page.map(|scored| filter::address(searcher, scored.doc)).collect();
    Ok(Matches { addresses, notes })
}

/// Where to search.
struct Place<'a> {
    searcher: &'a Searcher,
    schema: &'a Schema,
    meaning: Option<&'a Meaning>,
}

impl<'a> Place<'a> {
    fn of(index: &'a Index) -> Self {
        Self { searcher: index.searcher(), schema: index.schema(), meaning: index.meaning() }
    }
}

/// [`search`] in a place. `load` turns what the index keeps of an article (its `copies`) into the record; a
/// hit that it cannot read is left out of the page.
fn ask(
    place: &Place<'_>,
    request: &Request,
    load: &dyn Fn(&[u8]) -> Option<Article>,
) -> Result<Results, SearchError> {
    let start = Instant::now();
    let &Place { searcher, schema, .. } = place;
    let Found { mut notes, plan, ranking } = find(place, request)?;
    let wanted = wanted(&plan, &ranking.rarities);
    let page = ranking.found.iter().skip(request.offset).take(request.limit);
    let mut hits = Vec::new();
    for scored in page {
        let stored: TantivyDocument = searcher.doc(filter::address(searcher, scored.doc))?;
        let copies = stored.get_first(schema.copies).and_then(|value| value.as_bytes());
        let article = copies.and_then(load);
        hits.extend(article.map(|article| hit(article, scored.score, &wanted)));
    }
    let corrections = corrected::corrections(&plan.corrections, &hits);
    notes.extend(corrected::note(&request.query, &corrections));
    Ok(Results {
        query: request.query.clone(),
        total: ranking.found.len(),
        took_ms: start.elapsed().as_secs_f64() * 1e3,
        hits,
        notes,
        corrections,
        terms: Terms::new(wanted.iter().map(|wanted| wanted.term)),
    })
}

/// What the passages are chosen by and marked with. A term that stands for another is worth less.
fn wanted<'a>(plan: &'a Plan, rarities: &[f32]) -> Vec<Wanted<'a>> {
    let groups = plan.groups.iter().zip(rarities).enumerate();
    let mut wanted: Vec<_> = groups
        .flat_map(|(group, (words, rarity))| {
            words.variants.iter().flat_map(move |variant| {
                let worth = rarity * variant.weight / variant.terms.len() as f32;
                variant.terms.iter().map(move |term| Wanted { term, group, worth })
            })
        })
        .collect();
    wanted.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    wanted
}

fn hit(article: Article, score: f32, wanted: &[Wanted<'_>]) -> Hit {
    Hit {
        id: article.id,
        modified: article.modified,
        score,
        snippet: snippet::of(&article, wanted),
        symptom: snippet::symptom(&article, wanted),
        cause: fix::cause(&article),
        fix: fix::of(&article),
        title: article.title,
        product: article.product,
        applies_to: article.applies_to,
    }
}

#[cfg(test)]
mod tests;
