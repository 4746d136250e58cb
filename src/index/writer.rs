//! The one writer of an index.

use std::path::{Path, PathBuf};

use super::{IndexError, Options, Progress, Summary, generation::Lock, update::run};

/// The right to write an index, and what can be done with it.
#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    _lock: Lock,
}

impl Writer {
    /// Takes the right, making the folder where there is none.
    ///
    /// # Errors
    /// Where another has it, or the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        Ok(Self { _lock: Lock::take(folder)?, folder: folder.to_owned() })
    }

    /// Builds or refreshes the index.
    ///
    /// # Errors
    /// Where a path cannot be read or the disk fails; the index is then as it was before.
    pub fn update(&self, options: &Options, progress: &dyn Progress) -> Result<Summary, IndexError> {
        run(&self.folder, options, progress)
    }
}

/// Builds or refreshes the index in `folder`; see [`Writer::update`].
///
/// # Errors
/// As there, and where another run is writing.
pub fn update(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Summary, IndexError> {
    Writer::open(folder)?.update(options, progress)
}
