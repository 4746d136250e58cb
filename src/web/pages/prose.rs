//! The hard-wrapped text of an article as blocks: what was written to be read flows, what was set in columns stays.

mod html;
mod inline;
mod shape;

use crate::article::{ArticleId, line::item};
pub use html::html;
pub use inline::{Inline, inlines};
use shape::{Shape, stretches};

/// Running text.
pub type Paragraph<'a> = Vec<Inline<'a>>;

/// The numbers that a text may link to.
pub type Links<'a> = &'a [ArticleId];

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    Heading(&'a str),
    Text(Paragraph<'a>),
    /// A quotation, a message, the title of another article.
    Inset(Paragraph<'a>),
    /// Items without numbers.
    Bullets(Vec<Vec<Paragraph<'a>>>),
    /// Items with their numbers.
    Steps(Vec<(u32, Vec<Paragraph<'a>>)>),
    /// Lines that stay as they are, without what all of them are set in by.
    Listing(Vec<Paragraph<'a>>),
}

/// The blocks of a text, in order.
pub fn blocks<'a>(text: &'a str, links: Links<'_>) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    let mut stretches = stretches(text).into_iter().peekable();
    while let Some((shape, from, mut to)) = stretches.next() {
        if shape == Shape::Listing {
            // Neighbours are one, with the blank lines between them.
            while let Some((.., end)) = stretches.next_if(|next| next.0 == Shape::Listing) {
                to = end;
            }
        }
        add(shape, &text[from..to], links, &mut out);
    }
    out
}

fn add<'a>(shape: Shape, text: &'a str, links: Links<'_>, out: &mut Vec<Block<'a>>) {
    let inline = || inlines(text.trim(), links);
    match shape {
        Shape::Heading => out.push(Block::Heading(text.trim())),
        Shape::Text => out.push(Block::Text(inline())),
        Shape::Inset => add_inset(inline(), out),
        Shape::Items => items(text).for_each(|item| add_item(item, links, out)),
        Shape::Listing => out.push(Block::Listing(listing(text, links))),
    }
}

/// What is set in below an item belongs to it.
fn add_inset<'a>(text: Paragraph<'a>, out: &mut Vec<Block<'a>>) {
    let item = match out.last_mut() {
        Some(Block::Bullets(items)) => items.last_mut(),
        Some(Block::Steps(steps)) => steps.last_mut().map(|(_, item)| item),
        _ => None,
    };
    match item {
        Some(item) => item.push(text),
        None => out.push(Block::Inset(text)),
    }
}

fn add_item<'a>(text: &'a str, links: Links<'_>, out: &mut Vec<Block<'a>>) {
    let Some((number, rest)) = item(text) else { return };
    let inner = vec![inlines(rest.trim(), links)];
    match (out.last_mut(), number) {
        (Some(Block::Bullets(items)), None) => items.push(inner),
        (Some(Block::Steps(steps)), Some(number)) if steps.last().is_some_and(|last| last.0 < number) => {
            steps.push((number, inner));
        }
        (_, None) => out.push(Block::Bullets(vec![inner])),
        (_, Some(number)) => out.push(Block::Steps(vec![(number, inner)])),
    }
}

/// The items of a stretch, each with the lines that it goes on for.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let mut begins: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        begins.extend(item(line).is_some().then_some(at));
        at += line.len();
    }
    let ends: Vec<usize> = begins.iter().copied().skip(1).chain([at]).collect();
    begins.into_iter().zip(ends).map(|(from, to)| &text[from..to])
}

fn listing<'a>(text: &'a str, links: Links<'_>) -> Vec<Paragraph<'a>> {
    let lines = || text.trim_end().lines();
    let set_in =
        |line: &&str| (!line.trim().is_empty()).then(|| line.len() - line.trim_start_matches(' ').len());
    let indent = lines().filter_map(|line| set_in(&line)).min().unwrap_or(0);
    lines().map(|line| inlines(line.get(indent..).unwrap_or_default().trim_end(), links)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block a line, its kind in front.
    fn shown(text: &str) -> String {
        let plain = |text: &Paragraph<'_>| {
            let runs = text.iter().map(|run| match run {
                Inline::Text(text) => (*text).to_owned(),
                Inline::Link(id, _) => format!("[{id}]"),
            });
            runs.collect::<String>().replace('\n', "/")
        };
        let item = |item: &Vec<Paragraph<'_>>| item.iter().map(plain).collect::<Vec<_>>().join(" + ");
        let block = |block: Block<'_>| match block {
            Block::Heading(text) => format!("heading {text}"),
            Block::Text(text) => format!("text {}", plain(&text)),
            Block::Inset(text) => format!("inset {}", plain(&text)),
            Block::Bullets(items) => {
                format!("bullets {}", items.iter().map(item).collect::<Vec<_>>().join(" | "))
            }
            Block::Steps(steps) => {
                let steps = steps.iter().map(|(number, text)| format!("{number} {}", item(text)));
                format!("steps {}", steps.collect::<Vec<_>>().join(" | "))
            }
            Block::Listing(lines) => {
                format!("listing {}", lines.iter().map(plain).collect::<Vec<_>>().join("/"))
            }
        };
        blocks(text, &[ArticleId(152_734)]).into_iter().map(block).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_text_of_all_kinds() {
        let text = "To resolve this problem, obtain the latest service pack.  For additional\n\
                    information, see the following article:\n\n   \
                    Q152734 How to Obtain the Latest Windows NT 4.0 Service Pack\n\n\
                    Method 1\n--------\nDo this:\n\n1. Start it.\n\n2. Stop it, then wait until nothing is left of what was\n   \
                    started.\n\n   NOTE: This may take long.\n\n - One\n - Two\n\n   \
                    File Name     Date       Time\n   ------------------------------\n   \
                    Snapmp.exe   09/15/98   11:42\n\n     Hostproc.exe 09/15/98\n\n   directhost=no\n\n\
                    Short\nlines\n\n1. Again";
        insta::assert_snapshot!(shown(text), @"
        text To resolve this problem, obtain the latest service pack.  For additional/information, see the following article:
        inset [Q152734] How to Obtain the Latest Windows NT 4.0 Service Pack
        heading Method 1
        text Do this:
        steps 1 Start it. | 2 Stop it, then wait until nothing is left of what was/   started. + NOTE: This may take long.
        bullets One | Two
        listing    File Name     Date       Time/   ------------------------------/   Snapmp.exe   09/15/98   11:42//     Hostproc.exe 09/15/98//   directhost=no//Short/lines
        steps 1 Again
        ");
    }

    #[test]
    fn any_text_is_read() {
        for text in
            ["", "\n\n", "---", "-", "1.", "\u{a0}\n===\n", "a\n---\n---", "- \n", "\u{2022} é\n \u{301}x"]
        {
            let _ = shown(text);
        }
        assert_eq!(
            shown("STOP: 0x0000000a (0x00000004)\nIRQL_NOT_LESS_OR_EQUAL"),
            "listing STOP: 0x0000000a (0x00000004)/IRQL_NOT_LESS_OR_EQUAL"
        );
        assert_eq!(shown("a  b"), "listing a  b");
        assert_eq!(shown("One line."), "text One line.");
    }
}
