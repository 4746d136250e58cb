//! Records written for other programs: JSON, CSV, SQLite, Parquet.
//!
//! Each format is an [`Export`]; records pass through one at a time, so that memory does not grow with them.

#[cfg(feature = "parquet")]
mod columns;
mod csv;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::io;

#[cfg(feature = "parquet")]
pub use self::parquet::Parquet;
#[cfg(feature = "sqlite")]
pub use self::sqlite::Sqlite;
pub use self::{csv::Csv, lines::Lines};

use crate::article::{Article, Provenance};

/// What is exported of an article.
pub struct Record {
    pub article: Article,
    /// Where its judged values were read; only JSON has a place for it.
    pub provenance: Option<Provenance>,
}

/// Takes records and writes them in its format.
pub trait Export {
    /// A record, as far as it can be prepared apart from the others.
    type Ready: Send;

    /// Prepares a record, on any core.
    fn ready(record: Record) -> io::Result<Self::Ready>;

    /// Writes it, after those before.
    fn write(&mut self, ready: Self::Ready) -> io::Result<()>;

    /// Writes what comes after the last record. Without it, what was written is not complete.
    fn finish(self) -> io::Result<()>;
}
