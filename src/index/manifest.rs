//! What was indexed, so that the next run touches only what is not the same any more.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    article::{ArticleId, Format},
    corpus::Stamp,
    grammar::NoteKind,
};

/// Every file that was looked at, and the folders it was found under.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Absolute; the index of a folder here is an entry's `root`.
    pub roots: Vec<PathBuf>,
    /// In order of root, then path.
    pub entries: Vec<Entry>,
}

/// One file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub root: usize,
    pub path: String,
    /// A file with this stamp has the content that was read. `None` where that is not certain: it is read again.
    pub stamp: Option<Stamp>,
    /// XXH3 of the content; 0 for a file that is no article.
    pub hash: u64,
    /// Which article it is a copy of; `None` for a file that is none.
    pub id: Option<ArticleId>,
    pub format: Option<Format>,
    /// How many notes of each kind, where this copy stands for the article.
    pub notes: Vec<(NoteKind, u32)>,
}

impl Manifest {
    /// The different articles, in order.
    pub fn ids(&self) -> Vec<ArticleId> {
        let mut ids: Vec<_> = self.entries.iter().filter_map(|entry| entry.id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// The notes of all articles by kind.
pub fn notes<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<NoteKind, u64> {
    let mut sum = BTreeMap::new();
    for &(kind, count) in entries.flat_map(|entry| &entry.notes) {
        *sum.entry(kind).or_default() += u64::from(count);
    }
    sum
}
