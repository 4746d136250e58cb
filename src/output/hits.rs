//! The answer to a search, a hit a block: number, title and date, products, passage, fix.

use super::explain;
use super::layout::{blanks, excerpt, flow, labelled, markup_width, width, wrap};
use super::words;
use crate::article::Disposition;
use crate::markup::{Markup, Role};
use crate::search::{Fix, Hit, Results, Snippet};

/// Narrower than this the title has lines of its own.
const NARROW: usize = 60;

/// Columns of an ISO date.
const DATE: usize = 10;

/// Lines that the passage may take.
const PASSAGE_LINES: usize = 3;

/// Lines that each part of the fix may take.
const FIX_LINES: usize = 2;

/// Releases to name before the rest is only counted.
const RELEASES: usize = 3;

/// All hits, the first of them being number `offset + 1`, a blank line between two.
pub fn render(results: &Results, offset: usize, columns: usize) -> Markup {
    let widest = (offset + results.hits.len()).to_string().len().max(2);
    let mut out = Markup::new();
    for (index, hit) in results.hits.iter().enumerate() {
        if index > 0 {
            out.line("");
        }
        let rank = format!("{:>widest$}", offset + index + 1);
        render_hit(hit, &rank, columns, &mut out);
    }
    out
}

fn render_hit(hit: &Hit, rank: &str, columns: usize, out: &mut Markup) {
    let indent = width(rank) + 2;
    let inner = columns.saturating_sub(indent);
    out.lines(headline(hit, rank, columns));
    let mut block = products(hit, inner);
    block.extend(excerpt(&passage(&hit.snippet), inner, PASSAGE_LINES));
    block.extend(fix(&hit.fix, inner));
    block.extend(explain::render(hit));
    out.lines(labelled(&Markup::new(), indent, block));
}

/// Rank, number, title, and the date at the right edge.
fn headline(hit: &Hit, rank: &str, columns: usize) -> Vec<Markup> {
    let mut label = Markup::of(Role::Dim, rank).with(Role::Text, "  ").with(Role::Id, hit.id.to_string());
    let date = hit.modified.map(|date| date.to_string()).unwrap_or_default();
    if columns < NARROW {
        label.push(Role::Dim, format!("  {date}").trim_end());
        let indent = width(rank) + 2;
        let lines = title(hit, columns.saturating_sub(indent));
        let lines = labelled(&Markup::new(), indent, lines);
        return std::iter::once(label).chain(lines).collect();
    }
    let column = markup_width(&label) + 2;
    let room = columns.saturating_sub(column + DATE + 2);
    let mut lines = title(hit, room);
    if !date.is_empty() {
        let gap = room.saturating_sub(markup_width(&lines[0])) + 2;
        lines[0].push(Role::Text, blanks(gap));
        lines[0].push(Role::Dim, date);
    }
    labelled(&label, column, lines)
}

/// At least one line.
fn title(hit: &Hit, columns: usize) -> Vec<Markup> {
    match wrap(&Markup::of(Role::Title, &hit.title), columns) {
        lines if lines.is_empty() => vec![Markup::of(Role::Dim, "(no title)")],
        lines => lines,
    }
}

fn products(hit: &Hit, columns: usize) -> Vec<Markup> {
    let mut names = words::products_in_brief(&hit.applies_to);
    if names.is_empty() {
        names.extend(hit.product.clone());
    }
    let lines = flow(&names, " · ", columns, 1);
    lines.iter().flat_map(|line| wrap(line, columns)).collect()
}

/// The snippet with its marks as matches; marks that do not fit the text are passed over.
fn passage(snippet: &Snippet) -> Markup {
    let mut out = Markup::new();
    let mut done = 0;
    for &(start, end) in &snippet.marks {
        if let (Some(before), Some(word)) = (snippet.text.get(done..start), snippet.text.get(start..end)) {
            out.push(Role::Text, before);
            out.push(Role::Match, word);
            done = end;
        }
    }
    out.push(Role::Text, snippet.text.get(done..).unwrap_or_default());
    out
}

