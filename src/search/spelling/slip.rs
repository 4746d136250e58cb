//! How far a mistyped word is from the one that was meant.

/// What a slip costs. Those that fingers make of themselves cost [`EASY`].
pub const SLIP: usize = 4;
/// Two letters swapped, one doubled or not doubled, the key beside the right one.
const EASY: usize = 3;
/// What is added where the first letter is wrong: it seldom is.
const FIRST: usize = 2;
/// Longer words are nobody's slips.
const WIDEST: usize = 40;

/// The cost of typing `typed` for `meant` in at most `most` slips, of which one may be a letter too many or too few.
pub fn cost(typed: &[u8], meant: &[u8], most: usize) -> Option<usize> {
    if meant.len() >= WIDEST || typed.len().abs_diff(meant.len()) > 1 {
        return None;
    }
    // A slip changes two letters at most: nearly all words are passed over here.
    if (letters(typed)? ^ letters(meant)?).count_ones() as usize > 2 * most {
        return None;
    }
    // Easy slips are not so cheap that there could be one more of them.
    let cost = slips(typed, meant, most * SLIP)?;
    Some(cost + if typed.first() == meant.first() { 0 } else { FIRST })
}

/// Which letters a word has, a bit each; none where it is not of small letters only.
fn letters(word: &[u8]) -> Option<u32> {
    let bit = |&letter: &u8| letter.is_ascii_lowercase().then(|| 1u32 << (letter - b'a'));
    word.iter().try_fold(0, |all, letter| Some(all | bit(letter)?))
}

/// The least that leads from one to the other, if it is not over `reach`.
fn slips(typed: &[u8], meant: &[u8], reach: usize) -> Option<usize> {
    let (mut before, mut last, mut row) = ([0; WIDEST], [0; WIDEST], [0; WIDEST]);
    last.iter_mut().enumerate().for_each(|(at, cell)| *cell = at * SLIP);
    let mut near = 0;
    for (i, &x) in typed.iter().enumerate() {
        row[0] = (i + 1) * SLIP;
        let mut least = row[0];
        for (j, &y) in meant.iter().enumerate() {
            let extra = last[j + 1] + if i > 0 && typed[i - 1] == x { EASY } else { SLIP };
            let missing = row[j] + if j > 0 && meant[j - 1] == y { EASY } else { SLIP };
            let mut best = (last[j] + replacing(x, y)).min(extra).min(missing);
            if i > 0 && j > 0 && x != y && x == meant[j - 1] && typed[i - 1] == y {
                best = best.min(before[j - 1] + EASY);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        // A swap leads over two rows.
        if least.min(near) > reach {
            return None;
        }
        near = least;
        (before, last) = (last, row);
    }
    Some(last[meant.len()]).filter(|&cost| cost <= reach)
}

fn replacing(typed: u8, meant: u8) -> usize {
    match (typed, meant) {
        _ if typed == meant => 0,
        _ if are_neighbours(typed, meant) => EASY,
        _ => SLIP,
    }
}

/// Whether two lower-case letters are beside each other on a keyboard.
pub fn are_neighbours(a: u8, b: u8) -> bool {
    let (Some((row_a, a)), Some((row_b, b))) = (key(a), key(b)) else { return false };
    match row_a.abs_diff(row_b) {
        0 => a.abs_diff(b) == KEY,
        1 => a.abs_diff(b) < KEY,
        _ => false,
    }
}

/// Width of a key.
const KEY: usize = 4;

/// Row and place of a letter; each row stands a little farther to the right.
fn key(letter: u8) -> Option<(usize, usize)> {
    const ROWS: [(&[u8], usize); 3] = [(b"qwertyuiop", 0), (b"asdfghjkl", 1), (b"zxcvbnm", 3)];
    ROWS.iter().enumerate().find_map(|(row, (keys, indent))| {
        let at = keys.iter().position(|&key| key == letter)?;
        Some((row, at * KEY + indent))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_have_their_price() {
        for (typed, meant, price) in [
            ("same", "same", Some(0)),
            ("keybozrd", "keyboard", Some(EASY)),
            ("keyboerd", "keyboard", Some(SLIP)),
            ("orcal", "oracl", Some(EASY)),
            ("kyeboard", "keyboard", Some(EASY)),
            ("keybord", "keyboard", Some(SLIP)),
            ("pasword", "password", Some(EASY)),
            ("dissapear", "disappear", Some(2 * EASY)),
            ("eybboard", "keyboard", Some(SLIP + EASY + FIRST)),
            ("leyboard", "keyboard", Some(EASY + FIRST)),
            ("print", "mouse", None),
            ("prynt3", "print3", None),
            ("abcd", "abcdef", None),
        ] {
            assert_eq!(cost(typed.as_bytes(), meant.as_bytes(), 2), price, "{typed} {meant}");
        }
        assert_eq!(cost(b"dissapear", b"disappear", 1), None);
    }

    #[test]
    fn keys_have_neighbours() {
        let around = |key: u8| (b'a'..=b'z').filter(|&other| are_neighbours(key, other)).collect::<Vec<_>>();
        assert_eq!(around(b'a'), b"qswz");
        assert_eq!(around(b'g'), b"bfhtvy");
        assert_eq!(around(b'p'), b"lo");
    }
}
