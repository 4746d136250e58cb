//! Generations: whole indexes side by side, one of them current.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexSettings, TantivyError, store::Compressor};
use tempfile::NamedTempFile;

use super::{
    IndexError, analysis, embedding,
    files::{self, Files},
    manifest::Manifest,
    schema::Schema,
};

/// Goes up when an index of an older kbfix can no longer be read.
pub const FORMAT: u32 = 7;

const CURRENT: &str = "current";
const LOCK: &str = "lock";
const DICTIONARY: &str = "dictionary";
const MANIFEST: &str = "manifest-";
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

/// A state of the index: all that tells it from any other, before or after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    pub generation: Generation,
    /// tantivy's list of segments.
    pub meta: Arc<[u8]>,
    /// The name of the manifest.
    pub manifest: String,
}

/// The part of tantivy's list of segments that is ours.
#[derive(Deserialize)]
struct Payload {
    payload: Option<String>,
}

impl Commit {
    /// That of the index in `base` as it is now.
    pub fn last(base: &Path) -> Result<Self, IndexError> {
        let mut generation = Generation::current(base)?;
        loop {
            match generation.commit() {
                // A rebuild may take the generation away between the two steps.
                Err(error) => match Generation::current(base)? {
                    now if now == generation => return Err(error),
                    now => generation = now,
                },
                last => return last,
            }
        }
    }

    /// Its files, to read.
    pub fn files(&self) -> Result<Files, IndexError> {
        let files = Files::at(&self.generation.folder, Arc::clone(&self.meta));
        files.map_err(|error| self.generation.unreadable(&error.into()))
    }
}

impl Generation {
    fn new(base: &Path, number: u64) -> Self {
        Self { base: base.to_owned(), folder: base.join(format!("g{number}")), number }
    }

    /// All that lie in `base`, whole or not.
    fn all(base: &Path) -> impl Iterator<Item = Self> {
        let number = |path: PathBuf| path.file_name()?.to_str()?.strip_prefix('g')?.parse().ok();
        entries(base).filter_map(number).map(|number| Self::new(base, number))
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
        let pointer = pointer(base)?;
        if pointer.format != FORMAT {
            return Err(other_format(base, pointer.format.to_string()));
        }
        Ok(Self::new(base, pointer.generation))
    }

    /// Whether it is the one that is served, or would be if its format were ours.
    pub fn is_current(&self) -> bool {
        pointer(&self.base).is_ok_and(|pointer| pointer.generation == self.number)
    }

    /// One after all that lie in `base`: whatever they are, none of them is written over.
    pub fn next(base: &Path) -> Self {
        Self::new(base, Self::all(base).map(|generation| generation.number).max().unwrap_or(0) + 1)
    }

    /// Its last commit.
    pub fn commit(&self) -> Result<Commit, IndexError> {
        let meta = self.read(files::META)?;
        let payload: Payload = serde_json::from_slice(&meta)
            .map_err(|error| self.damaged(&format!("{}: {error}", files::META)))?;
        let manifest = payload.payload.ok_or_else(|| self.damaged("no manifest is named"))?;
        Ok(Commit { generation: self.clone(), meta: meta.into(), manifest })
    }

    /// Opens its tantivy index.
    pub fn open(&self, files: Files) -> Result<(Index, Schema), IndexError> {
        let index = Index::open(files).map_err(|error| self.unreadable(&error))?;
        let schema = Schema::build();
        if index.schema() != schema.tantivy {
            return Err(other_format(&self.base, format!("{FORMAT} with other fields")));
        }
        analysis::register(&index);
        Ok((index, schema))
    }

    /// Opens its tantivy index to write in.
    pub fn open_to_write(&self) -> Result<(Index, Schema), IndexError> {
        self.open(Files::open(&self.folder).map_err(|error| self.failed(&error.into()))?)
    }

    /// Creates it, empty.
    pub fn create(&self) -> Result<(Index, Schema), IndexError> {
        let io = |source| IndexError::Io { doing: "making", path: self.folder.clone(), source };
        fs::create_dir_all(&self.folder).map_err(io)?;
        let schema = Schema::build();
        let settings = IndexSettings {
            // Stored values are compressed already.
            docstore_compression: Compressor::None,
            docstore_blocksize: BLOCK,
            ..IndexSettings::default()
        };
        let files = Files::open(&self.folder).map_err(|error| self.failed(&error.into()))?;
        let index = Index::create(files, schema.tantivy.clone(), settings);
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
        self.read(DICTIONARY)
    }

    /// Makes it the one that is served, in one step, and removes all others.
    pub fn publish(&self) -> Result<(), IndexError> {
        self.sync()?;
        let pointer = Pointer { format: FORMAT, generation: self.number };
        let text = serde_json::to_vec(&pointer).unwrap_or_default();
        write_whole(&self.base.join(CURRENT), &text)?;
        sweep(&self.base);
        Ok(())
    }

    /// Removes it, unless it is the one that is served.
    pub fn discard(&self) {
        if !self.is_current() {
            // A thread of a writer that failed may still end a file. What stays is swept by a later run.
            let mut tries = 0..20;
            while fs::remove_dir_all(&self.folder).is_err() && self.folder.exists() && tries.next().is_some()
            {
                std::thread::sleep(Duration::from_millis(25));
            }
        }
    }

    /// A file read whole.
    fn read(&self, name: &str) -> Result<Vec<u8>, IndexError> {
        let path = self.folder.join(name);
        fs::read(&path).map_err(|error| IndexError::reading(&self.base, &path, error))
    }

