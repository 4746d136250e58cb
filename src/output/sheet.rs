//! One flat table as CSV (RFC 4180, UTF-8), the names of its columns in the first line.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::terminal::Terminal;

/// Writes the table; what would steer `terminal` is spelled out.
pub fn write(
    out: &mut dyn Write,
    terminal: Terminal,
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> io::Result<()> {
    let mut file = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    file.write_record(header)?;
    for row in rows {
        file.write_record(row.iter().map(|cell| terminal.safe(cell).into_owned()))?;
    }
    file.flush()
}
