//! The index as it is now: looked at before each answer, taken over when it was refreshed.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    index::{Index, IndexError, Stamp},
    output::log,
};

/// An open index, and the state it is of.
pub struct Current {
    folder: PathBuf,
    open: Mutex<(Stamp, Arc<Index>)>,
}

impl Current {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        Ok(Self { folder: folder.to_owned(), open: Mutex::new(open(folder)?) })
    }

    /// The index; as it was, where a refreshed one cannot be opened.
    pub fn index(&self) -> Arc<Index> {
        let mut current = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        match self.refreshed(current.0) {
            Ok(Some(refreshed)) => *current = refreshed,
            Ok(None) => {}
            Err(error) => log::line(&format!("the index as it was stays in use: {error}")),
        }
        Arc::clone(&current.1)
    }

    fn refreshed(&self, stamp: Stamp) -> Result<Option<(Stamp, Arc<Index>)>, IndexError> {
        if Stamp::of(&self.folder)? == stamp { Ok(None) } else { open(&self.folder).map(Some) }
    }
}

fn open(folder: &Path) -> Result<(Stamp, Arc<Index>), IndexError> {
    Index::open_held(folder).map(|(stamp, index)| (stamp, Arc::new(index)))
}
