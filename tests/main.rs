//! All integration tests, one binary; this is its table of contents.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and may say why"
)]
#![cfg_attr(
    not(unix),
    allow(dead_code, unused_imports, reason = "some tests need a shell or the permissions of Unix")
)]

/// A temporary corpus and index, and the program run on them.
#[cfg_attr(not(feature = "full"), allow(dead_code, reason = "for tests of features"))]
mod harness;

/// A snapshot of every file in `articles/`; any bytes in, never a panic.
mod grammar;

/// Where values were read: the bytes at each span, cleaned up, are the value.
mod provenance;

/// The five articles the project was born from, every field as a person reads it.
mod seeds;

/// The whole archive: counts, twins, nothing lost, labelled records and judged queries.
mod archive;

/// Adding, changing, removing; crashes, full disks, damaged files.
mod update;

/// The index follows the folders: files that come and go, bad ones, lost folders, the end.
#[cfg(feature = "watch")]
mod watch;

/// Each verb as it is typed.
mod commands;

/// The language of queries as it is typed: what it finds, and what is said where it cannot be read.
mod query;

/// The laws of searching: sets and orders of what related queries find.
mod laws;

/// Technical words: found whole and by their parts.
mod technical;

/// Errors as people paste them, and the article that has to lead; names of the time, each with articles.
mod pasted;

/// Words of one's own beside the standard vocabulary.
mod vocabulary;

/// Facets, filters, and what is said where they leave nothing.
mod facets;

/// Filters over the archive, judged from its records.
mod filters;

/// From one article to others.
mod related;

/// Copies of several days, and what changed between them.
mod history;

/// Every build of a file, and which takes the place of which.
mod files;

/// Program files of choice.
#[cfg(feature = "scan")]
mod binaries;

/// Which fixes a system lacks: files that were made for it, listings, reports.
#[cfg(feature = "scan")]
mod scan;

/// Exports read back by other programs; what narrows them; full disks; the JSON Schema.
#[cfg(all(feature = "sqlite", feature = "parquet"))]
mod exports;

/// What is cited and not held.
mod gaps;

/// Completions and man pages.
#[cfg(all(feature = "completions", feature = "man"))]
mod shell;

/// Pages and API: answers, manners, safety, and what only a socket shows.
mod web;

/// Assistants: a client of the Model Context Protocol at the other end of a pipe.
#[cfg(feature = "mcp")]
mod mcp;

/// The pages for people: every link, whole pages, articles made of scripts, and those for old browsers.
mod pages;

/// The pages in Chromium, with scripts and without, and in browsers of text.
mod browser;

/// Every command of the README and the handbook does what it prints.
#[cfg(feature = "full")]
mod readme;

/// Pages of the handbook that are made from the program.
#[cfg(feature = "full")]
mod handbook;

/// The arrows between modules.
mod house;
