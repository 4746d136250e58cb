//! Lists of phrases, all looked for in one go.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

/// Up to 64 phrases, lower case.
pub struct Phrases {
    list: &'static [&'static str],
    search: OnceLock<AhoCorasick>,
}

impl Phrases {
    pub const fn of(list: &'static [&'static str]) -> Self {
        assert!(list.len() <= 64, "each has a bit");
        Self { list, search: OnceLock::new() }
    }

    /// How many of them `text` holds; each counts once.
    pub fn count(&self, text: &str) -> i32 {
        let found = self.search().find_overlapping_iter(text);
        let seen = found.fold(0_u64, |seen, phrase| seen | 1 << phrase.pattern().as_usize());
        seen.count_ones().cast_signed()
    }

    /// Whether `text` holds any of them.
    pub fn any(&self, text: &str) -> bool {
        self.search().is_match(text)
    }

    fn search(&self) -> &AhoCorasick {
        let build = || AhoCorasick::new(self.list).expect("a few short phrases fit any automaton");
        self.search.get_or_init(build)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phrase_counts_once() {
        static PHRASES: Phrases = Phrases::of(&["the fix", "fix", "new version"]);
        assert_eq!(PHRASES.count("the fix is a new version; the fix"), 3);
        assert_eq!(PHRASES.count("fixed"), 1);
        assert_eq!(PHRASES.count("Fix"), 0);
        assert!(PHRASES.any("a prefix") && !PHRASES.any("new"));
    }
}
