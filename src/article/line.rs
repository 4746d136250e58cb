//! What a line of an article is by its looks.

/// The shortest line that an editor of the time would have broken.
pub const WRAPPED: usize = 52;

/// A line of dashes at the left edge.
pub fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3 && (line.bytes().all(|b| b == b'-') || line.bytes().all(|b| b == b'='))
}

/// Whether a line has columns: gaps inside that are no end of a sentence, or a drawn rule.
pub fn is_tabular(line: &str) -> bool {
    let inner = line.trim();
    let gap = |at: usize| !inner[..at].ends_with(['.', ':', '?', '!', ')', '"', ' ']);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_have_a_mark_and_a_space() {
        assert_eq!(item("  - One"), Some((None, "One")));
        assert_eq!(item("12) Two"), Some((Some(12), "Two")));
        assert_eq!([item("-One"), item("4.0 SP1"), item("1999. It"), item("")], [None; 4]);
    }

    #[test]
    fn columns_are_gaps_that_end_no_sentence() {
        assert!(is_tabular("A.sys   1999") && is_tabular("A\tB") && is_tabular("======"));
        assert!(!is_tabular("It fails.  Restart it.") && !is_tabular("1.  Click Start."));
    }
}
