//! Is a block of rows a fix? What stands above it decides.

use super::{block::Block, header::Header, row::Row, shape::is_label};
use crate::grammar::section::Field;

/// Phrases that announce the files of a fix, and those that announce other lists. Lower case.
const STRONG: &[&str] = &[
    "file attributes",
    "fix should have",
    "fix has the",
    "hotfix should",
    "have the listed attributes",
    "following time stamp",
    "following timestamp",
    "following time-stamp",
    "coordinated universal time",
    "resolved by the following",
    "following updated file",
    "updated files",
    "files are updated",
    "file is updated",
    "have been updated",
    "files are modified",
    "file is modified",
    "files were modified",
    "have been modified",
    "are installed by",
    "is installed by",
    "component:",
    "corrected version",
    "correct version",
    "hotfix",
    "hot fix",
    "hot-fix",
    "this fix",
    "the fix",
    "updated version",
    "updated driver",
    "files or later",
    "or later:",
    "later versions of this file",
    "newer version",
    "new version",
    "latest version",
    "fixed version",
    "fixes include the following",
    "is installed when",
    "are installed when",
    "files that are updated",
    "updated device driver",
    "files installed by",
    "patch",
    "receive the following files",
    "extract the contents of the",
    "should have the following",
    "updated modules",
    "the new driver",
    "latest updated",
    "latest release of",
    "of the new ",
    "the current version of",
];

const WEAK: &[&str] = &[
    "update",
    "fix",
    "later",
    "service pack",
    "newer",
    "download",
    "replace",
    "resolve",
    "corrected",
    "corrects",
    "the correct",
    "self-extracting",
    "latest",
    "upgrade",
    "obtain",
    "copy the following files",
];

const AGAINST: &[&str] = &[
    "directory of",
    "contents of the",
    "contents of disk",
    "of the old ",
    "volume in drive",
    "volume serial",
    "<dir>",
    "starts in cabinet",
    "original version",
    "original file",
    "earlier than",
    "older version",
    "old version",
    "prior to",
    "previous version",
    "cause this",
    "causes this",
    "known to cause",
    "confirmed to cause",
    "problem occurs",
    "problem can occur",
    "error message",
    "for example",
    "following output",
    "sample output",
    "similar to the following",
    "looks like",
    "shipped with",
    "ships with",
    "included with",
    "that are included in",
    "incorrect version",
    "wrong version",
    "are not compatible",
    "sample",
    "event log",
    "log entries",
    "could not be reached",
    "before installing",
    "affected",
];

const AGAINST_TITLE: &[&str] = &[
    "directory listing",
    "disk contents",
    "disk director",
    "packing list",
    "cd-rom",
    "cd contents",
    "manifest",
    "sample",
    "redistribut",
    "disk set",
];

/// Lists of files, unless they are an update's.
const LIST_TITLE: &[&str] = &[
    "file list",
    "list of files",
    "contents of",
    "files installed",
    "installed files",
    "file versions",
    "files on",
];

const FOR_TITLE: &[&str] = &["update", "fix", "patch", "available", "upgrade", "service pack", "corrects"];

/// Blocks at or over it give a fix.
pub const ENOUGH: i32 = 3;

/// What the title says for and against.
pub fn title(title: &str) -> i32 {
    let title = title.to_ascii_lowercase();
    let gives = count(FOR_TITLE, &title).min(1);
    let files = i32::from(title.contains("update") && title.contains("file") || title.starts_with("patch:"));
    let lists = count(AGAINST_TITLE, &title) + (1 - gives) * count(LIST_TITLE, &title);
    gives + files - 4 * lists.min(1)
}

/// How much speaks for a block, given what spoke for the one before it in the section.
pub fn score(title: i32, field: Field, block: &Block<'_, '_>, before: i32) -> i32 {
    let carries = block.intro.iter().all(|line| is_label(line)) || is_long_label(&block.intro);
    let near = near(&block.intro);
    let all = lower(&block.intro) + heading(block, carries).as_str();
    let against = 3 * count(AGAINST, &near);
    let said = (3 * count(STRONG, &all)).min(6) + count(WEAK, &all).min(2) - against;
    let own = title + place(field, block) + said + layout(block);
    if carries { own.max(before.clamp(-ENOUGH, ENOUGH) - against) } else { own }
}

/// Lines above a block in which a word against it counts; where the last of them announce a fix, only they do.
const NEAR: usize = 5;
const NEAREST: usize = 2;
const NEW: &[&str] = &["new ", "fix", "updat", "latest", "or later"];

fn near(intro: &[&str]) -> String {
    let last = |lines: usize| lower(&intro[intro.len().saturating_sub(lines)..]);
    let nearest = last(NEAREST);
    let told = count(STRONG, &nearest) > 0 && count(NEW, &nearest) > 0;
    if told { nearest } else { last(NEAR) }
}

/// A label over two or three lines: `Windows 95 version B (Service Release 2) and` …
fn is_long_label(intro: &[&str]) -> bool {
    let ends = intro.last().is_some_and(|line| line.ends_with(':'));
    (2..=3).contains(&intro.len())
        && ends
        && !intro.iter().any(|line| line.ends_with('.') || line.contains(". "))
}

/// The sub-heading, where it speaks for the block at hand.
fn heading(block: &Block<'_, '_>, carries: bool) -> String {
    let context = block.context.filter(|_| !block.follows || carries);
    context.map(|context| format!(" {}", context.to_ascii_lowercase())).unwrap_or_default()
}

fn lower(lines: &[&str]) -> String {
    lines.join(" ").to_ascii_lowercase()
}

fn count(phrases: &[&str], text: &str) -> i32 {
    let found = phrases.iter().filter(|phrase| text.contains(**phrase)).count();
    i32::try_from(found).unwrap_or(0)
}

fn place(field: Field, block: &Block<'_, '_>) -> i32 {
    let rich = block.rows.iter().all(Row::is_rich);
    match field {
        Field::Resolution | Field::Workaround | Field::Status => 1 + i32::from(rich),
        Field::Symptoms | Field::Cause => -3,
        Field::Body => -1,
        _ => 0,
    }
}

/// The table itself: hot fix articles put the date first; comparisons have several files or dates a
/// row; samples are listed with rounded sizes alone.
fn layout(block: &Block<'_, '_>) -> i32 {
    let rows = block.rows.len();
    let many =
        block.rows.iter().filter(|row| row.dates > 1 || row.others > 0 || row.names > 2).count() * 2 > rows;
    let bare = block.rows.iter().all(Row::is_bare);
    let leads = block.header.as_ref().is_some_and(Header::date_leads);
    2 * i32::from(leads) - 4 * i32::from(many) - 4 * i32::from(bare)
}
