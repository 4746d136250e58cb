//! A long text in parts, each small enough for one page.

use super::MOST_BYTES;
use crate::web::pages::{html::Html, prose};

/// Bytes of the text of a part; the rest of the page needs some too.
const PART: usize = MOST_BYTES - 14_000;

/// Bytes of an article's text that are kept together at most.
const CHUNK: usize = 6_000;

/// Pieces in order, put together to parts.
pub fn parts(pieces: impl IntoIterator<Item = Html>) -> Vec<Html> {
    let mut parts = vec![Html::default()];
    for piece in pieces {
        match parts.last_mut() {
            Some(last) if last.is_empty() || last.len() + piece.len() <= PART => {
                last.append(&piece);
            }
            _ => parts.push(piece),
        }
    }
    parts
}

/// A section as pieces, none much larger than a chunk.
pub fn pieces(heading: &str, text: &str, links: prose::Links<'_>) -> Vec<Html> {
    let mut title = Html::default();
    title.tag("<h2>").text(heading).tag("</h2>\n");
    let blocks = chunks(text).into_iter().flat_map(|chunk| prose::blocks(chunk, links));
    let blocks = blocks.map(|block| prose::html(&block, "/old"));
    std::iter::once(title).chain(blocks).collect()
}

/// Cuts a long text at blank lines, else at the ends of lines, else anywhere.
fn chunks(mut text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    while text.len() > CHUNK {
        let most = (0..=CHUNK).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let room = &text[..most];
        let end = room.rfind("\n\n").or_else(|| room.rfind('\n')).map_or(room.len(), |at| at + 1);
        let (chunk, rest) = text.split_at(end);
        chunks.push(chunk);
        text = rest;
    }
    chunks.push(text);
    chunks
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
        let sizes: Vec<usize> = parts.iter().map(Html::len).collect();
        assert_eq!(sizes, [PART, 1, PART, 1]);
    }
}
