//! Which files there are.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf, is_separator},
    time::UNIX_EPOCH,
};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{CorpusError, Stamp};

/// A file below a folder that was given, or given itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Which of the given paths it was found under.
    pub root: usize,
    /// Relative to that path, with `/`; the file's name where the path is the file.
    pub path: String,
    pub stamp: Stamp,
}

/// A file or folder that could not be looked at.
#[derive(Clone, Debug)]
pub struct Problem {
    pub path: String,
    pub message: String,
}

/// All files below some paths.
#[derive(Clone, Debug)]
pub struct Corpus {
    pub roots: Vec<PathBuf>,
    /// For each root what the paths of its files are relative to.
    bases: Vec<PathBuf>,
    /// In order of root, then path.
    pub files: Vec<File>,
    pub problems: Vec<Problem>,
    /// Where each of these problems is. Nobody knows what is there, or below it.
    unseen: HashSet<PathBuf>,
}

impl Corpus {
    /// Lists the files below `roots`. Links are followed only where they are given.
    ///
    /// # Errors
    /// Where a given path cannot be read; what is below one only adds to `problems`.
    pub fn walk(roots: &[PathBuf]) -> Result<Self, CorpusError> {
        roots.iter().try_for_each(|root| usable(root))?;
        Self::walk_outside(roots, Path::new(""))
    }

    /// Lists the files below those of `roots` that can be read, without the folder `except`.
    ///
    /// # Errors
    /// Where none of the paths can be read; one that cannot only adds to `problems`.
    pub fn walk_outside(roots: &[PathBuf], except: &Path) -> Result<Self, CorpusError> {
        let bases = roots.iter().map(|root| base(root)).collect();
        let mut corpus = Self {
            roots: roots.to_vec(),
            bases,
            files: Vec::new(),
            problems: Vec::new(),
            unseen: HashSet::new(),
        };
        let mut refused = Vec::new();
        for (root, path) in roots.iter().enumerate() {
            match usable(path) {
                Ok(()) => corpus.add(root, path, except),
                Err(error) => refused.push(error),
            }
        }
        if refused.len() == roots.len() {
            // All of none can be read.
            return refused.into_iter().next().map_or(Ok(corpus), Err);
        }
        for CorpusError::Unreadable { path, source } in refused {
            corpus.miss(Unseen { path, message: source.to_string() });
        }
        Ok(corpus)
    }

    /// Whether a file that was not found may be there all the same, because it could not be looked at.
    pub fn may_hold(&self, path: &Path) -> bool {
        !self.unseen.is_empty() && path.ancestors().any(|folder| self.unseen.contains(folder))
    }

    /// Where a file of this corpus is.
    pub fn locate(&self, file: &File) -> PathBuf {
        self.bases[file.root].join(&file.path)
    }

    fn add(&mut self, root: usize, path: &Path, except: &Path) {
        let entries = WalkDir::new(path).into_iter().filter_entry(|entry| entry.path() != except);
        let entries: Vec<_> = entries.filter(|entry| entry.as_ref().map_or(true, may_be_file)).collect();
        // To ask for each file's size and time is most of the work.
        let found = entries.into_par_iter().map(|entry| {
            let entry = entry.map_err(|error| unseen(path, &error))?;
            Ok(stat(&entry)?.map(|stamp| File { root, path: relative(path, entry.path()), stamp }))
        });
        let found: Vec<Result<Option<File>, Unseen>> = found.collect();
        let first = self.files.len();
        for file in found {
            match file {
                Ok(file) => self.files.extend(file),
                Err(unseen) => self.miss(unseen),
            }
        }
        self.files[first..].sort_unstable_by(|a, b| a.path.cmp(&b.path));
    }

    fn miss(&mut self, Unseen { path, message }: Unseen) {
        self.problems.push(Problem { path: path.display().to_string(), message });
        self.unseen.insert(path);
    }
}

/// A file or folder that could not be looked at, and why.
struct Unseen {
    path: PathBuf,
    message: String,
}

/// What the paths of a root's files are relative to: the root, or the folder that it is in where it is a
/// file itself.
pub fn base(root: &Path) -> PathBuf {
    let file = root.is_file().then(|| root.parent()).flatten();
    file.unwrap_or(root).to_owned()
}

/// What could not be looked at; the whole `root` where the error does not say.
fn unseen(root: &Path, error: &walkdir::Error) -> Unseen {
    let message = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Unseen { path: error.path().unwrap_or(root).to_owned(), message }
}

/// Whether it is a file, or a link that was given and may lead to one.
fn may_be_file(entry: &DirEntry) -> bool {
    entry.depth() == 0 || entry.file_type().is_file()
}

/// The absolute path of what is there, with no links in it. Windows answers with `\\?\C:\kb`, which people cannot read:
/// that becomes `C:\kb`.
///
/// # Errors
/// Where nothing is there.
pub fn canonicalize(path: &Path) -> io::Result<PathBuf> {
    let path = path.canonicalize()?;
    let drive = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    let drive = drive.filter(|rest| rest.as_bytes().get(1) == Some(&b':')).map(PathBuf::from);
    Ok(drive.unwrap_or(path))
}

/// Whether a path that was given is there and can be read.
pub fn usable(path: &Path) -> Result<(), CorpusError> {
    let unreadable = |source| CorpusError::Unreadable { path: path.to_owned(), source };
    if path.metadata().map_err(unreadable)?.is_dir() {
        path.read_dir().map_err(unreadable)?;
    }
    Ok(())
}

/// The path of a file that was found below `base`, with `/`; its name where it is `base` itself.
pub fn relative(base: &Path, file: &Path) -> String {
    let (whole, base) = (file.as_os_str().as_encoded_bytes(), base.as_os_str().as_encoded_bytes());
    // What was found below a path begins with it to the letter: no need to compare them part by part.
    let below = whole.strip_prefix(base).unwrap_or(whole);
    let below = below.iter().position(|&byte| !is_separator(byte.into())).map(|from| &below[from..]);
    let name = || file.file_name().unwrap_or_default().as_encoded_bytes();
    let text = String::from_utf8_lossy(below.unwrap_or_else(name));
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// Size and time of a file, `None` for what is none; a link is followed where it was given.
fn stat(entry: &DirEntry) -> Result<Option<Stamp>, Unseen> {
    let path = entry.path();
    let metadata = if entry.depth() == 0 { path.metadata() } else { entry.metadata().map_err(Into::into) };
    let metadata = metadata.map_err(|error| Unseen { path: path.to_owned(), message: error.to_string() })?;
    let stamp = Stamp { size: metadata.len(), modified: changed(&metadata) };
    Ok(metadata.is_file().then_some(stamp))
}

/// When a file has changed, in nanoseconds since 1970. Programs that unpack or copy files set back the time of
/// their content, but not the time at which that was done.
fn changed(metadata: &std::fs::Metadata) -> i64 {
    let content = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let inode = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
        content.max(inode)
    }
    #[cfg(not(unix))]
    content
}
