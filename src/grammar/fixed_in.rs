//! The releases that correct the problem.
//!
//! ```text
//! sentence = … claim preposition release { "and" release } …
//! claim    = ( "was" | "has been" | "is" | … ) { adverb } ( "corrected" | "fixed" | … )
//!          | subject "no longer" ( "occurs" | "exists" | … )
//!          | "does not" ( "occur" | … )                                     under STATUS only
//!          | ( "has" | "have" ) ( "corrected" | … ) ( "this" | "the" ) "problem"
//!          | ( "fix" | "correction" ) { word } "is" ( "included" | … )
//! ```
//!
//! What may, can or will be corrected is no claim; nor is a list of the many bugs "that were fixed".
//! The release itself is read by [`super::release`].

use super::{
    Placed,
    hint::Hint,
    line::offset,
    release,
    section::{Field, Section},
    sentence::{Unique, bare, is_any, paragraphs},
};

const ADVERBS: [&str; 15] = [
    "also",
    "already",
    "apparently",
    "completely",
    "finally",
    "first",
    "fully",
    "initially",
    "now",
    "originally",
    "partially",
    "reportedly",
    "since",
    "subsequently",
    "therefore",
];
const PROBLEM: [&str; 14] = [
    "this",
    "it",
    "problem",
    "problems",
    "issue",
    "issues",
    "bug",
    "bugs",
    "behavior",
    "error",
    "limitation",
    "restriction",
    "message",
    "symptom",
];

/// Reads them from all sections, in order of first mention; `unread` is told where a release is spoken of
/// and not understood.
pub fn read(sections: &[Section<'_, '_>], unread: &mut dyn FnMut(usize)) -> Vec<Placed<String>> {
    let mut found = Unique::default();
    for section in sections {
        let status = section.field == Field::Status;
        paragraphs(section, Hint::Release, |words| {
            for at in 0..words.len() {
                if let Some(start) = claim(words, at, status)
                    && let Some(start) = preposition(words, start)
                {
                    let understood = release::read(&words[start..], section.source, &mut |release| {
                        found.push(release.value, release.span);
                    });
                    if !understood {
                        unread(offset(section.source, words[at]));
                    }
                }
            }
        });
    }
    found.into_placed()
}

/// What a word that ends a claim says of the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Done,
    Gone,
    Included,
}

/// Lengths of such words.
const SHORTEST: usize = 5;
const LONGEST: usize = 12;

impl End {
    fn of(word: &str) -> Option<Self> {
        if word.len() < SHORTEST {
            return None;
        }
        let word = bare(word);
        let mut lower = [0; LONGEST];
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        Some(match &*lower {
            b"corrected" | b"fixed" | b"resolved" | b"addressed" | b"eliminated" | b"remedied"
            | b"solved" => Self::Done,
            b"occurs" | b"occur" | b"exists" | b"exist" | b"happens" | b"appears" | b"present"
            | b"applies" | b"arises" => Self::Gone,
            b"included" | b"contained" | b"incorporated" | b"available" => Self::Included,
            _ => return None,
        })
    }
}

/// Where the text behind a claim begins, if its last word but adverbs stands at `at`.
fn claim(words: &[&str], at: usize, status: bool) -> Option<usize> {
    let end = End::of(words.get(at)?)?;
    let (before, after) = (&words[..at], &words[at + 1..]);
    match end {
        End::Done if declared(before) => Some(at + 1),
        End::Done => object(before, after).map(|length| at + 1 + length),
        End::Gone => is_gone(before, status).then_some(at + 1),
        End::Included => is_fix(before).then_some(at + 1),
    }
}

/// Whether it is the problem that `no longer` occurs; under STATUS `does not` is enough.
fn is_gone(before: &[&str], status: bool) -> bool {
    let (rest, last) = before.split_at(before.len().saturating_sub(2));
    let no_longer = matches!(last, [no, longer] if is_any(no, &["no"]) && is_any(longer, &["longer"]));
    let never = status && matches!(last, [does, not] if is_any(does, &["does"]) && is_any(not, &["not"]));
    let subject = match rest {
        // `was corrected and does not occur`
        [.., done, and] if is_any(and, &["and"]) => End::of(done) == Some(End::Done),
        _ => rest.last().is_some_and(|word| is_any(word, &PROBLEM)),
    };
    (no_longer || never) && subject
}

