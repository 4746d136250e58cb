//! The most telling words of a long text: rare ones, names of files, codes. Noise and repetitions come last.

use ahash::AHashSet;

use crate::index::analysis::{Word, end_of_parts};

/// How much more a name or a code tells than a plain word that as many articles have.
const TECHNICAL: f32 = 1.5;
/// What a word tells that no article has; it may be misspelt.
const UNKNOWN: f32 = 1.0;

/// A word and its parts, by their places among the words.
struct Whole {
    from: usize,
    to: usize,
    worth: f32,
}

/// Which of `words` to keep so that they are at most `most`; a word goes with its parts.
///
/// # Errors
/// Where `articles` fails, which says how many articles have a word.
pub fn choose<E>(
    words: &[Word],
    noise: &[bool],
    most: usize,
    mut articles: impl FnMut(&str) -> Result<usize, E>,
) -> Result<Vec<bool>, E> {
    let mut seen = AHashSet::new();
    let mut wholes = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let to = end_of_parts(words, from);
        if !noise[from] && seen.insert(words[from].text.as_str()) {
            let worth = worth(&words[from].text, articles(&words[from].text)?);
            wholes.push(Whole { from, to, worth });
        }
        from = to;
    }
    wholes.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    Ok(fill(&wholes, words.len(), most))
}

fn worth(term: &str, articles: usize) -> f32 {
    if articles == 0 {
        return UNKNOWN;
    }
    let is_technical = term.starts_with("0x") || term.contains(['.', '_']);
    // Only the order counts, so that any number of articles will do for all.
    (1e6 / articles as f32).ln() * if is_technical { TECHNICAL } else { 1.0 }
}

fn fill(wholes: &[Whole], words: usize, most: usize) -> Vec<bool> {
    let mut kept = vec![false; words];
    let mut left = most;
    for Whole { from, to, .. } in wholes {
        if to - from <= left {
            kept[*from..*to].fill(true);
            left -= to - from;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analysis;

    #[test]
    fn rare_words_and_names_are_kept_once() {
        let words: Vec<Word> = analysis::words("error error in module tcpip.sys zebra print dump").collect();
        let mut noise = vec![false; words.len()];
        noise[words.len() - 1] = true;
        let articles = |term: &str| {
            Ok::<_, ()>(match term {
                "zebra" => 3,
                "tcpip.sys" => 300,
                _ => 30_000,
            })
        };
        let kept = choose(&words, &noise, 5, articles).unwrap();
        let kept: Vec<_> =
            words.iter().zip(kept).filter(|(_, kept)| *kept).map(|(word, _)| &word.text).collect();
        assert_eq!(kept, ["error", "tcpip.sys", "tcpip", "sys", "zebra"]);
    }
}
