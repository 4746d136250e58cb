//! Files one after the other, for who reads them as they come.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{
    CorpusError, Problem,
    walk::{relative, usable},
};

/// A file below a path that was given, or given itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub location: PathBuf,
    /// Relative to the given path, with `/`; the file's name where that is the file.
    pub path: String,
}

/// The files below `roots`, root by root in the order of their paths. Links are followed only where they
/// are given.
///
/// # Errors
/// Where a given path cannot be read; what is below one gives a [`Problem`] in its place.
pub fn list(roots: &[PathBuf]) -> Result<impl Iterator<Item = Result<Found, Problem>>, CorpusError> {
    roots.iter().try_for_each(|root| usable(root))?;
    Ok(roots.iter().flat_map(|root| below(root)))
}

fn below(root: &Path) -> impl Iterator<Item = Result<Found, Problem>> {
    WalkDir::new(root).sort_by_file_name().into_iter().filter_map(move |entry| match entry {
        Ok(entry) => is_file(&entry).then(|| Ok(found(root, entry))),
        Err(error) => Some(Err(problem(root, &error))),
    })
}

fn is_file(entry: &DirEntry) -> bool {
    if entry.depth() == 0 { entry.path().is_file() } else { entry.file_type().is_file() }
}

fn found(root: &Path, entry: DirEntry) -> Found {
    let path = relative(root, entry.path());
    Found { location: entry.into_path(), path }
}

fn problem(root: &Path, error: &walkdir::Error) -> Problem {
    let path = error.path().unwrap_or(root).display().to_string();
    let message = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Problem { path, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["b/2.txt", "b/10.txt", "a.txt", "b.txt"] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let roots = [folder.path().to_owned(), folder.path().join("a.txt")];
        let paths: Vec<String> = list(&roots).unwrap().map(|found| found.unwrap().path).collect();
        assert_eq!(paths, ["a.txt", "b/10.txt", "b/2.txt", "b.txt", "a.txt"]);
        assert!(list(&[folder.path().join("c")]).is_err());
    }
}
