//! Files that the article gives as (part of) a fix.
//!
//! ```text
//! section = { sub-heading | block }
//! block   = { text line } { header | rule | platform line | row | blank line }
//! row     = name { field } | { field } name { field }      with "|" between them in drawn tables
//! ```
//!
//! A row gives a name and a date, time, size or version ([`row`]); rows under one introduction are a
//! block ([`block`]); what stands above the block tells fixes from other lists ([`judge`]).

mod block;
mod header;
mod judge;
mod row;
mod scan;
mod token;

use super::{line::Line, section::Section};
use crate::article::FixFile;

/// Reads the fix files of all sections; `unread` is told of rows that look like one and are not understood.
pub fn read<'a>(
    title: &str,
    sections: &[Section<'_, 'a>],
    unread: &mut dyn FnMut(&Line<'a>),
) -> Vec<FixFile> {
    let mut files = Vec::new();
    let title = judge::title(title);
    for section in sections {
        if !section
            .lines
            .iter()
            .any(|line| block::may_be_row(line.text))
        {
            continue;
        }
        let mut score = 0;
        for block in block::find(section.lines) {
            score = judge::score(title, section.field, &block, score);
            if std::env::var_os("DBG").is_some() {
                eprintln!(
                    "BLOCK {score} {:?} ctx={:?} intro={:?} rows={}",
                    section.field,
                    block.context,
                    block.intro.join(" "),
                    block.rows.len()
                );
                for row in &block.rows {
                    eprintln!("   ROW {:?}", row);
                }
            }
            if score >= judge::ENOUGH {
                block.unread.iter().for_each(|line| unread(line));
                files.extend(block.rows.into_iter().map(|row| FixFile {
                    context: block.context.map(str::to_owned),
                    ..row.file
                }));
            }
        }
    }
    files
}
