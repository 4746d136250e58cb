//! Where bytes of a kind stand in a text.

/// Where `byte` stands in `bytes`, in order.
pub fn positions(bytes: &[u8], byte: u8) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(byte, bytes)
}

/// Where digits stand.
pub fn digits(bytes: &[u8]) -> impl Iterator<Item = usize> {
    matching(bytes, u8::is_ascii_digit)
}

/// Where blanks, bars and all stand that is no printable ASCII: what parts the words of a table.
pub fn gaps(bytes: &[u8]) -> impl Iterator<Item = usize> {
    matching(bytes, |byte| !byte.is_ascii_graphic() || *byte == b'|')
}

/// The words of an ASCII text: what stands between blanks and control characters.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| c <= ' ').filter(|word| !word.is_empty())
}

/// Where the bytes stand that are of a kind.
fn matching(bytes: &[u8], is: impl Fn(&u8) -> bool) -> impl Iterator<Item = usize> {
    bytes.iter().enumerate().filter(move |(_, byte)| is(byte)).map(|(at, _)| at)
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
