//! Related articles, a group below a heading: those cited, those that cite, those with the same files.

use super::layout::{blanks, flow, labelled, markup_width, wrap};
use super::words;
use crate::article::ArticleId;
use crate::markup::{Markup, Role};
use crate::search::{Cited, Other, Related, Sharing};

/// Columns up to the title: the number and its gap, the date and its gap.
const TITLE: usize = 9 + 12;

/// Lines that the shared files of one article may take.
const FILES: usize = 2;

/// The article and its groups, those that are empty left out.
pub fn render(related: &Related, columns: usize) -> Markup {
    let mut out = Markup::new();
    let title = Markup::of(Role::Title, related.title.as_deref().unwrap_or("(no title)"));
    let head = Markup::of(Role::Id, related.id.to_string()).with(Role::Text, "  ");
    let lines = wrap(&title, columns.saturating_sub(markup_width(&head)));
    out.lines(labelled(&head, markup_width(&head), lines));
    group("CITES", &related.cites, |other| cited(other, columns), &mut out);
    group("CITED BY", &related.cited_by, |other| line(other, None, columns), &mut out);
    group("SAME FILES", &related.same_files, |other| sharing(other, columns), &mut out);
    out
}

/// For stderr: an article that stands alone.
pub fn render_nothing(id: ArticleId) -> Markup {
    let mut out = Markup::new();
    out.line(
        Markup::of(Role::Warn, "nothing found").with(Role::Text, format!(": {id} has no related articles")),
    );
    out
}

fn group<T>(name: &str, others: &[T], lines: impl Fn(&T) -> Vec<Markup>, out: &mut Markup) {
    if !others.is_empty() {
        out.line("");
        let count = words::count(others.len() as u64);
        out.line(Markup::of(Role::Heading, name).with(Role::Dim, format!("  {count}")));
        out.lines(others.iter().flat_map(lines));
    }
}

fn cited(cited: &Cited, columns: usize) -> Vec<Markup> {
    let missing = (!cited.held).then_some("missing");
    line(&cited.article, missing, columns)
}

fn sharing(sharing: &Sharing, columns: usize) -> Vec<Markup> {
    let mut lines = line(&sharing.article, None, columns);
    let files = flow(&sharing.files, ", ", columns.saturating_sub(TITLE), FILES);
    lines.extend(labelled(&Markup::from(blanks(TITLE)), TITLE, files));
    lines
}

/// Number, date or what stands in its place, title.
fn line(other: &Other, instead: Option<&str>, columns: usize) -> Vec<Markup> {
    let id = other.id.to_string();
    let mut label = Markup::of(Role::Id, &id).with(Role::Text, blanks(9usize.saturating_sub(id.len())));
    match (instead, other.modified) {
        (Some(instead), _) => label.push(Role::Warn, instead),
        (None, Some(date)) => label.push(Role::Dim, date.to_string()),
        (None, None) => {}
    }
    let title = Markup::from(other.title.as_deref().unwrap_or_default());
    let lines = wrap(&title, columns.saturating_sub(TITLE));
    if lines.is_empty() { vec![label] } else { labelled(&label, TITLE, lines) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn related_for_people() {
        insta::assert_snapshot!(render(&sample::related(), 72), @"
        Q193829  SNAPMP Memory Leak After Host-Initiated Password Change

        CITES  2
        Q184307  missing     How to Obtain the Latest SNA Server Service Pack
        Q12230   1999-02-01  A20 Line

        CITED BY  1
        Q186401  2001-02-01  Leak in Services.exe

        SAME FILES  1
        Q171996  2001-02-01  Winsock Function Calls Generate Non-Paged Pool
                             Memory Leak on Some Computers
                             Snapmp.exe, Hostproc.exe
        ");
    }
}
