//! A long text in parts, each small enough for one page.

use super::MOST_BYTES;
use crate::web::pages::{html::Html, prose};

/// Bytes of the text of a part; the rest of the page needs some too.
const PART: usize = MOST_BYTES - 8_000;

/// Lines of a listing that are kept together.
const LINES: usize = 100;

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

/// The blocks of a section as pieces, of which none is larger than a part may be.
pub fn pieces(heading: &str, blocks: Vec<prose::Block<'_>>) -> Vec<Html> {
    let mut title = Html::default();
    title.tag("<h2>").text(heading).tag("</h2>\n");
    let blocks = blocks.into_iter().flat_map(small).map(|block| prose::html(&block, "/old"));
    std::iter::once(title).chain(blocks).collect()
}

/// A long listing or list in several.
fn small(block: prose::Block<'_>) -> Vec<prose::Block<'_>> {
    use prose::Block;
    match block {
        Block::Listing(lines) => lines.chunks(LINES).map(|lines| Block::Listing(lines.to_vec())).collect(),
        Block::Bullets(items) => items.chunks(LINES).map(|items| Block::Bullets(items.to_vec())).collect(),
        Block::Steps(steps) => steps.chunks(LINES).map(|steps| Block::Steps(steps.to_vec())).collect(),
        block => vec![block],
    }
}
