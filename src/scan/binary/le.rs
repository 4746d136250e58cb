//! LE, virtual device drivers: the header says where the version resource lies, near the end of the file.

use std::io::{self, Read, Seek};

use super::{Binary, Format, MOST, Source, fixed, long};
use crate::article::Architecture;

/// Header fields: offset and length of the resource, which Windows 95 added to the format.
const RESOURCE: usize = 0xc0;
const LENGTH: usize = 0xc4;

/// Reads a file with this header.
pub fn read<R: Read + Seek>(source: &mut Source<R>, header: &[u8]) -> io::Result<Binary> {
    let mut binary =
        Binary { format: Format::Le, architecture: Some(Architecture::X86), ..Binary::default() };
    let place = long(header, RESOURCE).zip(long(header, LENGTH)).filter(|&(at, length)| at > 0 && length > 0);
    let mut block = match place {
        Some((at, length)) => source.read(u64::from(at), length as usize)?,
        None => Vec::new(),
    };
    if !fixed::find(&block, &mut binary) {
        let end = source.size().saturating_sub(MOST as u64);
        block = source.read(end, MOST)?;
        fixed::find(&block, &mut binary);
    }
    if binary.version.is_some() {
        binary.original_name = fixed::original_name(&block);
    } else if place.is_some_and(|(at, _)| u64::from(at) >= source.size()) {
        binary.damage = Some("it ends before its version resource");
    }
    Ok(binary)
}
