//! The doorway: everything is in the library, so that tests and web share one command.

use std::process::ExitCode;

/// Parsing makes many small strings on all cores, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kbfix::cli::run(std::env::args_os()).into()
}
