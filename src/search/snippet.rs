//! The passage that matches best.

use super::results::Snippet;
use crate::article::Article;
use crate::index::analysis::{Scanner, Starts};

/// Bytes of a passage: it grows by whole words up to this.
const LONGEST: usize = 240;

/// A term of the plan and what finding it is worth.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub term: &'a str,
    /// Terms of one group are worth something once.
    pub group: usize,
    pub worth: f32,
}

/// A found word of a text.
#[derive(Clone, Copy, Debug)]
struct Match {
    from: usize,
    to: usize,
    group: usize,
    worth: f32,
}

/// The terms that were looked for, to mark them wherever they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(Vec<String>);

impl Terms {
    pub fn new<'a>(terms: impl IntoIterator<Item = &'a str>) -> Self {
        Self(terms.into_iter().map(str::to_owned).collect())
    }

    /// Byte ranges of the words that were looked for, in order, not overlapping.
    pub fn marks(&self, text: &str) -> Vec<(usize, usize)> {
        let wanted: Vec<_> = self.0.iter().map(|term| Wanted { term, group: 0, worth: 0.0 }).collect();
        Finder::new(&wanted).marks(text)
    }
}

/// What is shown of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passages {
    /// The best passage of all; where nothing matches, the beginning.
    pub best: Snippet,
    /// The best of the symptoms.
    pub symptom: Option<Snippet>,
}

/// Finds terms in texts.
pub struct Finder<'a> {
    wanted: &'a [Wanted<'a>],
    starts: Starts,
}

/// A passage, and what its words are worth.
#[derive(Clone, Copy)]
struct Passage<'a> {
    worth: f32,
    section: &'static str,
    /// From where it begins.
    text: &'a str,
}

impl<'a> Finder<'a> {
    /// Of terms that are the same the first counts.
    pub fn new(wanted: &'a [Wanted<'a>]) -> Self {
        Self { wanted, starts: Starts::of(wanted.iter().map(|wanted| wanted.term)) }
    }

    pub fn passages(&self, article: &Article) -> Passages {
        let all: Vec<_> = sections(article).filter_map(|(name, text)| self.passage(name, text)).collect();
        let better =
            |best: Option<Passage<'_>>, other: &Passage<'_>| best.is_none_or(|best| other.worth > best.worth);
        let best = all.iter().fold(None, |best, other| if better(best, other) { Some(*other) } else { best });
        let symptom = all.iter().find(|passage| passage.section == "symptoms");
        Passages {
            best: best.map(|best| self.show(best)).unwrap_or_default(),
            symptom: symptom.map(|symptom| self.show(*symptom)).filter(|symptom| !symptom.text.is_empty()),
        }
    }

    /// The best passage of a section that has words.
    fn passage<'t>(&self, section: &'static str, text: &'t str) -> Option<Passage<'t>> {
        let matches = self.matches(text);
        let mut best: Option<(f32, usize)> = None;
        for start in starts(text) {
            let worth = worth(&matches, start, start + LONGEST);
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, start));
            }
        }
        best.map(|(worth, start)| Passage { worth, section, text: &text[start..] })
    }

    fn show(&self, passage: Passage<'_>) -> Snippet {
        let text = fold(passage.text);
        Snippet { section: passage.section.to_owned(), marks: self.marks(&text), text }
    }

    fn matches(&self, text: &str) -> Vec<Match> {
        let mut scanner = Scanner::new(text).only(&self.starts);
        let mut found = Vec::new();
        while let Some(word) = scanner.next_word() {
            if let Some(wanted) = self.wanted.iter().find(|wanted| wanted.term == word.text) {
                let (group, worth) = (wanted.group, wanted.worth);
                found.push(Match { from: word.from, to: word.to, group, worth });
            }
        }
        found
    }

    /// Byte ranges of the words that were looked for, in order; parts of a marked word are not marked again.
    fn marks(&self, text: &str) -> Vec<(usize, usize)> {
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for found in self.matches(text) {
            if marks.last().is_none_or(|&(_, end)| found.from >= end) {
                marks.push((found.from, found.to));
            }
        }
        marks
    }
}

/// The record's text fields, those that describe the problem first: of passages that are worth the
/// same, the first is taken.
fn sections(article: &Article) -> impl Iterator<Item = (&'static str, &str)> {
    let named = [
        ("symptoms", &article.symptoms),
        ("summary", &article.summary),
        ("body", &article.body),
        ("cause", &article.cause),
        ("resolution", &article.resolution),
        ("workaround", &article.workaround),
        ("more_information", &article.more_information),
        ("status", &article.status),
        ("references_text", &article.references_text),
    ];
    let others = article.other_sections.iter().map(|section| ("other_sections", section.text.as_str()));
    named.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?))).chain(others)
}

