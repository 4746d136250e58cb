//! What a stretch of lines is by its looks.

/// The shortest line that an editor of the time would have broken.
const WRAPPED: usize = 52;

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

/// A line of dashes at the left edge.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3 && (line.bytes().all(|b| b == b'-') || line.bytes().all(|b| b == b'='))
}

/// Whether a line has columns: gaps inside that are no end of a sentence, or a drawn rule.
fn is_tabular(line: &str) -> bool {
    let inner = line.trim();
    let gap =
        |at: usize| !inner[..at].ends_with(['.', ':', '?', '!', ')', '"']) && !inner[..at].ends_with(' ');
    let marker = item(line).map_or(0, |(_, text)| line.trim_end().len() - text.trim_end().len());
    let body = line.len() - line.trim_start().len();
    inner.contains('\t')
        || inner.match_indices("  ").any(|(at, _)| body + at >= marker && gap(at))
        || is_rule(inner)
}

/// The mark of an item: its number, or none of a bullet; and what follows it.
pub fn item(line: &str) -> Option<(Option<u32>, &str)> {
    let text = line.trim_start();
    if let Some(rest) = ["- ", "* ", "o ", "\u{2022} "].iter().find_map(|mark| text.strip_prefix(mark)) {
        return Some((None, rest));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok().filter(|_| digits < 3)?;
    let rest = text[digits..].strip_prefix(['.', ')'])?.strip_prefix([' ', '\t'])?;
    Some((Some(number), rest))
}
