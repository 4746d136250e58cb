//! Files that are written in one step.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;

use super::{LARGE, Output, terminal::Terminal};

/// Writes a file so that whoever reads it meets the old content or all of the new: `write` fills a file
/// beside it, which takes its place when all went well. A device such as `/dev/null` stays one.
pub fn replace<T, E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut Output<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let known = fs::metadata(&target).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return fill(&File::create(&target)?, write);
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kbfix-");
    let permissions = known.map(|known| known.permissions());
    // What a new file has before the umask; a temporary one would be its owner's alone.
    #[cfg(unix)]
    let permissions = permissions.or_else(|| Some(fs::Permissions::from_mode(0o666)));
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let new = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    let result = fill(new.as_file(), write)?;
    new.persist(&target).map_err(|error| error.error)?;
    Ok(result)
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
