//! NE: the resource table names types, each with its blocks; type 16 is VERSION.

use std::io::{self, Read, Seek};

use super::{Binary, Format, MOST, Source, fixed, short};
use crate::article::Architecture;

/// `RT_VERSION` as a number.
const VERSION: u16 = 0x8000 | 16;

/// Reads a file whose header begins at an offset.
pub fn read<R: Read + Seek>(source: &mut Source<R>, at: u64, header: &[u8]) -> io::Result<Binary> {
    let mut binary =
        Binary { format: Format::Ne, architecture: Some(Architecture::X86), ..Binary::default() };
    let (Some(table), Some(behind)) = (short(header, 0x24), short(header, 0x26)) else {
        binary.damage = Some("it ends within its header");
        return Ok(binary);
    };
    if table == behind {
        return Ok(binary);
    }
    let length = usize::from(behind.saturating_sub(table)).max(64);
    let table = source.read(at + u64::from(table), length)?;
    match version(&table) {
        Some((offset, length)) => {
            let block = source.read(offset, length)?;
            if fixed::find(&block, &mut binary) {
                binary.original_name = fixed::original_name(&block);
            } else {
                binary.damage = Some("its version resource is cut short");
            }
        }
        None => {
            let end = source.size().saturating_sub(MOST as u64);
            let bytes = source.read(end, MOST)?;
            fixed::find(&bytes, &mut binary);
        }
    }
    Ok(binary)
}

/// Where the first VERSION resource lies, and how long it is. Both are counted in units of the alignment.
fn version(table: &[u8]) -> Option<(u64, usize)> {
    let shift = short(table, 0).filter(|&shift| shift <= 16)?;
    let mut place = 2;
    loop {
        let kind = short(table, place).filter(|&kind| kind != 0)?;
        let count = usize::from(short(table, place + 2)?);
        if kind == VERSION && count > 0 {
            let offset = u64::from(short(table, place + 8)?) << shift;
            let length = usize::from(short(table, place + 10)?) << shift;
            return Some((offset, length));
        }
        place += 8 + count * 12;
    }
}
