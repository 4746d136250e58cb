//! Generations: whole indexes side by side, one of them current.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexSettings, TantivyError, directory::MmapDirectory, store::Compressor};

use super::{
    IndexError, analysis,
    learn::{self, Meaning},
    manifest::Manifest,
    schema::Schema,
};

/// Goes up when an index of an older kbfix can no longer be read.
pub const FORMAT: u32 = 6;

const CURRENT: &str = "current";
const LOCK: &str = "lock";
const DICTIONARY: &str = "dictionary";
/// Whoever reads an article copies the block it lies in: two or three of them, as they are compressed.
const BLOCK: usize = 4 << 10;

/// What the file `current` says.
#[derive(Serialize, Deserialize)]
struct Pointer {
    format: u32,
    generation: u64,
}

/// A folder with one whole index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    base: PathBuf,
    folder: PathBuf,
    number: u64,
}

impl Generation {
    fn new(base: &Path, number: u64) -> Self {
        Self { base: base.to_owned(), folder: base.join(format!("g{number}")), number }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether `base` has a current generation, readable or not.
    pub fn exists(base: &Path) -> bool {
        base.join(CURRENT).is_file()
    }

    /// The one that is served.
    pub fn current(base: &Path) -> Result<Self, IndexError> {
        let path = base.join(CURRENT);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(IndexError::Missing { folder: base.to_owned() });
            }
            read => read.map_err(|source| IndexError::Io { doing: "reading", path, source })?,
        };
        let pointer: Pointer = serde_json::from_str(&text).map_err(|error| damaged(base, &error))?;
        if pointer.format != FORMAT {
            return Err(other_format(base, pointer.format.to_string()));
        }
        Ok(Self::new(base, pointer.generation))
    }

    /// Whether another generation than this one is current by now.
    pub fn is_superseded(&self) -> bool {
        Self::current(&self.base).is_ok_and(|now| now != *self)
    }

    /// The one after this.
    pub fn next(base: &Path, current: Option<&Self>) -> Self {
        Self::new(base, current.map_or(0, |generation| generation.number) + 1)
    }

    /// Opens its tantivy index.
    pub fn open(&self) -> Result<(Index, Schema), IndexError> {
        let index = Index::open_in_dir(&self.folder).map_err(|error| self.damaged(&error))?;
        let schema = Schema::build();
        if index.schema() != schema.tantivy {
            return Err(other_format(&self.base, format!("{FORMAT} with other fields")));
        }
        analysis::register(&index);
        Ok((index, schema))
    }

    /// Creates it, empty.
    pub fn create(&self) -> Result<(Index, Schema), IndexError> {
        let io = |source| IndexError::Io { doing: "making", path: self.folder.clone(), source };
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).map_err(io)?;
        }
        fs::create_dir_all(&self.folder).map_err(io)?;
        let schema = Schema::build();
        let settings = IndexSettings {
            // Stored values are compressed already.
            docstore_compression: Compressor::None,
            docstore_blocksize: BLOCK,
            ..IndexSettings::default()
        };
        let directory = MmapDirectory::open(&self.folder).map_err(|error| self.failed(&error.into()))?;
        let index = Index::create(directory, schema.tantivy.clone(), settings);
        let index = index.map_err(|error| self.failed(&error))?;
        analysis::register(&index);
        Ok((index, schema))
    }

    /// Writes what stored articles are compressed with.
    pub fn write_dictionary(&self, dictionary: &[u8]) -> Result<(), IndexError> {
        write_whole(&self.folder.join(DICTIONARY), dictionary)
    }

    /// What stored articles are compressed with.
    pub fn dictionary(&self) -> Result<Vec<u8>, IndexError> {
        let read = fs::read(self.folder.join(DICTIONARY));
        read.map_err(|error| damaged(&self.base, &format!("{DICTIONARY}: {error}")))
    }

    /// Makes it the one that is served, in one step, and removes all others.
    pub fn publish(&self) -> Result<(), IndexError> {
        let pointer = Pointer { format: FORMAT, generation: self.number };
        let text = serde_json::to_vec(&pointer).unwrap_or_default();
        write_whole(&self.base.join(CURRENT), &text)?;
        sweep(&self.base, Some(self));
        Ok(())
    }

    /// The manifest of the index's last commit.
    pub fn manifest(&self, index: &Index) -> Result<Manifest, IndexError> {
        let name = self.payload(index)?;
        let path = self.folder.join(&name);
        let bytes = fs::read(&path).map_err(|error| damaged(&self.base, &format!("{name}: {error}")))?;
        postcard::from_bytes(&bytes).map_err(|error| damaged(&self.base, &format!("{name}: {error}")))
    }

    /// The name of that manifest.
    pub fn payload(&self, index: &Index) -> Result<String, IndexError> {
        let meta = index.load_metas().map_err(|error| self.damaged(&error))?;
        meta.payload.ok_or_else(|| damaged(&self.base, &"no manifest is named"))
    }

    /// Writes a manifest and gives the name under which a commit must know it.
    pub fn write_manifest(&self, manifest: &Manifest, commit: u64) -> Result<String, IndexError> {
        let name = format!("manifest-{commit}");
        let bytes = postcard::to_stdvec(manifest).map_err(|error| damaged(&self.base, &error))?;
        write_whole(&self.folder.join(&name), &bytes)?;
        Ok(name)
    }

    /// Writes the vectors of the last commit's articles; those of words `anew`, where they were just learned.
    pub fn write_meaning(&self, index: &Index, meaning: &Meaning, anew: bool) -> Result<(), IndexError> {
        let manifest = self.payload(index)?;
        let write = |name: &str, bytes: &[u8]| {
            write_whole(&self.folder.join(name), bytes).map_err(IndexError::after_the_commit)
        };
        if anew {
            write(learn::WORDS, meaning.words())?;
        }
        write(&learn::articles_file(&manifest), meaning.articles())
    }

    /// What is known of meanings at the last commit, where anything was learned.
    pub fn meaning(&self, index: &Index) -> Option<Meaning> {
        Meaning::open(&self.folder, &self.payload(index).ok()?)
    }

    /// Whether files lie about that the last commit does not know.
    pub fn has_strays(&self, meta: &tantivy::IndexMeta) -> bool {
        let known = meta.list_segment_files();
        entries(&self.folder).any(|path| {
            let name = path.file_name().unwrap_or_default();
            let own = name.to_string_lossy().starts_with(['.', 'm']);
            !own && name != DICTIONARY && !known.contains(Path::new(name))
        })
    }

    /// Lets others read what tantivy writes for its owner alone: who may read the lock may read all.
    pub fn share(&self) {
        let Ok(lock) = self.base.join(LOCK).metadata() else { return };
        for name in ["meta.json", ".managed.json"] {
            // An index that only its owner can read is still a good one.
            let _ = fs::set_permissions(self.folder.join(name), lock.permissions());
        }
    }

    /// Removes manifests that no commit names, and what belongs to them.
    pub fn sweep_manifests(&self, keep: &str) {
        for path in entries(&self.folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let own = ["manifest-", "meaning-"].iter().any(|own| name.starts_with(own));
            let kept = [keep, &learn::articles_file(keep), learn::WORDS].contains(&&*name);
            if (own && !kept) || name.starts_with(".tmp") {
                // What stays is swept by a later run.
                let _ = fs::remove_file(&path);
            }
        }
    }

    /// The index cannot be read.
    pub fn damaged(&self, error: &TantivyError) -> IndexError {
        damaged(&self.base, error)
    }

    /// The index cannot be written.
    pub fn failed(&self, error: &TantivyError) -> IndexError {
        IndexError::Writer { folder: self.base.clone(), detail: error.to_string() }
    }

    /// All its files together, in bytes.
    pub fn size(&self) -> u64 {
        entries(&self.folder).filter_map(|path| path.metadata().ok()).map(|metadata| metadata.len()).sum()
    }
}

