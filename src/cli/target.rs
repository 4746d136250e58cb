//! Where an export goes, looked at before any work is done.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::ValueEnum as _;

use super::{CliError, export::Format};

/// The path to write at; none for standard output.
///
/// # Errors
/// Where the format cannot be written there, or where something stands there that must not be replaced.
pub fn check(output: Option<&Path>, format: Format, force: bool) -> Result<Option<&Path>, CliError> {
    let Some(path) = output.filter(|path| *path != Path::new("-")) else {
        return if format.is_stream() { Ok(None) } else { Err(no_stream(format)) };
    };
    check_parent(path)?;
    if let Ok(known) = fs::metadata(path) {
        let is_device = !known.is_file() && !known.is_dir();
        if !(is_device && format.is_stream()) {
            check_kind(path, known.is_dir(), is_device, format)?;
            check_replacing(path, format, force)?;
        }
    }
    Ok(Some(path))
}

fn no_stream(format: Format) -> CliError {
    let kind = if format.is_folder() { "a folder of files" } else { "a database" };
    let right = if format.is_folder() { "--output FOLDER" } else { "--output FILE" };
    let doing = format!("cannot export {} to standard output", name(format));
    CliError::new(doing, &format!("it is {kind}")).try_instead(right)
}

fn check_parent(path: &Path) -> Result<(), CliError> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.is_dir()) {
        Some(parent) => Err(refused(path, &format!("there is no folder {}", parent.display()))
            .try_instead(format!("make it first: mkdir -p {}", parent.display()))),
        None => Ok(()),
    }
}

fn check_kind(path: &Path, is_folder: bool, is_device: bool, format: Format) -> Result<(), CliError> {
    let found = match (is_folder, is_device) {
        (true, _) => "a folder",
        (_, true) => "a device",
        _ => "a file",
    };
    let wanted = if format.is_folder() { "a folder of files" } else { "one file" };
    if is_folder == format.is_folder() && !is_device {
        return Ok(());
    }
    let wrong = format!("it is {found}, and {} is {wanted}", name(format));
    Err(refused(path, &wrong).try_instead("give --output another name"))
}

fn check_replacing(path: &Path, format: Format, force: bool) -> Result<(), CliError> {
    if !force {
        return Err(refused(path, "it is there already")
            .try_instead("--force replaces it; or give --output another name"));
    }
    let beside = |suffix: &&str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name).exists()
    };
    // SQLite would take what another program left there for a part of the new database.
    if format == Format::Sqlite && ["-wal", "-journal"].iter().any(beside) {
        return Err(refused(path, "a program has it open, or left it unfinished")
            .try_instead("close that program; or give --output another name"));
    }
    Ok(())
}

fn refused(path: &Path, wrong: &str) -> CliError {
    CliError::new(format!("cannot export to {}", path.display()), wrong)
}

pub(super) fn name(format: Format) -> String {
    format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