/// Where a passage may begin: at the first word of a sentence, a paragraph or a list item.
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = Vec::new();
    let (mut open, mut blank_line) = (true, false);
    let mut at = 0;
    while at < bytes.len() {
        if !open && !blank_line {
            // Within a line of a sentence only the end of either matters.
            let Some(next) = bytes[at..].iter().position(|&byte| ENDS[usize::from(byte)]) else { break };
            at += next;
        }
        match bytes[at] {
            b'\n' => {
                open |= blank_line;
                blank_line = true;
            }
            b' ' | b'\t' | b'\r' => {}
            b'-' | b'=' | b'_' | b'*' | b'|' | b'+' | b'.' => {
                open |= blank_line;
                blank_line = false;
            }
            _ => {
                if open && text.is_char_boundary(at) {
                    starts.push(at);
                    open = false;
                }
                blank_line = false;
            }
        }
        open |= ends_sentence(&bytes[at..]);
        at += 1;
    }
    starts
}

/// Bytes that may end a sentence or a line.
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut at = 0;
    while at < SENTENCE_ENDS.len() {
        ends[SENTENCE_ENDS[at] as usize] = true;
        at += 1;
    }
    ends[b'\n' as usize] = true;
    ends
};

const SENTENCE_ENDS: &[u8] = b".!?:";

fn ends_sentence(bytes: &[u8]) -> bool {
    SENTENCE_ENDS.contains(&bytes[0]) && matches!(bytes.get(1), Some(b' ' | b'\t' | b'\r'))
}

/// What the different words between two places are worth, repetitions a little.
fn worth(matches: &[Match], from: usize, to: usize) -> f32 {
    let mut best: Vec<(usize, f32)> = Vec::new();
    let mut again = 0.0;
    let first = matches.partition_point(|found| found.from < from);
    for found in matches[first..].iter().take_while(|found| found.to <= to) {
        match best.iter_mut().find(|(group, _)| *group == found.group) {
            Some((_, worth)) => {
                again += 0.05 * found.worth;
                *worth = worth.max(found.worth);
            }
            None => best.push((found.group, found.worth)),
        }
    }
    best.iter().map(|(_, worth)| worth).sum::<f32>() + again
}

/// The beginning of a text in one line: white space folded, rules left out, cut after a word.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(LONGEST);
    for word in text.split_whitespace() {
        let rule = word.len() > 2 && word.bytes().all(|b| b"-=_*+|.".contains(&b));
        if rule {
            continue;
        }
        if out.len() + word.len() + 1 > LONGEST {
            if out.is_empty() {
                out.extend(word.chars().take(LONGEST / 4));
            }
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet(article: &Article, terms: &[&str]) -> (Snippet, Vec<String>) {
        let wanted: Vec<_> =
            terms.iter().enumerate().map(|(group, &term)| Wanted { term, group, worth: 1.0 }).collect();
        let snippet = Finder::new(&wanted).passages(article).best;
        let marked = snippet.marks.iter().map(|&(a, b)| snippet.text[a..b].to_owned()).collect();
        (snippet, marked)
    }

    fn article() -> Article {
        Article {
            symptoms: Some("Windows is slow.\n\nThe working set of\nServices.exe grows. Leaks!".into()),
            cause: Some("Nothing to see.".into()),
            ..Article::default()
        }
    }

    #[test]
    fn it_begins_at_a_sentence_and_folds_lines() {
        let (snippet, marked) = snippet(&article(), &["services.exe", "leak"]);
        assert_eq!(snippet.section, "symptoms");
        assert!(
            snippet.text.starts_with("Windows is slow. The working set of Services.exe"),
            "{}",
            snippet.text
        );
        assert_eq!(marked, ["Services.exe", "Leaks"]);
    }

    #[test]
    fn the_denser_passage_wins() {
        let article = Article {
            body: Some(format!(
                "{}\n\nTcpip.sys fails with STOP 0x0000000A.",
                "Other things happen. ".repeat(30)
            )),
            ..Article::default()
        };
        let (snippet, marked) = snippet(&article, &["tcpip.sys", "0xa"]);
        assert!(snippet.text.ends_with("Tcpip.sys fails with STOP 0x0000000A."), "{}", snippet.text);
        assert_eq!(marked, ["Tcpip.sys", "0x0000000A"]);
        assert!(snippet.text.len() <= LONGEST);
    }

    #[test]
    fn without_a_match_it_is_the_beginning() {
        let (snippet, marked) = snippet(&article(), &["absent"]);
        assert!(snippet.text.starts_with("Windows is slow."));
        assert!(marked.is_empty());
    }

    #[test]
    fn symptoms_have_a_passage_of_their_own() {
        let wanted = [Wanted { term: "see", group: 0, worth: 1.0 }];
        let finder = Finder::new(&wanted);
        let passages = finder.passages(&article());
        assert_eq!(passages.best.section, "cause");
        assert!(passages.symptom.unwrap().text.starts_with("Windows is slow."));
        assert_eq!(finder.passages(&Article::default()), Passages::default());
    }

    #[test]
    fn terms_mark_any_text() {
        assert_eq!(Terms::new(["leak", "tcpip.sys"]).marks("Leaks of Tcpip.sys"), [(0, 5), (9, 18)]);
        assert_eq!(Terms::default().marks("Leaks"), []);
    }

    #[test]
    fn rules_and_wide_characters_are_no_trouble() {
        let article = Article {
            body: Some(format!("{} =====\n{}", "\u{e9}\u{a0}".repeat(200), "x".repeat(500))),
            ..Article::default()
        };
        assert!(snippet(&article, &["x"]).0.text.len() <= LONGEST);
    }
}
