//! The version block of a file, `VS_FIXEDFILEINFO`, wherever it lies: 13 numbers behind a signature.

use memchr::memmem;

use super::{Binary, long};
use crate::article::Version;

const SIGNATURE: [u8; 4] = 0xfeef_04bd_u32.to_le_bytes();

/// Bytes of the block.
const LENGTH: usize = 52;

/// `dwFileFlags`: a build with checks in it, and a private one.
const DEBUG: u32 = 1;
const PRIVATE: u32 = 8;

/// Takes the version of the first block in `bytes`; whether there is one.
pub fn find(bytes: &[u8], binary: &mut Binary) -> bool {
    let block =
        memmem::find_iter(bytes, &SIGNATURE).filter_map(|at| bytes.get(at..at + LENGTH)).find(is_block);
    let Some(block) = block else { return false };
    let number = |at| long(block, at).unwrap_or(0);
    take(number(8), number(12), number(24) & number(28), binary);
    true
}

/// Takes a version, its two numbers of 32 bits, and the flags that count.
pub fn take(high: u32, low: u32, flags: u32, binary: &mut Binary) {
    binary.version = Some(Version(vec![high >> 16, high & 0xffff, low >> 16, low & 0xffff]));
    binary.is_debug = flags & (DEBUG | PRIVATE) != 0;
}

/// Four bytes may be anything; the structure's own version, 1.0, stands behind the signature.
fn is_block(block: &&[u8]) -> bool {
    matches!(long(block, 4), Some(0 | 0x1_0000))
}

/// The value of `OriginalFilename` among the strings behind the block, in either width.
pub fn original_name(bytes: &[u8]) -> Option<String> {
    const KEY: &str = "OriginalFilename";
    if let Some(at) = memmem::find(bytes, KEY.as_bytes()) {
        let value = &bytes[at + KEY.len()..];
        return name(value.iter().copied().map(u16::from));
    }
    let wide: Vec<u8> = KEY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = memmem::find(bytes, &wide)?;
    let units = bytes[at + wide.len()..].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    name(units)
}

/// The longest name there is.
const LONGEST: usize = 255;

/// The text behind some zeros, if it is a file's name.
fn name(units: impl Iterator<Item = u16>) -> Option<String> {
    let mut units = units.enumerate().skip_while(|&(at, unit)| unit == 0 && at < 8).map(|(_, unit)| unit);
    let text = units.by_ref().take(LONGEST + 1).take_while(|&unit| unit != 0);
    let text: String = char::decode_utf16(text).map_while(Result::ok).collect();
    let is_name = text.contains('.') && text.len() <= LONGEST && !text.contains(|c: char| c.is_control());
    is_name.then_some(text)
}
