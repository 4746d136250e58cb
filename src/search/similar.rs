//! Similar articles: those that have the telling words of one, the nearest in meaning first.

use std::time::Instant;

use ahash::AHashMap;
use tantivy::DocId;

use super::column::Numbers;
use super::lists::Lists;
use super::plan::{Group, Kind, Plan, Variant};
use super::rank;
use super::rank::Scored;
use super::score::score;
use super::snippet::Terms;
use super::{Place, Results, SearchError, filter, hits, wanted};
use crate::article::{Article, ArticleId};
use crate::index::{Index, analysis::Scanner, stored};

/// Words that are looked for.
const MOST: usize = 20;

/// Words of a text that are looked at; an article says early what it is about.
const READ: usize = 300;

/// A word of the title counts like so many of the text.
const TITLE: f32 = 3.0;

/// Articles whose embeddings are looked at: two that are alike may share few words.
const LOOKED_AT: usize = 1000;

/// What embeddings count for, beside words.
const COSINE: f32 = 0.4;

/// The articles most like that of a number, without itself; `None` where the index does not have it.
///
/// # Errors
/// Where the index cannot be read.
pub fn similar(index: &Index, id: ArticleId, limit: usize) -> Result<Option<Results>, SearchError> {
    let start = Instant::now();
    let Some(article) = index.article(id)? else { return Ok(None) };
    let place = Place::of(index);
    let lists = Lists::new(place.searcher, &place.schema.texts())?;
    let plan = plan(&lists, &article)?;
    let passing = filter::passing(place.searcher, None)?;
    let mut ranking = score(&lists, &plan, passing.as_ref(), 0.0)?;
    let ids = Numbers::ids(place.searcher)?;
    let number = |doc| ids.of(doc).and_then(|id| u32::try_from(id).ok()).map(ArticleId);
    if let Some(embeddings) = place.embeddings
        && let Some(direction) = embeddings.of(id)
    {
        let looked_at = LOOKED_AT.min(ranking.found.len());
        rank::sort_top(&mut ranking.found, looked_at, |doc| ids.of(doc));
        let cosine = |doc| number(doc).map_or(0.0, |id| embeddings.cosine(id, &direction));
        blend(&mut ranking.found, looked_at, cosine);
    }
    rank::sort_top(&mut ranking.found, limit.saturating_add(1), |doc| ids.of(doc));
    let wanted = wanted(&plan, &ranking.rarities);
    let page = ranking.found.iter().take(limit.saturating_add(1));
    let mut hits = hits(&place, page, &wanted, None, &stored::merged)?;
    hits.retain(|hit| hit.id != id);
    hits.truncate(limit);
    Ok(Some(Results {
        query: id.to_string(),
        total: hits.len(),
        matches: hits.len(),
        took_ms: start.elapsed().as_secs_f64() * 1e3,
        hits,
        notes: Vec::new(),
        facets: None,
        corrections: Vec::new(),
        wider: Vec::new(),
        terms: Terms::new(wanted.iter().map(|wanted| wanted.term)),
    }))
}

/// Blends the scores of the first `count`, of which the very first is the best, with their cosines, both as shares of the
/// best there is. The others stay behind them.
fn blend(found: &mut [Scored], count: usize, cosine: impl Fn(DocId) -> f32) {
    let best = found.first().map_or(1.0, |scored| scored.score).max(f32::MIN_POSITIVE);
    let cosines: Vec<f32> = found[..count].iter().map(|scored| cosine(scored.doc).max(0.0)).collect();
    let nearest = cosines.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    found.iter_mut().for_each(|scored| scored.score *= (1.0 - COSINE) / best);
    found.iter_mut().zip(cosines).for_each(|(scored, cosine)| scored.score += COSINE * cosine / nearest);
}

/// The most telling words of an article, each alone. Neighbours in the article are neighbours in the plan.
fn plan(lists: &Lists, article: &Article) -> tantivy::Result<Plan> {
    let docs = lists.articles() as f32;
    let mut words = Vec::new();
    for (term, (count, position)) in words_of(article) {
        let articles = lists.of(&term)?.articles;
        // A word that no other article has finds none.
        if articles > 1 {
            let worth = (1.0 + count.ln()) * (docs / articles as f32).ln();
            words.push((worth, position, term));
        }
    }
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    words.truncate(MOST);
    words.sort_by_key(|&(_, position, _)| position);
    let group = |(_, position, term): (f32, usize, String)| Group {
        typed: term.clone(),
        variants: vec![Variant { terms: vec![term], weight: 1.0, kind: Kind::Spelling }],
        position,
        is_noise: false,
    };
    Ok(Plan { groups: words.into_iter().map(group).collect(), ..Plan::default() })
}

/// The words of the title and of what the article is about: how often they stand there, and where first.
fn words_of(article: &Article) -> AHashMap<String, (f32, usize)> {
    let about = article.symptoms.as_deref().or(article.summary.as_deref()).or(article.body.as_deref());
    let texts = [(article.title.as_str(), TITLE), (about.unwrap_or_default(), 1.0)];
    let mut words: AHashMap<String, (f32, usize)> = AHashMap::new();
    let mut base = 0;
    for (text, worth) in texts {
        let mut scanner = Scanner::new(text);
        let mut last = 0;
        for _ in 0..READ {
            let Some(word) = scanner.next_word() else { break };
            last = word.position;
            words.entry(word.text.clone()).or_insert((0.0, base + last)).0 += worth;
        }
        // Far enough for the end of one text and the beginning of the other to be no neighbours.
        base += last + 100;
    }
    words
}