/// The right to write, given back when it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Lock {
    /// Takes it, making the index's folder where there is none.
    pub fn take(base: &Path) -> Result<Self, IndexError> {
        let path = base.join(LOCK);
        let io = |source| IndexError::Io { doing: "making", path: path.clone(), source };
        fs::create_dir_all(base).map_err(io)?;
        let file = File::create(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(IndexError::Busy { folder: base.to_owned() }),
            Err(TryLockError::Error(source)) => Err(io(source)),
        }
    }
}

/// Removes what an ended run has left: generations that are not served and half-written files.
pub fn sweep(base: &Path, keep: Option<&Generation>) {
    for path in entries(base) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let generation = name.strip_prefix('g').is_some_and(|rest| rest.parse::<u64>().is_ok());
        // What stays is swept by a later run.
        if generation && keep.is_none_or(|keep| keep.folder != path) {
            let _ = fs::remove_dir_all(&path);
        } else if name.starts_with(".tmp") {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Writes a file so that it is there whole or not at all, even after a power cut.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let io = |source| IndexError::Io { doing: "writing", path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = new_file(folder).map_err(io)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io)?;
    file.persist(path).map_err(|error| io(error.error))?;
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
    }
    Ok(())
}

/// A temporary file that others may read once it has its name, as far as the umask allows.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn damaged(base: &Path, detail: &dyn std::fmt::Display) -> IndexError {
    IndexError::Damaged { folder: base.to_owned(), detail: detail.to_string() }
}

fn other_format(base: &Path, found: String) -> IndexError {
    IndexError::OtherFormat { folder: base.to_owned(), found, ours: FORMAT }
}
