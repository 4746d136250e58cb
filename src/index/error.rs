use std::{
    io,
    path::{Path, PathBuf},
};

use tantivy::{
    TantivyError,
    directory::error::{LockError, OpenDirectoryError, OpenReadError},
};

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
    #[error("the index in {} cannot be read: {}: {source}{}", folder.display(), path.display(), advice(source, folder))]
    Unreadable { folder: PathBuf, path: PathBuf, source: io::Error },
    #[error("another kbfix is writing the index in {}; wait until it has ended", folder.display())]
    Busy { folder: PathBuf },
    #[error("{doing} {}: {source}; the index as it was stays in use", path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    #[error("writing the index in {}: {detail}; the index as it was stays in use", folder.display())]
    Writer { folder: PathBuf, detail: String },
    #[error("no folder to index: give one, as in `kbfix index FOLDER`")]
    NothingToIndex,
    #[error(
        "there is no article in {}: give a folder with DOCUMENT: texts or pages of the archive",
        list(paths)
    )]
    NoArticles { paths: Vec<PathBuf> },
    #[error(transparent)]
    Corpus(#[from] CorpusError),
}

impl IndexError {
    /// A file of the index could not be read: the system refuses it, or the index is damaged.
    pub(super) fn reading(folder: &Path, path: &Path, source: io::Error) -> Self {
        let folder = folder.to_owned();
        if is_damage(&source) {
            let name = path.file_name().unwrap_or_default().display();
            return Self::Damaged { folder, detail: format!("{name}: {source}") };
        }
        Self::Unreadable { folder, path: path.to_owned(), source }
    }

    /// The same of what tantivy could not read.
    pub(super) fn opening(folder: &Path, error: &TantivyError) -> Self {
        let (path, source) = match error {
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
                (filepath, io_error)
            }
            TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, directory_path }) => {
                (directory_path, io_error)
            }
            TantivyError::IoError(source) | TantivyError::LockFailure(LockError::IoError(source), _) => {
                (&folder.to_owned(), source)
            }
            _ => return Self::Damaged { folder: folder.to_owned(), detail: error.to_string() },
        };
        match source.raw_os_error() {
            Some(code) => Self::reading(folder, path, io::Error::from_raw_os_error(code)),
            None => Self::Damaged { folder: folder.to_owned(), detail: error.to_string() },
        }
    }
}

/// Whether a file is not as it should be, and not only out of reach.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    error.raw_os_error().is_none() || matches!(error.kind(), NotFound | IsADirectory | NotADirectory)
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn advice(error: &io::Error, folder: &Path) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied if cfg!(unix) => {
            format!("; its owner can let you read it with `chmod -R a+rX {}`", folder.display())
        }
        io::ErrorKind::PermissionDenied => {
            format!(
                "; close whatever else has it open, or ask its owner to let you read {}",
                folder.display()
            )
        }
        _ => String::new(),
    }
}
