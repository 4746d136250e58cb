//! Finding the fix: a [`Request`] in, [`Results`] out; the one way in for every surface.

mod advice;
mod applies;
mod codes;
mod column;
mod common_phrase;
mod corrected;
mod counts;
mod exact;
mod explain;
mod facet;
pub mod files;
mod filter;
mod find;
mod fix;
mod gaps;
mod history;
mod limit;
mod lists;
mod near;
mod noise;
mod phrase;
mod plan;
mod product_names;
mod rank;
mod ranker;
mod related;
mod relax;
mod require;
mod results;
mod score;
mod similar;
mod snippet;
mod sort;
mod spelling;
mod tally;
mod telling;
mod typed;
mod vocabulary;
mod without;

pub use corrected::{insisted, rewritten};
pub use facet::{Count, Facets};
pub use gaps::{Gap, Gaps, elsewhere, gaps};
pub use history::{Change, Fate, History, Line, Revision, history};
pub use product_names::PRODUCT_NAMES;
pub use related::{Cited, Other, Related, Sharing, Totals, few_related, related};
pub use results::{Correction, Explanation, Fix, Hit, Reason, Results, Snippet, Wider, WordFound};
pub use similar::similar;
pub use snippet::Terms;
pub use sort::Sort;
pub use vocabulary::{CODES, STANDARD, Vocabulary, VocabularyError};

use std::{sync::Arc, time::Instant};

use tantivy::Searcher;

use crate::article::{Date, Period};
use crate::corpus::Merged;
use crate::index::{
    Address, Held, Index, IndexError, Stores, embedding::Embeddings, entry, schema::Schema, stored,
};
use crate::query::{Part, QueryError};
use explain::Explainer;
use find::{Found, find};
use plan::Plan;
use rank::Scored;
use snippet::{Passages, Wanted};

/// What is asked, validated: nothing here means "the default".
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// As typed, in the language of [`crate::query`]; words are alternatives, ranked by how well they match.
    pub query: String,
    /// Whether a query that cannot be read is an error, and phrases and alternatives are never taken as words.
    pub strict: bool,
    pub filters: Filters,
    /// Whether every match is an answer, be it only by a word that most articles have.
    pub any: bool,
    pub sort: Sort,
    pub limit: usize,
    pub offset: usize,
    /// How many values of each facet to count; none where facets are not asked for.
    pub facets: Option<usize>,
    /// Whether each hit says what makes its score.
    pub explain: bool,
    /// Instead of the standard one.
    pub vocabulary: Option<Arc<Vocabulary>>,
}

impl Request {
    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.as_deref().unwrap_or_else(|| Vocabulary::standard())
    }
}

/// All that are set must hold; the values of one are alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    pub products: Vec<String>,
    /// Versions, and ranges of them as queries have them (`4.0sp3..4.0sp6`).
    pub versions: Vec<String>,
    pub keywords: Vec<String>,
    pub types: Vec<String>,
    /// What the article must have one of.
    pub parts: Vec<Part>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// Two dates the wrong way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no day is after {since} and before {until}")]
pub struct NoSuchDay {
    pub since: Date,
    pub until: Date,
}

