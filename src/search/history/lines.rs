//! Two lists of lines held against each other.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};
use schemars::JsonSchema;
use serde::Serialize;

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
pub fn hunks(old: &[String], new: &[String]) -> Vec<Vec<Line>> {
    let mut input = InternedInput::default();
    input.update_before(old.iter().map(String::as_str));
    input.update_after(new.iter().map(String::as_str));
    let mut hunks: Vec<Vec<Line>> = Vec::new();
    // The line of `old` behind what is shown so far.
    let mut shown = 0;
    let changes = changes(&input);
    for (at, change) in changes.iter().enumerate() {
        let Range { start, end } = change.before;
        let next = changes.get(at + 1).map_or(old.len(), |next| next.before.start);
        if hunks.is_empty() || start > shown + AROUND {
            hunks.push(kept(&old[start.saturating_sub(AROUND)..start]));
        } else if let Some(hunk) = hunks.last_mut() {
            hunk.extend(kept(&old[shown..start]));
        }
        shown = next.min(end + AROUND);
        if let Some(hunk) = hunks.last_mut() {
            hunk.extend(changed(&old[start..end], &new[change.after.clone()]));
            hunk.extend(kept(&old[end..shown]));
        }
    }
    hunks
}

/// What one list has in the place of what the other has.
struct Change {
    before: Range<usize>,
    after: Range<usize>,
}

fn changes(input: &InternedInput<&str>) -> Vec<Change> {
    let mut diff = Diff::compute(Algorithm::Histogram, input);
    diff.postprocess_no_heuristic(input);
    let places = |range: Range<u32>| range.start as usize..range.end as usize;
    diff.hunks().map(|hunk| Change { before: places(hunk.before), after: places(hunk.after) }).collect()
}

fn kept(lines: &[String]) -> Vec<Line> {
    lines.iter().map(|text| Line::whole(Fate::Kept, text)).collect()
}

fn changed(before: &[String], after: &[String]) -> impl Iterator<Item = Line> {
    let whole = |fate| move |text: &String| Line::whole(fate, text);
    let mut removed: Vec<Line> = before.iter().map(whole(Fate::Removed)).collect();
    let mut added: Vec<Line> = after.iter().map(whole(Fate::Added)).collect();
    removed.iter_mut().zip(&mut added).for_each(|(old, new)| mark(old, new));
    removed.into_iter().chain(added)
}

/// Marks the words that only one of the two has.
fn mark(old: &mut Line, new: &mut Line) {
    let (before, after) = (old.text.clone(), new.text.clone());
    let mut input = InternedInput::default();
    input.update_before(words(&before));
    input.update_after(words(&after));
    let changes = changes(&input);
    let lost: usize = changes.iter().map(|change| change.before.len() + change.after.len()).sum();
    let all = input.before.len() + input.after.len();
    if (all - lost) as f32 / (all.max(1) as f32) < ALIKE {
        return;
    }
    let extend_all = |line: &mut Line, text: &str, ranges: &mut dyn Iterator<Item = &Range<usize>>| {
        // Where each word begins, and the last one ends.
        let starts = words(text).scan(0, |at, word| Some(std::mem::replace(at, *at + word.len())));
        let starts: Vec<usize> = starts.chain([text.len()]).collect();
        ranges
            .filter(|range| !range.is_empty())
            .for_each(|range| extend(line, starts[range.start]..starts[range.end]));
    };
    extend_all(old, &before, &mut changes.iter().map(|change| &change.before));
    extend_all(new, &after, &mut changes.iter().map(|change| &change.after));
}

/// Words, and the blanks between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_blank = rest.chars().next()?.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != is_blank).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        Some(word)
    })
}

/// Appends a mark, to the last one where only blanks part them.
fn extend(line: &mut Line, range: Range<usize>) {
    let Line { text, marks, .. } = line;
    match marks.last_mut().filter(|last| text[last.1..range.start].trim().is_empty()) {
        Some(last) => last.1 = range.end,
        None => marks.push((range.start, range.end)),
    }
}
