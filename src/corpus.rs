//! The corpus: article files on disk, read, decoded and made into one record an article.

pub mod decode;
mod fingerprint;
mod list;
pub mod merge;
mod provenance;
pub mod walk;

pub use decode::{Decoded, decode};
pub use fingerprint::{Stamp, fingerprint};
pub use list::{Found, list};
pub use merge::{Copy, Merged, merge};
pub use provenance::{Traced, provenance};
pub use walk::{Corpus, File, Problem, base};

use std::{
    cell::RefCell,
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

/// What nearly all articles fit in, in bytes.
const USUAL: usize = 1 << 16;

thread_local! {
    /// Read into first, so that only articles are given memory, and just as much as they need.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; USUAL]);
}

/// Reads a file that begins as an article does; `None` for any other.
///
/// # Errors
/// Where the file cannot be read.
pub fn read_article(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = fs::File::open(path)?;
    SCRATCH.with_borrow_mut(|scratch| {
        let length = fill(&mut file, scratch)?;
        if !decode::looks_like_article(&scratch[..length]) {
            return Ok(None);
        }
        let mut bytes = scratch[..length].to_vec();
        if length == USUAL {
            file.read_to_end(&mut bytes)?;
        }
        Ok(Some(bytes))
    })
}

/// Reads until the file ends or `buffer` is full; how much that was.
fn fill(file: &mut fs::File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}
