//! Looking at the files of a system: names first, and into those that the archive knows.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::binary::{self, Source};
use super::{Examined, File, Known, Problem, Scan, judge, known};
use crate::corpus::{CorpusError, usable};

/// Looks at all files below some paths, on all cores. Links are followed only where they are given.
///
/// # Errors
/// Where a given path cannot be read; what is below one only adds to the problems.
pub fn scan(known: &Known, roots: &[PathBuf]) -> Result<Scan, CorpusError> {
    let mut scan = Scan::default();
    for root in roots {
        usable(root)?;
        let entries = WalkDir::new(root).into_iter().par_bridge();
        let parts = entries.fold(Scan::default, |mut mine, entry| {
            look(known, root, entry, &mut mine);
            mine
        });
        scan.add(parts.reduce(Scan::default, |mut all, part| {
            all.add(part);
            all
        }));
    }
    scan.examined.sort_unstable_by(|a, b| a.file.path.cmp(&b.file.path));
    scan.short_names.sort_unstable();
    scan.problems.sort_unstable();
    Ok(scan)
}

impl Scan {
    fn add(&mut self, mut other: Self) {
        self.files += other.files;
        self.compressed += other.compressed;
        self.backups += other.backups;
        self.examined.append(&mut other.examined);
        self.short_names.append(&mut other.short_names);
        self.problems.append(&mut other.problems);
    }

    /// Takes a file by its name alone, and says whether it is worth a look: which history is its own.
    pub fn meet(&mut self, known: &Known, path: &str) -> Option<usize> {
        self.files += 1;
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if is_backup(path) {
            self.backups += u64::from(known.find(name).is_some());
            return None;
        }
        let found = known.find(name);
        if found.is_none() && known.may_be(name) {
            self.short_names.push(path.to_owned());
        }
        self.compressed += u64::from(found.is_none() && known.has_compressed(name));
        found
    }
}

/// Whether a folder on the way is one in which an update keeps what it has replaced.
fn is_backup(path: &str) -> bool {
    let folders = path.split(['/', '\\']);
    folders.map(str::to_ascii_lowercase).any(|folder| {
        folder.starts_with("$ntuninstall")
            || folder.starts_with("$ntservicepackuninstall")
            || folder == "sysbckup"
    })
}

fn look(known: &Known, root: &Path, entry: walkdir::Result<DirEntry>, scan: &mut Scan) {
    match entry {
        Ok(entry) if entry.file_type().is_file() => {
            let path = relative(root, entry.path());
            if let Some(history) = scan.meet(known, &path) {
                scan.examine(known, history, path, entry.path());
            } else if scan.short_names.last() == Some(&path) {
                scan.resolve(known, path, entry.path());
            }
        }
        Ok(_) => {}
        Err(error) => {
            let path = root.to_string_lossy().into_owned();
            scan.problems.push(Problem { path, message: error.to_string() });
        }
    }
}

impl Scan {
    fn examine(&mut self, known: &Known, history: usize, path: String, at: &Path) {
        match read(path.clone(), at) {
            Ok(file) => self.keep(judge::examine(known, history, file)),
            Err(error) => self.problems.push(Problem { path, message: error.to_string() }),
        }
    }

    /// A short name is that of a file whose version block has the long one.
    fn resolve(&mut self, known: &Known, path: String, at: &Path) {
        let Ok(file) = read(path, at) else { return };
        let name = at.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let long = file.original_name.as_deref().filter(|long| known::is_short_of(&name, long));
        if let Some(history) = long.and_then(|long| known.find(long)) {
            self.short_names.pop();
            self.keep(judge::examine(known, history, file));
        }
    }

    /// Takes a result, and says what of the file does not hold together.
    pub fn keep(&mut self, examined: Examined) {
        if let Some(damage) = &examined.file.damage {
            self.problems.push(Problem { path: examined.file.path.clone(), message: damage.clone() });
        }
        self.examined.push(examined);
    }
}

fn read(path: String, at: &Path) -> std::io::Result<File> {
    let opened = fs::File::open(at)?;
    let modified = opened.metadata()?.modified().ok();
    let mut source = Source::new(opened)?;
    let binary = binary::read(&mut source)?;
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let seconds = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map(|time| time.as_secs());
    Ok(File {
        path,
        size: Some(source.size()),
        modified: seconds.and_then(|seconds| i64::try_from(seconds).ok()).and_then(date_time),
        is_day: false,
        format: Some(binary.format),
        architecture: binary.architecture,
        machine: binary.machine,
        version: binary.version,
        linked: binary.linked.map(i64::from).and_then(date_time),
        is_debug: binary.is_debug,
        original_name: binary.original_name.filter(|original| !original.eq_ignore_ascii_case(&name)),
        damage: binary.damage.map(str::to_owned),
    })
}

/// A time in universal time.
fn date_time(seconds: i64) -> Option<DateTime> {
    Timestamp::from_second(seconds).ok().map(|time| time.to_zoned(TimeZone::UTC).datetime())
}

/// The path from the root, with `/`; the name where the root is the file.
fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).ok().filter(|inside| !inside.as_os_str().is_empty());
    let inside = inside.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
    let text = inside.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") }
}
