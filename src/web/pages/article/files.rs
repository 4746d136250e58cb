//! The table of fix files.

use crate::article::{FixFile, Version};
use crate::output::words;

/// The files under one sub-heading.
pub struct Table {
    pub context: Option<String>,
    /// Names of the columns that have a value, and whether they hold numbers.
    pub columns: Vec<(&'static str, bool)>,
    pub rows: Vec<Vec<Cell>>,
}

/// A value as it is shown, and as it is sorted by where that differs.
#[derive(Clone, Default)]
pub struct Cell {
    pub text: String,
    pub key: Option<String>,
}

impl Cell {
    fn of(text: Option<&str>) -> Self {
        Self { text: text.unwrap_or_default().to_owned(), key: None }
    }
}

const COLUMNS: [(&str, bool); 7] = [
    ("File", false),
    ("Version", false),
    ("Date", false),
    ("Time", false),
    ("Size", true),
    ("Platform", false),
    ("Folder", false),
];

/// A table for every group of files under one sub-heading, without the columns that it leaves empty.
pub fn tables(files: &[FixFile]) -> Vec<Table> {
    files.chunk_by(|a, b| a.context == b.context).map(table).collect()
}

fn table(group: &[FixFile]) -> Table {
    let rows: Vec<[Cell; 7]> = group.iter().map(row).collect();
    let is_used = |at: &usize| rows.iter().any(|row| !row[*at].text.is_empty());
    let used: Vec<usize> = (0..COLUMNS.len()).filter(is_used).collect();
    Table {
        context: group[0].context.clone(),
        columns: used.iter().map(|&at| COLUMNS[at]).collect(),
        rows: rows.iter().map(|row| used.iter().map(|&at| row[at].clone()).collect()).collect(),
    }
}

fn row(file: &FixFile) -> [Cell; 7] {
    let date = file.date.map(|date| date.to_string());
    let size = Cell {
        text: file.size.map(words::count).unwrap_or_default(),
        key: file.size.map(|size| size.to_string()),
    };
    [
        Cell::of(Some(&file.name)),
        Cell {
            key: file.version_number.as_ref().map(Version::sort_key),
            ..Cell::of(file.version.as_deref())
        },
        Cell::of(date.as_deref()),
        Cell::of(file.time.as_deref()),
        size,
        Cell::of(file.platform.as_deref()),
        Cell::of(file.path.as_deref()),
    ]
}
