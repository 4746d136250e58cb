//! How far a mistyped word is from the one that was meant.

use tantivy_fst::Automaton;

/// What a slip costs: a letter left out, or one too many.
pub const SLIP: u16 = 8;
/// A slip that fingers or ears make of themselves: two letters swapped, one doubled or not doubled, the key beside the
/// right one, one vowel for another.
pub const EASY: u16 = 7;
/// Any other letter in the place of the right one. Three easy slips cost more than two of these, so that none has more
/// than two slips.
const WRONG: u16 = 10;
/// What is added where the first letter is wrong: it seldom is.
const FIRST: u16 = 5;
/// More than any word is away.
const FAR: u16 = 1000;

/// The words that may have been meant: those that lead to the typed one by at most so many slips, of which one may be a
/// letter too many or too few. A dictionary is walked only where there may be one.
///
/// A slip in the first letter is looked for where the next ones are right: few others are likely.
pub struct Slips<'a> {
    typed: &'a [u8],
    reach: u16,
}

/// What is known after some letters of a word.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// How many letters.
    length: usize,
    /// The first three, and the last.
    start: [u8; 3],
    last: u8,
    /// The least that leads from these letters to the typed word's first `length - 1`, `length` and `length + 1`. With two
    /// slips no way leads farther aside, and back.
    row: [u16; 3],
    /// The same for one letter less: a swap leads over two.
    before: [u16; 3],
}

impl<'a> Slips<'a> {
    /// `typed` has four letters or more.
    pub fn new(typed: &'a [u8], most: u16) -> Self {
        Self { typed, reach: most * WRONG }
    }

    /// What it costs to have typed this for `meant`, if that may have been meant.
    pub fn cost(&self, meant: &[u8]) -> Option<u16> {
        let state = meant.iter().fold(self.start(), |state, &letter| self.accept(&state, letter));
        let cost = self.is_match(&state).then(|| self.whole(&state))?;
        Some(cost + if meant.first() == self.typed.first() { 0 } else { FIRST })
    }

    /// The cost of the whole typed word.
    fn whole(&self, state: &State) -> u16 {
        let aside = (self.typed.len() + 1).checked_sub(state.length);
        aside.and_then(|aside| state.row.get(aside)).copied().unwrap_or(FAR)
    }

    /// Whether the word may begin with the letters so far.
    fn begins(&self, state: &State) -> bool {
        let (first, next, third) = (self.typed[0], self.typed[1], self.typed[2]);
        match (state.start, state.length) {
            (_, 0 | 1) => true,
            ([a, b, _], _) if a == first || a == next && (b == first || b == third) => true,
            ([a, b, _], _) if b == next && are_neighbours(a, first) => true,
            ([_, b, _], 2) => b == first,
            ([_, b, c], _) => b == first && c == next,
        }
    }

    /// The least that leads to the typed word's first `to` letters, the last of the word meant being `letter`. `missing`
    /// is a letter aside in the row before, `extra` in this one.
    fn least(&self, state: &State, to: usize, letter: u8, aside: usize, extra: u16) -> u16 {
        let typed = self.typed[to - 1];
        let behind = to.checked_sub(2).map(|at| self.typed[at]);
        let meant = (state.length > 0).then_some(state.last);
        let price = |doubled: bool| if doubled { EASY } else { SLIP };
        let missing = state.row.get(aside + 1).map_or(FAR, |cost| cost + price(meant == Some(letter)));
        let extra = extra + price(behind == Some(typed));
        let best = (state.row[aside] + replacing(typed, letter)).min(missing).min(extra);
        let is_swap = typed != letter && meant == Some(typed) && behind == Some(letter);
        if is_swap { best.min(state.before[aside] + EASY) } else { best }
    }
}

impl Automaton for Slips<'_> {
    type State = State;

    fn start(&self) -> State {
        State { length: 0, start: [0; 3], last: 0, row: [FAR, 0, SLIP], before: [FAR; 3] }
    }

    fn is_match(&self, state: &State) -> bool {
        self.whole(state) <= self.reach && self.begins(state)
    }

    fn can_match(&self, state: &State) -> bool {
        let near = state.row.iter().chain(&state.before).any(|&cost| cost <= self.reach);
        near && self.begins(state)
    }

    fn accept(&self, state: &State, letter: u8) -> State {
        let length = state.length + 1;
        let mut next = State { length, last: letter, row: [FAR; 3], before: state.row, ..*state };
        if !letter.is_ascii_lowercase() {
            return State { before: [FAR; 3], ..next };
        }
        if let Some(place) = next.start.get_mut(state.length) {
            *place = letter;
        }
        for aside in 0..3 {
            let to = state.length + aside;
            next.row[aside] = match to {
                0 => SLIP,
                _ if to > self.typed.len() => FAR,
                _ => {
                    let extra = aside.checked_sub(1).map_or(FAR, |less| next.row[less]);
                    self.least(state, to, letter, aside, extra)
                }
            };
        }
        next
    }
}

fn replacing(typed: u8, meant: u8) -> u16 {
    match (typed, meant) {
        _ if typed == meant => 0,
        _ if are_neighbours(typed, meant) || is_vowel(typed) && is_vowel(meant) => EASY,
        _ => WRONG,
    }
}

fn is_vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
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
            ("keyboerd", "keyboard", Some(EASY)),
            ("keybotrd", "keyboard", Some(WRONG)),
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
            let slips = Slips::new(typed.as_bytes(), 2);
            assert_eq!(slips.cost(meant.as_bytes()), price, "{typed} {meant}");
        }
        assert_eq!(Slips::new(b"dissapear", 1).cost(b"disappear"), None);
    }

    #[test]
    fn a_word_may_begin_otherwise() {
        let slips = Slips::new(b"kyes", 2);
        let may = |start: &[u8]| {
            let state = start.iter().fold(slips.start(), |state, &letter| slips.accept(&state, letter));
            slips.begins(&state)
        };
        for start in ["k", "a", "kaa", "yk", "ye", "ak", "aky", "jy", "oy", "jyx"] {
            assert!(may(start.as_bytes()), "{start}");
        }
        for start in ["ay", "ya", "ake", "yx"] {
            assert!(!may(start.as_bytes()), "{start}");
        }
    }

    #[test]
    fn keys_have_neighbours() {
        let around = |key: u8| (b'a'..=b'z').filter(|&other| are_neighbours(key, other)).collect::<Vec<_>>();
        assert_eq!(around(b'a'), b"qswz");
        assert_eq!(around(b'g'), b"bfhtvy");
        assert_eq!(around(b'p'), b"lo");
    }
}
