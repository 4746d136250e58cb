//! The answer to a search, a hit a block: number, title and date above an answer card.

pub mod card;

use super::explain;
use super::layout::{blanks, cut, labelled, markup_width, width, wrap};
use super::terminal::{Terminal, visible};
use super::words;
use crate::markup::{Markup, Role};
use crate::search::{Hit, Results, Terms};

/// Narrower than this the title and the labels of a card have lines of their own.
const NARROW: usize = 60;

/// Columns of an ISO date.
const DATE: usize = 10;

/// All hits, the first of them being number `offset + 1`, a blank line between two.
pub fn render(results: &Results, offset: usize, columns: usize) -> Markup {
    let widest = (offset + results.hits.len()).to_string().len().max(2);
    let mut out = Markup::new();
    for (index, hit) in results.hits.iter().enumerate() {
        if index > 0 {
            out.line("");
        }
        let rank = format!("{:>widest$}", offset + index + 1);
        render_hit(hit, &rank, &results.terms, columns, &mut out);
    }
    out
}

fn render_hit(hit: &Hit, rank: &str, terms: &Terms, columns: usize, out: &mut Markup) {
    let indent = width(rank) + 2;
    let inner = columns.saturating_sub(indent);
    out.lines(headline(hit, rank, terms, columns));
    let mut block = card::lines(hit, terms, inner);
    block.extend(explain::render(hit));
    out.lines(labelled(&Markup::new(), indent, block));
}

/// Rank, number, title, and the date at the right edge.
fn headline(hit: &Hit, rank: &str, terms: &Terms, columns: usize) -> Vec<Markup> {
    let mut label = Markup::of(Role::Dim, rank).with(Role::Text, "  ").with(Role::Id, hit.id.to_string());
    let date = hit.modified.map(|date| date.to_string()).unwrap_or_default();
    if columns < NARROW {
        label.push(Role::Dim, format!("  {date}").trim_end());
        let indent = width(rank) + 2;
        let lines = title(hit, terms, columns.saturating_sub(indent));
        let lines = labelled(&Markup::new(), indent, lines);
        return std::iter::once(label).chain(lines).collect();
    }
    let column = markup_width(&label) + 2;
    let room = columns.saturating_sub(column + DATE + 2);
    let mut lines = title(hit, terms, room);
    if !date.is_empty() {
        let gap = room.saturating_sub(markup_width(&lines[0])) + 2;
        lines[0].push(Role::Text, blanks(gap));
        lines[0].push(Role::Dim, date);
    }
    labelled(&label, column, lines)
}

/// At least one line.
fn title(hit: &Hit, terms: &Terms, columns: usize) -> Vec<Markup> {
    match wrap(&card::marked(Role::Title, &hit.title, &terms.marks(&hit.title)), columns) {
        lines if lines.is_empty() => vec![Markup::of(Role::Dim, "(no title)")],
        lines => lines,
    }
}

/// A hit on one line: number, date and title, blanks for whatever stands in the title.
pub fn brief(hit: &Hit, terminal: Terminal) -> Markup {
    let date = hit.modified.map(|date| date.to_string()).unwrap_or_default();
    let title = visible(&words::folded(&hit.title)).into_owned();
    if !terminal.is_terminal {
        return format!("{}\t{date}\t{title}", hit.id).into();
    }
    let label = format!("{:<7}  {date:DATE$}  ", hit.id.to_string());
    let room = terminal.width.saturating_sub(width(&label));
    Markup::of(Role::Dim, label).with(Role::Text, cut(&title, room))
}

