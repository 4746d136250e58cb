//! The language of queries, one for every surface.
//!
//! ```text
//! query       = items
//! items       = { item [ "OR" item { "OR" item } ] }      OR joins its two neighbours, no more
//! item        = [ "-" ] ( group | phrase | clause | word )
//! group       = "(" items ")"
//! phrase      = '"' { any but '"' } '"'
//! clause      = field ":" ( phrase | word )               no blank on either side of the colon
//! field       = "title" | "symptoms" | … | "has"          lower case
//! range       = [ end ] ".." [ end ]                      of modified, version and id; at least one end
//! word        = what stands up to white space, or to the ")" that closes a group
//! ```
//!
//! Words without a letter or a digit are passed over. `-` excludes only before a letter, a quotation mark or a
//! parenthesis: `-1018` is a number. A parenthesis opens a group only where an item may begin, and closes one
//! only where one is open. A name that is in capitals, or has nothing, a blank, `/`, `\` or `:` behind its colon,
//! is no field: `Error: 53`, `C:\WINNT`, `http://…`, `12:30` are words.
//!
//! [`parse`] says where a query is wrong. [`read`] never fails: what it cannot read it takes as words, and notes
//! that. Both are one parser, so they agree wherever [`parse`] succeeds. A query is read in linear time; what is
//! deeper than 32 groups, longer than [`LONGEST`] or has more than [`MOST_ITEMS`] items is a problem.

mod ast;
mod error;
mod field;
mod lex;
mod parse;
mod print;
mod problem;
mod reader;
mod shape;
mod value;

pub use ast::{Clause, Item, Query, Span, Text};
pub use error::QueryError;
pub use field::{Field, Part};

use problem::{Kind, Problem};

/// Bytes of a query that are read: some twenty pages.
pub const LONGEST: usize = 64 * 1024;

/// Words, phrases and clauses of a query that are read.
pub const MOST_ITEMS: usize = 1000;

/// Notes on one query.
const MOST_NOTES: usize = 8;

/// The language, for `help query`.
pub const HELP: &str = include_str!("query/help.txt");

/// A query that is taken as it comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    pub query: Query,
    /// What could not be read as it was written, a sentence each.
    pub notes: Vec<String>,
}

/// Reads a query strictly.
///
/// # Errors
/// The first thing that cannot be read, and where it stands.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let (query, problems) = problems(text);
    match problems.into_iter().next() {
        Some(problem) => Err(QueryError::new(text, problem)),
        None => Ok(query),
    }
}

/// Reads any text as a query.
pub fn read(text: &str) -> Read {
    let (query, problems) = problems(text);
    let mut notes: Vec<String> = Vec::new();
    for note in problems.iter().map(|problem| problem.kind.note()) {
        if notes.len() < MOST_NOTES && !notes.contains(&note) {
            notes.push(note);
        }
    }
    Read { query, notes }
}

/// Reads the value of one field alone, such as `4.0sp3..4.0sp6` of `version:`.
///
/// # Errors
/// Where it does not suit the field.
pub fn value(field: Field, text: &str) -> Result<Clause, QueryError> {
    let written = value::Written { text, is_quoted: true };
    value::read(field, written).map_err(|kind| QueryError::new(text, Problem { kind, at: 0..text.len() }))
}

fn problems(text: &str) -> (Query, Vec<Problem>) {
    if text.len() <= LONGEST {
        return parse::parse(text);
    }
    let end = (0..=LONGEST).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    let (query, mut problems) = parse::parse(&text[..end]);
    problems.insert(0, Problem { kind: Kind::TooLong, at: end..end });
    (query, problems)
}

#[cfg(test)]
mod tests;
