use std::{io, path::PathBuf};

use crate::corpus::CorpusError;

/// Why an index cannot be read or written. Each says what would be right.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("there is no index in {}; make one with `kbfix index FOLDER`", folder.display())]
    Missing { folder: PathBuf },
    #[error(
        "the index in {} is of format {found}, this kbfix reads format {ours}; make it anew with \
         `kbfix index --rebuild FOLDER`",
        folder.display()
    )]
    OtherFormat { folder: PathBuf, found: String, ours: u32 },
    #[error(
        "the index in {} is damaged ({detail}); make it anew with `kbfix index --rebuild FOLDER`",
        folder.display()
    )]
    Damaged { folder: PathBuf, detail: String },
    #[error("another kbfix is writing the index in {}; wait until it has ended", folder.display())]
    Busy { folder: PathBuf },
    #[error("{doing} {}: {source}; the index as it was stays in use", path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    #[error("writing the index in {}: {detail}; the index as it was stays in use", folder.display())]
    Writer { folder: PathBuf, detail: String },
    #[error(
        "writing {}: {source}; the index is complete but for what words mean, which `kbfix learn` learns",
        path.display()
    )]
    Unlearned { path: PathBuf, source: io::Error },
    #[error("no folder to index: give one, as in `kbfix index FOLDER`")]
    NothingToIndex,
    #[error(transparent)]
    Corpus(#[from] CorpusError),
}

impl IndexError {
    /// The same failure where the commit is already made: what is missing is only what was learned.
    pub(super) fn after_the_commit(self) -> Self {
        match self {
            Self::Io { path, source, .. } => Self::Unlearned { path, source },
            other => other,
        }
    }
}
