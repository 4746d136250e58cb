//! Folders that are written in one step.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;

/// Writes a folder so that whoever reads it meets the old content or all of the new: `write` fills an empty one
/// beside it, which takes its place when all went well.
///
/// A folder that stands there goes away only if all it holds are files that the new one has too.
pub fn replace<T, E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<T, E>,
) -> Result<T, E> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kbfix-");
    // What a new folder has before the umask; a temporary one would be its owner's alone.
    #[cfg(unix)]
    builder.permissions(fs::Permissions::from_mode(0o777));
    let (new, old) = (builder.tempdir_in(parent)?, builder.tempdir_in(parent)?);
    let result = write(new.path())?;
    swap(&target, new.path(), &old.path().join("old"))?;
    Ok(result)
}

/// Puts `new` in the place of `target`, which becomes `old`.
fn swap(target: &Path, new: &Path, old: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(new, target);
    }
    if let Some(other) = names(target)?.into_iter().find(|name| !new.join(name).exists()) {
        let other = PathBuf::from(other);
        return Err(io::Error::other(format!(
            "it holds `{}`, which an export does not write",
            other.display()
        )));
    }
    fs::rename(target, old)?;
    fs::rename(new, target).inspect_err(|_| drop(fs::rename(old, target)))
}

fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> impl FnOnce(&Path) -> io::Result<()> {
        move |folder| fs::write(folder.join("a.csv"), text)
    }

    #[test]
    fn a_failure_leaves_the_old_folder_whole_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tables");
        replace(&path, fill("old")).unwrap();
        let broken = |folder: &Path| {
            fill("new")(folder)?;
            Err::<(), _>(io::Error::other("broken"))
        };
        assert!(replace(&path, broken).is_err());
        assert_eq!(fs::read(path.join("a.csv")).unwrap(), b"old");
        replace(&path, fill("new")).unwrap();
        assert_eq!(fs::read(path.join("a.csv")).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
        let error = replace(folder.path(), fill("new")).unwrap_err();
        assert_eq!(error.to_string(), "it holds `thesis.txt`, which an export does not write");
        assert_eq!(names(folder.path()).unwrap(), ["thesis.txt"]);
    }
}
