//! The one writer of an index.

use std::path::{Path, PathBuf};

use super::{
    Index, IndexError, Options, Progress, Summary,
    generation::{Commit, Generation, Lock},
    learn::ENOUGH,
    study::{self, Learned},
    update::{join, run},
};

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

    /// Builds or refreshes the index. Words that were learned stay learned; none are learned here.
    ///
    /// # Errors
    /// Where a path cannot be read or the disk fails; the index is then as it was before.
    pub fn update(&self, options: &Options, progress: &dyn Progress) -> Result<Summary, IndexError> {
        run(&self.folder, options, progress)
    }

    /// Joins the segments of the index, and learns from all articles what words mean. The index is complete before,
    /// after and meanwhile.
    ///
    /// # Errors
    /// Where there is no index, it cannot be read, or the disk fails.
    pub fn learn(&self, progress: &dyn Progress) -> Result<Learned, IndexError> {
        join(&Commit::last(&self.folder)?.generation)?;
        study::learn(&Index::open(&self.folder)?, ENOUGH, progress)
    }
}

/// Builds or refreshes the index in `folder`; see [`Writer::update`].
///
/// # Errors
/// As there, and where another run is writing.
pub fn update(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Summary, IndexError> {
    Writer::open(folder)?.update(options, progress)
}

/// Learns from the index in `folder`; see [`Writer::learn`].
///
/// # Errors
/// As there, and where another run is writing.
pub fn learn(folder: &Path, progress: &dyn Progress) -> Result<Learned, IndexError> {
    // No folder is made where there is no index.
    Generation::current(folder)?;
    Writer::open(folder)?.learn(progress)
}
