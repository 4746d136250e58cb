//! Names of files by pattern.

use std::collections::BTreeSet;

use tantivy::{
    DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, postings::TermInfo,
    schema::IndexRecordOption,
};

use crate::index::{Index, document::fold};
use crate::search::SearchError;

/// The folded names of fix files that match: `*` stands for any letters, `?` for one. One without them is only itself.
pub fn matching(index: &Index, pattern: &str) -> Result<BTreeSet<String>, SearchError> {
    let folded = fold(pattern.trim());
    if !folded.contains(['*', '?']) {
        return Ok(BTreeSet::from([folded]));
    }
    let mut names = BTreeSet::new();
    let pattern: Vec<char> = folded.chars().collect();
    for segment in index.searcher().segment_readers() {
        let inverted = segment.inverted_index(index.schema().file)?;
        let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
        while terms.advance() {
            if let Ok(name) = std::str::from_utf8(terms.key())
                && fits(name, &pattern)
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

/// Whether a name is of a pattern: `*` stands for any letters, `?` for one.
fn fits(name: &str, pattern: &[char]) -> bool {
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut next) = (0, 0);
    // Where the last star stands, and the letters that it has taken so far end.
    let mut star = None;
    while at < name.len() {
        match pattern.get(next) {
            Some('*') => {
                star = Some((next, at));
                next += 1;
            }
            Some(&letter) if letter == '?' || letter == name[at] => {
                at += 1;
                next += 1;
            }
            _ => {
                let Some((place, end)) = star else { return false };
                star = Some((place, end + 1));
                (next, at) = (place + 1, end + 1);
            }
        }
    }
    pattern[next..].iter().all(|&letter| letter == '*')
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, name, is) in [
            ("tcp*.sys", "tcpip.sys", true),
            ("tcp*.sys", "tcp.sys", true),
            ("tcp*.sys", "tcpip.dll", false),
            ("*", "", true),
            ("?", "", false),
            ("*.*", "setup.1.exe", true),
            ("*a*b", "xaabab", true),
            ("*a*b", "xaaba", false),
            ("kernel??.dll", "kernel32.dll", true),
            ("kernel??.dll", "kernel.dll", false),
            ("caf?", "caf\u{e9}", true),
            ("a[1].dl?", "a[1].dll", true),
        ] {
            assert_eq!(fits(name, &pattern.chars().collect::<Vec<_>>()), is, "{pattern} {name}");
        }
    }
}
