//! Is a section worth reading for tables? Most are not, and cost a look at their points.

use super::{
    glance::{Look, may_lead},
    header::Header,
    row::{self, Row},
    shape::{PLATFORM, is_crossed, is_drawn, is_label, is_rule, text_of},
};
use crate::grammar::{
    line::{Line, trim},
    section::Section,
};

/// Whether any row is the first of a table, or has a header with nothing but labels between them.
pub fn holds_table(section: &Section<'_, '_>, looks: &[Look]) -> bool {
    let lines = section.lines;
    let drawn = memchr::memchr2(b'|', b'+', section.span().as_bytes()).is_some();
    let mut seen = 0;
    drawn && lines.iter().any(|line| is_drawn(line.text) || is_crossed(trim(line.text)))
        || looks.iter().filter(|look| look.is_candidate()).any(|look| {
            let from = std::mem::replace(&mut seen, look.at + 1);
            is_first(lines, look) || is_headed(&lines[from..=look.at])
        })
}

/// Whether a header stands above the last of `lines`, with nothing but labels between them.
fn is_headed(lines: &[Line<'_>]) -> bool {
    let is_loose = |line: &Line<'_>| !is_label(line.text) && !is_rule(trim(line.text));
    let above = lines[..lines.len() - 1].iter().rposition(is_loose).unwrap_or(0);
    lines[above..].iter().any(|line| Header::read(line.text).is_some())
}

/// Whether a table without a header begins there: no row stands below a line of text, but for a full one.
fn is_first(lines: &[Line<'_>], look: &Look) -> bool {
    let text = lines[look.at].text;
    let row = |row: Row| row.is_whole() && row.is_tabular(false);
    let may_be = || look.is_full() || may_lead(text) && is_free(lines, look.at);
    look.is_named() && may_be() && row(row::read(text, None))
}

/// Whether no line of text stands above the one at `at`.
fn is_free(lines: &[Line<'_>], at: usize) -> bool {
    let Some(above) = at.checked_sub(1).map(|above| lines[above].text) else { return true };
    above.len() <= PLATFORM || is_rule(text_of(above))
}

#[cfg(test)]
mod tests {
    use super::{super::glance::looks, *};
    use crate::grammar::section::Field;

    #[test]
    fn sections_that_may_hold_a_table() {
        let holds = |text: &str| {
            let lines: Vec<Line<'_>> = text.lines().map(Line::page).collect();
            let section = Section::new(Field::Resolution, "", &lines, text);
            holds_table(&section, &looks(&lines, section.span()))
        };
        for text in [
            "See below.\n\n  Tool.dll   3/9/99",
            "Files of this fix:\nTool.dll 3/9/99 4:00p 9,120",
            "  File name   Version\n  -----------\n  a.b.\n  Tool.dll  786 4.0",
            "| Tool.dll |",
            "+------+",
        ] {
            assert!(holds(text), "{text}");
        }
        for text in [
            "It is in version 4.0.",
            "The leak was corrected in the file whose name is\nTool.dll 4.0 x",
            " 1. Start Tool.exe 3 times.",
            "",
        ] {
            assert!(!holds(text), "{text}");
        }
    }
}
