//! Sections: the headings that carry a body.

use super::{
    hint::{self, Hint, Paragraph},
    line::{Line, span},
};
use crate::article::{Article, OtherSection};

/// Where a section's text goes in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Body,
    Summary,
    Symptoms,
    Cause,
    Resolution,
    Workaround,
    Status,
    MoreInformation,
    References,
    Other,
}

/// A run of body lines under one heading.
#[derive(Debug)]
pub struct Section<'s, 'a> {
    pub field: Field,
    /// The heading as printed; empty for the text before the first one.
    pub heading: &'a str,
    /// Without the heading and its rule; blank lines included.
    pub lines: &'s [Line<'a>],
    /// What all lines are slices of.
    pub source: &'a str,
    /// All of them, where any holds a hint.
    pub paragraphs: Vec<Paragraph<'s, 'a>>,
}

impl<'s, 'a> Section<'s, 'a> {
    pub fn new(field: Field, heading: &'a str, lines: &'s [Line<'a>], source: &'a str) -> Self {
        Self { field, heading, lines, source, paragraphs: hint::paragraphs(lines, source) }
    }

    /// The paragraphs that hold `hint`.
    pub fn hinted(&self, hint: Hint) -> impl Iterator<Item = &Paragraph<'s, 'a>> {
        self.paragraphs.iter().filter(move |paragraph| paragraph.hints.has(hint))
    }

    /// The section as it stands in the source: one cheap look at it spares many at its lines.
    pub fn span(&self) -> &'a str {
        span(self.source, self.lines)
    }
}

/// The field of a standard heading.
pub fn standard(heading: &str) -> Option<Field> {
    Some(match heading {
        "SUMMARY" => Field::Summary,
        "SYMPTOMS" | "SYMPTOM" => Field::Symptoms,
        "CAUSE" | "CAUSES" => Field::Cause,
        "RESOLUTION" => Field::Resolution,
        "WORKAROUND" => Field::Workaround,
        "STATUS" => Field::Status,
        "MORE INFORMATION" => Field::MoreInformation,
        "REFERENCES" | "REFERENCE" => Field::References,
        _ => return None,
    })
}

/// The heading that stands at `at`: a line at the margin, underlined by as many `=`, after a blank
/// line unless it is a standard one. A table's header row (three blanks inside) is none.
pub fn heading_at<'a>(lines: &[Line<'a>], at: usize) -> Option<(Field, &'a str)> {
    let under = lines.get(at + 1)?;
    if !under.is_rule(b'=', 3) {
        return None;
    }
    let text = lines[at].text;
    let field = standard(text);
    let free = || at == 0 || lines[at - 1].is_blank();
    let own = || {
        free()
            && text.chars().count().abs_diff(under.text.len()) <= 1
            && !text.starts_with([' ', '\t', '=', '-'])
            && !text.contains("   ")
    };
    (field.is_some() || own()).then_some((field.unwrap_or(Field::Other), text))
}

/// `Question:` and `Response:` of the CD-ROM articles, alone on a line at the margin.
pub fn label_at(line: &Line<'_>) -> Option<Field> {
    match line.text {
        "Question:" | "Problem:" => Some(Field::Symptoms),
        "Response:" => Some(Field::Resolution),
        _ => None,
    }
}

/// Cuts body lines at their headings.
pub fn split<'s, 'a>(lines: &'s [Line<'a>], labels: bool, source: &'a str) -> Vec<Section<'s, 'a>> {
    let mut sections = Vec::with_capacity(8);
    let (mut field, mut heading, mut from, mut at) = (Field::Body, "", 0, 0);
    while at < lines.len() {
        let (next, skip) = match heading_at(lines, at) {
            Some(found) => (Some(found), 2),
            None if labels => (label_at(&lines[at]).map(|field| (field, lines[at].text)), 1),
            None => (None, 1),
        };
        if let Some((next_field, next_heading)) = next {
            sections.push(Section::new(field, heading, &lines[from..at], source));
            (field, heading, from) = (next_field, next_heading, at + skip);
        }
        at += skip;
    }
    sections.push(Section::new(field, heading, &lines[from..], source));
    sections
}

/// Puts the text of each section into its field.
pub fn fill(article: &mut Article, sections: &[Section<'_, '_>]) {
    for section in sections {
        let Some(text) = dedent(section.lines) else {
            if section.field == Field::Other {
                let heading = section.heading.to_owned();
                article.other_sections.push(OtherSection { heading, text: String::new() });
            }
            continue;
        };
        let slot = match section.field {
            Field::Body => &mut article.body,
            Field::Summary => &mut article.summary,
            Field::Symptoms => &mut article.symptoms,
            Field::Cause => &mut article.cause,
            Field::Resolution => &mut article.resolution,
            Field::Workaround => &mut article.workaround,
            Field::Status => &mut article.status,
            Field::MoreInformation => &mut article.more_information,
            Field::References => &mut article.references_text,
            Field::Other => {
                let heading = section.heading.to_owned();
                article.other_sections.push(OtherSection { heading, text });
                continue;
            }
        };
        match slot {
            Some(before) => {
                before.push_str("\n\n");
                before.push_str(&text);
            }
            None => *slot = Some(text),
        }
    }
}

/// The lines as one text: the blanks that all of them share and the blank lines at both ends taken
/// off; `None` where nothing is left.
pub fn dedent(lines: &[Line<'_>]) -> Option<String> {
    let first = lines.iter().position(|line| !line.is_blank())?;
    let last = lines.iter().rposition(|line| !line.is_blank())?;
    let lines = &lines[first..=last];
    let shared = lines
        .iter()
        .filter(|line| !line.is_blank())
        .map(|line| line.raw.bytes().take_while(|&byte| byte == b' ').count())
        .min()?;
    let mut out = String::with_capacity(lines.iter().map(|line| line.raw.len() + 1).sum());
    for (row, line) in lines.iter().enumerate() {
        if row > 0 {
            out.push('\n');
        }
        out.push_str(line.raw.get(shared..).unwrap_or(""));
    }
    Some(out)
}
