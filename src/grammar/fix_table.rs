//! Files that the article gives as (part of) a fix.
//!
//! ```text
//! section = { sub-heading | block | sentence }
//! block   = { text line } { header | rule | platform line | row | blank line }
//! row     = name { field } | { field } name { field }      with "|" between them in drawn tables
//! ```
//!
//! A row gives a name and a date, time, size or version ([`row`]); rows under one introduction are a
//! block ([`block`]); what stands above the block tells fixes from other lists ([`judge`]). Sentences
//! give a file only where they say that it corrects something ([`prose`]).

mod block;
mod clock;
mod glance;
mod header;
mod judge;
mod prose;
mod row;
mod scan;
mod shape;
mod token;
mod words;
mod worth;

use std::cell::LazyCell;

use ahash::AHashSet;
use glance::{Look, looks};

use super::{
    NoteKind, Placed,
    line::Line,
    section::{Field, Section},
};
use crate::article::{Architecture, FixFile};

/// Reads the fix files of all sections; `unread` is told of rows that look like one and are not understood.
pub fn read<'a>(
    title: &str,
    sections: &[Section<'_, 'a>],
    unread: &mut dyn FnMut(NoteKind, &Line<'a>),
) -> Vec<Placed<FixFile>> {
    let mut files = Vec::new();
    let title = LazyCell::new(|| judge::title(title));
    for section in sections {
        let looks = looks(section.lines, section.span());
        if !looks.is_empty() {
            let unread = &mut |line: &Line<'a>| unread(NoteKind::FixFileNotRead, line);
            read_tables(&title, section, &looks, &mut files, unread);
            read_sentences(section, &looks, &mut files);
        }
    }
    if files.is_empty() {
        let announcing = sections.iter().filter_map(announcing);
        announcing.for_each(|line| unread(NoteKind::FixFilesNotFound, line));
    }
    files.iter_mut().for_each(|file: &mut Placed<FixFile>| complete(&mut file.value));
    files
}

/// The line in which a section announces the attributes of a fix's files.
fn announcing<'s, 'a>(section: &Section<'s, 'a>) -> Option<&'s Line<'a>> {
    const PHRASES: [&str; 3] = ["following file attributes", "file attributes or", "following time stamp"];
    let says = |text: &str| PHRASES.iter().any(|phrase| text.contains(phrase));
    let fixes = matches!(section.field, Field::Resolution | Field::Workaround | Field::Status);
    if fixes && says(section.span()) { section.lines.iter().find(|line| says(line.text)) } else { None }
}

/// Adds what files of different articles are compared by.
fn complete(file: &mut FixFile) {
    file.version_number = file.version.as_deref().and_then(|version| version.parse().ok());
    file.architecture = file.platform.as_deref().and_then(Architecture::of);
}

fn read_tables<'a>(
    title: &LazyCell<i32, impl FnOnce() -> i32>,
    section: &Section<'_, 'a>,
    looks: &[Look],
    files: &mut Vec<Placed<FixFile>>,
    unread: &mut dyn FnMut(&Line<'a>),
) {
    let mut score = 0;
    block::find(section, looks, &mut |block| {
        score = judge::score(**title, section.field, &block, score);
        if score < judge::ENOUGH {
            return;
        }
        block.unread.iter().for_each(|line| unread(line));
        let context = block.context.map(str::to_owned);
        files.extend(block.rows.into_iter().zip(block.lines).map(|(row, line)| {
            let line = line.trim();
            let file = FixFile { context: context.clone(), ..row.file };
            Placed::new(file, section.source, line, line)
        }));
    });
}

/// Adds what sentences give and no table gave before.
fn read_sentences(section: &Section<'_, '_>, looks: &[Look], files: &mut Vec<Placed<FixFile>>) {
    if matches!(section.field, Field::Symptoms | Field::Cause | Field::References) {
        return;
    }
    let found = prose::files(section.lines, looks, section.source);
    if found.is_empty() {
        return;
    }
    let name = |file: &Placed<FixFile>| file.value.name.to_ascii_lowercase();
    let mut names: AHashSet<String> = files.iter().map(name).collect();
    files
        .extend(found.into_iter().map(|row| row.map(|row| row.file)).filter(|file| names.insert(name(file))));
}
