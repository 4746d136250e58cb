//! Listings of files, where the disk itself cannot be mounted: what `DIR` and `ls -l` print, and CSV.
//!
//! ```text
//!  Directory of C:\WINNT\system32\drivers
//! 12/01/97  04:24p               143,632 tcpip.sys                          Windows NT
//! 12/01/1997  04:24p             143,632 TCPIP~1.SYS  tcpip.sys             with /x
//! TCPIP    SYS       143,632  12-01-97   4:24p tcpip.sys                    DOS, Windows 95
//! -rwxr-xr-x 1 root root 143632 Dec  1  1997 tcpip.sys                      ls -l, and with ISO times
//! name,size,date,version                                                    CSV with headings in any order
//! ```
//! A listing has no processor and mostly no version, so that little can be told from it without a product.

mod csv;
mod line;
mod time;

use super::{File, Known, Problem, Scan, judge};
use crate::corpus::decode;

/// The text has no line of any known form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no listing: no line is as DIR or ls -l print them, and it is no CSV with a column `name`")]
pub struct NotAListing;

/// Holds the files of a listing against what the archive knows.
///
/// # Errors
/// Where it is none.
pub fn scan(known: &Known, bytes: &[u8]) -> Result<Scan, NotAListing> {
    let text = text(bytes);
    let (files, problems) = csv::read(&text).unwrap_or_else(|| line::read(&text));
    if files.is_empty() {
        return Err(NotAListing);
    }
    let mut scan = Scan { problems, ..Scan::default() };
    for file in files {
        if let Some(history) = scan.meet(known, &file.path) {
            scan.keep(judge::examine(known, history, file));
        }
    }
    scan.examined.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    Ok(scan)
}

/// As UTF-16 where a mark says so, as PowerShell writes it; else as articles are read.
fn text(bytes: &[u8]) -> String {
    let units = |from: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(units).map(|char| char.unwrap_or('\u{fffd}')).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => decode(rest).text.to_string(),
        _ => decode(bytes).text.to_string(),
    }
}

/// A line that looks like a file's and was not understood.
fn problem(number: usize, line: &str) -> Problem {
    Problem { path: format!("line {number}"), message: format!("not understood: {}", line.trim()) }
}
