//! The original files of an article, packed into one stored value.

use serde::{Deserialize, Serialize};

use crate::{
    article::{Article, Provenance},
    corpus::{Copy, Decoded, Merged, Traced, decode, merge, provenance},
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

/// Packs files; the one that stands for the article comes first.
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
    merged(&unpack(packed)).map(|merged| merged.article)
}

/// The record of packed files, and where its judged values were read.
pub fn traced(packed: &[u8]) -> Option<(Article, Provenance)> {
    let originals = unpack(packed);
    let texts: Vec<_> = originals.iter().map(|original| decode(original.bytes)).collect();
    let merged = together(&originals, &texts)?;
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

/// Decodes, parses and merges the files of one article.
pub fn merged(originals: &[Original<'_>]) -> Option<Merged> {
    let texts: Vec<_> = originals.iter().map(|original| decode(original.bytes)).collect();
    together(originals, &texts)
}

fn together(originals: &[Original<'_>], texts: &[Decoded<'_>]) -> Option<Merged> {
    let copies = originals.iter().zip(texts).filter_map(|(original, decoded)| {
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
