//! The corpus: article files on disk, read, decoded and made into one record an article.

pub mod decode;
mod fingerprint;
pub mod merge;
pub mod walk;

pub use decode::{Decoded, decode};
pub use fingerprint::{Stamp, fingerprint};
pub use merge::{Copy, Merged, merge};
pub use walk::{Corpus, File, Problem, base};

use std::{
    fs, io,
    io::Read as _,
    path::{Path, PathBuf},
};

/// A path that was given cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    #[error("reading {}: {source}; give a file or folder that exists and can be read", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
}

/// Files larger than this are looked at before they are read whole, in bytes.
const LARGE: u64 = 1 << 20;

/// What nearly all articles fit in, in bytes.
const USUAL: u64 = 1 << 14;

/// Reads a file that begins as an article does; `None` for any other. `size` is what the file is
/// thought to hold, 0 where that is not known.
///
/// # Errors
/// Where the file cannot be read.
pub fn read_article(path: &Path, size: u64) -> io::Result<Option<Vec<u8>>> {
    let mut file = fs::File::open(path)?;
    let first = match size {
        0 => USUAL,
        1..=LARGE => size,
        _ => 64,
    };
    let mut bytes = Vec::with_capacity(usize::try_from(first).unwrap_or(0) + 1);
    file.by_ref().take(first).read_to_end(&mut bytes)?;
    if !decode::looks_like_article(&bytes) {
        return Ok(None);
    }
    if bytes.len() as u64 == first && size != first {
        file.read_to_end(&mut bytes)?;
    }
    Ok(Some(bytes))
}
