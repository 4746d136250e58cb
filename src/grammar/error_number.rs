//! Errors by number, whatever system numbers them.
//!
//! ```text
//! stop     = "stop" [ "error" | "code" | "message" | "screen" ] [ ":" ] code
//! hresult  = "0x8" 7hex | "-214" 7digit
//! ntstatus = "0xC" 7hex | "0x8000000" hex
//! win32    = ( "system" | "win32" | … ) "error" [ "code" ] number | "net helpmsg" number
//! run-time = "run-time error" [ "'" ] number
//! event    = "event id" [ ":" | "=" | "#" ] number … "source:" name
//! ```
//!
//! Hexadecimal codes are those of [`super::error_code`], told apart by their shape; a small one, such as
//! `error 0x5`, is of no known system.

use std::{ops::Range, sync::LazyLock};

use regex::{Captures, Match, Regex};

use super::{
    Placed,
    hint::{self, Hint},
    line::{Line, trim},
    place::Joined,
    section::Section,
    sentence::Unique,
};
use crate::article::{ErrorKind, ErrorNumber};

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?xi-u)
        \b event \s* id [\s:=\#(]* (?<event> [0-9]{1,5} ) \b
        | \b run [-\ ]? time \s error [\s:'"\#(]* (?<run_time> [0-9]{1,5} ) \b
        | \b stop [:\s]* (?: (?:error|code|message|msg|screen) [:\s]* )? (?: \(\s* )?
          (?<stop> 0x[0-9a-f]{1,8} | [0-9a-f]{8} ) \b
        | \b (?: system|win32|windows\snt|lan\smanager|network ) \s error \s* (?: code|number )? [\s:\#]* (?: is\s )?
          (?<win32> [0-9]{1,5} ) \b
        | \b net \s helpmsg \s (?<helpmsg> [0-9]{4} ) \b
        | (?: ^ | (?u: [^0-9a-z] ) ) (?<signed> -214[0-9]{7} ) \b
        "#,
    )
    .ok()
});

static SOURCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi-u)
        \b source (?:\s name)? \s* [:=] \s* (?<named> [a-z][\w.$/-]* (?: \ [A-Z0-9(][\w.$/()-]* ){0,3}? )
        (?: \s{2,} | \s* [,;] | \s+ (?: type|category|event|description|date|time|user|computer|severity|explanation ) \b | \s* $ )
        | \b event \s id \s [0-9]+ ,? \s (?: from|by ) \s (?: the\s )? (?<by> [a-z][\w.$-]* )
        ",
    )
    .ok()
});

/// Reads them in order of first mention; `codes` are the article's hexadecimal codes.
pub fn read(
    title: &Placed<&str>,
    sections: &[Section<'_, '_>],
    codes: &[Placed<String>],
) -> Vec<Placed<ErrorNumber>> {
    let mut found = Unique::default();
    if hint::all(title.value).has(Hint::ErrorNumber) {
        scan(title.value, &mut |error, _| found.push(error, title.span.clone()));
    }
    for section in sections {
        let hinted = section.hinted(Hint::ErrorNumber);
        hinted.for_each(|hinted| paragraph(hinted.lines, section.source, &mut found));
    }
    add_codes(codes, &mut found);
    let mut all = found.into_placed();
    all.sort_by_key(|error| error.span.start);
    all
}

type Found = Unique<ErrorNumber, Range<usize>>;

fn paragraph(lines: &[Line<'_>], source: &str, found: &mut Found) {
    let parts: Vec<&str> = lines.iter().map(|line| trim(line.text)).collect();
    let joined = Joined::new(&parts);
    scan(&joined.text, &mut |error, range| found.push(error, joined.span(source, &joined.text[range])));
}

/// Finds the numbers of one paragraph.
fn scan(text: &str, found: &mut dyn FnMut(ErrorNumber, Range<usize>)) {
    let Some(pattern) = NUMBER.as_ref() else { return };
    let mut sources = None;
    for captures in pattern.captures_iter(text) {
        let Some((kind, number, printed)) = number(&captures) else { continue };
        let sources = sources.get_or_insert_with(|| event_sources(text));
        let source = if kind == ErrorKind::Event { nearest(sources, printed.start()) } else { None };
        let range = captures.get_match().range();
        found(ErrorNumber { kind, number, text: printed.as_str().to_owned(), source }, range);
    }
}

fn number<'t>(captures: &Captures<'t>) -> Option<(ErrorKind, u32, Match<'t>)> {
    let decimal = |printed: Match<'_>| printed.as_str().parse().ok();
    let as_is = |name: &str, kind: ErrorKind| {
        let printed = captures.name(name)?;
        Some((kind, decimal(printed)?, printed))
    };
    as_is("event", ErrorKind::Event)
        .or_else(|| as_is("run_time", ErrorKind::RunTime))
        .or_else(|| as_is("win32", ErrorKind::Win32))
        .or_else(|| as_is("helpmsg", ErrorKind::Win32))
        .or_else(|| {
            let printed = captures.name("stop")?;
            Some((ErrorKind::Stop, hexadecimal(printed.as_str())?, printed))
        })
        .or_else(|| {
            let printed = captures.name("signed")?;
            let number: i32 = printed.as_str().parse().ok().filter(|&number| number != i32::MIN)?;
            Some((ErrorKind::Hresult, number.cast_unsigned(), printed))
        })
}

