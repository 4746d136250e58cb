//! Markup in columns and lines. Widths are in terminal columns, lines have no line feed.

use unicode_width::UnicodeWidthStr;

use crate::markup::{Markup, Role};

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Columns that one line of markup takes.
pub fn markup_width(line: &Markup) -> usize {
    line.spans().iter().map(|span| width(&span.text)).sum()
}

/// `text` with blanks behind it, up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", blanks(columns.saturating_sub(width(text))))
}

/// So many blanks.
pub fn blanks(columns: usize) -> String {
    " ".repeat(columns)
}

/// Prose in lines of at most `columns`; white space is one blank or a line's end. A longer word
/// (a path, an address) stays whole, so that it can be copied.
pub fn wrap(prose: &Markup, columns: usize) -> Vec<Markup> {
    let mut lines: Vec<Markup> = Vec::new();
    let mut used = 0;
    for word in words(prose) {
        let wide = markup_width(&word.text);
        match lines.last_mut() {
            Some(line) if used + 1 + wide <= columns => {
                line.push(word.blank, " ");
                line.append(word.text);
                used += 1 + wide;
            }
            _ => {
                lines.push(word.text);
                used = wide;
            }
        }
    }
    lines
}

/// A word, which may change its role half-way, and the role of the blank before it.
struct Word {
    blank: Role,
    text: Markup,
}

fn words(prose: &Markup) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut blank = Some(Role::Text);
    for span in prose.spans() {
        for piece in span.text.split_inclusive(char::is_whitespace) {
            let text = piece.trim_end_matches(char::is_whitespace);
            match (blank, words.last_mut()) {
                _ if text.is_empty() => {}
                (None, Some(word)) => word.text.push(span.role, text),
                (role, _) => {
                    words.push(Word { blank: role.unwrap_or_default(), text: Markup::of(span.role, text) });
                }
            }
            if text.len() < piece.len() {
                blank = Some(span.role);
            } else if !text.is_empty() {
                blank = None;
            }
        }
    }
    words
}

/// Prose in at most `most` lines, beginning near the first match; dots stand for the rest.
pub fn excerpt(prose: &Markup, columns: usize, most: usize) -> Vec<Markup> {
    let lines = wrap(prose, columns);
    if lines.len() <= most {
        return lines;
    }
    let lines = wrap(prose, columns.saturating_sub(width(" …")));
    let has_match = |line: &Markup| line.spans().iter().any(|span| span.role == Role::Match);
    let first = lines.iter().position(has_match).unwrap_or(0);
    let start = first.saturating_sub(1).min(lines.len() - most);
    let is_end = start + most == lines.len();
    let mut shown: Vec<Markup> = lines.into_iter().skip(start).take(most).collect();
    if let (true, Some(line)) = (start > 0, shown.first_mut()) {
        let rest = std::mem::take(line);
        line.push(Role::Dim, "… ");
        line.append(rest);
    }
    if let (false, Some(line)) = (is_end, shown.last_mut()) {
        line.push(Role::Dim, " …");
    }
    shown
}

/// One line of text in at most `columns`; dots stand for the rest.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |char: &char| {
        used += width(char.encode_utf8(&mut [0; 4]));
        used <= columns
    };
    let shown: String = text.chars().take_while(fits).collect();
    format!("{}…", shown.trim_end())
}

/// Items side by side in at most `most` lines, each whole; `and 3 more` stands for those left over.
/// The first one is always there.
pub fn flow(items: &[String], between: &str, columns: usize, most: usize) -> Vec<Markup> {
    let mut shown = items.len();
    loop {
        let lines = pack(items, shown, between, columns);
        if lines.len() <= most || shown <= 1 {
            return lines;
        }
        shown -= 1;
    }
}

/// The first `shown` items and the number of the others, in as many lines as they need.
fn pack(items: &[String], shown: usize, between: &str, columns: usize) -> Vec<Markup> {
    let mut lines: Vec<Markup> = Vec::new();
    for item in &items[..shown] {
        match lines.last_mut() {
            Some(line) if markup_width(line) + width(between) + width(item) <= columns => {
                line.push(Role::Text, between);
                line.push(Role::Text, item);
            }
            last => {
                if let Some(line) = last {
                    line.push(Role::Text, between.trim_end());
                }
                lines.push(Markup::of(Role::Text, item));
            }
        }
    }
    let left = items.len() - shown;
    let rest = Markup::of(Role::Dim, format!("and {left} more"));
    match lines.last_mut() {
        _ if left == 0 => {}
        Some(line) if markup_width(line) + 1 + markup_width(&rest) <= columns => {
            line.push(Role::Text, " ");
            line.append(rest);
        }
        _ => lines.push(rest),
    }
    lines
}