/// Where the fix is: the releases, the files, else what to do, else what Microsoft said.
fn fix(fix: &Fix, columns: usize) -> Vec<Markup> {
    let (role, name) = if has_fix(fix) { (Role::Fix, "Fix") } else { (Role::Warn, "Status") };
    let label = Markup::of(role, name);
    let column = markup_width(&label) + 2;
    let inner = columns.saturating_sub(column);

    let mut lines = wrap(&releases(&fix.fixed_in), inner);
    let files = words::files_in_brief(&fix.files);
    lines.extend(flow(&files, ", ", inner, FIX_LINES));
    if lines.is_empty() {
        let text = fix.text.as_deref().or_else(|| unfixed(fix.disposition));
        let text = Markup::from(text.unwrap_or_default());
        lines = excerpt(&text, inner, FIX_LINES);
    }
    labelled(&label, column, lines)
}

fn has_fix(fix: &Fix) -> bool {
    !fix.fixed_in.is_empty()
        || !fix.files.is_empty()
        || fix.text.is_some()
        || fix.disposition == Some(Disposition::Fixed)
}

fn releases(fixed_in: &[String]) -> Markup {
    let mut out = Markup::new();
    for (index, release) in fixed_in.iter().take(RELEASES).enumerate() {
        out.push(Role::Text, if index == 0 { "fixed in " } else { "; " });
        out.push(Role::Text, release);
    }
    if fixed_in.len() > RELEASES {
        out.push(Role::Dim, format!(" +{} more", fixed_in.len() - RELEASES));
    }
    out
}

/// Words for an article that gives no way out.
const fn unfixed(disposition: Option<Disposition>) -> Option<&'static str> {
    match disposition {
        None => None,
        Some(Disposition::Fixed) => Some("fixed, the article does not say where"),
        Some(Disposition::Confirmed) => Some("confirmed, no fix given"),
        Some(Disposition::ByDesign) => Some("by design"),
        Some(Disposition::Researching) => Some("being researched, no fix given"),
    }
}

/// The line below the hits, for stderr: how many there are and where the next page begins.
pub fn render_summary(results: &Results, offset: usize) -> Markup {
    let total = results.total as u64;
    let mut out = notes(&results.notes);
    let first = (offset + 1) as u64;
    let last = offset + results.hits.len();
    let mut line = Markup::new();
    if !results.hits.is_empty() && results.hits.len() < results.total {
        let range = format!("{}–{} of ", words::count(first), words::count(last as u64));
        line.push(Role::Dim, range);
    }
    line.push(Role::Dim, words::counted(total, "article"));
    line.push(Role::Dim, format!(", {}", words::duration(results.took_ms / 1000.0)));
    if !results.hits.is_empty() && last < results.total {
        line.push(Role::Dim, format!("; more with --offset {last}"));
    }
    out.line(line);
    out
}

/// For stderr: nothing was found, and what may help.
pub fn render_nothing(results: &Results, offset: usize) -> Markup {
    let mut line = Markup::new();
    if results.total > 0 {
        let total = words::counted(results.total as u64, "article");
        line.push(Role::Warn, "nothing here");
        line.push(Role::Text, format!(": {total} found, --offset {offset} is behind the last"));
    } else {
        line.push(Role::Warn, "nothing found");
        line.push(Role::Text, format!(" for `{}`", results.query));
    }
    let mut out = Markup::new();
    out.line(line);
    out.append(notes(&results.notes));
    out
}

