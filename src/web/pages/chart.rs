//! Bar charts as SVG that the page holds: numbers in, places of bars out.

use crate::output::words;

/// What a chart draws, a value a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub name: String,
    pub count: u64,
    pub href: String,
}

/// Bars that stand on a line, in units of the picture.
pub struct Columns {
    pub title: &'static str,
    /// What a bar counts.
    pub of: &'static str,
    pub width: usize,
    pub bars: Vec<Bar>,
    pub values: Vec<Value>,
}

/// A bar.
pub struct Bar {
    pub x: usize,
    pub y: usize,
    pub height: usize,
    pub name: String,
    pub shown: String,
    pub label: String,
    pub href: String,
}

/// Height of the highest bar, and where the line is that bars stand on.
pub const HEIGHT: usize = 150;
pub const BASE: usize = 170;

/// From one bar to the next.
pub const STEP: usize = 44;

/// Draws values side by side.
pub fn columns(title: &'static str, of: &'static str, values: Vec<Value>) -> Columns {
    let most = values.iter().map(|value| value.count).max().unwrap_or(1).max(1);
    let bars = values.iter().enumerate().map(|(at, value)| bar(at, value, most, of)).collect();
    Columns { title, of, width: values.len() * STEP, bars, values }
}

fn bar(at: usize, value: &Value, most: u64, of: &str) -> Bar {
    let height = high(value.count, most);
    let shown = words::count(value.count);
    let label = format!("{}: {shown} {of}", value.name);
    Bar {
        x: at * STEP,
        y: BASE - height,
        height,
        name: value.name.clone(),
        shown,
        label,
        href: value.href.clone(),
    }
}

/// What is not nothing is seen.
fn high(count: u64, most: u64) -> usize {
    (count * HEIGHT as u64).div_ceil(most) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_end_at_their_edge_and_show_the_smallest() {
        assert_eq!((high(0, 9), high(1, 1_000_000), high(9, 9), high(1, 2)), (0, 1, 150, 75));
    }

    #[test]
    fn a_bar_says_what_it_shows() {
        let value = Value { name: "1999".into(), count: 1200, href: "/x".into() };
        let chart = columns("Years", "articles", vec![value]);
        let bar = &chart.bars[0];
        assert_eq!((bar.label.as_str(), bar.y, bar.height), ("1999: 1,200 articles", 20, 150));
    }
}
