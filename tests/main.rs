//! All integration tests, one binary. What each part holds:

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and may say why"
)]

mod harness; // a temporary corpus and index, and the program run on them

mod grammar; // a snapshot of every file in articles/; any bytes in, never a panic
mod seeds; // the five articles the project was born from, every field as a person reads it
mod archive; // the whole archive: counts, twins, nothing lost, labelled records and queries

mod update; // adding, changing, removing; crashes, full disks, damaged files
mod commands; // each verb as it is typed
mod readme; // every command of the README does what it prints
mod house; // the arrows between modules
