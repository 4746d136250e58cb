//! What changed in an article: its copies from time to time, each held against the one before.

mod lines;
mod units;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::SearchError;
use crate::article::{Article, ArticleId, Date, Source};
use crate::index::{Index, stored};
use lines::hunks;
pub use lines::{Fate, Line};
use units::units;

/// The copies of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct History {
    pub id: ArticleId,
    /// Of the newest copy.
    pub title: String,
    /// The newest first.
    pub revisions: Vec<Revision>,
}

/// The article as it was on one day: a text, a page, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Revision {
    pub modified: Option<Date>,
    /// The files that it was read from.
    pub source: Vec<Source>,
    /// What is not as it was in the next older one, in the order of the record.
    pub changes: Vec<Change>,
}

/// A field of the record that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// Its name in the record (`resolution`).
    pub field: String,
    /// Stretches of lines around what changed.
    pub hunks: Vec<Vec<Line>>,
}

/// The history of an article; `None` where the index does not hold it.
///
/// # Errors
/// Where the index cannot be read.
pub fn history(index: &Index, id: ArticleId) -> Result<Option<History>, SearchError> {
    let Some(packed) = index.copies(id)? else { return Ok(None) };
    Ok(of(&stored::revisions(&packed)))
}

fn of(articles: &[Article]) -> Option<History> {
    let first = articles.first()?;
    let older = articles.iter().skip(1).map(Some).chain([None]);
    let revision = |(article, older): (&Article, Option<&Article>)| Revision {
        modified: article.modified,
        source: article.source.clone(),
        changes: older.map(|older| changes(older, article)).unwrap_or_default(),
    };
    let revisions = articles.iter().zip(older).map(revision).collect();
    Some(History { id: first.id, title: first.title.clone(), revisions })
}

fn changes(old: &Article, new: &Article) -> Vec<Change> {
    let (old, new) = (fields(old), fields(new));
    let change = |(field, new): (&String, &Value)| {
        let (old, new) = (units(&old[field]), units(new));
        let hunks = hunks(&old, &new);
        (!hunks.is_empty()).then(|| Change { field: field.clone(), hunks })
    };
    new.iter().filter_map(change).collect()
}

/// The fields that say what the article says; typed forms of the same are left out, and what the revision says.
fn fields(article: &Article) -> Map<String, Value> {
    let mut fields = match serde_json::to_value(article) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    for field in ["id", "modified", "source", "article_type", "errors"] {
        fields.shift_remove(field);
    }
    fields
}

#[cfg(test)]
mod tests;
