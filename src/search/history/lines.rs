//! Two lists of lines held against each other.

use std::time::Instant;

use schemars::JsonSchema;
use serde::Serialize;
use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices_deadline, group_diff_ops};

/// Lines around a change that are shown with it.
const AROUND: usize = 1;

/// Words are marked in lines that have at least this share in common; others were written anew.
const ALIKE: f32 = 0.4;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Kept,
    Removed,
    Added,
}

/// A line of either copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    pub fate: Fate,
    pub text: String,
    /// Byte ranges of `text` that the line in its place does not have; none where all of it is new or gone.
    pub marks: Vec<(usize, usize)>,
}

impl Line {
    fn whole(fate: Fate, text: &str) -> Self {
        Self { fate, text: text.to_owned(), marks: Vec::new() }
    }
}

/// What is different, with what stands around it; none where nothing is.
pub fn hunks(old: &[String], new: &[String], deadline: Instant) -> Vec<Vec<Line>> {
    let ops = capture_diff_slices_deadline(Algorithm::Patience, old, new, Some(deadline));
    let changed = ops.iter().any(|op| !matches!(op, DiffOp::Equal { .. }));
    let groups = if changed { group_diff_ops(ops, AROUND) } else { Vec::new() };
    let hunk = |ops: Vec<DiffOp>| ops.iter().flat_map(|op| lines(op, old, new, deadline)).collect();
    groups.into_iter().map(hunk).collect()
}

fn lines(op: &DiffOp, old: &[String], new: &[String], deadline: Instant) -> Vec<Line> {
    let (before, after) = (&old[op.old_range()], &new[op.new_range()]);
    if let DiffOp::Equal { .. } = op {
        return before.iter().map(|text| Line::whole(Fate::Kept, text)).collect();
    }
    let mut removed: Vec<Line> = before.iter().map(|text| Line::whole(Fate::Removed, text)).collect();
    let mut added: Vec<Line> = after.iter().map(|text| Line::whole(Fate::Added, text)).collect();
    removed.iter_mut().zip(&mut added).for_each(|(old, new)| mark(old, new, deadline));
    removed.into_iter().chain(added).collect()
}

/// Marks the words that only one of the two has.
fn mark(old: &mut Line, new: &mut Line, deadline: Instant) {
    let (before, after) = (old.text.clone(), new.text.clone());
    let diff = TextDiff::configure().deadline(deadline).diff_words(before.as_str(), after.as_str());
    if diff.ratio() < ALIKE {
        return;
    }
    let (mut old_at, mut new_at) = (0, 0);
    for change in diff.iter_all_changes() {
        let length = change.value().len();
        match change.tag() {
            similar::ChangeTag::Equal => {
                old_at += length;
                new_at += length;
            }
            similar::ChangeTag::Delete => extend(old, &mut old_at, length),
            similar::ChangeTag::Insert => extend(new, &mut new_at, length),
        }
    }
}

/// Appends a mark, to the last one where only blanks part them.
fn extend(line: &mut Line, at: &mut usize, length: usize) {
    let end = *at + length;
    let Line { text, marks, .. } = line;
    match marks.last_mut().filter(|last| text[last.1..*at].trim().is_empty()) {
        Some(last) => last.1 = end,
        None => marks.push((*at, end)),
    }
    *at = end;
}
