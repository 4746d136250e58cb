//! JSON: records one at a time as an array or as lines, and single documents.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde::Serialize;

use super::terminal::is_treacherous;
use crate::article::{Article, Provenance};

/// How many records are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `[\n…,\n…\n]\n`: one document, still one record a line.
    Array,
    /// One record a line and nothing else.
    Lines,
}

/// Writes records as they come; none is kept.
pub struct Records<'a> {
    out: &'a mut dyn Write,
    shape: Shape,
    count: u64,
    line: Vec<u8>,
}

impl<'a> Records<'a> {
    /// Records in `shape`; [`Self::finish`] them, or an array stays open.
    pub fn new(out: &'a mut dyn Write, shape: Shape) -> Self {
        Self { out, shape, count: 0, line: Vec::new() }
    }

    /// Writes one record on a line of its own.
    pub fn write(&mut self, record: &impl Serialize) -> io::Result<()> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        to_line(&mut line, record)?;
        self.write_lines(&line)?;
        self.line = line;
        Ok(())
    }

    /// Writes records that [`to_line`] has made JSON.
    pub fn write_lines(&mut self, lines: &[u8]) -> io::Result<()> {
        if self.shape == Shape::Lines {
            return self.out.write_all(lines);
        }
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', lines) {
            self.out.write_all(if self.count == 0 { b"[\n" } else { b",\n" })?;
            self.out.write_all(&lines[from..end])?;
            self.count += 1;
            from = end + 1;
        }
        Ok(())
    }

    /// Closes the array.
    pub fn finish(self) -> io::Result<()> {
        match (self.shape, self.count) {
            (Shape::Array, 0) => self.out.write_all(b"[]\n"),
            (Shape::Array, _) => self.out.write_all(b"\n]\n"),
            (Shape::Lines, _) => Ok(()),
        }
    }
}

/// Writes each record on a line of its own.
pub fn write_each(out: &mut dyn Write, records: &[impl Serialize]) -> io::Result<()> {
    let mut lines = Records::new(out, Shape::Lines);
    records.iter().try_for_each(|record| lines.write(record))?;
    lines.finish()
}

/// A record that says where its judged values were read.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Traced<'a> {
    #[serde(flatten)]
    pub article: &'a Article,
    pub provenance: &'a Provenance,
}

/// Appends `record` to `line` as harmless JSON, with a line end behind it.
pub fn to_line(line: &mut Vec<u8>, record: &impl Serialize) -> io::Result<()> {
    let from = line.len();
    serde_json::to_writer(&mut *line, record)?;
    if let Some(harmless) = harmless(&line[from..]) {
        line.truncate(from);
        line.extend_from_slice(harmless.as_bytes());
    }
    line.push(b'\n');
    Ok(())
}

/// Writes one value, indented for people.
pub fn write_document(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut pieces = Pieces { out, pending: Vec::new() };
    serde_json::to_writer_pretty(&mut pieces, value)?;
    pieces.write_all(b"\n")?;
    pieces.flush()
}

/// Bytes that are made harmless at once.
const PIECE: usize = 1 << 16;

/// Hands on whole lines, made harmless: no string goes over the end of one.
struct Pieces<'a> {
    out: &'a mut dyn Write,
    pending: Vec<u8>,
}

impl Pieces<'_> {
    fn hand_on(&mut self, length: usize) -> io::Result<()> {
        let lines = &self.pending[..length];
        match harmless(lines) {
            Some(harmless) => self.out.write_all(harmless.as_bytes())?,
            None => self.out.write_all(lines)?,
        }
        self.pending.drain(..length);
        Ok(())
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let before = self.pending.len();
        self.pending.extend_from_slice(bytes);
        match memchr::memrchr(b'\n', bytes) {
            Some(last) if self.pending.len() >= PIECE => self.hand_on(before + last + 1)?,
            _ => {}
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on(self.pending.len())
    }
}

/// JSON is the same on a screen and in a pipe, so what a terminal would obey is always escaped; to a
/// reader of JSON the value stays what it was. Such characters stand only in strings. `None` where there is
/// none of them.
fn harmless(json: &[u8]) -> Option<String> {
    // Nearly all records are ASCII, of which the serializer lets only DEL through.
    if json.iter().fold(0, |most, &byte| byte.max(most)) < 0x7f {
        return None;
    }
    std::str::from_utf8(json).ok().filter(|text| text.contains(is_treacherous)).map(escape)
}

fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    for char in json.chars() {
        if is_treacherous(char) {
            for unit in char.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(char);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(shape: Shape, values: &[&str]) -> String {
        let mut out = Vec::new();
        let mut records = Records::new(&mut out, shape);
        for value in values {
            records.write(value).unwrap();
        }
        records.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_record_has_its_line() {
        assert_eq!(records(Shape::Array, &[]), "[]\n");
        assert_eq!(records(Shape::Array, &["a"]), "[\n\"a\"\n]\n");
        assert_eq!(records(Shape::Array, &["a", "b"]), "[\n\"a\",\n\"b\"\n]\n");
        assert_eq!(records(Shape::Lines, &[]), "");
        assert_eq!(records(Shape::Lines, &["a", "b"]), "\"a\"\n\"b\"\n");
    }

    #[test]
    fn treacherous_characters_are_escaped_and_come_back() {
        let value = "\u{9b}31m \u{202e}\u{7f}\u{1b} \u{e0041} \u{e9}";
        let written = records(Shape::Lines, &[value]);
        assert_eq!(written, "\"\\u009b31m \\u202e\\u007f\\u001b \\udb40\\udc41 \u{e9}\"\n");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), value);
    }

    #[test]
    fn documents_are_written_piece_by_piece() {
        let list: Vec<String> = (0..20_000).map(|at| format!("{at} a\nb\u{7f}\u{202e}\u{e9}")).collect();
        let mut out = Vec::new();
        write_document(&mut out, &list).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(is_treacherous) && text.ends_with("]\n"));
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), list);
    }
}
