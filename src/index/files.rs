//! The files of a generation, as tantivy reads and writes them.

use std::{
    io,
    path::{Path, PathBuf},
    result::Result,
    sync::Arc,
};

use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle,
    WritePtr,
    error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError},
};

use super::generation::replace;

/// What tantivy calls its list of segments, and its list of all files.
pub const META: &str = "meta.json";
const MANAGED: &str = ".managed.json";

/// tantivy's own folder of mapped files, but for what readers would write and what others could not read.
///
/// A reader takes no lock, for which it would have to write: it may be of another user, and the disk may be
/// read-only. The lock would keep a writer from removing files of the commit that is being opened; without it, a
/// file may be missing, and whoever opens the index opens the commit that has taken its place
/// ([`super::Index::open`]). All it reads is of one commit, because it reads the list of segments only once.
#[derive(Clone, Debug)]
pub struct Files {
    mapped: MmapDirectory,
    folder: PathBuf,
    /// The list of segments of the commit that is read; `None` for a writer.
    meta: Option<Arc<[u8]>>,
}

impl Files {
    /// To write in, or to read what is no part of a commit.
    pub fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { mapped: MmapDirectory::open(folder)?, folder: folder.to_owned(), meta: None })
    }

    /// To read the commit with this list of segments.
    pub fn at(folder: &Path, meta: Arc<[u8]>) -> Result<Self, OpenDirectoryError> {
        Ok(Self { meta: Some(meta), ..Self::open(folder)? })
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match &self.meta {
            Some(meta) if path == Path::new(META) => Ok(meta.to_vec()),
            // Only who removes files wants to know which there are.
            Some(_) if path == Path::new(MANAGED) => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
            _ => self.mapped.atomic_read(path),
        }
    }

    /// tantivy's own would be readable by its owner alone.
    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        replace(&self.folder.join(path), bytes)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if self.meta.is_some() && lock.filepath == META_LOCK.filepath {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        self.mapped.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}
