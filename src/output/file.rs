//! Files that are written in one step.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;

use tempfile::NamedTempFile;

use super::{LARGE, Output, terminal::Terminal};

/// Writes a file so that whoever reads it meets the old content or all of the new: `write` fills a file
/// beside it, which takes its place when all went well. A device such as `/dev/null` stays one.
pub fn replace<T, E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut Output<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&target).is_ok_and(|known| !known.is_file()) {
        return fill(&File::create(&target)?, write);
    }
    let new = beside(&target)?;
    let result = fill(new.as_file(), write)?;
    new.persist(&target).map_err(|error| error.error)?;
    Ok(result)
}

/// [`replace`] for what opens the file by its path, an empty one.
pub fn replace_at<T, E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<T, E>,
) -> Result<T, E> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let new = beside(&target)?.into_temp_path();
    let result = write(&new)?;
    new.persist(&target).map_err(|error| error.error)?;
    Ok(result)
}

/// A temporary file in the folder of `target`, which anyone may read who may read that.
fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kbfix-");
    let permissions = fs::metadata(target).ok().map(|known| known.permissions());
    // What a new file has before the umask; a temporary one would be its owner's alone.
    #[cfg(unix)]
    let permissions = permissions.or_else(|| Some(fs::Permissions::from_mode(0o666)));
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}

fn fill<T, E: From<io::Error>>(
    file: &File,
    write: impl FnOnce(&mut Output<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut out = Output::new(BufWriter::with_capacity(LARGE, file), Terminal::PIPE);
    let result = write(&mut out)?;
    out.flush()?;
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_leaves_the_old_file_whole_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("articles.jsonl");
        replace(&path, |out| out.write_all(b"old")).unwrap();
        let failed = replace(&path, |out| {
            out.write_all(b"new")?;
            Err::<(), _>(io::Error::other("broken"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        replace(&path, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
