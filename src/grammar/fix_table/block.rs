//! Blocks: runs of rows under one introduction.
//!
//! ```text
//! block    = { text line } { header | rule | platform line | row | blank line }
//! platform line = "Intel:" | "Alpha" | "x86 (Intel)" …
//! sub-heading = line, rule of "-" as long
//! ```

use super::{
    glance::{Look, may_lead},
    header::{Column, Header},
    row::{self, Row},
    shape::{PLATFORM, is_crossed, is_drawn, is_label, is_rule, text_of},
    words::is_platform,
    worth::holds_table,
};
use crate::grammar::{
    line::{Line, indent, trim},
    section::Section,
};

/// Rows, and what stands above them.
#[derive(Debug)]
pub struct Block<'s, 'a> {
    /// The nearest sub-heading above.
    pub context: Option<&'a str>,
    /// Text lines since the block before or the sub-heading, the last few only.
    pub intro: Vec<&'a str>,
    pub header: Option<Header>,
    pub rows: Vec<Row>,
    /// The line of each row.
    pub lines: Vec<&'a str>,
    /// Lines among the rows that name a file and were not understood.
    pub unread: Vec<&'s Line<'a>>,
    /// Stands under the same sub-heading as the block before.
    pub follows: bool,
}

const INTRO: usize = 12;
/// A longer line is no sub-heading; every row below it has a copy.
const LONGEST: usize = 200;

/// Hands each block of a section to `each`, in order.
pub fn find<'s, 'a>(section: &Section<'s, 'a>, looks: &[Look], each: &mut dyn FnMut(Block<'s, 'a>)) {
    if !holds_table(section, looks) {
        return;
    }
    let lines = section.lines;
    let drawn = lines.iter().rposition(|line| is_drawn(line.text));
    let candidate = looks.iter().rfind(|look| look.is_candidate()).map(|look| look.at);
    let last = drawn.max(candidate).unwrap_or(0);
    let mut finder = Finder::new(looks, each);
    let mut at = 0;
    // What follows the last row matters only to its block.
    while at < lines.len() && (at <= last || !finder.rows.is_empty()) {
        at += finder.line(lines, at);
    }
    finder.flush();
}

struct Finder<'f, 's, 'a> {
    looks: &'f [Look],
    each: &'f mut dyn FnMut(Block<'s, 'a>),
    context: Option<&'a str>,
    intro: Vec<&'a str>,
    header: Option<Header>,
    platform: Option<String>,
    drawn: bool,
    rows: Vec<Row>,
    lines: Vec<&'a str>,
    unread: Vec<&'s Line<'a>>,
    follows: bool,
    before: Before,
}

/// What the line before was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Blank,
    Text,
    Table,
}

impl<'f, 's, 'a> Finder<'f, 's, 'a> {
    fn new(looks: &'f [Look], each: &'f mut dyn FnMut(Block<'s, 'a>)) -> Self {
        Self {
            looks,
            each,
            context: None,
            intro: Vec::new(),
            header: None,
            platform: None,
            drawn: false,
            rows: Vec::new(),
            lines: Vec::new(),
            unread: Vec::new(),
            follows: false,
            before: Before::Blank,
        }
    }

