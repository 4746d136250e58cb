//! What tells one state of an index from another without opening it.

use std::{fmt, path::Path};

use xxhash_rust::xxh3::xxh3_64;

use super::{IndexError, generation::Commit};

/// Another one after every commit; sixteen hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp(u64);

impl Stamp {
    /// That of the index in `folder`, as it is now.
    ///
    /// # Errors
    /// Where there is none, or where it cannot be read.
    pub fn of(folder: &Path) -> Result<Self, IndexError> {
        Ok(Self::new(&Commit::last(folder)?))
    }

    pub(super) fn new(commit: &Commit) -> Self {
        let Commit { generation, meta, manifest: _ } = commit;
        let name = generation.folder().file_name().unwrap_or_default();
        let state = [name.as_encoded_bytes(), meta].concat();
        Self(xxh3_64(&state))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
