//! Listings with a line for each file: `DIR` and `ls -l`.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::time::{self, Order};
use super::{File, Problem, problem};

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours")
}

/// Date, time, size, then the short name (`/x`) and the name.
static NT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(\d{1,4}[/.-]\d\d?[/.-]\d{2,4})\s+(\d\d?:\d\d(?::\d\d)?\s?(?i:[ap]m?)?)\s+([\d,.\u{a0}]+)\s+",
        r"(?:(\S*~\S*)\s+)?(\S.*)$"
    ))
});

/// Name and ending in columns, size, date, time, and perhaps the long name.
static DOS: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^([^\s.]{1,8})\s+(?:([^\s.]{1,3})\s+)?([\d,.]+)\s+(\d\d?[-/.]\d\d?[-/.]\d{2,4})\s+",
        r"(\d\d?:\d\d(?::\d\d)?\s?(?i:[ap]m?)?)(?:\s+(\S.*))?$"
    ))
});

/// Rights, links, owner, group, size, then one of three forms of date, and the name.
static LS: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^-[rwxsStT-]{9}[.+@]?\s+\d+\s+\S+\s+(?:\S+\s+)?(\d+)\s+",
        r"(?:(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d)(?::[\d.]+)?(?:\s+[+-]\d{4})?",
        r"|([A-Z][a-z]{2})\s+(\d\d?)\s+(?:(\d{4})|\d\d?:\d\d))\s+(\S.*)$"
    ))
});

static DIRECTORY: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*Directory of\s+(\S.*?)\s*$"));

/// The files of a listing, and the lines that look like one and were not understood.
pub fn read(text: &str) -> (Vec<File>, Vec<Problem>) {
    let order = time::order(text.lines().filter_map(date_of));
    let (mut files, mut problems, mut folder) = (Vec::new(), Vec::new(), String::new());
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end();
        if let Some(found) = DIRECTORY.captures(line) {
            found[1].clone_into(&mut folder);
        } else if let Some(found) = line.strip_suffix(':').filter(|_| is_ls_folder(line)) {
            found.clone_into(&mut folder);
        } else if let Some(file) = file(line, order) {
            files.push(File { path: joined(&folder, &file.path), ..file });
        } else if looks_like_a_file(line) {
            problems.push(problem(number, line));
        }
    }
    (files, problems)
}

/// The date of a `DIR` line.
fn date_of(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let nt = NT.captures(line).and_then(|found| found.get(1));
    nt.or_else(|| DOS.captures(line).and_then(|found| found.get(4))).map(|date| date.as_str())
}

/// `./system32:`, `/mnt/c/winnt:`.
fn is_ls_folder(line: &str) -> bool {
    line.starts_with(['.', '/']) && !line.starts_with(". ")
}

/// The separators of Windows become `/`, as everywhere else.
fn joined(folder: &str, name: &str) -> String {
    let folder = folder.replace('\\', "/");
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    if folder.is_empty() || folder == "." { name.to_owned() } else { format!("{folder}/{name}") }
}

fn looks_like_a_file(line: &str) -> bool {
    let told = line.contains(':') && line.bytes().filter(u8::is_ascii_digit).count() >= 8;
    told && line.contains('.')
        && !line.contains('<')
        && !line.starts_with(['d', 'l'])
        && !line.contains("(s)")
}

fn file(line: &str, order: Order) -> Option<File> {
    let nt =
        NT.captures(line).and_then(|found| by_columns(&found[5], &found[3], &found[1], &found[2], order));
    nt.or_else(|| DOS.captures(line).and_then(|found| dos(&found, order)))
        .or_else(|| LS.captures(line).and_then(|found| unix(&found)))
}

fn dos(found: &Captures<'_>, order: Order) -> Option<File> {
    let short = match found.get(2) {
        Some(ending) => format!("{}.{}", &found[1], ending.as_str()),
        None => found[1].to_owned(),
    };
    let name = found.get(6).map_or(short.as_str(), |long| long.as_str());
    by_columns(name, &found[3], &found[4], &found[5], order)
}

fn by_columns(name: &str, size: &str, date: &str, clock: &str, order: Order) -> Option<File> {
    let digits: String = size.chars().filter(char::is_ascii_digit).collect();
    let (modified, is_day) = time::moment(time::date(date, order), time::time(clock));
    Some(File {
        path: name.to_owned(),
        size: Some(digits.parse().ok()?),
        modified,
        is_day,
        ..File::default()
    })
}

fn unix(found: &Captures<'_>) -> Option<File> {
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let (date, clock) = match (part(2), part(6)) {
        (Some(iso), _) => (time::date(iso, Order::MonthFirst), part(3).and_then(time::time)),
        (None, Some(year)) => {
            let (month, day) = (time::month(part(4)?)?, part(5)?.parse().ok()?);
            (Date::new(year.parse().ok()?, month, day).ok(), None)
        }
        // Within the last half year: that of a copy.
        (None, None) => (None, None),
    };
    let (modified, is_day) = time::moment(date, clock);
    Some(File { path: found[7].to_owned(), size: found[1].parse().ok(), modified, is_day, ..File::default() })
}
