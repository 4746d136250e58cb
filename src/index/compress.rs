//! Compression of stored articles, each by itself, with a dictionary of what they all say.
//!
//! Whoever makes a new context for each article takes nearly as long for that as for the work: a thread keeps its own.

use std::{cell::RefCell, io, thread::LocalKey};

use zstd::{
    dict::from_samples,
    zstd_safe::{CCtx, CDict, DCtx, DDict, compress_bound, get_error_name, get_frame_content_size},
};

/// Two copies of an article lie next to each other, so that the second costs next to nothing at the fastest level too.
const LEVEL: i32 = 1;

/// Bytes of a dictionary; larger ones take as much for themselves as they spare.
const DICTIONARY: usize = 32 << 10;

type Kept<C> = RefCell<Option<C>>;

thread_local! {
    static COMPRESSING: Kept<CCtx<'static>> = const { RefCell::new(None) };
    static DECOMPRESSING: Kept<DCtx<'static>> = const { RefCell::new(None) };
}

/// What the samples have in common: nothing, where they are too few to tell.
pub fn dictionary(samples: &[Vec<u8>]) -> Vec<u8> {
    from_samples(samples, DICTIONARY).unwrap_or_default()
}

/// Compresses with a dictionary.
pub struct Compressor(CDict<'static>);

impl Compressor {
    /// # Errors
    /// Where there is not enough memory.
    pub fn new(dictionary: &[u8]) -> io::Result<Self> {
        CDict::try_create(dictionary, LEVEL).map(Self).ok_or_else(no_memory)
    }

    /// The bytes, compressed.
    ///
    /// # Errors
    /// Where there is not enough memory.
    pub fn compress(&self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(compress_bound(bytes.len()));
        with(&COMPRESSING, CCtx::try_create, |context| {
            context.compress_using_cdict(&mut out, bytes, &self.0)
        })?;
        out.shrink_to_fit();
        Ok(out)
    }
}

/// Decompresses with the dictionary that served to compress.
pub struct Decompressor(DDict<'static>);

impl Decompressor {
    /// # Errors
    /// Where it is no dictionary, or there is not enough memory.
    pub fn new(dictionary: &[u8]) -> io::Result<Self> {
        DDict::try_create(dictionary).map(Self).ok_or_else(no_memory)
    }

    /// What was compressed.
    ///
    /// # Errors
    /// Where it was not, or is damaged, or was compressed with another dictionary.
    pub fn decompress(&self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let length = get_frame_content_size(bytes).ok().flatten().and_then(|length| length.try_into().ok());
        let mut out = Vec::new();
        // A damaged length may be any.
        let room = length.and_then(|length| out.try_reserve_exact(length).ok());
        room.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a stored article is damaged"))?;
        with(&DECOMPRESSING, DCtx::try_create, |context| {
            context.decompress_using_ddict(&mut out, bytes, &self.0)
        })?;
        Ok(out)
    }
}

/// Works with the thread's own context.
fn with<C>(
    kept: &'static LocalKey<Kept<C>>,
    new: fn() -> Option<C>,
    work: impl FnOnce(&mut C) -> Result<usize, usize>,
) -> io::Result<usize> {
    kept.with_borrow_mut(|kept| {
        let context = match kept {
            Some(context) => context,
            None => kept.insert(new().ok_or_else(no_memory)?),
        };
        work(context).map_err(|code| io::Error::new(io::ErrorKind::InvalidData, get_error_name(code)))
    })
}

fn no_memory() -> io::Error {
    io::Error::new(io::ErrorKind::OutOfMemory, "no memory to compress or decompress with")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles() -> Vec<Vec<u8>> {
        let article = |at: u32| {
            format!(
                "DOCUMENT:Q{at}\nThe information in this article applies to:\n - Windows {at}\n{}",
                format!("Fault {at} in module {}.\n", at * 7919 % 1009).repeat(20)
            )
        };
        (0..200).map(|at| article(at).into_bytes()).collect()
    }

    #[test]
    fn bytes_come_back_with_and_without_a_dictionary() {
        let all = articles();
        let learned = dictionary(&all);
        assert!(!learned.is_empty() && learned.len() <= DICTIONARY);
        assert_eq!(dictionary(&all[..1]), b"");
        let mut sizes = Vec::new();
        for known in [&learned[..], b""] {
            let (to, back) = (Compressor::new(known).unwrap(), Decompressor::new(known).unwrap());
            for bytes in [Vec::new(), b"a".to_vec(), b"Q186401 ".repeat(100_000), all[7].clone()] {
                let packed = to.compress(&bytes).unwrap();
                assert_eq!(back.decompress(&packed).unwrap(), bytes);
                sizes.push(packed.len());
            }
        }
        assert!(sizes[3] < sizes[7], "{sizes:?}");
    }

    #[test]
    fn what_was_compressed_without_a_dictionary_is_read_with_any() {
        let all = articles();
        let learned = Decompressor::new(&dictionary(&all)).unwrap();
        for bytes in &all {
            let packed = Compressor::new(b"").unwrap().compress(bytes).unwrap();
            assert_eq!(&learned.decompress(&packed).unwrap(), bytes);
        }
    }

    #[test]
    fn damaged_bytes_are_an_error() {
        let back = Decompressor::new(b"").unwrap();
        let good = Compressor::new(b"").unwrap().compress(&b"Q186401 ".repeat(1000)).unwrap();
        assert!(back.decompress(b"").is_err());
        assert!(back.decompress(b"DOCUMENT:Q186401").is_err());
        assert!(back.decompress(&good[..good.len() - 1]).is_err());
        // A frame that says that it is of 2^60 bytes.
        let huge = [&good[..4], &[0xe0], &(1u64 << 60).to_le_bytes(), &good[7..]].concat();
        assert!(back.decompress(&huge).is_err());
        let other =
            Compressor::new(&dictionary(&articles())).unwrap().compress(b"another dictionary").unwrap();
        assert!(back.decompress(&other).is_err());
        assert_eq!(back.decompress(&good).unwrap().len(), 8000, "an error spoils nothing for the next");
    }
}
