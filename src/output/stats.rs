//! What is in the index, on one screen.

use std::collections::BTreeMap;

use super::layout::{beside, labelled, pad, width, wrap};
use super::words;
use crate::{
    index::Stats,
    markup::{Markup, Role},
};

/// Columns of the years with their bars.
const YEARS: usize = 32;

/// Columns of the longest bar.
const BAR: usize = 16;

/// Narrower than this the lists stand below the years.
const NARROW: usize = 72;

/// Rows of the list of products, and of that of types.
const PRODUCTS: usize = 10;
const TYPES: usize = 6;

/// The whole screen.
pub fn render(stats: &Stats, columns: usize) -> Markup {
    let years = years(&stats.years);
    let is_narrow = columns < NARROW || years.is_empty();
    let lists = lists(stats, columns.saturating_sub(if is_narrow { 0 } else { YEARS }));
    let blocks = if is_narrow {
        vec![headline(stats, columns), years, lists, footer(stats, columns)]
    } else {
        let middle = beside(years, lists, YEARS);
        vec![headline(stats, columns), middle, footer(stats, columns)]
    };
    let mut out = Markup::new();
    for block in blocks.into_iter().filter(|block| !block.is_empty()) {
        if !out.is_empty() {
            out.line("");
        }
        out.lines(block);
    }
    out
}

fn headline(stats: &Stats, columns: usize) -> Vec<Markup> {
    let mut line = Markup::of(Role::Title, words::counted(stats.articles, "article"));
    let formats = [
        (stats.both_formats, "in both formats"),
        (stats.document_only, "as text only"),
        (stats.jekyll_only, "as page only"),
    ];
    let formats = formats.into_iter().filter(|(number, _)| *number > 0);
    for (index, (number, name)) in formats.enumerate() {
        let gap = if index == 0 { ": " } else { ", " };
        line.push(Role::Dim, format!("{gap}{} {name}", words::count(number)));
    }
    wrap(&line, columns)
}

/// `1999  7,123 ████▌`, a year a line, years without articles too.
fn years(years: &BTreeMap<i16, u64>) -> Vec<Markup> {
    let (Some((&first, _)), Some((&last, _))) = (years.first_key_value(), years.last_key_value()) else {
        return Vec::new();
    };
    let most = years.values().copied().max().unwrap_or(1).max(1);
    (first..=last)
        .map(|year| {
            let number = years.get(&year).copied().unwrap_or(0);
            let bar = bar(number, most);
            let gap = if bar.is_empty() { "" } else { " " };
            Markup::of(Role::Label, year.to_string())
                .with(Role::Text, format!(" {:>7}{gap}", words::count(number)))
                .with(Role::Bar, bar)
        })
        .collect()
}

