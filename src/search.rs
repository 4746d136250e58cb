//! Finding the fix: a [`Request`] in, [`Results`] out; the one way in for every surface.

mod counts;
mod filter;
mod fix;
mod meaning;
mod plan;
mod proximity;
mod query;
mod rank;
mod results;
mod snippet;
mod spelling;
mod vocabulary;

pub use results::{Fix, Hit, Results, Snippet};

use std::time::Instant;

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use crate::article::{Article, ArticleId, Date};
use crate::index::{Address, Index, analysis, learn::Meaning, schema::Schema, stored};
use plan::{Correction, Plan};
use rank::{Ranking, Scored};
use snippet::Wanted;
use spelling::Dictionary;

/// What is asked, validated: nothing here means "the default".
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Words as typed; alternatives, ranked by how well they match.
    pub query: String,
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

/// The index could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the index could not be read: {0}; `kbfix index --rebuild FOLDER` makes it anew")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// Finds the articles that a request asks for.
///
/// # Errors
/// Where the index cannot be read.
pub fn search(index: &Index, request: &Request) -> Result<Results, SearchError> {
    ask(&Place::of(index), request, &stored::article)
}

/// Where the articles of the request's page stand, without reading them.
///
/// # Errors
/// Where the index cannot be read.
pub fn matches(index: &Index, request: &Request) -> Result<Vec<Address>, SearchError> {
    let searcher = index.searcher();
    let (_, ranking) = find(&Place::of(index), request)?;
    let page = ranking.found.iter().skip(request.offset).take(request.limit);
    Ok(page.map(|scored| filter::address(searcher, scored.doc)).collect())
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
    let (plan, ranking) = find(place, request)?;
    let wanted = wanted(&plan, &ranking.rarities);
    let page = ranking.found.iter().skip(request.offset).take(request.limit);
    let mut hits = Vec::new();
    for scored in page {
        let stored: TantivyDocument = searcher.doc(filter::address(searcher, scored.doc))?;
        let copies = stored.get_first(schema.copies).and_then(|value| value.as_bytes());
        let article = copies.and_then(load);
        hits.extend(article.map(|article| hit(article, scored.score, &wanted)));
    }
    Ok(Results {
        query: request.query.clone(),
        total: ranking.found.len(),
        took_ms: start.elapsed().as_secs_f64() * 1e3,
        notes: plan.corrections.iter().map(|made| note(made, &hits)).collect(),
        hits,
    })
}

/// The plan and all matching articles, best first as far as the page reaches.
fn find(place: &Place<'_>, request: &Request) -> tantivy::Result<(Plan, Ranking)> {
    let &Place { searcher, schema, meaning } = place;
    let query = query::read(&request.query);
    let fields = schema.texts();
    let dictionary = Dictionary { searcher, fields: &fields };
    let plan = Plan::new(&query, &request.query, &dictionary)?;
    let mut ranking = rank::rank(searcher, &fields, &plan)?;
    let found = &mut ranking.found;
    if let Some(number) = query.number {
        put_first(searcher, schema, number, found)?;
    }
    let everything = query.words.is_empty();
    filter::keep_passing(searcher, schema, &request.filters, everything, found)?;
    if let (Some(meaning), None) = (meaning, query.number) {
        let typed = query.words.iter().map(|word| &word.text);
        let words = typed.chain(plan.corrections.iter().map(|made| &made.term));
        meaning::blend(searcher, schema, meaning, words.map(String::as_str), found)?;
    }
    rank::sort_top(found, request.offset.saturating_add(request.limit));
    Ok((plan, ranking))
}

/// Gives the article of that number the highest score of all.
fn put_first(
    searcher: &Searcher,
    schema: &Schema,
    id: ArticleId,
    found: &mut Vec<Scored>,
) -> tantivy::Result<()> {
    let term = Term::from_field_u64(schema.id, u64::from(id.0));
    let best = found.iter().map(|scored| scored.score).fold(1.0, f32::max);
    let mut base = 0;
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(schema.id)?;
        if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                let doc = base + postings.doc();
                found.retain(|scored| scored.doc != doc);
                found.push(Scored { doc, score: 2.0 * best });
                postings.advance();
            }
        }
        base += segment.max_doc();
    }
    Ok(())
}

/// Says what was corrected. The index has stems; the hits have the word.
fn note(made: &Correction, hits: &[Hit]) -> String {
    let Correction { typed, term } = made;
    let texts = hits.iter().flat_map(|hit| [&hit.title, &hit.snippet.text]);
    let whole = texts.into_iter().find_map(|text| analysis::find(text, term));
    let better = whole.map_or_else(|| term.clone(), str::to_lowercase);
    format!("hardly any article has `{typed}`; looked for `{better}` too")
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
        fix: fix::of(&article),
        title: article.title,
        product: article.product,
        applies_to: article.applies_to,
    }
}

#[cfg(test)]
mod tests;