/// The line below the hits: how many there are and where the next page begins.
pub fn render_summary(results: &Results, offset: usize) -> Markup {
    let total = results.total as u64;
    let mut out = Markup::new();
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
           Symptom     After a password change is received and processed, a memory leak
                       of 150 bytes per password change is observed.
           Fix         fixed in latest SNA Server version 4.0 U.S. Service Pack
                       Snapmp.exe 1998-09-15 11:42,
                       Hostproc.exe 1998-09-15 11:42 (Intel), Snapmp.exe 4.0.1381.5
           Applies to  Microsoft SNA Server 3.0 – 4.0 SP1 and 1 more

        2  Q12230  A Title That Is Too Long for One Line Because It Quotes   1999-02-01
                   an Error: "Unable to Control A20 Line!"
           Symptom     A driver leaks.
           Cause       The driver allocates a buffer for each password and never
                       returns it, so that the memory leaks.
           Fix         Driver1.sys 1998-09-15 11:42, Driver2.sys 1998-09-15 11:42,
                       Driver3.sys 1998-09-15 11:42 and 6 more
           Applies to  Microsoft Windows NT Server 3.1 – 4.0 and 3 more

        3  Q9  INFO: Handles Are Not Inherited
           Summary     Handles leak.
           Status      by design
           Applies to  Microsoft Win32 SDK
        "#);
    }

    #[test]
    fn hits_on_a_narrow_terminal() {
        insta::assert_snapshot!(render(&results(), 98, 44), @r#"
         99  Q193829  2002-05-20
             SNAPMP Memory Leak After Host-Initiated
             Password Change
             Symptom  After a password change is
                      received and processed, a …
             Fix  fixed in latest SNA Server version
                  4.0 U.S. Service Pack
                  Snapmp.exe 1998-09-15 11:42
                  and 2 more
             Applies to  Microsoft SNA Server 3.0 –
                         4.0 SP1
                         and 1 more

        100  Q12230  1999-02-01
             A Title That Is Too Long for One Line
             Because It Quotes an Error: "Unable to
             Control A20 Line!"
             Symptom  A driver leaks.
             Cause  The driver allocates a buffer
                    for each password and never …
             Fix  Driver1.sys 1998-09-15 11:42
                  and 8 more
             Applies to  Microsoft Windows NT Server
                         3.1 – 4.0
                         and 3 more

        101  Q9
             INFO: Handles Are Not Inherited
             Summary  Handles leak.
             Status  by design
             Applies to  Microsoft Win32 SDK
        "#);
    }

    #[test]
    fn roles_of_a_hit() {
        let mut results = results();
        results.hits.remove(1);
        insta::assert_snapshot!(ansi(&render(&results, 0, 80)), @"
        ␛[2m 1␛[0m  ␛[36mQ193829␛[0m  ␛[1mSNAPMP ␛[0m␛[1m␛[33mMemory␛[0m␛[1m ␛[0m␛[1m␛[33mLeak␛[0m␛[1m After Host-Initiated ␛[0m␛[1m␛[33mPassword␛[0m␛[1m ␛[0m␛[1m␛[33mChange␛[0m  ␛[2m2002-05-20␛[0m
            ␛[2mSymptom␛[0m     After a ␛[1m␛[33mpassword change␛[0m is received and processed, a ␛[1m␛[33mmemory leak␛[0m
                        of 150 bytes per password change is observed.
            ␛[1m␛[32mFix␛[0m         fixed in latest SNA Server version 4.0 U.S. Service Pack
                        Snapmp.exe 1998-09-15 11:42,
                        Hostproc.exe 1998-09-15 11:42 (Intel), Snapmp.exe 4.0.1381.5
            ␛[2mApplies to␛[0m  Microsoft SNA Server 3.0 – 4.0 SP1 ␛[2mand 1 more␛[0m

        ␛[2m 2␛[0m  ␛[36mQ9␛[0m  ␛[1mINFO: Handles Are Not Inherited␛[0m
            ␛[2mSummary␛[0m     Handles ␛[1m␛[33mleak␛[0m.
            ␛[33mStatus␛[0m      by design
            ␛[2mApplies to␛[0m  Microsoft Win32 SDK
        ");
    }

    #[test]
    fn a_brief_hit_is_one_line() {
        let mut hit = results().hits.remove(0);
        assert_eq!(
            brief(&hit, Terminal::PIPE).to_string(),
            "Q193829\t2002-05-20\tSNAPMP Memory Leak After Host-Initiated Password Change"
        );
        let screen = Terminal { is_terminal: true, width: 40, ..Terminal::PIPE };
        assert_eq!(brief(&hit, screen).to_string(), "Q193829  2002-05-20  SNAPMP Memory Leak\u{2026}");
        hit.title = "tab\tline\r\nbell\u{7} \u{202e}".to_owned();
        hit.modified = None;
        let line = brief(&hit, Terminal::PIPE).to_string();
        assert_eq!(line, "Q193829\t\ttab line bell\\x07 \\u{202e}");
    }

    #[test]
    fn what_is_said_below_the_hits() {
        let mut results = results();
        results.notes.push("`pasword` was read as `password`".to_owned());
        insta::assert_snapshot!(render_summary(&results, 10), @"
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
