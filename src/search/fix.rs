//! The fix in brief.

use super::results::Fix;
use crate::article::Article;

/// Bytes of the text: whole sentences up to this, a longer first one is cut after a word.
const LONGEST: usize = 240;

/// What the article gives as its fix.
pub fn of(article: &Article) -> Fix {
    let texts = [&article.resolution, &article.workaround];
    Fix {
        disposition: article.disposition,
        fixed_in: article.fixed_in.clone(),
        files: article.fix_files.clone(),
        text: texts.into_iter().flatten().find_map(|text| telling(text)),
    }
}

/// Why it happens, in one sentence.
pub fn cause(article: &Article) -> Option<String> {
    let text = article.cause.as_deref()?;
    let first = sentences(text).next()?;
    Some(cut(&sentences(text).find(|sentence| tells(sentence)).unwrap_or(first)))
}

/// The first sentence that says what to do, with the steps that it announces; where none does, the
/// first of all.
fn telling(text: &str) -> Option<String> {
    let mut sentences = sentences(text).peekable();
    let first = sentences.peek().cloned()?;
    let mut rest = sentences.filter(|sentence| tells(sentence));
    let mut told = rest.next().unwrap_or(first);
    if announces_steps(&told) {
        for step in rest {
            if told.len() + step.len() >= LONGEST {
                break;
            }
            told.push(' ');
            told.push_str(&step);
        }
    }
    Some(cut(&told))
}

/// `To do this:`, `follow these steps: 1. Click Start.`, `use one of the following methods.`
fn announces_steps(told: &str) -> bool {
    told.ends_with(':') || told.contains(": 1. ") || told.contains("one of the following")
}

/// Sentences that stand in hundreds of articles and do not tell one from another, as they begin or
/// as they go on; lower case.
const BOILERPLATE: &[&str] = &[
    "a supported fix",
    "a supported hotfix",
    "contact microsoft",
    "disclaims all warranties",
    "for information on obtaining",
    "for information about how to edit the registry",
    "english version",
    "fix should have the following",
    "following file",
    "for a complete list of microsoft",
    "for additional information",
    "for more information",
    "has been fully regression tested",
    "has not been fully regression tested",
    "if you are not severely affected",
    "if you are running",
    "in special cases, charges",
    "microsoft cannot guarantee",
    "microsoft product support services",
    "microsoft provides programming examples",
    "microsoft recommends that you",
    "not been fully regression",
    "no event shall microsoft",
    "normal support costs",
    "note:",
    "should be applied only to",
    "the fix described below",
    "the typical support charges",
    "this fix may receive additional testing",
    "this hotfix",
    "you can solve problems that result from",
    "unless you are severely",
    "use this tool at your own risk",
    "use registry editor at your own risk",
    "using registry editor incorrectly",
    "use registry editor incorrectly",
    "warning:",
];

/// Whether a sentence has words enough, and is neither a row of a table nor boilerplate.
fn tells(sentence: &str) -> bool {
    let letters = sentence.bytes().filter(|b| b.is_ascii_alphabetic() || *b == b' ').count();
    let prose = sentence.contains(' ') && letters * 4 >= sentence.len() * 3;
    let lower = sentence.to_lowercase();
    prose && !BOILERPLATE.iter().any(|phrase| lower.contains(phrase))
}

/// The sentences of a text, each in one line. A blank line ends one too; rules and sub-headings are none.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.contains("----"));
    paragraphs.flat_map(|paragraph| {
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        split(&line)
    })
}

/// Cuts a line after each full stop before a blank and a capital.
fn split(line: &str) -> Vec<String> {
    let bytes = line.as_bytes();
    let mut sentences = Vec::new();
    let mut from = 0;
    for at in 0..bytes.len() {
        let ends = b".!?".contains(&bytes[at])
            && bytes.get(at + 1) == Some(&b' ')
            && bytes.get(at + 2).is_some_and(|b| b.is_ascii_uppercase() || *b == b'"')
            && !ends_in_abbreviation(&line[from..at]);
        if ends {
            sentences.push(line[from..=at].to_owned());
            from = at + 2;
        }
    }
    if from < line.len() {
        sentences.push(line[from..].to_owned());
    }
    sentences
}

/// `1. Click` and `Dr. Watson` go on.
fn ends_in_abbreviation(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or(before);
    let number = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    number || ["Dr", "e.g", "i.e", "vs", "No", "U.S", "Inc"].contains(&word)
}

fn cut(sentence: &str) -> String {
    if sentence.len() <= LONGEST {
        return sentence.to_owned();
    }
    let mut end = LONGEST;
    while !sentence.is_char_boundary(end) {
        end -= 1;
    }
    let end = sentence[..end].rfind(' ').unwrap_or(end);
    format!("{} \u{2026}", &sentence[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_that_says_something() {
        for (text, sentence) in [
            (
                "A supported fix is now available from Microsoft, but it has not been\nfully regression tested. Replace Xactsrv.dll with the new one. Restart.",
                "Replace Xactsrv.dll with the new one.",
            ),
            (
                "To work around this problem:\n\n1. Click Start.\n\n2. Click Run.",
                "To work around this problem: 1. Click Start. 2. Click Run.",
            ),
            ("Use the Dr. Watson log.\n", "Use the Dr. Watson log."),
            (
                "WARNING: Using Registry Editor incorrectly can cause serious problems.\n\nSet Foo to 1.",
                "Set Foo to 1.",
            ),
            (
                "For more information, see the manual of the product.",
                "For more information, see the manual of the product.",
            ),
        ] {
            assert_eq!(telling(text).as_deref(), Some(sentence));
        }
    }

    #[test]
    fn without_resolution_and_workaround_there_is_none() {
        let article = Article { cause: Some("A bug.".into()), ..Article::default() };
        assert_eq!(of(&article).text, None);
    }

    #[test]
    fn a_cause_is_one_telling_sentence() {
        let because = |text: &str| cause(&Article { cause: Some(text.into()), ..Article::default() });
        for (text, sentence) in [
            ("The driver\nleaks. It always did.", Some("The driver leaks.")),
            ("For more information, see the manual.\n\nA buffer is lost.", Some("A buffer is lost.")),
            ("0x80040154", Some("0x80040154")),
            (" \n", None),
        ] {
            assert_eq!(because(text).as_deref(), sentence);
        }
        assert_eq!(cause(&Article::default()), None);
    }

    #[test]
    fn a_long_sentence_is_cut_after_a_word() {
        let text = cut(&"caf\u{e9} ".repeat(100));
        assert!(text.len() <= LONGEST + 4 && text.ends_with("caf\u{e9} \u{2026}"));
    }
}
