//! Lines for whoever runs a server: one at a time, from any thread.

use std::io::{self, Write as _};

use super::terminal::visible;

/// Writes a line to standard error. What strangers put into it is harmless there.
pub fn line(text: &str) {
    let line = format!("{}\n", visible(text).replace(['\n', '\r'], " "));
    // Nobody is left to hear that there is no log.
    let _ = io::stderr().write_all(line.as_bytes());
}
