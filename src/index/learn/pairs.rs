//! Pairs of texts that say the same, because they are of one article.
//!
//! Words are left out at random, and spans of a reader's sentence stand for what a reader types, so
//! that no single word can be relied upon.

use fastrand::Rng;
use rayon::prelude::*;

use super::lesson::{Lesson, bag};

/// Pairs of one step; each text is told from all others of its step.
pub const BATCH: usize = 1024;

/// The share of words that are left out.
const LEFT_OUT: f32 = 0.2;

/// The different words of two texts, as rows of the table.
pub type Pair = [Vec<u32>; 2];

/// Which texts of an article make a pair.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    TitleAndMain,
    QueryWordsAndGist,
    SpanAndTitle,
    SpanAndOther,
}

pub const KINDS: [Kind; 4] =
    [Kind::TitleAndMain, Kind::QueryWordsAndGist, Kind::SpanAndTitle, Kind::SpanAndOther];

/// Hands out the batches of one pass over all articles; what is left over in the end is left out.
///
/// Chance is drawn for each article alone, so that it does not matter which thread comes first.
pub fn each_batch(lessons: &[Lesson], pass: u64, learn: &mut dyn FnMut(&[Pair])) {
    for (number, kind) in (pass * KINDS.len() as u64..).zip(KINDS) {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        Rng::with_seed(number).shuffle(&mut order);
        let draw = |&at: &usize| {
            let mut rng = Rng::with_seed((number + 1) << 32 | at as u64);
            pair(kind, &lessons[at], &mut rng)
        };
        let pairs: Vec<Pair> = order.par_iter().filter_map(draw).collect();
        pairs.chunks_exact(BATCH).for_each(&mut *learn);
    }
}

fn pair(kind: Kind, lesson: &Lesson, rng: &mut Rng) -> Option<Pair> {
    let Lesson { title, main, query_words, other } = lesson;
    let [left, right] = match kind {
        Kind::TitleAndMain => [most(title, rng), most(main, rng)],
        Kind::QueryWordsAndGist => [most(query_words, rng), most(&[&title[..], main].concat(), rng)],
        Kind::SpanAndTitle => [span(main, rng), most(title, rng)],
        Kind::SpanAndOther => [span(main, rng), most(&[&title[..], other].concat(), rng)],
    };
    let pair = [bag(left), bag(right)];
    pair.iter().all(|words| words.len() > 1).then_some(pair)
}

/// The words but for a few.
fn most(words: &[u32], rng: &mut Rng) -> Vec<u32> {
    if words.len() <= 3 {
        return words.to_vec();
    }
    words.iter().copied().filter(|_| rng.f32() >= LEFT_OUT).collect()
}

/// Some words in a row, about as many as are typed.
fn span(words: &[u32], rng: &mut Rng) -> Vec<u32> {
    let length = rng.usize(5..=15).min(words.len());
    let from = rng.usize(0..=words.len() - length);
    words[from..from + length].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(at: u32) -> Lesson {
        let words = |from: u32, count: u32| (from..from + count).collect();
        Lesson {
            title: words(at, 6),
            main: words(at + 10, 40),
            query_words: Vec::new(),
            other: words(at + 50, 9),
        }
    }

    #[test]
    fn a_pass_is_the_same_every_time_and_no_pass_is_like_another() {
        let lessons: Vec<_> = (0..1500).map(lesson).collect();
        let pass = |number| {
            let mut batches = Vec::new();
            each_batch(&lessons, number, &mut |batch| batches.push(batch.to_vec()));
            batches
        };
        let first = pass(0);
        assert_eq!(first.len(), 3, "one batch of each kind but that of the missing query words");
        assert_eq!(first, pass(0));
        assert_ne!(first, pass(1));
    }

    #[test]
    fn a_span_is_a_run_of_words() {
        let words: Vec<u32> = (0..40).collect();
        for seed in 0..50 {
            let span = span(&words, &mut Rng::with_seed(seed));
            assert!((5..=15).contains(&span.len()));
            assert!(span.windows(2).all(|two| two[1] == two[0] + 1));
        }
        assert!(span(&[], &mut Rng::with_seed(1)).is_empty());
    }
}
