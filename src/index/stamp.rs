//! What tells one state of an index from another without opening it.

use std::{fmt, fs, io, path::Path, time::UNIX_EPOCH};

use xxhash_rust::xxh3::Xxh3;

use super::{IndexError, generation::Generation};

/// Another one after every commit, and after words were learned; sixteen hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp(u64);

impl Stamp {
    /// That of the index in `folder`, as it is now.
    ///
    /// # Errors
    /// Where there is none, or where it cannot be read.
    pub fn of(folder: &Path) -> Result<Self, IndexError> {
        let mut tries = 3;
        loop {
            let generation = Generation::current(folder)?;
            match read(&generation) {
                // A rebuild may take the generation away between the two steps.
                Err(_) if tries > 0 && generation.is_superseded() => tries -= 1,
                read => {
                    let path = generation.folder().to_owned();
                    return read.map_err(|source| IndexError::Io { doing: "reading", path, source });
                }
            }
        }
    }
}

fn read(generation: &Generation) -> io::Result<Stamp> {
    let folder = generation.folder();
    let mut hash = Xxh3::new();
    hash.update(folder.file_name().unwrap_or_default().as_encoded_bytes());
    hash.update(&fs::read(folder.join("meta.json"))?);
    // What words mean is learned after the commit, and comes in files of its own.
    let mut learned = Vec::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b"meaning") {
            let known = entry.metadata()?;
            let age = known.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            learned.push((name, known.len(), age.as_nanos()));
        }
    }
    learned.sort();
    hash.update(format!("{learned:?}").as_bytes());
    Ok(Stamp(hash.digest()))
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