fn hexadecimal(printed: &str) -> Option<u32> {
    let digits = printed.strip_prefix("0x").or_else(|| printed.strip_prefix("0X")).unwrap_or(printed);
    u32::from_str_radix(digits, 16).ok()
}

/// Who logs events in this paragraph, and where it says so.
fn event_sources(text: &str) -> Vec<(usize, String)> {
    let Some(pattern) = SOURCE.as_ref() else { return Vec::new() };
    let name = |captures: Captures<'_>| {
        let name = captures.name("named").or_else(|| captures.name("by"))?;
        Some((name.start(), name.as_str().trim_end_matches('.').to_owned()))
    };
    pattern.captures_iter(text).filter_map(name).collect()
}

/// A source that stands farther away belongs to another event.
const FAR: usize = 200;

fn nearest(sources: &[(usize, String)], at: usize) -> Option<String> {
    let first = sources.partition_point(|(place, _)| place + FAR < at);
    let near = sources[first..].iter().take_while(|(place, _)| *place <= at + FAR);
    near.min_by_key(|(place, _)| place.abs_diff(at)).map(|(_, name)| name.clone())
}

/// Adds the hexadecimal codes whose shape says what they are.
fn add_codes(codes: &[Placed<String>], found: &mut Found) {
    for code in codes {
        let Some(number) = hexadecimal(&code.value) else { continue };
        if let Some(kind) = kind(&code.value, number) {
            let error = ErrorNumber { kind, number, text: code.value.clone(), source: None };
            found.push(error, code.span.clone());
        }
    }
}

/// Codes of stop messages are small and printed in full width.
const LAST_STOP: u32 = 0x3ff;

fn kind(printed: &str, number: u32) -> Option<ErrorKind> {
    match number {
        0..=LAST_STOP if printed.len() == 10 => Some(ErrorKind::Stop),
        0x8000_0000..0x8000_0040 | 0xc000_0000..0xc100_0000 => Some(ErrorKind::Ntstatus),
        0x8000_0040..0x8100_0000 => Some(ErrorKind::Hresult),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::{error_code, section::Field, sentence::tests::with_section};

    fn errors(text: &str) -> String {
        let title = Placed { value: "", span: 0..0 };
        let found = with_section(Field::Body, text, |sections| {
            read(&title, sections, &error_code::read(&title, sections))
        });
        let show = |error: &Placed<ErrorNumber>| {
            let ErrorNumber { kind, number, text, source } = &error.value;
            format!("{kind:?} {number} {text} {}", source.as_deref().unwrap_or("-"))
        };
        found.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn numbers_of_each_system() {
        for (text, found) in [
            ("STOP 0x0000000A (0x1, 0x2)", "Stop 10 0x0000000A -"),
            ("a Stop: 0000001E screen", "Stop 30 0000001E -"),
            ("STOP Message 0x7B", "Stop 123 0x7B -"),
            ("0x0000000A (0xC0503000, 0x00000002)", "Stop 10 0x0000000A -"),
            ("fails with 0x80040154", "Hresult 2147746132 0x80040154 -"),
            ("run-time error '-2147221164 (80040154)'", "Hresult 2147746132 -2147221164 -"),
            ("exception 0xC0000005", "Ntstatus 3221225477 0xC0000005 -"),
            ("System error 53 has occurred.", "Win32 53 53 -"),
            ("Type NET HELPMSG 2182", "Win32 2182 2182 -"),
            ("Run-time error '429':\nActiveX", "RunTime 429 429 -"),
            ("Event ID: 9\nSource: atdisk\nType: Error", "Event 9 9 atdisk"),
            ("Source: Service Control Manager  Event ID 7000", "Event 7000 7000 Service Control Manager"),
            ("Event ID 11 from atdisk is logged.", "Event 11 11 atdisk"),
            ("error 0x5", ""),
            ("S-1-5-21-2092848103-1120294241", ""),
            ("Stop the service. Do not stop 12 users.", ""),
        ] {
            assert_eq!(errors(text), found, "{text}");
        }
    }
}
