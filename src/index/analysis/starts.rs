//! How words begin.

/// The first two letters of some words: by them most others are passed over before they are written.
#[derive(Clone, Debug)]
pub struct Starts(Vec<u64>);

impl Starts {
    /// `words` are as the index has them.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut starts = Self(vec![0; (1 << 16) / 64]);
        for word in words {
            let start = start_of(word.as_bytes());
            starts.0[start / 64] |= 1 << (start % 64);
        }
        starts
    }

    /// Whether a piece of a text, which begins with a word character or one sign before it, may be one of the words.
    pub fn may_have(&self, piece: &[u8]) -> bool {
        // What is not ASCII may change its length in lower case. A short word's `y` may be an `i` in its stem (`dying`,
        // `die`), a hyphen and an apostrophe are taken out.
        let second = piece.get(1).is_some_and(|&b| !b.is_ascii() || b"yY-'".contains(&b));
        if second || piece.first().is_none_or(|b| !b.is_ascii()) {
            return true;
        }
        let start = start_of(piece);
        self.0[start / 64] & 1 << (start % 64) != 0
    }
}

/// A number of 16 bits for the first two letters; small and capital ones are the same.
fn start_of(word: &[u8]) -> usize {
    let letter = |at: usize| word.get(at).map_or(0, |letter| usize::from(letter.to_ascii_lowercase()));
    letter(0) << 8 | letter(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analysis::words;

    #[test]
    fn no_word_is_passed_over_that_is_wanted() {
        let text = "Dying skies, lying ties: the user's e-mail to .NET, /3GB and -1018 at 0X0000000A, \u{c9}t\u{e9}, C++, n\u{c9}e";
        for wanted in words(text) {
            let starts = Starts::of([wanted.text.as_str()]);
            assert!(starts.may_have(&text.as_bytes()[wanted.from..wanted.to]), "{}", wanted.text);
        }
    }

    #[test]
    fn most_others_are() {
        let starts = Starts::of(["leak", "tcpip.sys"]);
        let passes =
            ["Leaks", "lead", "TCP", "loss", "ink", "l"].map(|word| starts.may_have(word.as_bytes()));
        assert_eq!(passes, [true, true, true, false, false, false]);
    }
}