impl Filters {
    /// With the days from the first of one period to the last of the other.
    ///
    /// # Errors
    /// Where there are none.
    pub fn within(mut self, since: Option<Period>, until: Option<Period>) -> Result<Self, NoSuchDay> {
        self.since = since.map(|period| period.first);
        self.until = until.map(|period| period.last);
        match (self.since, self.until) {
            (Some(since), Some(until)) if since > until => Err(NoSuchDay { since, until }),
            _ => Ok(self),
        }
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index could not be read: {0}; `kbfix index --rebuild FOLDER` makes it anew")]
    Index(#[from] tantivy::TantivyError),
    #[error(transparent)]
    Article(#[from] IndexError),
    /// Of a strict request, and of a range of versions.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// Finds the articles that a request asks for.
///
/// # Errors
/// Where the index cannot be read, or a range of versions, or a strict request's query.
pub fn search(index: &Index, request: &Request) -> Result<Results, SearchError> {
    let mut results = ask(&Place::of(index), request, &stored::merged)?;
    if index.embeddings().is_none() && !request.query.is_empty() {
        results.notes.push(NO_EMBEDDINGS.to_owned());
    }
    Ok(results)
}

/// What is said of an index whose embeddings are missing, damaged or of another table of words.
const NO_EMBEDDINGS: &str = "the index has no embeddings that can be read, so words alone rank; `kbfix index --rebuild FOLDER` makes them";

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
/// Where the index cannot be read, or a range of versions, or a strict request's query.
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
    stores: &'a Stores,
    embeddings: Option<&'a Embeddings>,
    entries: &'a entry::Terms,
    held: Option<&'a Held>,
}

impl<'a> Place<'a> {
    fn of(index: &'a Index) -> Self {
        let (searcher, schema, stores) = (index.searcher(), index.schema(), index.stores());
        let (embeddings, entries, held) = (index.embeddings(), index.entries(), index.held());
        Self { searcher, schema, stores, embeddings, entries, held }
    }
}

/// [`search`] in a place. `load` turns what the index keeps of an article (its `copies`) into the record; a
/// hit that it cannot read is left out of the page.
fn ask(
    place: &Place<'_>,
    request: &Request,
    load: &dyn Fn(&[u8]) -> Option<Merged>,
) -> Result<Results, SearchError> {
    let start = Instant::now();
    let Found { mut notes, wider, plan, lists, ranking } = find(place, request)?;
    let count = |most| facet::count_all(place, &ranking.found, most);
    let facets = request.facets.map(count).transpose()?;
    let wanted = wanted(&plan, &ranking.rarities);
    let page = ranking.found.iter().skip(request.offset).take(request.limit);
    let explainer = request.explain.then(|| Explainer::new(&lists, &plan, &ranking));
    let hits = hits(place, page, &wanted, explainer.as_ref(), load)?;
    let corrections = corrected::corrections(&plan.corrections, &hits);
    let matches = ranking.matches;
    notes.extend(results::matches_note(ranking.found.len(), matches));
    notes.extend(corrected::note(&request.query, &corrections));
    Ok(Results {
        query: request.query.clone(),
        total: ranking.found.len(),
        matches,
        took_ms: start.elapsed().as_secs_f64() * 1e3,
        hits,
        notes,
        facets,
        corrections,
        wider,
        terms: Terms::new(wanted.iter().map(|wanted| wanted.term)),
    })
}

/// The hits of a page.
fn hits<'a>(
    place: &Place<'_>,
    page: impl Iterator<Item = &'a Scored>,
    wanted: &[Wanted<'_>],
    explainer: Option<&Explainer<'_>>,
    load: &dyn Fn(&[u8]) -> Option<Merged>,
) -> tantivy::Result<Vec<Hit>> {
    let finder = snippet::Finder::new(wanted);
    let mut hits = Vec::new();
    for scored in page {
        let merged = load(&place.stores.copies(filter::address(place.searcher, scored.doc))?);
        let explanation = explainer.map(|explainer| explainer.of(*scored)).transpose()?;
        hits.extend(merged.map(|merged| Hit { explanation, ..hit(merged, scored.score, &finder) }));
    }
    Ok(hits)
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

fn hit(merged: Merged, score: f32, finder: &snippet::Finder<'_>) -> Hit {
    let Merged { article, older, .. } = merged;
    let Passages { best, symptom } = finder.passages(&article);
    Hit {
        id: article.id,
        modified: article.modified,
        score,
        snippet: best,
        symptom,
        cause: fix::cause(&article),
        fix: fix::of(&article),
        title: article.title,
        product: article.product,
        applies_to: article.applies_to,
        older: older.into_iter().map(|older| older.modified).collect(),
        explanation: None,
        url: None,
    }
}

#[cfg(test)]
mod tests;
