//! What Microsoft said of the problem.
//!
//! ```text
//! status = release that corrects it                → fixed
//!        | "confirmed" … "problem" | "bug" | …     → confirmed
//!        | "by" [ word ] "design"                  → by design
//!        | "researching" | "investigating"         → researching
//! ```
//!
//! The strongest of them counts. Outside STATUS only a full sentence does: `Microsoft has confirmed
//! this to be …`, `This behavior is by design`, `Microsoft is researching this problem`.

use super::{
    Placed,
    hint::Hint,
    line::offset,
    section::{Field, Section},
    sentence::{bare, ends, is_any, is_one, paragraphs},
};
use crate::article::Disposition;

const PROBLEM: [&str; 13] = [
    "this",
    "these",
    "problem",
    "problems",
    "bug",
    "bugs",
    "issue",
    "issues",
    "behavior",
    "error",
    "errors",
    "limitation",
    "vulnerability",
];

/// Reads the disposition from what outweighs all others, a release that corrects the problem, or else from
/// sentences; it stands where the release or the sentence does. `unread` is told of a STATUS that says none.
pub fn read<T>(
    sections: &[Section<'_, '_>],
    fixed_in: &[Placed<T>],
    unread: &mut dyn FnMut(usize),
) -> Option<Placed<Disposition>> {
    if let Some(release) = fixed_in.first() {
        return Some(Placed { value: Disposition::Fixed, span: release.span.clone() });
    }
    let mut found = Vec::new();
    for section in sections {
        let status = section.field == Field::Status;
        paragraphs(section, Hint::Status, |words| {
            found.extend((0..words.len()).filter_map(|at| {
                let said = said(words, at, status)?;
                let sentence = sentence(words, at);
                Some(Placed::new(said, section.source, sentence.first()?, sentence.last()?))
            }));
        });
    }
    // The order of declaration is the order of strength.
    if found.is_empty() {
        let status = sections.iter().filter(|section| section.field == Field::Status);
        let said = status.filter_map(|section| Some(offset(section.source, first_line(section)?)));
        said.for_each(unread);
    }
    found.into_iter().min_by_key(|said| said.value as u8)
}

fn first_line<'a>(section: &Section<'_, 'a>) -> Option<&'a str> {
    section.lines.iter().find(|line| !line.is_blank()).map(|line| line.text)
}

/// The words of the sentence that the one at `at` stands in.
fn sentence<'w, 'a>(words: &'w [&'a str], at: usize) -> &'w [&'a str] {
    let over = |at: &usize| ends(words[*at], words.get(at + 1).copied());
    let first = (0..at).rev().find(over).map_or(0, |end| end + 1);
    let last = (at..words.len()).find(over).unwrap_or(at);
    &words[first..=last]
}

/// The length of the shortest word that says anything (`design`): a quick no to most words.
const SHORTEST: usize = 6;

/// What the word at `at` says, if anything.
fn said(words: &[&str], at: usize, status: bool) -> Option<Disposition> {
    let word = words.get(at).filter(|word| word.len() >= SHORTEST).map(|word| bare(word))?;
    let before = &words[at.saturating_sub(6)..at];
    let after = &words[at + 1..words.len().min(at + 13)];
    let subject = |known: &[&str]| status || before.iter().any(|word| is_any(word, known));
    if is_one(word, &["confirmed", "confirms", "acknowledges", "acknowledged"]) {
        // Whoever it is that has confirmed "this to be a problem".
        let this = after.first().is_some_and(|word| is_any(word, &["this", "these"]));
        let maker = this || subject(&["Microsoft", "Press", "Support"]);
        let not = before.iter().rev().take(2).any(|word| is_any(word, &["not", "be"]));
        let own = status
            && matches!(before, [.., who, has] if is_any(who, &["Microsoft"]) && is_any(has, &["has"]));
        let problem = own || after.iter().any(|word| is_any(word, &PROBLEM[2..]));
        return (maker && !not && problem).then_some(Disposition::Confirmed);
    }
    if is_one(word, &["design"]) {
        let by = matches!(before, [.., by] | [.., by, _] if is_any(by, &["by"]));
        let is = status || before.iter().any(|word| is_any(word, &["is", "are"]));
        let plainly = matches!(before, [.., is, by] if is_any(is, &["is", "are"]) && is_any(by, &["by"]));
        let this = plainly || subject(&["this", "behavior", "functionality", "feature", "limitation", "it"]);
        return (by && is && this).then_some(Disposition::ByDesign);
    }
    let doing = is_one(word, &["researching", "investigating"]);
    let what = after.iter().take(4).any(|word| is_any(word, &PROBLEM));
    (doing && what && subject(&["Microsoft", "we"])).then_some(Disposition::Researching)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::sentence::tests::with_section;

    #[test]
    fn dispositions() {
        use Disposition::{ByDesign, Confirmed, Researching};
        for (field, text, said) in [
            (Field::Status, "Microsoft has confirmed this to be\na bug in Word.", Some(Confirmed)),
            (
                Field::Status,
                "Microsoft has confirmed that this is a problem. We are researching this problem.",
                Some(Confirmed),
            ),
            (Field::Status, "We are researching this bug.", Some(Researching)),
            (Field::Status, "This is by product design.", Some(ByDesign)),
            (Field::Status, "Contoso has confirmed this to be by design.", Some(ByDesign)),
            (Field::Cause, "The default zone is by design.", Some(ByDesign)),
            (Field::Body, "Contoso has confirmed these to be problems with its driver.", Some(Confirmed)),
            (Field::Body, "Contoso has confirmed that the driver does not work.", None),
            (Field::Cause, "This behavior is by design. Go on.", Some(ByDesign)),
            (Field::Body, "Microsoft has confirmed this to be a problem.", Some(Confirmed)),
            (Field::Body, "This has not been confirmed or tested by Microsoft.", None),
            (Field::Body, "The following table lists confirmed problems.", None),
            (Field::Body, "The form can be changed by design teams.", None),
            (Field::Status, "Microsoft has confirmed that this is a hole in Word.", Some(Confirmed)),
            (Field::Status, "", None),
        ] {
            let read = |sections: &[Section<'_, '_>]| {
                read::<()>(sections, &[], &mut |_| {}).map(|found| found.value)
            };
            assert_eq!(with_section(field, text, read), said, "{text}");
        }
    }
}
