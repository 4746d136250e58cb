//! The envelope of a Jekyll page.
//!
//! ```text
//! page   = "---" { key ":" value } "---" "##" id ":" title "{% raw %}" { TAB line } "{% endraw %}"
//! line   = label ":" value | body line
//! label  = "Article" | "Product(s)" | "Version(s)" | "Operating System(s)" | "Keyword(s)" | "Last Modified"
//! ```

use nom::{
    IResult, Parser,
    bytes::complete::tag,
    character::complete::{char, space0},
    combinator::rest,
};

use super::{
    Envelope, Note, NoteKind,
    head::{self, Head},
    line::{fold, last_line, lines, offset, rest_after},
};
use crate::article::{Article, ArticleId, Format};

const LABELS: [&str; 6] =
    ["Article", "Product(s)", "Version(s)", "Operating System(s)", "Keyword(s)", "Last Modified"];
/// Front matter and headings take ten lines.
const HEAD_LINES: usize = 40;

/// `Q193829: title`.
fn numbered_title(input: &str) -> IResult<&str, (ArticleId, &str)> {
    (head::article_id, space0, char(':'), space0, rest).map(|(id, _, _, _, title)| (id, title)).parse(input)
}

/// `title: "Q193829: title"` of the front matter, or `## Q193829: title`.
fn title_line(line: &str) -> Option<(ArticleId, &str)> {
    if !line.starts_with(['#', 't']) {
        return None;
    }
    let heading = (tag::<_, _, nom::error::Error<&str>>("##"), space0).map(|_| ());
    let key = (tag("title:"), space0).map(|_| ());
    let (value, ()) = nom::branch::alt((heading, key)).parse(line).ok()?;
    let value = value.trim();
    let value = value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(value);
    numbered_title(value).ok().map(|(_, found)| found)
}

/// Reads the envelope; `None` where `text` is no page of an article.
pub fn read<'a>(text: &'a str, notes: &mut Vec<Note>) -> Option<Envelope<'a>> {
    if lines(text).next()?.trim_end() != "---" {
        return None;
    }
    let (all, values) = head_lines(text);
    let titled = all.iter().rev().find_map(|line| title_line(line));
    let stated = values[0].and_then(|value| head::article_id(value).ok()).map(|(_, id)| id);
    let id = stated.or(titled.map(|(id, _)| id))?;
    let modified = values[5].and_then(|value| head::date(value).ok()).map(|(_, date)| date);
    let body = all.last().map_or(text, |last| rest_after(text, last));
    let end = last_line(body, "{% endraw");
    note_gaps(text, &all, &values, end, notes);
    let [_, product, versions, operating_systems, keywords, _] = values.map(Option::unwrap_or_default);
    let title = titled.map_or(&text[..0], |(_, title)| title);
    let plain = fold(&html_escape::decode_html_entities(title));
    let article = Article { id, modified, title: plain, ..Article::default() };
    let head = Head { product, versions, operating_systems, keywords };
    let body = &body[..end.unwrap_or(body.len())];
    Some(Envelope { format: Format::Jekyll, article, title, head, body })
}

/// The lines above the body, and the labelled values behind their tab.
fn head_lines(text: &str) -> (Vec<&str>, [Option<&str>; 6]) {
    let (mut head, mut values) = (Vec::with_capacity(HEAD_LINES), [None; 6]);
    for line in lines(text).take(HEAD_LINES).map(|line| line.trim_end_matches('\r')) {
        match line.strip_prefix('\t').and_then(labelled) {
            Some((slot, value)) if values[slot].is_none() => values[slot] = Some(value),
            _ if values.iter().any(Option::is_some) => return (head, values),
            _ => {}
        }
        head.push(line);
    }
    if values.iter().all(Option::is_none) {
        head.truncate(behind_marks(&head));
    }
    (head, values)
}

fn labelled(line: &str) -> Option<(usize, &str)> {
    let (label, value) = line.split_once(':')?;
    let slot = LABELS.iter().position(|&known| known == label.trim())?;
    Some((slot, value.trim()))
}

/// Where a page without head lines has its body: behind the last of its marks.
fn behind_marks(all: &[&str]) -> usize {
    let mark = |line: &&str| line.starts_with("---") || line.starts_with("## ") || line.starts_with("{% raw");
    all.iter().rposition(mark).map_or(0, |at| at + 1)
}

fn note_gaps(
    text: &str,
    all: &[&str],
    values: &[Option<&str>; 6],
    end: Option<usize>,
    notes: &mut Vec<Note>,
) {
    for _ in values.iter().filter(|value| value.is_none()) {
        notes.push(Note { kind: NoteKind::HeadLineMissing, offset: 0 });
    }
    if let Some(value) = values[5]
        && head::date(value).is_err()
    {
        notes.push(Note { kind: NoteKind::DateNotRead, offset: offset(text, value) });
    }
    let front = all.iter().skip(1).any(|line| line.trim_end() == "---");
    if !front || end.is_none() {
        notes.push(Note { kind: NoteKind::PageNotClosed, offset: 0 });
    }
}
