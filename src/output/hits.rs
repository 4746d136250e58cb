//! The answer to a search, a hit a block: number, title and date, products, passage, fix.

use super::layout::{blanks, excerpt, flow, labelled, markup_width, pad, width, wrap};
use super::words;
use crate::article::Disposition;
use crate::markup::{Markup, Role};
use crate::search::{Fix, Hit, Results, Snippet};

/// Narrower than this the date leaves the title's line.
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
    out.append(headline(hit, rank, columns));
    let mut block = products(hit, columns, inner);
    block.extend(excerpt(wrap(&passage(&hit.snippet), inner), PASSAGE_LINES));
    for line in block {
        out.append(Markup::from(blanks(indent)));
        out.line(line);
    }
    out.append(fix(&hit.fix, indent, columns));
}

/// Rank, number, title, and the date at the right edge where there is room for it.
fn headline(hit: &Hit, rank: &str, columns: usize) -> Markup {
    let label = Markup::of(Role::Dim, rank)
        .with(Role::Text, "  ")
        .with(Role::Id, hit.id.to_string());
    let column = markup_width(&label) + 2;
    let date = hit.modified.filter(|_| columns >= NARROW);
    let room = columns.saturating_sub(column + date.map_or(0, |_| DATE + 2));
    let mut lines = wrap(&Markup::of(Role::Title, &hit.title), room);
    if lines.is_empty() {
        lines.push(Markup::of(Role::Dim, "(no title)"));
    }
    if let Some(date) = date {
        let gap = room.saturating_sub(markup_width(&lines[0])) + 2;
        lines[0].push(Role::Text, blanks(gap));
        lines[0].push(Role::Dim, date.to_string());
    }
    labelled(&label, column, lines)
}

fn products(hit: &Hit, columns: usize, inner: usize) -> Vec<Markup> {
    let mut names = words::products_in_brief(&hit.applies_to);
    if names.is_empty() {
        names.extend(hit.product.clone());
    }
    match hit.modified {
        Some(date) if columns < NARROW => names.insert(0, date.to_string()),
        _ => {}
    }
    flow(&names, " · ", inner, 1)
        .into_iter()
        .flat_map(|line| wrap(&line, inner))
        .collect()
}

/// The snippet with its marks as matches; marks that do not fit the text are passed over.
fn passage(snippet: &Snippet) -> Markup {
    let mut out = Markup::new();
    let mut done = 0;
    for &(start, end) in &snippet.marks {
        if let (Some(before), Some(word)) =
            (snippet.text.get(done..start), snippet.text.get(start..end))
        {
            out.push(Role::Text, before);
            out.push(Role::Match, word);
            done = end;
        }
    }
    out.push(Role::Text, snippet.text.get(done..).unwrap_or_default());
    out
}

/// Where the fix is: the releases, the files, else what to do, else what Microsoft said.
fn fix(fix: &Fix, indent: usize, columns: usize) -> Markup {
    let (role, name) = if has_fix(fix) {
        (Role::Fix, "Fix")
    } else {
        (Role::Warn, "Status")
    };
    let label = Markup::from(blanks(indent)).with(role, pad(name, 3));
    let column = markup_width(&label) + 2;
    let inner = columns.saturating_sub(column);

    let mut lines = wrap(&releases(&fix.fixed_in), inner);
    let files = words::files_in_brief(&fix.files);
    lines.extend(flow(&files, ", ", inner, FIX_LINES));
    if lines.is_empty() {
        let text = fix.text.as_deref().or_else(|| unfixed(fix.disposition));
        let text = Markup::from(text.unwrap_or_default());
        lines = excerpt(wrap(&text, inner), FIX_LINES);
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
    let mut out = notes(results);
    let first = (offset + 1) as u64;
    let last = offset + results.hits.len();
    let mut line = Markup::new();
    if results.hits.len() < results.total {
        let range = format!("{}–{} of ", words::count(first), words::count(last as u64));
        line.push(Role::Dim, range);
    }
    line.push(Role::Dim, words::counted(total, "article"));
    line.push(
        Role::Dim,
        format!(", {}", words::duration(results.took_ms / 1000.0)),
    );
    if last < results.total {
        line.push(Role::Dim, format!("; more with --offset {last}"));
    }
    out.line(line);
    out
}

/// For stderr: nothing was found, and what may help. `filters` are the flags given, as typed.
pub fn render_nothing(results: &Results, offset: usize, filters: &[String]) -> Markup {
    let mut out = notes(results);
    let mut line = Markup::new();
    if results.total > 0 {
        let total = words::counted(results.total as u64, "article");
        line.push(Role::Warn, "nothing here");
        line.push(
            Role::Text,
            format!(": {total} found, --offset {offset} is behind the last"),
        );
    } else {
        line.push(Role::Warn, "nothing found");
        line.push(Role::Text, format!(" for `{}`", results.query));
    }
    out.line(line);
    if results.total == 0 && !filters.is_empty() {
        out.line(format!("  try without {}", filters.join(" ")));
    }
    out
}

fn notes(results: &Results) -> Markup {
    let mut out = Markup::new();
    for note in &results.notes {
        out.line(Markup::of(Role::Warn, "note").with(Role::Text, format!(": {note}")));
    }
    out
}
