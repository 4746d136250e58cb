//! The block "The information in this article applies to:".

use std::ops::Range;

use super::line::Line;
use crate::article::AppliesTo;

/// Where the block stands among the body's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The block with its label and both rules.
    pub range: Range<usize>,
    /// The bullets alone.
    pub bullets: Range<usize>,
    /// Whether a rule ends it.
    pub closed: bool,
}

const LABEL: &str = "The information in this article applies to:";

/// Lines that are no bullet are forgiven up to this many, where a rule still ends the block.
const LOOSE: usize = 3;

/// Finds the block: its label within the first lines, its bullets, the rule that ends it.
pub fn find(lines: &[Line<'_>]) -> Option<Block> {
    let label = lines.iter().take(60).position(|line| line.text == LABEL)?;
    let bullets = label + 1;
    let (mut end, mut loose, mut closed) = (bullets, 0, false);
    for (at, line) in lines.iter().enumerate().skip(bullets) {
        if line.is_rule(b'-', 20) {
            (end, closed) = (at, true);
            break;
        }
        if !line.is_blank() && !is_part(line) {
            loose += 1;
        }
        if loose > LOOSE {
            break;
        }
        if loose == 0 {
            end = at + 1;
        }
    }
    let start = if label > 0 && lines[label - 1].is_rule(b'-', 7) {
        label - 1
    } else {
        label
    };
    Some(Block {
        range: start..end + usize::from(closed),
        bullets: bullets..end,
        closed,
    })
}

/// A bullet, or the deeper-indented rest of one.
fn is_part(line: &Line<'_>) -> bool {
    line.text.trim_start().starts_with("- ") || line.text.trim_start() == "-" || line.indent() > 1
}

/// Reads the bullets; `unread` is told of each line that is none.
pub fn read<'a>(_bullets: &[Line<'a>], _unread: &mut dyn FnMut(&Line<'a>)) -> Vec<AppliesTo> {
    Vec::new()
}