    /// Takes the line at `at`; how many lines it took.
    fn line(&mut self, lines: &'s [Line<'a>], at: usize) -> usize {
        let line = &lines[at];
        let text = text_of(line.text);
        if text.is_empty() {
            self.before = Before::Blank;
        } else if is_rule(text) {
            self.drawn |= is_crossed(text);
        } else if let Some(heading) = sub_heading(lines, at) {
            self.heading(heading);
            return 2;
        } else if let Some(header) = Header::read(line.text) {
            self.header = Some(header);
            self.before = Before::Table;
        } else if !self.row(line, at) {
            self.other(line, text);
        }
        1
    }

    /// Takes a row, if the line at `at` is one.
    fn row(&mut self, line: &'s Line<'a>, at: usize) -> bool {
        let drawn = is_drawn(line.text);
        let table = drawn
            || self.header.is_some()
            || self.before != Before::Text && !line.text.contains(['=', '{']) && !line.text.contains(",,");
        let open = self.header.is_some() || !self.rows.is_empty();
        let may_be = if open { Look::is_candidate } else { Look::is_named };
        let leads = || self.header.is_some() || self.in_table() || table && may_lead(line.text);
        let look = self.looks.binary_search_by_key(&at, |look| look.at).map(|found| self.looks[found]);
        if !drawn && !look.is_ok_and(|look| may_be(&look) && (look.is_full() || leads())) {
            return false;
        }
        let mut row = row::read(line.text, self.header.as_ref());
        if row.is_whole()
            && (table || row.is_full())
            && (row.is_tabular(!self.rows.is_empty())
                || drawn
                || self.in_table() && (row.is_rich() || self.promises_version() && row.leads))
        {
            if row.file.platform.is_none() {
                row.file.platform.clone_from(&self.platform);
            }
            self.drawn |= drawn;
            self.rows.push(row);
            self.lines.push(line.text);
            self.before = Before::Table;
            return true;
        }
        let odd = row.given > 1 && row.file.name.is_empty() || row.names > 0 && row.given > 0;
        if odd && self.in_table() && !self.rows.is_empty() {
            self.unread.push(line);
            return true;
        }
        drawn
    }

    /// Whether the header has a column of versions: then a version alone is enough of a row.
    fn promises_version(&self) -> bool {
        self.header.as_ref().is_some_and(|header| header.has(Column::Version))
    }

    fn in_table(&self) -> bool {
        self.before == Before::Table || self.drawn
    }

    /// A platform line, the rest of a wrapped row, or text.
    fn other(&mut self, line: &'s Line<'a>, text: &'a str) {
        let bare = trim(text.trim_end_matches([':', '.']));
        if text.len() <= PLATFORM && is_platform(bare) {
            self.platform = Some(bare.to_owned());
            return;
        }
        let wrapped = self.before == Before::Table && !self.rows.is_empty() && line.indent() > 1;
        if wrapped {
            return;
        }
        if !self.rows.is_empty() {
            self.flush();
        }
        if !is_label(text) {
            self.header = None;
        }
        self.platform = None;
        if self.intro.len() == INTRO {
            self.intro.remove(0);
        }
        self.intro.push(text);
        self.before = Before::Text;
    }

    fn heading(&mut self, heading: &'a str) {
        self.flush();
        let bare = heading.trim_end_matches(':');
        self.platform = is_platform(bare).then(|| bare.to_owned());
        // A platform groups rows under the words above it; any other sub-heading is a new subject.
        if self.platform.is_none() {
            self.intro.clear();
            self.follows = false;
        }
        self.context = Some(heading);
        self.header = None;
        self.before = Before::Blank;
    }

    fn flush(&mut self) {
        if !self.rows.is_empty() {
            (self.each)(Block {
                context: self.context,
                intro: std::mem::take(&mut self.intro),
                header: self.header.clone(),
                rows: std::mem::take(&mut self.rows),
                lines: std::mem::take(&mut self.lines),
                unread: std::mem::take(&mut self.unread),
                follows: self.follows,
            });
            self.follows = true;
        }
        self.drawn = false;
    }
}

/// The sub-heading at `at`: a line after a blank one, underlined by about as many `-`.
fn sub_heading<'a>(lines: &[Line<'a>], at: usize) -> Option<&'a str> {
    let (line, under) = (lines[at].text, lines.get(at + 1)?.text);
    let rule = trim(under);
    let text = trim(line);
    let is_rule = (3..=LONGEST).contains(&rule.len()) && rule.bytes().all(|byte| byte == b'-');
    let free = at == 0 || lines[at - 1].is_blank();
    let fits = is_rule
        && free
        && text.chars().count().abs_diff(rule.len()) <= 2
        && indent(line).abs_diff(indent(under)) <= 1
        && !text.contains('|')
        && !text.contains("   ")
        && Header::read(line).is_none();
    fits.then_some(text)
}
