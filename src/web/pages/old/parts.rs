//! A long page in parts, each small enough for one page.

use askama::Template;
use axum::response::Response;

use super::{MOST_BYTES, TITLE, latin, latin_page, piece, short};
use crate::web::{
    Error,
    pages::{html::Html, prose},
};

/// Bytes of the text of a part; the rest of the page needs some too.
const PART: usize = MOST_BYTES - 14_000;

/// Bytes of an article's text that are kept together at most.
const CHUNK: usize = 6_000;

/// A page that is nothing but long.
#[derive(Template)]
#[template(path = "old/long.html")]
struct Long<'a> {
    title: String,
    text: &'a Html,
    here: &'a str,
    part: usize,
    parts: usize,
}

/// The part that `query` asks for of a page that has these pieces, each no larger than a part; `path` is its address
/// below `/old`.
pub fn page(
    title: &str,
    pieces: impl IntoIterator<Item = Html>,
    path: &str,
    query: Option<&str>,
) -> Result<Response, Error> {
    let (parts, part) = (parts(pieces), asked(query));
    let text = pick(&parts, part)?;
    latin_page(&Long { title: short(title, TITLE), text, here: &here(path), part, parts: parts.len() })
}

/// An address to which the number of a part can be added.
pub fn here(path: &str) -> String {
    format!("{path}{}", if path.contains('?') { '&' } else { '?' })
}

/// The part of that number, from 1.
pub fn pick(parts: &[Html], part: usize) -> Result<&Html, Error> {
    let text = part.checked_sub(1).and_then(|at| parts.get(at));
    text.ok_or_else(|| Error::not_found(format!("There is no part {part}: the last is {}.", parts.len())))
}

/// The number of the part that a query string asks for.
pub fn asked(query: Option<&str>) -> usize {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let number = pairs.find(|(name, _)| name == "part").and_then(|(_, value)| value.parse().ok());
    number.unwrap_or(1)
}

/// Pieces in order, put together to parts.
pub fn parts(pieces: impl IntoIterator<Item = Html>) -> Vec<Html> {
    let (mut parts, mut used) = (vec![Html::default()], 0);
    for piece in pieces {
        let size = latin::size(piece.as_str());
        match parts.last_mut() {
            Some(last) if last.is_empty() || used + size <= PART => {
                last.append(&piece);
                used += size;
            }
            _ => {
                parts.push(piece);
                used = size;
            }
        }
    }
    parts
}

/// A section as pieces, none much larger than a chunk.
pub fn pieces(heading: &str, text: &str, links: prose::Links<'_>) -> Vec<Html> {
    let title = piece(|out| out.tag("<h2>").text(&short(heading, TITLE)).tag("</h2>\n"));
    let mut pieces = vec![title];
    for chunk in chunks(text) {
        add(&mut pieces, chunk, &|chunk, pieces| {
            pieces.extend(prose::blocks(chunk, links).iter().map(|block| prose::html(block, "/old")));
        });
    }
    pieces
}

/// Text that stays as it is, as pieces.
pub fn preformatted(text: &str) -> Vec<Html> {
    let mut pieces = Vec::new();
    for chunk in chunks(text) {
        add(&mut pieces, chunk, &|chunk, pieces| {
            pieces.push(piece(|out| out.tag("<pre>").text(chunk).tag("</pre>\n")));
        });
    }
    pieces
}

/// Adds a chunk; in halves, where its tags and entities make it larger than a part.
fn add(pieces: &mut Vec<Html>, chunk: &str, write: &dyn Fn(&str, &mut Vec<Html>)) {
    let before = pieces.len();
    write(chunk, pieces);
    let is_large = |piece: &Html| latin::size(piece.as_str()) > PART;
    if pieces[before..].iter().any(is_large) && chunk.len() > SMALLEST {
        pieces.truncate(before);
        let (first, second) = chunk.split_at(cut(chunk, chunk.len() / 2));
        add(pieces, first, write);
        add(pieces, second, write);
    }
}

/// Bytes of a text that fit in a part whatever they become.
const SMALLEST: usize = 200;

/// Cuts a long text at blank lines, else at the ends of lines, else anywhere.
fn chunks(mut text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    while text.len() > CHUNK {
        let (chunk, rest) = text.split_at(cut(text, CHUNK));
        chunks.push(chunk);
        text = rest;
    }
    chunks.push(text);
    chunks
}

/// Where to cut a text that is longer than so many bytes.
fn cut(text: &str, bytes: usize) -> usize {
    let boundary = |at: &usize| text.is_char_boundary(*at);
    let room = &text[..(0..=bytes).rev().find(boundary).unwrap_or(0)];
    let end = room.rfind("\n\n").or_else(|| room.rfind('\n')).map_or(room.len(), |at| at + 1);
    if end == 0 { (1..text.len()).find(boundary).unwrap_or(text.len()) } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_at_a_cut() {
        for text in [String::new(), "a\n\nb".repeat(4000), "line\n".repeat(4000), "é".repeat(9000)] {
            let chunks = chunks(&text);
            assert!(chunks.iter().all(|chunk| chunk.len() <= CHUNK));
            assert_eq!(chunks.concat(), text);
        }
    }

    #[test]
    fn a_part_has_as_many_pieces_as_fit() {
        let piece = |bytes: usize| {
            let mut piece = Html::default();
            piece.text(&"x".repeat(bytes));
            piece
        };
        let parts = parts([piece(PART / 2), piece(PART / 2), piece(1), piece(PART), piece(1)]);
        let sizes: Vec<usize> = parts.iter().map(|part| part.as_str().len()).collect();
        assert_eq!(sizes, [PART, 1, PART, 1]);
    }

    #[test]
    fn a_piece_is_no_larger_than_a_part() {
        for text in
            ["&<>\"".repeat(9000), "\u{142}".repeat(9000), "- &\n".repeat(4000), "a\u{85} ".repeat(9000)]
        {
            for piece in pieces("x", &text, &[]).iter().chain(&preformatted(&text)) {
                assert!(latin::size(piece.as_str()) <= PART, "{}", &text[..8]);
            }
            let whole: String =
                preformatted(&text).iter().map(|piece| piece.as_str().replace("<pre>", "")).collect();
            assert_eq!(html_escape::decode_html_entities(&whole.replace("</pre>\n", "")), text);
        }
    }
}
