//! kbfix: from the articles of the Microsoft Knowledge Base to the fix.
//!
//! The modules stand in the order an article travels:
//!
//! 1. [`corpus`] finds the files, reads and decodes them,
//! 2. [`grammar`] makes of each a record, an [`article::Article`], and notes of what it could not read,
//! 3. [`corpus::merge`] makes one record of an article's copies,
//! 4. [`index`] writes the records' words and the files themselves into an index on disk,
//!    and what they are about, as embeddings,
//! 5. [`query`] reads what people type,
//! 6. [`search()`](search::search) turns a request into hits with the fix in brief,
//! 7. `scan` holds the files of a system against the fixes that the archive knows,
//! 8. [`output`] shows records, hits and reports,
//! 9. [`web`] serves them to browsers and programs, `mcp` to assistants, and
//! 10. [`cli`] is the program around all this.
//!
//! `scan`, `mcp` and some more are cargo features: `full` has all.

pub mod article;
pub mod markup;
pub mod stream;

pub mod corpus;
pub mod grammar;

pub mod index;

pub mod query;

pub mod search;

#[cfg(feature = "scan")]
pub mod scan;

pub mod output;

#[cfg(feature = "mcp")]
pub mod mcp;
pub mod web;

pub mod cli;
