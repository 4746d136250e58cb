//! The original files of an article, packed into one stored value.

use serde::{Deserialize, Serialize};

use crate::{
    article::{Article, Provenance},
    corpus::{Copy, Decoded, Merged, Older, Traced, decode, merge, provenance},
    grammar,
};

/// One original file, byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original<'a> {
    /// Relative to the folder that was indexed.
    pub path: &'a str,
    #[serde(with = "serde_bytes")]
    pub bytes: &'a [u8],
}

/// Packs files; the one that stands for the article comes first, older ones last.
pub fn pack(originals: &[Original<'_>]) -> Vec<u8> {
    // Postcard fails only where a sequence has no known length.
    postcard::to_stdvec(originals).unwrap_or_default()
}

/// The files again; none where the bytes were not packed by [`pack`].
pub fn unpack(packed: &[u8]) -> Vec<Original<'_>> {
    postcard::from_bytes(packed).unwrap_or_default()
}

/// The record of packed files.
pub fn article(packed: &[u8]) -> Option<Article> {
    merged(packed).map(|merged| merged.article)
}

/// The record of packed files, with what it was made from.
pub fn merged(packed: &[u8]) -> Option<Merged> {
    let originals = unpack(packed);
    together(originals.iter().zip(&decoded(&originals)))
}

/// The records of packed files as they were from time to time, the newest first.
pub fn revisions(packed: &[u8]) -> Vec<Article> {
    let originals = unpack(packed);
    let texts = decoded(&originals);
    let Some(Merged { article, older, .. }) = together(originals.iter().zip(&texts)) else {
        return Vec::new();
    };
    let was = |older: Older| together(older.copies.into_iter().map(|at| (&originals[at], &texts[at])));
    let older = older.into_iter().filter_map(was).map(|merged| merged.article);
    std::iter::once(article).chain(older).collect()
}

/// The record of packed files, and where its judged values were read.
pub fn traced(packed: &[u8]) -> Option<(Article, Provenance)> {
    let originals = unpack(packed);
    let texts = decoded(&originals);
    let merged = together(originals.iter().zip(&texts))?;
    let files: Vec<_> = merged
        .used
        .iter()
        .zip(&merged.places)
        .map(|(&at, places)| {
            let Original { path, bytes } = originals[at];
            Traced { path, bytes, decoded: &texts[at], places }
        })
        .collect();
    let provenance = provenance(&files);
    Some((merged.article, provenance))
}

fn decoded<'a>(originals: &[Original<'a>]) -> Vec<Decoded<'a>> {
    originals.iter().map(|original| decode(original.bytes)).collect()
}

/// Only articles were packed, so none is left out and places are the same.
fn together<'a>(files: impl Iterator<Item = (&'a Original<'a>, &'a Decoded<'a>)>) -> Option<Merged> {
    let copies = files.filter_map(|(original, decoded)| {
        Some(Copy { path: original.path, opened: grammar::open(&decoded.text)? })
    });
    merge(copies.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_byte_for_byte() {
        let originals = [
            Original { path: "a.txt", bytes: b"\x00\xff\r\n" },
            Original { path: "b/README.md", bytes: b"" },
        ];
        assert_eq!(unpack(&pack(&originals)), originals);
        assert_eq!(unpack(b"\xff\xff\xff"), []);
    }
}
