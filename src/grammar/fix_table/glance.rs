//! Cheap looks at bytes: what cannot be a row or name a file is not read at all.
//!
//! Each may say yes too often, never no where reading would find something.

/// A point inside a word, and a digit: what every row has.
pub fn may_be_row(text: &str) -> bool {
    let bytes = text.as_bytes();
    let inside =
        |at: usize| at > 0 && joins(bytes[at - 1]) && bytes.get(at + 1).is_some_and(|&next| joins(next));
    memchr::memchr_iter(b'.', bytes).any(inside) && bytes.iter().any(u8::is_ascii_digit)
}

/// A point that an extension may follow: with a letter in it, or behind one (`DRIVER.386`).
pub fn may_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'.', bytes).any(|at| match bytes.get(at + 1) {
        Some(next) if next.is_ascii_digit() => is_lettered(&bytes[..at]),
        Some(&next) => joins(next),
        None => false,
    })
}

/// How far back a word is looked at: what keeps this linear.
const FAR: usize = 64;

/// Whether the word that `before` ends with has a letter.
fn is_lettered(before: &[u8]) -> bool {
    let mut word = before.iter().rev().take_while(|byte| !byte.is_ascii_whitespace());
    word.by_ref().take(FAR).any(u8::is_ascii_alphabetic) || word.next().is_some()
}

/// Whether there are `least` stretches with a digit: no more dates, times, sizes and versions than these.
pub fn has_fields(text: &str, least: usize) -> bool {
    let parts = |byte: &u8| byte.is_ascii_whitespace() || b"|()[]<>,;\"*".contains(byte);
    let digits = |part: &&[u8]| part.iter().any(u8::is_ascii_digit);
    text.as_bytes().split(parts).filter(digits).nth(least - 1).is_some()
}

fn joins(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for text in ["Tool.dll", "see a~1.EX_", "DRIVER.386 4", "a_.4"] {
            assert!(may_name(text), "{text}");
        }
        for text in ["version 4.0.1381", "The end. Or not.", "x 4.386", "4.", ""] {
            assert!(!may_name(text), "{text}");
        }
        assert!(may_name(&"1.".repeat(FAR)));
    }

    #[test]
    fn fields() {
        assert!(has_fields("tool 3/9/99 4:00p (5.1)", 3));
        assert!(!has_fields("Windows NT 4.0, later", 2));
    }
}
