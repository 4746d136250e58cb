//! Finding the fix: a [`Request`] in, [`Results`] out; the one way in for every surface.

mod filter;
mod fix;
mod plan;
mod query;
mod rank;
mod results;
mod snippet;
mod spelling;
mod vocabulary;

pub use results::{Fix, Hit, Results, Snippet};

use std::time::Instant;

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use crate::article::{Article, ArticleId, Date};
use crate::index::schema::Schema;
use plan::Plan;
use rank::{Scored, Weights};
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
#[derive(Clone, Debug, Default)]
pub struct Filters {
    pub products: Vec<String>,
    pub versions: Vec<String>,
    pub keywords: Vec<String>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// The index could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the index could not be read: {0}; `kbfix index` builds it anew")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// Finds the articles that a request asks for.
///
/// `load` turns what the index keeps of an article (its `copies`) into the record; a hit that it
/// cannot read is left out of the page.
pub fn search(
    searcher: &Searcher,
    schema: &Schema,
    request: &Request,
    load: &dyn Fn(&[u8]) -> Option<Article>,
) -> Result<Results, SearchError> {
    let start = Instant::now();
    let (plan, found) = find(searcher, schema, request)?;
    let page = found.iter().skip(request.offset).take(request.limit);
    let mut hits = Vec::with_capacity(request.limit.min(found.len()));
    for scored in page {
        let stored: TantivyDocument = searcher.doc(address(searcher, scored.doc))?;
        let copies = stored.get_first(schema.copies).and_then(|value| value.as_bytes());
        hits.extend(copies.and_then(load).map(|article| hit(article, scored.score, &plan)));
    }
    Ok(Results {
        query: request.query.clone(),
        total: found.len(),
        took_ms: start.elapsed().as_secs_f64() * 1e3,
        hits,
        notes: plan.notes,
    })
}

/// All matching articles, best first as far as the page reaches.
fn find(searcher: &Searcher, schema: &Schema, request: &Request) -> tantivy::Result<(Plan, Vec<Scored>)> {
    let query = query::read(&request.query);
    let fields = schema.texts();
    let dictionary = Dictionary { searcher, fields: &fields };
    let plan = Plan::new(&query, &request.query, &dictionary)?;
    let mut found = rank::score(searcher, &fields, &plan, &Weights::default())?;
    if let Some(number) = query.number {
        put_first(searcher, schema, number, &mut found)?;
    }
    keep_passing(searcher, schema, &request.filters, query.words.is_empty(), &mut found)?;
    let wanted = request.offset.saturating_add(request.limit);
    sort_top(&mut found, wanted);
    Ok((plan, found))
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

/// Drops deleted articles and those that the filters exclude; `all` asks for all that pass.
fn keep_passing(
    searcher: &Searcher,
    schema: &Schema,
    filters: &Filters,
    all: bool,
    found: &mut Vec<Scored>,
) -> tantivy::Result<()> {
    let segments = searcher.segment_readers();
    if segments.iter().any(|segment| segment.has_deletes()) {
        found.retain(|scored| {
            let at = address(searcher, scored.doc);
            !segments[at.segment_ord as usize].is_deleted(at.doc_id)
        });
    }
    let Some(passing) = filter::passing(searcher, schema, filters)? else {
        return Ok(());
    };
    if all {
        found.extend(passing.iter().map(|&at| Scored { doc: number(searcher, at), score: 0.0 }));
    } else {
        found.retain(|scored| passing.contains(&address(searcher, scored.doc)));
    }
    Ok(())
}

/// Brings the best `wanted` to the front, in order; equal scores stand in the order of the index.
fn sort_top(found: &mut [Scored], wanted: usize) {
    let order = |a: &Scored, b: &Scored| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc));
    if wanted == 0 {
        return;
    }
    if wanted < found.len() {
        found.select_nth_unstable_by(wanted - 1, order);
        found[..wanted].sort_unstable_by(order);
    } else {
        found.sort_unstable_by(order);
    }
}

/// Where the article with that number through all segments is.
fn address(searcher: &Searcher, mut doc: u32) -> DocAddress {
    let mut ord = 0;
    for segment in searcher.segment_readers() {
        if doc < segment.max_doc() {
            break;
        }
        doc -= segment.max_doc();
        ord += 1;
    }
    DocAddress::new(ord, doc)
}

/// The inverse of [`address`].
fn number(searcher: &Searcher, at: DocAddress) -> u32 {
    let before = searcher.segment_readers().iter().take(at.segment_ord as usize);
    before.map(|segment| segment.max_doc()).sum::<u32>() + at.doc_id
}

fn hit(article: Article, score: f32, plan: &Plan) -> Hit {
    Hit {
        id: article.id,
        modified: article.modified,
        score,
        snippet: snippet::of(&article, plan),
        fix: fix::of(&article),
        title: article.title,
        product: article.product,
        applies_to: article.applies_to,
    }
}
