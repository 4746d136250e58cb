//! Which files there are.

use std::{
    io,
    path::{Path, PathBuf, is_separator},
    sync::Mutex,
    time::UNIX_EPOCH,
};

use ignore::{DirEntry, WalkBuilder, WalkState};

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
}

impl Corpus {
    /// Lists the files below `roots`, on all cores. Links are followed only where they are given.
    ///
    /// # Errors
    /// Where a given path cannot be read; what is below one only adds to `problems`.
    pub fn walk(roots: &[PathBuf]) -> Result<Self, CorpusError> {
        Self::walk_outside(roots, Path::new(""))
    }

    /// As [`Self::walk`], those below the folder `except` left out.
    ///
    /// # Errors
    /// As there.
    pub fn walk_outside(roots: &[PathBuf], except: &Path) -> Result<Self, CorpusError> {
        let bases = roots.iter().map(|root| base(root)).collect();
        let mut corpus = Self { roots: roots.to_vec(), bases, files: Vec::new(), problems: Vec::new() };
        for (root, path) in roots.iter().enumerate() {
            usable(path)?;
            corpus.add(root, path, except);
        }
        Ok(corpus)
    }

    /// Where a file of this corpus is.
    pub fn locate(&self, file: &File) -> PathBuf {
        self.bases[file.root].join(&file.path)
    }

    fn add(&mut self, root: usize, path: &Path, except: &Path) {
        let found = Mutex::new(Vec::new());
        let problems = Mutex::new(Vec::new());
        let except = except.to_owned();
        let walk = WalkBuilder::new(path)
            .standard_filters(false)
            .threads(0)
            .filter_entry(move |entry| entry.path() != except)
            .build_parallel();
        walk.run(|| {
            let mut mine = Batch { found: Vec::new(), all: &found };
            let problems = &problems;
            Box::new(move |entry| {
                let file = entry.map_err(|error| problem(path, &error));
                match file.and_then(|entry| file_at(root, path, &entry)) {
                    Ok(Some(file)) => mine.found.push(file),
                    Ok(None) => {}
                    Err(problem) => lock(problems).push(problem),
                }
                WalkState::Continue
            })
        });
        let mut found = found.into_inner().unwrap_or_default();
        found.sort_unstable_by(|a: &File, b| a.path.cmp(&b.path));
        self.files.append(&mut found);
        self.problems.append(&mut problems.into_inner().unwrap_or_default());
    }
}

/// What the paths of a root's files are relative to: the root, or the folder that it is in where it is a
/// file itself.
pub fn base(root: &Path) -> PathBuf {
    let file = root.is_file().then(|| root.parent()).flatten();
    file.unwrap_or(root).to_owned()
}

/// One walker's files, handed over when it ends.
struct Batch<'a> {
    found: Vec<File>,
    all: &'a Mutex<Vec<File>>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        lock(self.all).append(&mut self.found);
    }
}

/// A walker that panicked has left nothing half-done behind the lock.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn problem(root: &Path, error: &ignore::Error) -> Problem {
    Problem { path: root.display().to_string(), message: error.to_string() }
}

/// Whether a path that was given is there and can be read.
pub fn usable(path: &Path) -> Result<(), CorpusError> {
    let unreadable = |source| CorpusError::Unreadable { path: path.to_owned(), source };
    if path.metadata().map_err(unreadable)?.is_dir() {
        path.read_dir().map_err(unreadable)?;
    }
    Ok(())
}

/// The file that `entry` is; `None` for folders and what else there is.
fn file_at(root: usize, base: &Path, entry: &DirEntry) -> Result<Option<File>, Problem> {
    if entry.depth() > 0 && !entry.file_type().is_some_and(|kind| kind.is_file()) {
        return Ok(None);
    }
    let file = |stamp| File { root, path: relative(base, entry.path()), stamp };
    Ok(stat(entry)?.map(file))
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
fn stat(entry: &DirEntry) -> Result<Option<Stamp>, Problem> {
    let given = entry.depth() == 0;
    let metadata = if given { entry.path().metadata() } else { entry.metadata().map_err(io::Error::other) };
    let metadata = metadata.map_err(|error| problem(entry.path(), &error.into()))?;
    let stamp = Stamp { size: metadata.len(), modified: nanoseconds(&metadata) };
    Ok(metadata.is_file().then_some(stamp))
}

fn nanoseconds(metadata: &std::fs::Metadata) -> i64 {
    metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0)
}
