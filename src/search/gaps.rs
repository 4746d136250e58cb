//! Gaps: articles that others cite and the index does not have.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use tantivy::{DocSet as _, TERMINATED, schema::IndexRecordOption};

use super::SearchError;
use super::related::{Other, few_related};
use crate::article::ArticleId;
use crate::index::Index;

/// Citing articles that are named of each gap.
const NAMED: usize = 5;

/// What is cited and not held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gaps {
    /// Articles that are cited, held or not.
    pub cited: u64,
    /// Those that the index lacks.
    pub missing: u64,
    /// How often those are cited: the sum over all citing articles.
    pub citations: u64,
    /// The most cited first; as many as were asked for.
    pub gaps: Vec<Gap>,
}

/// An article that the index lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    pub id: ArticleId,
    /// Articles that cite it.
    pub citations: u64,
    /// The title that it is cited under, where one of those that are named gives it.
    pub title: Option<String>,
    /// The first of them by number.
    pub cited_by: Vec<Other>,
    /// Addresses under which it may be found; none was tried.
    pub elsewhere: Vec<String>,
}

/// The gaps of an index: `limit` of them behind the first `offset`.
///
/// # Errors
/// Where the index cannot be read.
pub fn gaps(index: &Index, offset: usize, limit: usize) -> Result<Gaps, SearchError> {
    let citations = citations(index)?;
    let held: HashSet<ArticleId> = index.addresses()?.into_iter().map(|(id, _)| id).collect();
    let cited = citations.len() as u64;
    let mut missing: Vec<_> = citations.into_iter().filter(|(id, _)| !held.contains(id)).collect();
    missing.sort_unstable_by_key(|&(id, count)| (Reverse(count), id));
    let page = missing.iter().skip(offset).take(limit).copied().collect::<Vec<_>>();
    let gaps = page.into_par_iter().map(|(id, count)| gap(index, id, count)).collect::<Result<_, _>>()?;
    let total = missing.iter().map(|&(_, count)| count).sum();
    Ok(Gaps { cited, missing: missing.len() as u64, citations: total, gaps })
}

fn gap(index: &Index, id: ArticleId, citations: u64) -> Result<Gap, SearchError> {
    let (related, _) = few_related(index, id, None, NAMED)?;
    Ok(Gap { id, citations, title: related.title, cited_by: related.cited_by, elsewhere: elsewhere(id) })
}

/// Where copies of other articles are.
pub fn elsewhere(id: ArticleId) -> Vec<String> {
    let number = id.0;
    vec![
        format!("https://web.archive.org/web/*/support.microsoft.com/kb/{number}"),
        format!(
            "https://web.archive.org/web/*/support.microsoft.com/support/kb/articles/Q{}/*",
            spread(number)
        ),
        format!("https://www.betaarchive.com/wiki/index.php/Microsoft_KB_Archive/{number}"),
    ]
}

/// The folders of Microsoft's first site: `Q186401` was in `Q186/4/01.ASP`.
fn spread(number: u32) -> String {
    format!("{:03}/{}", number / 1000, number / 100 % 10)
}

/// In how many articles each number is cited.
fn citations(index: &Index) -> Result<BTreeMap<ArticleId, u64>, SearchError> {
    let mut counts = BTreeMap::new();
    for segment in index.searcher().segment_readers() {
        let inverted = segment.inverted_index(index.schema().refs)?;
        let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
        while let Some((number, info)) = terms.next() {
            let Some(id) = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok()) else {
                continue;
            };
            let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
            let mut postings = postings.map_err(tantivy::TantivyError::from)?;
            let mut count = 0;
            while postings.doc() != TERMINATED {
                count += u64::from(!segment.is_deleted(postings.doc()));
                postings.advance();
            }
            if count > 0 {
                *counts.entry(ArticleId(id)).or_default() += count;
            }
        }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_may_look_elsewhere() {
        let places = elsewhere(ArticleId(99_061));
        assert!(places[0].ends_with("/kb/99061") && places[1].contains("/Q099/0/*"), "{places:?}");
    }
}