/// `was`, `has been`, `is` … before the participle, said of one problem and of the past.
fn declared(before: &[&str]) -> bool {
    let rest = without_adverbs(before);
    let Some((last, rest)) = rest.split_last() else {
        return false;
    };
    let rest = without_adverbs(rest);
    let (plural, rest) = match bare(last).to_ascii_lowercase().as_str() {
        "was" | "is" => (false, rest),
        "were" | "are" => (true, rest),
        "been" => match rest.split_last() {
            Some((has, rest)) if is_any(has, &["has", "had"]) => (false, rest),
            Some((have, rest)) if is_any(have, &["have"]) => (true, rest),
            _ => return false,
        },
        _ => return false,
    };
    let relative = rest.last().is_some_and(|word| is_any(word, &["that", "which", "what"]));
    let conditional = rest.iter().rev().take(4).any(|word| is_any(word, &["if", "until", "whether"]));
    let many = plural && relative;
    !many && !conditional
}

fn without_adverbs<'s, 'a>(mut words: &'s [&'a str]) -> &'s [&'a str] {
    while let Some((last, rest)) = words.split_last()
        && is_any(last, &ADVERBS)
    {
        words = rest;
    }
    words
}

/// The length of `this problem`, where the participle is active: `Novell has corrected this problem`.
fn object(before: &[&str], after: &[&str]) -> Option<usize> {
    let has = without_adverbs(before).last().is_some_and(|word| is_any(word, &["has", "have"]));
    let [article, noun, ..] = after else {
        return None;
    };
    (has && is_any(article, &["this", "the", "these"]) && is_any(noun, &PROBLEM)).then_some(2)
}

/// `The fix for this problem is also` before `included`.
fn is_fix(before: &[&str]) -> bool {
    let before = without_adverbs(before);
    let Some((last, rest)) = before.split_last() else {
        return false;
    };
    let rest = match rest {
        [rest @ .., has] if is_any(last, &["been"]) && is_any(has, &["has"]) => rest,
        _ if is_any(last, &["is", "was"]) => rest,
        _ => return false,
    };
    match rest {
        [.., fix, _, _, noun] if is_any(noun, &PROBLEM) => is_any(fix, &["fix", "correction"]),
        [.., fix] => is_any(fix, &["fix", "correction"]),
        [] => false,
    }
}

/// The release behind `in`, `with` …; `as of` and `beginning with` are two words.
fn preposition(words: &[&str], at: usize) -> Option<usize> {
    let rest = words.get(at..)?;
    let lower = |at: usize| rest.get(at).map(|word| word.to_ascii_lowercase());
    match (lower(0)?.as_str(), lower(1)?.as_str()) {
        ("as", "of") | ("beginning" | "starting", "with" | "in") => Some(at + 2),
        ("in" | "with" | "by" | "under", _) => Some(at + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::sentence::tests::with_section;

    fn found(text: &str) -> String {
        let found = with_section(Field::Status, text, |sections| read(sections, &mut |_| {}));
        found.into_iter().map(|release| release.value).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn claims() {
        for (text, release) in [
            (
                "This problem was first corrected in Windows NT 4.0 Service Pack 4.",
                "Windows NT 4.0 Service Pack 4",
            ),
            ("This bug has been fixed\nin Visual Basic 6.0", "Visual Basic 6.0"),
            ("The issue is now resolved in the 3.2 release of Mail. Call us.", "3.2 release of Mail"),
            ("This behavior no longer occurs in\nMicrosoft Access 97.", "Microsoft Access 97"),
            ("This problem does not occur in later versions of Multiplan.", "later versions of Multiplan"),
            ("Novell has corrected this problem in NETX.COM version 3.26.", "NETX.COM version 3.26"),
            ("The fix for this problem is included in Word 6.0a.", "Word 6.0a"),
            ("This was fixed starting with Visual C++ version 4.1.", "Visual C++ version 4.1"),
            ("This was corrected and does not occur in later versions.", "later versions"),
            ("This has reportedly been fixed in System 7.6.", "System 7.6"),
            ("It was fixed in the second printing of the book.", "second printing of the book"),
            ("It was fixed in Mail 3.2.\n\nIt was fixed in Mail 3.2.", "Mail 3.2"),
        ] {
            assert_eq!(found(text), release, "{text}");
        }
    }

    #[test]
    fn no_claims() {
        for text in [
            "This will be corrected in Windows NT 5.0.",
            "The problem may be fixed in Word 6.0a.",
            "This is a list of bugs that were fixed in Service Pack 4.",
            "If the problem is resolved in Windows 95, stop here.",
            "The Separator property no longer exists in Visual Basic version 3.0.",
            "Memory is fixed in place.",
            "A fix is included in the following article.",
            "Obtain the latest service pack for Windows 2000.",
            "corrected",
            "in was fixed in",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }
}
