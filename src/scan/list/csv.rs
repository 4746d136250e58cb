//! CSV with a heading line; the columns may stand in any order.

use csv::{ReaderBuilder, StringRecord};

use super::time::{self, Order};
use super::{File, Problem, problem};
use crate::article::Architecture;

/// Where the columns stand.
struct Columns {
    name: usize,
    size: Option<usize>,
    date: Option<usize>,
    time: Option<usize>,
    version: Option<usize>,
    platform: Option<usize>,
}

/// The files of a CSV text; `None` where its first line has no column for names.
pub fn read(text: &str) -> Option<(Vec<File>, Vec<Problem>)> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let count = |mark: u8| first.bytes().filter(|&byte| byte == mark).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|&mark| count(mark))?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns = columns(reader.headers().ok()?)?;
    let records: Vec<_> = (2..).zip(reader.records()).collect();
    let dates = records.iter().filter_map(|(_, record)| {
        let cell = record.as_ref().ok()?.get(columns.date?)?;
        cell.split_whitespace().next()
    });
    let order = time::order(dates);
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for (number, record) in &records {
        match record.as_ref().ok().and_then(|record| file(record, &columns, order)) {
            Some(file) => files.push(file),
            None => problems.push(problem(*number, "a row without a name")),
        }
    }
    Some((files, problems))
}

fn columns(heading: &StringRecord) -> Option<Columns> {
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '_'], "");
    let names: Vec<String> = heading.iter().map(plain).collect();
    let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    Some(Columns {
        name: find(&["path", "fullname"]).or_else(|| find(&["name", "file", "filename"]))?,
        size: find(&["size", "length", "bytes"]),
        date: find(&["date", "modified", "lastmodified", "datemodified", "lastwritetime"]),
        time: find(&["time"]),
        version: find(&["version", "fileversion"]),
        platform: find(&["platform", "machine", "architecture"]),
    })
}

fn file(record: &StringRecord, columns: &Columns, order: Order) -> Option<File> {
    let cell = |at: Option<usize>| record.get(at?).map(str::trim).filter(|cell| !cell.is_empty());
    let name = cell(Some(columns.name))?;
    let parted = |cell| str::split_once(cell, [' ', 'T']).unwrap_or((cell, ""));
    let (date, clock) = cell(columns.date).map(parted).unzip();
    let clock = clock.filter(|clock| !clock.is_empty()).or_else(|| cell(columns.time));
    let date = date.and_then(|date| time::date(date, order));
    let (modified, is_day) = time::moment(date, clock.and_then(time::time));
    let digits = |size: &str| size.chars().filter(char::is_ascii_digit).collect::<String>();
    Some(File {
        path: name.replace('\\', "/"),
        size: cell(columns.size).and_then(|size| digits(size).parse().ok()),
        modified,
        is_day,
        version: cell(columns.version).and_then(|version| version.parse().ok()),
        architecture: cell(columns.platform).and_then(Architecture::of),
        ..File::default()
    })
}
