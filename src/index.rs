//! The index on disk.

pub mod analysis;
pub mod document;
pub mod schema;
