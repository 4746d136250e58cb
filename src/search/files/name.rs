//! Names of files by pattern.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobMatcher};
use tantivy::{
    DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, postings::TermInfo,
    schema::IndexRecordOption,
};

use crate::index::{Index, document::fold};
use crate::search::SearchError;

/// The text is no pattern of file names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{pattern}` is no pattern of file names: {wrong}; write a name, with * for any letters and ? for one: tcp*.sys"
)]
pub struct NotAPattern {
    pattern: String,
    wrong: String,
}

/// The folded names of fix files that match; one without `*`, `?`, `[` or `{` is only itself.
pub fn matching(index: &Index, pattern: &str) -> Result<BTreeSet<String>, SearchError> {
    let folded = fold(pattern.trim());
    if !folded.contains(['*', '?', '[', '{']) {
        return Ok(BTreeSet::from([folded]));
    }
    let matcher = compile(&folded, pattern)?;
    let mut names = BTreeSet::new();
    for segment in index.searcher().segment_readers() {
        let inverted = segment.inverted_index(index.schema().file)?;
        let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
        while terms.advance() {
            if let Ok(name) = std::str::from_utf8(terms.key())
                && matcher.is_match(name)
                && is_given(segment, &inverted, terms.value())?
            {
                names.insert(name.to_owned());
            }
        }
    }
    Ok(names)
}

/// Whether an article that gives the name is still there.
fn is_given(
    segment: &SegmentReader,
    inverted: &InvertedIndexReader,
    term: &TermInfo,
) -> tantivy::Result<bool> {
    if !segment.has_deletes() {
        return Ok(true);
    }
    let mut postings = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
    while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
        postings.advance();
    }
    Ok(postings.doc() != TERMINATED)
}

fn compile(folded: &str, pattern: &str) -> Result<GlobMatcher, NotAPattern> {
    let glob = GlobBuilder::new(folded).backslash_escape(false).build();
    let wrong =
        |error: globset::Error| NotAPattern { pattern: pattern.to_owned(), wrong: error.kind().to_string() };
    glob.map(|glob| glob.compile_matcher()).map_err(wrong)
}
