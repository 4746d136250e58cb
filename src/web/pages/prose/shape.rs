//! What a stretch of lines is by its looks.

use crate::article::line::{WRAPPED, is_rule, is_tabular, item};

/// What a stretch between blank lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Heading,
    Text,
    /// All of it is set in.
    Inset,
    Items,
    Listing,
}

/// The stretches of a text between blank lines, headings apart: byte ranges of whole lines.
pub fn stretches(text: &str) -> Vec<(Shape, usize, usize)> {
    let mut found = Vec::new();
    let mut begin = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match (line.trim().is_empty(), begin) {
            (false, None) => begin = Some(at),
            (true, Some(from)) => {
                split(text, from, at, &mut found);
                begin = None;
            }
            _ => {}
        }
        at += line.len();
    }
    begin.into_iter().for_each(|from| split(text, from, at, &mut found));
    found
}

/// Parts a heading from what stands right below its rule.
fn split(text: &str, from: usize, to: usize, found: &mut Vec<(Shape, usize, usize)>) {
    let mut lines = text[from..to].split_inclusive('\n');
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    if !is_rule(second) || is_tabular(first) || first.starts_with(' ') {
        return found.push((shape(&text[from..to]), from, to));
    }
    found.push((Shape::Heading, from, from + first.len()));
    let rest = from + first.len() + second.len();
    if rest < to {
        split(text, rest, to, found);
    }
}

fn shape(stretch: &str) -> Shape {
    let tabular = stretch.lines().any(is_tabular);
    if !tabular && item(stretch).is_some() {
        return Shape::Items;
    }
    let set_in = stretch.lines().all(|line| line.starts_with([' ', '\t']));
    let lines = stretch.lines().count();
    let broken = stretch.lines().take(lines.saturating_sub(1)).all(|line| line.trim_end().len() >= WRAPPED);
    match set_in {
        _ if tabular || !broken => Shape::Listing,
        true if lines == 1 && !is_sentence(stretch) => Shape::Listing,
        true => Shape::Inset,
        false if stretch.lines().skip(1).any(|line| line.starts_with([' ', '\t'])) => Shape::Listing,
        false => Shape::Text,
    }
}

/// Words that begin with a capital and do not look like a command or a piece of a program.
fn is_sentence(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(|c: char| c.is_uppercase() || c == '"')
        && line.split(' ').count() > 2
        && !line.contains(['=', '{', '}', ';', '\\', '%', '|'])
}
