//! The answer card of a hit: symptom, cause, fix, and what it applies to.

use super::super::history::days;
use super::super::layout::{excerpt, flow, labelled, width, wrap};
use super::super::words;
use super::NARROW;
use crate::article::Disposition;
use crate::markup::{Markup, Role};
use crate::search::{Fix, Hit, Snippet, Terms};

/// Where values begin, as far as there is room.
const COLUMN: usize = "Applies to".len() + 2;

/// Lines that a passage may take, and so may a cause: one is too short for most sentences.
const PASSAGE_LINES: usize = 2;

/// Lines that each part of the fix may take.
const FIX_LINES: usize = 2;

/// Releases to name before the rest is only counted.
const RELEASES: usize = 3;

/// The card, the words that were asked for marked.
pub fn lines(hit: &Hit, terms: &Terms, columns: usize) -> Vec<Markup> {
    let card = Card { terms, columns };
    let mut lines = card.symptom(hit);
    lines.extend(card.cause(hit));
    lines.extend(card.fix(&hit.fix));
    lines.extend(card.applies_to(hit));
    lines.extend(card.older(hit));
    lines
}

/// What all rows of a card share.
struct Card<'a> {
    terms: &'a Terms,
    columns: usize,
}

impl Card<'_> {
    /// The row of one label, of whose values `lay_out` makes lines of so many columns.
    fn row(&self, role: Role, label: &str, lay_out: impl FnOnce(usize) -> Vec<Markup>) -> Vec<Markup> {
        let column = if self.columns < NARROW { width(label) + 2 } else { COLUMN };
        let lines = lay_out(self.columns.saturating_sub(column));
        labelled(&Markup::of(role, label), column, lines)
    }

    /// What goes wrong; where the article does not say, what matches best.
    fn symptom(&self, hit: &Hit) -> Vec<Markup> {
        let passage = passage(hit);
        let label = label(passage);
        let Snippet { text, marks, .. } = passage;
        self.row(Role::Label, label, |inner| excerpt(&marked(Role::Text, text, marks), inner, PASSAGE_LINES))
    }

    /// Why it does, unless that was said already.
    fn cause(&self, hit: &Hit) -> Vec<Markup> {
        let text = cause(hit).unwrap_or_default();
        self.row(Role::Label, "Cause", |inner| excerpt(&self.mark(text), inner, PASSAGE_LINES))
    }

    /// Where the fix is: the releases, the files, else what to do, else what Microsoft said.
    fn fix(&self, fix: &Fix) -> Vec<Markup> {
        let (role, label) = if has_fix(fix) { (Role::Fix, "Fix") } else { (Role::Warn, "Status") };
        self.row(role, label, |inner| {
            let mut lines = wrap(&self.releases(&fix.fixed_in), inner);
            let files = flow(&words::files_in_brief(&fix.files), ", ", inner, FIX_LINES);
            lines.extend(files.into_iter().map(|line| self.mark_line(&line)));
            if lines.is_empty() {
                let text = fix.text.as_deref().or_else(|| unfixed(fix.disposition));
                lines = excerpt(&self.mark(text.unwrap_or_default()), inner, FIX_LINES);
            }
            lines
        })
    }

    fn releases(&self, fixed_in: &[String]) -> Markup {
        let named: Vec<&str> = fixed_in.iter().take(RELEASES).map(String::as_str).collect();
        if named.is_empty() {
            return Markup::new();
        }
        let mut out = Markup::from("fixed in ");
        out.append(self.mark(&named.join("; ")));
        if fixed_in.len() > RELEASES {
            out.push(Role::Dim, format!(" and {} more", fixed_in.len() - RELEASES));
        }
        out
    }

    fn applies_to(&self, hit: &Hit) -> Vec<Markup> {
        let mut names = words::products_in_brief(&hit.applies_to);
        if names.is_empty() {
            names.extend(hit.product.clone());
        }
        self.row(Role::Label, "Applies to", |inner| {
            let lines = flow(&names, " · ", inner, 1);
            let lines = lines.iter().map(|line| self.mark_line(line));
            lines.flat_map(|line| wrap(&line, inner)).collect()
        })
    }

    /// That there are copies of earlier days, and how to see them.
    fn older(&self, hit: &Hit) -> Vec<Markup> {
        if hit.older.is_empty() {
            return Vec::new();
        }
        let text = format!("{}: kbfix history {}", days(&hit.older), hit.id);
        self.row(Role::Label, "Older", |inner| excerpt(&Markup::of(Role::Dim, &text), inner, 1))
    }

    fn mark(&self, text: &str) -> Markup {
        marked(Role::Text, text, &self.terms.marks(text))
    }

    /// Marks running text; what has another role keeps it.
    fn mark_line(&self, line: &Markup) -> Markup {
        let mut out = Markup::new();
        for span in line.spans() {
            match span.role {
                Role::Text => out.append(self.mark(&span.text)),
                role => out.push(role, &span.text),
            }
        }
        out
    }
}

/// Text with its marks as matches; marks that do not fit the text are passed over.
pub fn marked(role: Role, text: &str, marks: &[(usize, usize)]) -> Markup {
    let mut out = Markup::new();
    let mut done = 0;
    for &(start, end) in marks {
        if let (Some(before), Some(word)) = (text.get(done..start), text.get(start..end)) {
            out.push(role, before);
            out.push(Role::Match, word);
            done = end;
        }
    }
    out.push(role, text.get(done..).unwrap_or_default());
    out
}

/// What goes wrong; where the article does not say, what matches best.
pub fn passage(hit: &Hit) -> &Snippet {
    hit.symptom.as_ref().unwrap_or(&hit.snippet)
}

/// What a passage tells of.
pub fn label(passage: &Snippet) -> &'static str {
    match passage.section.as_str() {
        "symptoms" => "Symptom",
        "summary" => "Summary",
        "cause" => "Cause",
        _ => "Text",
    }
}

/// Why it goes wrong, unless the passage said that already.
pub fn cause(hit: &Hit) -> Option<&str> {
    let is_said = hit.symptom.is_none() && hit.snippet.section == "cause";
    hit.cause.as_deref().filter(|_| !is_said)
}

/// Whether there is a way out.
pub fn has_fix(fix: &Fix) -> bool {
    !fix.fixed_in.is_empty()
        || !fix.files.is_empty()
        || fix.text.is_some()
        || fix.disposition == Some(Disposition::Fixed)
}

/// Words for an article that gives no way out.
pub const fn unfixed(disposition: Option<Disposition>) -> Option<&'static str> {
    match disposition {
        None => None,
        Some(Disposition::Fixed) => Some("fixed, the article does not say where"),
        Some(Disposition::Confirmed) => Some("confirmed, no fix given"),
        Some(Disposition::ByDesign) => Some("by design"),
        Some(Disposition::Researching) => Some("being researched, no fix given"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_do_not_fit_are_passed_over() {
        let expected = Markup::of(Role::Title, "café ").with(Role::Match, "leaks");
        let marks = [(0, 4), (3, 2), (6, 11), (90, 99)];
        assert_eq!(marked(Role::Title, "café leaks", &marks), expected);
    }
}