    /// The manifest in these bytes.
    pub fn manifest(&self, bytes: &[u8]) -> Result<Manifest, IndexError> {
        postcard::from_bytes(bytes).map_err(|error| self.damaged(&format!("manifest: {error}")))
    }

    /// Writes a manifest and gives the name under which a commit must know it. It is another than that of the
    /// commit `before`, which stays whole until this one has taken its place.
    pub fn write_manifest(&self, manifest: &Manifest, before: Option<&str>) -> Result<String, IndexError> {
        let number = before.and_then(|name| name.strip_prefix(MANIFEST)?.parse::<u64>().ok());
        let name = format!("{MANIFEST}{}", number.map_or(1, |number| number.wrapping_add(1)));
        let bytes = postcard::to_stdvec(manifest).map_err(|error| self.damaged(&error.to_string()))?;
        write_whole(&self.folder.join(&name), &bytes)?;
        Ok(name)
    }

    /// Writes the embeddings of articles, for the commit whose manifest has this name.
    pub fn write_embeddings(&self, manifest: &str, bytes: &[u8]) -> Result<(), IndexError> {
        write_whole(&self.folder.join(embedding::file_name(manifest)), bytes)
    }

    /// Has the disk keep the names of files.
    pub fn sync(&self) -> Result<(), IndexError> {
        sync_folder(&self.folder).map_err(|source| IndexError::Io {
            doing: "writing",
            path: self.folder.clone(),
            source,
        })
    }

    /// Whether files lie about that the last commit does not know.
    pub fn has_strays(&self, meta: &tantivy::IndexMeta) -> bool {
        let known = meta.list_segment_files();
        entries(&self.folder).any(|path| {
            let name = path.file_name().unwrap_or_default();
            // The names of segments begin with hexadecimal digits.
            let own = [".", "meta", MANIFEST, embedding::FILES];
            let own = own.iter().any(|own| name.to_string_lossy().starts_with(own));
            !own && name != DICTIONARY && !known.contains(Path::new(name))
        })
    }

    /// Removes manifests that the last commit does not name, and what belongs to them.
    pub fn sweep_manifests(&self) {
        let Ok(Commit { manifest, .. }) = self.commit() else { return };
        let embeddings = embedding::file_name(&manifest);
        for path in entries(&self.folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let own = [MANIFEST, embedding::FILES].iter().any(|own| name.starts_with(own));
            let kept = name == manifest || name == embeddings;
            if (own && !kept) || name.starts_with(".tmp") {
                // What stays is swept by a later run.
                let _ = fs::remove_file(&path);
            }
        }
    }

    /// Why the index cannot be read.
    pub fn unreadable(&self, error: &TantivyError) -> IndexError {
        IndexError::opening(&self.base, error)
    }

    fn damaged(&self, detail: &str) -> IndexError {
        IndexError::Damaged { folder: self.base.clone(), detail: detail.to_owned() }
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
        // Its length is left alone: Windows may refuse to cut off a file that another process has locked.
        let file = File::options().write(true).create(true).truncate(false).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(IndexError::Busy { folder: base.to_owned() }),
            Err(TryLockError::Error(source)) => Err(io(source)),
        }
    }
}

/// Removes what an ended run has left: generations that are not served and half-written files. Where the file
/// that says which one is served is damaged, all whole generations stay.
pub fn sweep(base: &Path) {
    let current = Generation::all(base).find(Generation::is_current);
    let is_lost = current.is_none_or(|current| current.commit().is_err());
    for generation in Generation::all(base).filter(|generation| !generation.is_current()) {
        if !(is_lost && generation.commit().is_ok()) {
            // What stays is swept by a later run.
            let _ = fs::remove_dir_all(generation.folder);
        }
    }
    for path in entries(base) {
        if path.file_name().unwrap_or_default().to_string_lossy().starts_with(".tmp") {
            let _ = fs::remove_file(&path);
        }
    }
}

fn pointer(base: &Path) -> Result<Pointer, IndexError> {
    let path = base.join(CURRENT);
    let text = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(IndexError::Missing { folder: base.to_owned() });
        }
        read => read.map_err(|error| IndexError::reading(base, &path, error))?,
    };
    serde_json::from_slice(&text).map_err(|error| IndexError::Damaged {
        folder: base.to_owned(),
        detail: format!("{CURRENT}: {error}"),
    })
}

/// Writes a file so that it is there whole or not at all, even after a power cut.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    replace(path, bytes).and_then(|()| sync_folder(folder)).map_err(|source| IndexError::Io {
        doing: "writing",
        path: path.to_owned(),
        source,
    })
}

/// Writes a file so that it is there whole or not at all, or as it was before.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = new_file(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    persist(file, path)
}

/// Gives a temporary file its name, in place of the file that has it. Windows refuses while another process reads that
/// one, so a refusal is tried again there for a second.
fn persist(mut file: NamedTempFile, path: &Path) -> io::Result<()> {
    let mut tries = if cfg!(windows) { 40 } else { 0 };
    while let Err(refused) = file.persist(path) {
        if tries == 0 || refused.error.kind() != io::ErrorKind::PermissionDenied {
            return Err(refused.error);
        }
        tries -= 1;
        file = refused.file;
        std::thread::sleep(Duration::from_millis(25));
    }
    Ok(())
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// A temporary file that others may read once it has its name, as far as the umask allows.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn other_format(base: &Path, found: String) -> IndexError {
    IndexError::OtherFormat { folder: base.to_owned(), found, ours: FORMAT }
}