/// Blocks in eighths of a column; what is not nothing is seen.
fn bar(number: u64, most: u64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let full = BAR * 8;
    let share = (number as f64 / most as f64).min(1.0);
    // Between 0 and `full`, which a float holds exactly.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let eighths = (share * full as f64).ceil() as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

fn lists(stats: &Stats, room: usize) -> Vec<Markup> {
    let lists = [("Products", &stats.products, PRODUCTS), ("Article types", &stats.article_types, TYPES)];
    let shown = lists.iter().flat_map(|(_, entries, most)| entries.iter().take(*most));
    let widest = shown.map(|(name, _)| width(name)).max().unwrap_or(0);
    let names = widest.min(room.saturating_sub(NUMBER + 1));
    let mut out = Vec::new();
    for (name, entries, most) in lists.into_iter().filter(|(_, entries, _)| !entries.is_empty()) {
        if !out.is_empty() {
            out.push(Markup::new());
        }
        out.extend(list(name, entries, most, names));
    }
    out
}

/// The greatest entries of a list below its name, numbers behind `names` columns of names.
fn list(name: &str, entries: &[(String, u64)], most: usize, names: usize) -> Vec<Markup> {
    let mut head = Markup::of(Role::Heading, name);
    if entries.len() > most {
        let all = words::count(entries.len() as u64);
        head.push(Role::Dim, format!("  {most} of {all}"));
    }
    let rows = entries.iter().take(most).map(|(name, number)| {
        let name = pad(&clip(name, names), names);
        Markup::from(format!("{name} {:>NUMBER$}", words::count(*number)))
    });
    std::iter::once(head).chain(rows).collect()
}

/// Columns of a number in a list.
const NUMBER: usize = 7;

fn clip(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for char in text.chars() {
        if width(&out) + width(char.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        out.push(char);
    }
    out.truncate(out.trim_end().len());
    out + "…"
}

fn footer(stats: &Stats, columns: usize) -> Vec<Markup> {
    let files =
        format!("{} in {}", words::count(stats.fix_files), words::counted(stats.with_fix_files, "article"));
    let mut out = line("Fix files", &files.into(), columns);
    out.extend(line("Notes", &notes(&stats.notes), columns));
    out.extend(line("Size", &words::size(stats.size_bytes).into(), columns));
    out
}

/// Notes by kind, the most frequent first.
pub fn notes(notes: &BTreeMap<String, u64>) -> Markup {
    let total: u64 = notes.values().sum();
    let mut out = Markup::from(words::count(total));
    let mut kinds: Vec<(&String, &u64)> = notes.iter().filter(|(_, number)| **number > 0).collect();
    kinds.sort_by(|a, b| b.1.cmp(a.1));
    for (index, (kind, number)) in kinds.into_iter().enumerate() {
        out.push(Role::Dim, if index == 0 { ": " } else { ", " });
        out.push(Role::Dim, format!("{kind} {}", words::count(*number)));
    }
    out
}

/// A label and its value as the footer and the summary of an index have them.
pub fn line(name: &str, value: &Markup, columns: usize) -> Vec<Markup> {
    const VALUES: usize = 11;
    let lines = wrap(value, columns.saturating_sub(VALUES));
    labelled(&Markup::of(Role::Label, name), VALUES, lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::stats;

    #[test]
    fn one_screen() {
        insta::assert_snapshot!(render(&stats(), 80), @"
        60,338 articles: 56,986 in both formats, 3 as text only, 3,349 as page only

        1997   1,988 ███▌               Products
        1998   2,100 ███▊               Microsoft Windows NT Server                9,120
        1999       0                    Microsoft Access for Windows 95 and a v…   4,000
        2000   4,321 ███████▋           Microsoft Word                               812
        2001   9,120 ████████████████
        2002      17 ▏                  Article types
                                        kbprb                                      3,104
                                        kbbug                                      1,960

        Fix files  5,231 in 1,702 articles
        Notes      1,379: fix_file_not_read 1,204, control_byte 175
        Size       212 MB
        ");
    }

    #[test]
    fn a_narrow_screen() {
        insta::assert_snapshot!(render(&stats(), 40), @"
        60,338 articles: 56,986 in both formats,
        3 as text only, 3,349 as page only

        1997   1,988 ███▌
        1998   2,100 ███▊
        1999       0
        2000   4,321 ███████▋
        2001   9,120 ████████████████
        2002      17 ▏

        Products
        Microsoft Windows NT Server        9,120
        Microsoft Access for Windows 95…   4,000
        Microsoft Word                       812

        Article types
        kbprb                              3,104
        kbbug                              1,960

        Fix files  5,231 in 1,702 articles
        Notes      1,379: fix_file_not_read
                   1,204, control_byte 175
        Size       212 MB
        ");
    }

    #[test]
    fn an_empty_index() {
        insta::assert_snapshot!(render(&Stats::default(), 80), @"
        0 articles

        Fix files  0 in 0 articles
        Notes      0
        Size       0 bytes
        ");
    }

    #[test]
    fn bars_end_at_their_edge_and_show_the_smallest() {
        assert_eq!(bar(0, 100), "");
        assert_eq!(bar(1, 100_000), "▏");
        assert_eq!(bar(50, 100), "████████");
        assert_eq!(bar(100, 100), "████████████████");
    }
}
