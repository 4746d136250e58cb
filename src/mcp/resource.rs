//! Articles as resources: the text at `kbfix://article/Q186401`, the record at `kbfix://record/Q186401`.

use rmcp::model::{ReadResourceResult, ResourceContents, ResourceTemplate};

use super::answer::{Refusal, clean_record, clean_text};
use super::{article, ask};
use crate::article::ArticleId;
use crate::index::Index;
use crate::output::article::render;

const TEXT: &str = "kbfix://article/";
const RECORD: &str = "kbfix://record/";

/// Columns of a text.
pub const COLUMNS: usize = 100;

/// Numbers that complete what was typed.
const MOST: usize = 100;

/// Where the text of an article is.
pub fn text_uri(id: ArticleId) -> String {
    format!("{TEXT}{id}")
}

/// What resources there are.
pub fn templates() -> Vec<ResourceTemplate> {
    let text = ResourceTemplate::new(format!("{TEXT}{{id}}"), "article")
        .with_title("Text of an article")
        .with_description("The article as people read it, by its number: kbfix://article/Q186401")
        .with_mime_type("text/plain");
    let record = ResourceTemplate::new(format!("{RECORD}{{id}}"), "record")
        .with_title("Record of an article")
        .with_description("All that was read from the article, as JSON: kbfix://record/Q186401")
        .with_mime_type("application/json");
    vec![text, record]
}

/// What a resource holds.
pub fn read(index: &Index, uri: &str) -> Result<ReadResourceResult, Refusal> {
    let (number, is_record) = match (uri.strip_prefix(TEXT), uri.strip_prefix(RECORD)) {
        (Some(number), _) => (number, false),
        (None, Some(number)) => (number, true),
        (None, None) => {
            return Err(Refusal(format!("there is no resource {uri}; articles are {TEXT}Q186401 and so on")));
        }
    };
    let found = article::held(index, ask::number(number)?)?;
    let (text, kind) = if is_record {
        // Cleaned as values: what is put in the place of a character would be no JSON.
        let record = clean_record(&found).and_then(|record| serde_json::to_string_pretty(&record));
        (record.map_err(|error| Refusal(format!("cannot write {}: {error}", found.id)))?, "application/json")
    } else {
        (clean_text(&render(&found, COLUMNS).to_string()), "text/plain")
    };
    let contents = ResourceContents::text(text, uri).with_mime_type(kind);
    Ok(ReadResourceResult::new(vec![contents]))
}

/// Numbers of articles that begin with what was typed, and how many there are.
pub fn complete(index: &Index, typed: &str) -> Result<(Vec<String>, usize), Refusal> {
    let typed = typed.trim().to_ascii_uppercase();
    let digits = typed.strip_prefix("KB").or_else(|| typed.strip_prefix('Q')).unwrap_or(&typed);
    let ids = index.addresses()?.into_iter().map(|(id, _)| id);
    let found: Vec<String> =
        ids.filter(|id| id.0.to_string().starts_with(digits)).map(|id| id.to_string()).collect();
    let count = found.len();
    Ok((found.into_iter().take(MOST).collect(), count))
}
