//! What a line of a section may be, by its looks.

use crate::grammar::line::trim;

/// A longer line is no platform line.
pub const PLATFORM: usize = 40;

/// What a line says.
pub fn text_of(line: &str) -> &str {
    let mut text = trim(line);
    while let Some(rest) = text.strip_suffix("<BR>") {
        text = rest;
    }
    text
}

/// A row of a drawn table.
pub fn is_drawn(text: &str) -> bool {
    match text.trim_ascii_start().as_bytes() {
        [first, ..] if first.is_ascii() => *first == b'|',
        _ => text.trim_start().starts_with('|'),
    }
}

/// A short line that announces a group of a table, not a new subject.
pub fn is_label(text: &str) -> bool {
    text.len() <= 60 && !text.ends_with('.') || text.len() <= 90 && text.ends_with(':')
}

/// Rules of tables: `---`, `===`, `+---+`, `|---|`.
pub fn is_rule(text: &str) -> bool {
    text.len() > 2
        && text.bytes().all(|byte| b"-=+_| :".contains(&byte))
        && text.bytes().any(|byte| b"-=_".contains(&byte))
}

/// A rule with the crosses of a drawn table.
pub fn is_crossed(text: &str) -> bool {
    is_rule(text) && text.contains('+')
}
