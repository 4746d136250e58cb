//! The corpus: article files on disk, read, decoded and made into one record an article.

pub mod decode;
mod fingerprint;
mod list;
pub mod merge;
mod provenance;
pub mod walk;
#[cfg(feature = "watch")]
mod watch;

pub use decode::{Decoded, decode};
pub use fingerprint::{Stamp, fingerprint};
pub use list::{Found, list};
pub use merge::{Copy, Merged, Older, merge};
pub use provenance::{Traced, provenance};
pub use walk::{Corpus, File, Problem, base, canonicalize, usable};
#[cfg(feature = "watch")]
pub use watch::{News, Turn, Watch};

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

/// Bytes of a file that is still taken for an article: a thousand times what the largest has.
const MOST: u64 = 1 << 28;
const TOO_LARGE: &str = "the file is over 256 MB, which no article is";

thread_local! {
    /// Read into, so that no article needs memory of its own.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Reads a file that begins as an article does; `None` for any other.
///
/// # Errors
/// Where the file cannot be read.
pub fn read_article(path: &Path) -> io::Result<Option<Vec<u8>>> {
    with_article(path, <[u8]>::to_vec)
}

/// What `read` makes of a file that begins as an article does; `None` for any other.
///
/// # Errors
/// Where the file cannot be read.
pub fn with_article<T>(path: &Path, read: impl FnOnce(&[u8]) -> T) -> io::Result<Option<T>> {
    let mut file = fs::File::open(path)?;
    // Taken, not borrowed: nothing that `read` does can meet it.
    let mut scratch = SCRATCH.take();
    scratch.resize(USUAL, 0);
    let result = fill(&mut file, &mut scratch).and_then(|mut length| {
        if !decode::looks_like_article(&scratch[..length]) {
            return Ok(None);
        }
        if length == USUAL {
            length += (&file).take(MOST).read_to_end(&mut scratch)?;
        }
        if length as u64 > MOST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, TOO_LARGE));
        }
        Ok(Some(read(&scratch[..length])))
    });
    scratch.truncate(USUAL);
    scratch.shrink_to(USUAL);
    SCRATCH.set(scratch);
    result
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