/// What a search did that was not typed, a line each.
pub fn notes(notes: &[String]) -> Markup {
    let mut out = Markup::new();
    for note in notes {
        out.line(Markup::of(Role::Warn, "note").with(Role::Text, format!(": {note}")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::{ansi, results};

    #[test]
    fn a_page_of_hits() {
        insta::assert_snapshot!(render(&results(), 0, 80), @r#"
        1  Q193829  SNAPMP Memory Leak After Host-Initiated Password Change  2002-05-20
           Microsoft SNA Server 3.0 – 4.0 SP1 +1 more
           After a password change is received and processed, a memory leak of 150
           bytes per password change is observed.
           Fix  fixed in latest SNA Server version 4.0 U.S. Service Pack
                Snapmp.exe 1998-09-15 11:42, Hostproc.exe 1998-09-15 11:42 (Intel),
                Snapmp.exe 4.0.1381.5

        2  Q12230  A Title That Is Too Long for One Line Because It Quotes   1999-02-01
                   an Error: "Unable to Control A20 Line!"
           Microsoft Windows NT Server 3.1 – 4.0 +3 more
           … Words before it. Words before it. Words before it. Words before it. Words
           before it. Words before it. Words before it. the memory leak is here. And
           after. And after. And after. And after. And after. And after. And after. …
           Fix  Driver1.sys 1998-09-15 11:42, Driver2.sys 1998-09-15 11:42,
                Driver3.sys 1998-09-15 11:42, Driver4.sys 1998-09-15 11:42 +5 more

        3  Q9  INFO: Handles Are Not Inherited
           Microsoft Win32 SDK
           Handles leak.
           Status  by design
        "#);
    }

    #[test]
    fn hits_on_a_narrow_terminal() {
        insta::assert_snapshot!(render(&results(), 98, 44), @r#"
         99  Q193829  2002-05-20
             SNAPMP Memory Leak After Host-Initiated
             Password Change
             Microsoft SNA Server 3.0 – 4.0 SP1
             +1 more
             After a password change is received and
             processed, a memory leak of 150 bytes
             per password change is observed.
             Fix  fixed in latest SNA Server version
                  4.0 U.S. Service Pack
                  Snapmp.exe 1998-09-15 11:42
                  +2 more

        100  Q12230  1999-02-01
             A Title That Is Too Long for One Line
             Because It Quotes an Error: "Unable to
             Control A20 Line!"
             Microsoft Windows NT Server 3.1 – 4.0
             +3 more
             … Words before it. Words before it. the
             memory leak is here. And after. And
             after. And after. And after. And …
             Fix  Driver1.sys 1998-09-15 11:42
                  +8 more

        101  Q9
             INFO: Handles Are Not Inherited
             Microsoft Win32 SDK
             Handles leak.
             Status  by design
        "#);
    }

    #[test]
    fn roles_of_a_hit() {
        let mut results = results();
        results.hits.remove(1);
        insta::assert_snapshot!(ansi(&render(&results, 0, 80)), @"
        ␛[2m 1␛[0m  ␛[36mQ193829␛[0m  ␛[1mSNAPMP Memory Leak After Host-Initiated Password Change␛[0m  ␛[2m2002-05-20␛[0m
            Microsoft SNA Server 3.0 – 4.0 SP1 ␛[2m+1 more␛[0m
            After a ␛[1m␛[33mpassword change␛[0m is received and processed, a ␛[1m␛[33mmemory leak␛[0m of 150
            bytes per password change is observed.
            ␛[1m␛[32mFix␛[0m  fixed in latest SNA Server version 4.0 U.S. Service Pack
                 Snapmp.exe 1998-09-15 11:42, Hostproc.exe 1998-09-15 11:42 (Intel),
                 Snapmp.exe 4.0.1381.5

        ␛[2m 2␛[0m  ␛[36mQ9␛[0m  ␛[1mINFO: Handles Are Not Inherited␛[0m
            Microsoft Win32 SDK
            Handles ␛[1m␛[33mleak␛[0m.
            ␛[33mStatus␛[0m  by design
        ");
    }

    #[test]
    fn marks_that_do_not_fit_are_passed_over() {
        let snippet = Snippet {
            text: "café leaks".to_owned(),
            marks: vec![(0, 4), (3, 2), (6, 11), (90, 99)],
            ..Snippet::default()
        };
        let expected = Markup::of(Role::Text, "café ").with(Role::Match, "leaks");
        assert_eq!(passage(&snippet), expected);
    }

    #[test]
    fn what_is_said_below_the_hits() {
        let mut results = results();
        results.notes.push("`pasword` was read as `password`".to_owned());
        insta::assert_snapshot!(render_summary(&results, 10), @"
        note: `pasword` was read as `password`
        11–13 of 128 articles, 4.2 ms; more with --offset 13
        ");
        insta::assert_snapshot!(render_nothing(&results, 200), @"
        nothing here: 128 articles found, --offset 200 is behind the last
        note: `pasword` was read as `password`
        ");
        results.total = 0;
        results.hits.clear();
        insta::assert_snapshot!(render_nothing(&results, 0), @"
        nothing found for `password change memory leak`
        note: `pasword` was read as `password`
        ");
    }
}
