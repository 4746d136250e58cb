//! Spelling: the nearest word of the index for one that it does not have.

use tantivy::Searcher;
use tantivy::schema::Field;

/// The words of the index.
pub struct Dictionary<'a> {
    pub searcher: &'a Searcher,
    /// The fields whose words count.
    pub fields: &'a [Field],
}

impl Dictionary<'_> {
    /// The nearest word to `term`, where the index does not have it and there is one.
    pub fn correct(&self, _term: &str) -> tantivy::Result<Option<String>> {
        Ok(None)
    }
}
