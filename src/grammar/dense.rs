//! Bytes that stand close together, such as line ends: sixty-four are looked at in one go, where a search for
//! the next one would start anew for each.

use wide::u8x16;

const BLOCK: usize = 64;
const PART: usize = 16;

/// Where `byte` stands in `bytes`, in order.
pub fn positions(bytes: &[u8], byte: u8) -> impl Iterator<Item = usize> {
    matching(bytes, move |part| part.simd_eq(u8x16::splat(byte)))
}

/// Where digits stand.
pub fn digits(bytes: &[u8]) -> impl Iterator<Item = usize> {
    matching(bytes, |part| (part - u8x16::splat(b'0')).simd_le(u8x16::splat(9)))
}

/// Where blanks, bars and all stand that is no printable ASCII: what parts the words of a table.
pub fn gaps(bytes: &[u8]) -> impl Iterator<Item = usize> {
    matching(bytes, |part| {
        let blank = (part - u8x16::splat(b'!')).simd_gt(u8x16::splat(b'~' - b'!'));
        blank | part.simd_eq(u8x16::splat(b'|'))
    })
}

/// The words of an ASCII text: what stands between blanks and control characters.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let blanks = matching(text.as_bytes(), |part| part.simd_le(u8x16::splat(b' ')));
    let mut from = 0;
    let words = blanks.chain([text.len()]).map(move |end| &text[std::mem::replace(&mut from, end + 1)..end]);
    words.filter(|word| !word.is_empty())
}

/// Where the bytes stand that `is` turns into ones.
fn matching(bytes: &[u8], is: impl Fn(u8x16) -> u8x16) -> impl Iterator<Item = usize> {
    let (mut rest, mut next, mut found) = (bytes, 0, 0_u64);
    std::iter::from_fn(move || {
        while found == 0 {
            (found, rest) = look(rest, &is)?;
            next += BLOCK;
        }
        let at = found.trailing_zeros() as usize;
        found &= found - 1;
        Some(next - BLOCK + at)
    })
}

/// A bit for each byte of the first block, the first one lowest, and what is behind it; `None` where no byte is
/// left.
fn look<'a>(bytes: &'a [u8], is: &impl Fn(u8x16) -> u8x16) -> Option<(u64, &'a [u8])> {
    if let Some((block, rest)) = bytes.split_first_chunk() {
        return Some((bits(block, is), rest));
    }
    let mut block = [0; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    (!bytes.is_empty()).then(|| (bits(&block, is) & ((1 << bytes.len()) - 1), &[][..]))
}

fn bits(block: &[u8; BLOCK], is: &impl Fn(u8x16) -> u8x16) -> u64 {
    let (parts, _) = block.as_chunks::<PART>();
    let bits = |part: &[u8; PART]| u64::from(is(u8x16::new(*part)).to_bitmask());
    parts.iter().enumerate().fold(0, |all, (at, part)| all | bits(part) << (at * PART))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_between_blanks() {
        let words = |text| super::words(text).collect::<Vec<_>>();
        assert_eq!(words("  It was\tfixed,  in 4.0 "), ["It", "was", "fixed,", "in", "4.0"]);
        assert!(words("").is_empty() && words("  ").is_empty());
    }

    proptest! {
        #[test]
        fn every_place_is_found(bytes in prop::collection::vec(prop::sample::select(b"\n09:/\xb5\0qQ1|~\x7f".as_slice()), 0..300)) {
            let plainly = |is: &dyn Fn(u8) -> bool| (0..bytes.len()).filter(|&at| is(bytes[at])).collect::<Vec<_>>();
            for byte in [b'\n', 0, 0xb5, b'z'] {
                prop_assert_eq!(positions(&bytes, byte).collect::<Vec<_>>(), plainly(&|one| one == byte));
            }
            prop_assert_eq!(digits(&bytes).collect::<Vec<_>>(), plainly(&|one| one.is_ascii_digit()));
            prop_assert_eq!(gaps(&bytes).collect::<Vec<_>>(), plainly(&|one| !one.is_ascii_graphic() || one == b'|'));
        }
    }
}
