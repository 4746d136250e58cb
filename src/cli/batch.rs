//! Many queries of one index: one on each line of a file, one answer on each line of the output.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor},
    path::Path,
};

use serde::Serialize;

use super::{CliError, Context, Outcome, open, words};
use crate::{
    index::Index,
    output::json::{Records, Shape, to_line},
    search::{Request, SearchError, search},
    stream,
};

/// The answer to a query that a strict search refuses.
#[derive(Serialize)]
struct Refused<'a> {
    query: &'a str,
    error: String,
}

/// A line of the output, and whether it holds a hit.
struct Answer {
    json: Vec<u8>,
    found: bool,
}

/// Asks what stands on each line of `path`, or of standard input for `-`, as `request` asks.
pub fn run(path: &Path, request: &Request, context: &mut Context<'_>) -> Result<Outcome, CliError> {
    let queries = queries(path)?;
    let index = open::index(context)?;
    let mut records = Records::new(&mut context.out, Shape::Lines);
    let mut found = false;
    let work =
        |line: io::Result<Vec<u8>>| answer(&index, request, &line.map_err(|error| unread(path, &error))?);
    stream::in_order(queries, work, |answer: Result<Answer, CliError>| {
        let answer = answer?;
        found |= answer.found;
        Ok::<(), CliError>(records.write_lines(&answer.json)?)
    })?;
    Ok(Outcome::any(found))
}

fn queries(path: &Path) -> Result<impl Iterator<Item = io::Result<Vec<u8>>>, CliError> {
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(path).map_err(|error| unread(path, &error))?))
    };
    let first = input.fill_buf().map_err(|error| unread(path, &error))?;
    if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
        // The lines of UTF-16 are told apart only once it is read.
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).map_err(|error| unread(path, &error))?;
        input = Box::new(Cursor::new(words::text(&bytes).into_owned()));
    }
    Ok(input.split(b'\n'))
}

fn unread(path: &Path, error: &io::Error) -> CliError {
    CliError::new(format!("cannot read the queries in {}", path.display()), error)
        .try_instead("give a file with a query on each line, or - for standard input")
}

fn answer(index: &Index, request: &Request, line: &[u8]) -> Result<Answer, CliError> {
    let query = words::text(line).trim().to_owned();
    let request = Request { query, ..request.clone() };
    let mut json = Vec::with_capacity(1 << 14);
    let found = match search(index, &request) {
        Ok(results) => {
            to_line(&mut json, &results)?;
            !results.hits.is_empty()
        }
        Err(SearchError::Query(error)) => {
            to_line(&mut json, &Refused { query: &request.query, error: error.to_string() })?;
            false
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Answer { json, found })
}
