//! What a program file says of itself: its format, its processor, its version.
//!
//! ```text
//! MZ stub ── offset 0x3C ──► PE    machine, link time, resource section → VERSION resource
//!                            NE    16-bit: resource table → VERSION resource
//!                            LE    VxD: header field 0xC0 → VERSION resource
//! ```
//! Files are strangers': every offset is checked, no more than [`MOST`] bytes of a part are read, and what does not hold
//! together is said, not guessed. Where the way to the version block is broken, its signature is looked for.

mod fixed;
mod le;
mod ne;
mod pe;

use std::io::{self, Read, Seek, SeekFrom};

use serde::Serialize;
use strum::IntoStaticStr;

use crate::article::{Architecture, Version};

/// Bytes of one part of a file that are read at most; the resources of what was made then are smaller.
const MOST: usize = 4 << 20;

/// Bytes at the beginning that hold the headers.
const HEAD: usize = 4 << 10;

/// The format of a program file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    /// 32 or 64 bits.
    Pe,
    /// 16-bit Windows or OS/2.
    Ne,
    /// Virtual device drivers.
    Le,
    /// OS/2, 32 bits.
    Lx,
    /// DOS programs.
    Mz,
    /// No program at all.
    #[default]
    Other,
}

/// What was read of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binary {
    pub format: Format,
    /// None where it says nothing, or names a processor that the archive does not know.
    pub architecture: Option<Architecture>,
    /// The processor as its number in the header, where that is another.
    pub machine: Option<u16>,
    /// Of the version block.
    pub version: Option<Version>,
    /// The name that the file had when it was made.
    pub original_name: Option<String>,
    /// When a PE was linked, seconds since 1970.
    pub linked: Option<u32>,
    /// A build for finding faults, or one that says it is private.
    pub is_debug: bool,
    /// What does not hold together.
    pub damage: Option<&'static str>,
}

/// Bytes that can be read anywhere: files, and slices in tests.
pub struct Source<R> {
    inner: R,
    size: u64,
}

impl<R: Read + Seek> Source<R> {
    /// # Errors
    /// Where its end cannot be found.
    pub fn new(mut inner: R) -> io::Result<Self> {
        let size = inner.seek(SeekFrom::End(0))?;
        Ok(Self { inner, size })
    }

    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Up to `length` bytes from an offset, fewer at the end, none behind it.
    fn read(&mut self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let length = length.min(MOST) as u64;
        let length = length.min(self.size.saturating_sub(offset));
        let mut bytes = Vec::with_capacity(length as usize);
        self.inner.seek(SeekFrom::Start(offset))?;
        self.inner.by_ref().take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Reads what a file says of itself.
///
/// # Errors
/// Where the file cannot be read; what is damaged is no error.
pub fn read<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Binary> {
    let head = source.read(0, HEAD)?;
    if head.get(..2) != Some(b"MZ") {
        return Ok(Binary::default());
    }
    let dos = Binary { format: Format::Mz, ..Binary::default() };
    let Some(at) = long(&head, 0x3c).filter(|&at| at >= 0x40 && u64::from(at) < source.size) else {
        return Ok(dos);
    };
    let header = source.read(u64::from(at), HEAD)?;
    match header.get(..4) {
        Some(b"PE\0\0") => pe::read(source, at),
        Some([b'N', b'E', ..]) => ne::read(source, u64::from(at), &header),
        Some([b'L', b'E', ..]) => le::read(source, &header),
        Some([b'L', b'X', ..]) => {
            Ok(Binary { format: Format::Lx, architecture: Some(Architecture::X86), ..dos })
        }
        _ => Ok(dos),
    }
}

/// A number of 16 bits at an offset.
fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// A number of 32 bits at an offset.
fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}