/// Puts lines behind a label: the first beside it, the others below the first.
pub fn labelled(label: &Markup, columns: usize, lines: Vec<Markup>) -> Vec<Markup> {
    let labelled = |(index, line): (usize, Markup)| {
        let mut out = if index == 0 { label.clone() } else { Markup::new() };
        let gap = columns.saturating_sub(markup_width(&out));
        out.push(Role::Text, blanks(gap));
        out.append(line);
        out
    };
    lines.into_iter().enumerate().map(labelled).collect()
}

/// Two columns of lines, the right one beginning at `columns`.
pub fn beside(left: Vec<Markup>, right: Vec<Markup>, columns: usize) -> Vec<Markup> {
    let count = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    (0..count)
        .map(|_| {
            let mut line = left.next().unwrap_or_default();
            let other = right.next().unwrap_or_default();
            if !other.is_empty() {
                let gap = columns.saturating_sub(markup_width(&line));
                line.push(Role::Text, blanks(gap));
                line.append(other);
            }
            line
        })
        .collect()
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Names and dates.
    Left,
    /// Numbers.
    Right,
}

/// Rows as aligned columns two blanks apart, below a dim header; columns without any cell are left out.
pub fn table(header: &[(&str, Align)], rows: &[Vec<String>]) -> Vec<Markup> {
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            let widest = rows.iter().map(|row| width(&row[column])).max();
            match widest.unwrap_or(0) {
                0 => 0,
                widest => widest.max(width(header[column].0)),
            }
        })
        .collect();
    let line = |role: Role, cells: Vec<&str>| {
        let mut text = String::new();
        for ((cell, &(_, align)), &wide) in cells.into_iter().zip(header).zip(&widths) {
            let gap = blanks(wide.saturating_sub(width(cell)));
            match align {
                _ if wide == 0 => {}
                Align::Left => text.extend([cell, &gap, "  "]),
                Align::Right => text.extend([&gap, cell, "  "]),
            }
        }
        Markup::of(role, text.trim_end())
    };
    let head = line(Role::Label, header.iter().map(|(name, _)| *name).collect());
    std::iter::once(head)
        .chain(rows.iter().map(|row| line(Role::Text, row.iter().map(String::as_str).collect())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[Markup]) -> Vec<String> {
        lines.iter().map(ToString::to_string).collect()
    }

    fn items(count: usize) -> Vec<String> {
        (1..=count).map(|number| format!("item {number}")).collect()
    }

    #[test]
    fn prose_is_folded_and_wrapped_and_keeps_its_roles() {
        let prose =
            Markup::from("a  memory\nleak of ").with(Role::Match, "pass").with(Role::Text, "words every day");
        let lines = wrap(&prose, 10);
        assert_eq!(shown(&lines), ["a memory", "leak of", "passwords", "every day"]);
        assert_eq!(lines[2], Markup::of(Role::Match, "pass").with(Role::Text, "words"));
        assert_eq!(shown(&wrap(&"C:\\a\\very\\long\\path x".into(), 8)), ["C:\\a\\very\\long\\path", "x"]);
        assert!(wrap(&" \n ".into(), 8).is_empty());
    }

    #[test]
    fn an_excerpt_begins_near_the_match() {
        let plain = Markup::from("one two three four five six");
        assert_eq!(shown(&excerpt(&plain, 6, 2)), ["one", "two …"]);
        let marked = Markup::from("one two three ").with(Role::Match, "four").with(Role::Text, " five six");
        assert_eq!(shown(&excerpt(&marked, 6, 2)), ["… three", "four …"]);
        assert_eq!(shown(&excerpt(&marked, 6, 4)), ["… three", "four", "five", "six"]);
        assert_eq!(excerpt(&marked, 6, 6), wrap(&marked, 6));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        assert_eq!(shown(&flow(&items(3), ", ", 40, 1)), ["item 1, item 2, item 3"]);
        assert_eq!(shown(&flow(&items(9), ", ", 25, 1)), ["item 1, item 2 and 7 more"]);
        assert_eq!(shown(&flow(&items(3), ", ", 14, 2)), ["item 1, item 2,", "item 3"]);
        assert_eq!(shown(&flow(&items(2), ", ", 3, 1)), ["item 1", "and 1 more"]);
        assert!(flow(&[], ", ", 40, 1).is_empty());
    }

    #[test]
    fn a_line_is_cut_to_its_columns() {
        for (text, columns, shown) in
            [("leak", 4, "leak"), ("a leak", 5, "a le…"), ("a leak", 3, "a…"), ("漢字漢", 5, "漢字…")]
        {
            assert_eq!(cut(text, columns), shown);
        }
    }

    #[test]
    fn a_table_has_only_columns_that_say_something() {
        let header = [("File", Align::Left), ("Version", Align::Left), ("Size", Align::Right)];
        let row = |name: &str, size: &str| vec![name.to_owned(), String::new(), size.to_owned()];
        let lines = table(&header, &[row("a.exe", "1,024"), row("longer.dll", "7")]);
        assert_eq!(shown(&lines), ["File         Size", "a.exe       1,024", "longer.dll      7"]);
    }
}
