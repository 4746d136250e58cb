//! The doorway: everything is in the library, so that tests and web share one command.

use std::process::ExitCode;

fn main() -> ExitCode {
    kbfix::cli::run(std::env::args_os()).into()
}
