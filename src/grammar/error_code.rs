//! Hexadecimal error, stop and status codes.
//!
//! ```text
//! code       = ( "0x" | "0X" ) 1*16hex             at a word's edge, in a line that is no program code
//! announced  = ( "stop" | "error" | "status" | "exception" | … ) { "code" | "is" | ":" | … } code
//! parameters = code ( "(" | "[" ) code { code } ( ")" | "]" )
//! ```
//!
//! A number of the shape that systems give to failures (`0x8004…`, `0xC000…`) is a code wherever it
//! stands, but for addresses; any other number only where the words before it announce one. The
//! parameters behind a stop code are none.

use super::{
    Placed, Span,
    line::{Line, offset},
    section::Section,
    sentence::{Unique, bare, is_any},
};

/// Words that may stand between the announcement and the code.
const BETWEEN: [&str; 32] = [
    "a",
    "an",
    "and",
    "code",
    "codes",
    "following",
    "general",
    "hex",
    "hexadecimal",
    "id",
    "is",
    "message",
    "messages",
    "msg",
    "no",
    "number",
    "numbers",
    "of",
    "or",
    "return",
    "returned",
    "returns",
    "screen",
    "system",
    "the",
    "value",
    "was",
    "with",
    "fatal",
    "minor",
    "such",
    "as",
];
const ANNOUNCE: [&str; 10] =
    ["trap", "stop", "status", "scode", "hr", "bugcheck", "violation", "fatalexit", "ntstatus", "failure"];
/// These announce one only together with `code`: `exit code`.
const WITH_CODE: [&str; 5] = ["exit", "return", "result", "reason", "completion"];
/// What is named by these is no code, whatever its shape.
const PLACES: [&str; 16] = [
    "address",
    "at",
    "base",
    "from",
    "flags",
    "location",
    "objectid",
    "offset",
    "parameter",
    "params",
    "eip",
    "reading",
    "referenced",
    "to",
    "line",
    "size",
];
const PROGRAM: [&str; 13] =
    ["#define", "==", "&&", "||", "->", "//", "/*", "mov ", "push ", "dword", "REG_", "*/", "Const "];

/// Reads them in order of first mention, the title's first.
pub fn read(title: &Placed<&str>, sections: &[Section<'_, '_>]) -> Vec<Placed<String>> {
    let mut found = Unique::default();
    if maybe(title.value) {
        let words: Vec<&str> = title.value.split_whitespace().collect();
        // A title is unescaped and folded: its codes stand somewhere in what it was read from.
        scan(&words, &mut |code| found.push(code.to_owned(), title.span.clone()));
    }
    let mut words = Vec::new();
    for section in sections.iter().filter(|section| maybe(section.span())) {
        for paragraph in section.lines.split(super::line::Line::is_blank) {
            if paragraph.iter().any(|line| maybe(line.text)) {
                words.clear();
                let prose = paragraph.iter().filter(|line| !is_program(line));
                words.extend(prose.flat_map(|line| line.text.split_whitespace()));
                scan(&words, &mut |code| found.push(code.to_owned(), place(section.source, code)));
            }
        }
    }
    found.into_placed()
}

/// Where a slice of `source` stands in it.
fn place(source: &str, slice: &str) -> Span {
    let start = offset(source, slice);
    start..start + slice.len()
}

/// Whether there is a `0x` at all.
fn maybe(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'x', b'X', bytes).any(|at| at > 0 && bytes[at - 1] == b'0')
}

/// A statement, a disassembly or a dump of memory.
fn is_program(line: &Line<'_>) -> bool {
    let text = line.text;
    let mut words = text.split_whitespace();
    let dumped = |word: Option<&str>| {
        let word = word.unwrap_or("").trim_start_matches("0x");
        word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let dump = dumped(words.next()) && dumped(words.next());
    maybe(text) && (dump || text.ends_with(';') || PROGRAM.iter().any(|mark| text.contains(mark)))
}

/// Finds the codes of one paragraph.
fn scan<'a>(words: &[&'a str], found: &mut dyn FnMut(&'a str)) {
    // Where the last number ended a word, and whether its parameters are still being listed.
    let (mut number_at, mut parameters) = (None, false);
    for (at, word) in words.iter().enumerate() {
        let mut from = 0;
        while let Some((start, end)) = number(word, from) {
            let prefix = &word[from..start];
            let behind = if from == 0 { number_at.is_some_and(|last| last + 1 == at) } else { true };
            parameters |=
                behind && prefix.trim_start_matches([':', ',']).starts_with(['(', '[']) && prefix.len() <= 2;
            let code = &word[start..end];
            let stop = || stop_code(code, &word[end..], words.get(at + 1).copied());
            if !parameters && (stop() || is_code(code, prefix, &words[..at])) {
                found(code);
            }
            number_at = Some(at);
            from = end;
        }
        parameters &= !word[from..].contains([')', ']']);
    }
}

/// Whether a small number of full width is followed by parameters: a stop code, announced or not.
fn stop_code(code: &str, rest: &str, next: Option<&str>) -> bool {
    let behind = if rest.is_empty() { next.unwrap_or("") } else { rest };
    code.len() == 10
        && code[2..].starts_with("000000")
        && ["(0x", "[0x", "(0X", "[0X"].iter().any(|mark| behind.starts_with(mark))
}

/// The next number at or behind `from`, from its `0x` to its last digit.
fn number(word: &str, mut from: usize) -> Option<(usize, usize)> {
    let bytes = word.as_bytes();
    while let Some(at) = memchr::memchr2(b'x', b'X', bytes.get(from..)?).map(|at| from + at) {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let end = at + 1 + digits;
        let open = match at.checked_sub(2).map(|before| bytes[before]) {
            Some(before) => {
                !before.is_ascii_alphanumeric()
                    && !matches!(before, b'+' | b'-' | b'_' | b'&' | b'*' | b'\\' | b'/' | b'.')
            }
            None => at == 1,
        };
        let closed = bytes
            .get(end)
            .is_none_or(|after| !after.is_ascii_alphanumeric() && !matches!(after, b'_' | b'-' | b'\\'));
        if at > 0 && bytes[at - 1] == b'0' && open && closed && (1..=16).contains(&digits) {
            return Some((at - 1, end));
        }
        from = end;
    }
    None
}

fn is_code(number: &str, prefix: &str, before: &[&str]) -> bool {
    let mut context = std::iter::once(&prefix)
        .chain(before.iter().rev())
        .filter(|word| word.contains(|c: char| c.is_ascii_alphanumeric()));
    if context.clone().next().is_some_and(|word| is_any(word, &PLACES)) {
        return false;
    }
    is_failure(&number[2..]) || announced(&mut context)
}

/// `8000xxxx` to `800Fxxxx`, DirectX's `8876xxxx` and `C000xxxx` to `C04Fxxxx`, less the bare masks.
fn is_failure(digits: &str) -> bool {
    let byte = |at: usize| digits.as_bytes().get(at).map_or(0, u8::to_ascii_lowercase);
    let shape = match (byte(0), byte(1)) {
        (b'8', b'0') => byte(2) == b'0',
        (b'8', b'8') => digits.starts_with("8876"),
        (b'c', b'0') => (b'0'..=b'4').contains(&byte(2)),
        _ => false,
    };
    (7..=8).contains(&digits.len()) && shape && digits[1..].bytes().any(|byte| byte != b'0')
}

/// Whether the words before the number, nearest first, say that it is a code.
fn announced<'a>(context: &mut dyn Iterator<Item = &'a &'a str>) -> bool {
    let (mut coded, mut joined) = (false, false);
    for word in context.take(7) {
        if joined && maybe(word) {
            continue;
        }
        joined = is_any(word, &["and", "or"]);
        let lower = bare(word).to_ascii_lowercase();
        if !lower.is_empty() && lower.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        // `LastError` and `primary_rc` announce one, `LDAP_PARAM_ERROR` is a constant of that value.
        let compound = !word.contains('_')
            && ["error", "errors", "errorcode", "hresult", "exception", "exceptions"]
                .iter()
                .any(|part| lower.ends_with(part))
            || lower.ends_with("_rc");
        if compound || is_any(word, &ANNOUNCE) || (coded && is_any(word, &WITH_CODE)) {
            return true;
        }
        let over = word.ends_with(['.', ')']) && !lower.ends_with("no");
        if over || !is_any(word, &BETWEEN) {
            return false;
        }
        coded |= lower.starts_with("code");
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::{section::Field, sentence::tests::with_section};

    fn title(text: &str) -> Placed<&str> {
        Placed { value: text, span: 0..text.len() }
    }

    fn codes(text: &str) -> String {
        let found = with_section(Field::Body, text, |sections| read(&title(""), sections));
        found.into_iter().map(|code| code.value).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_a_code() {
        for (text, found) in [
            ("It fails (0xc0000139). Click OK.", "0xc0000139"),
            ("Error code\n0XC00703E5 (997)", "0XC00703E5"),
            ("STOP: 0x0000000A(0x004E00CB, 0x00000002,0x00000000,0x801135D8)", "0x0000000A"),
            ("STOP 0x1E [0xc0000005, 0xa3079ce3] and error 0x3f3", "0x1E 0x3f3"),
            ("a status code of 0x36, or the error 0x5", "0x36 0x5"),
            ("exit code 0x03", "0x03"),
            ("Trap 0x50 and Trap 0xA under stress; Code=0x8876024e", "0x50 0xA 0x8876024e"),
            ("an HRESULT of\n0x8002802B in IBase::Invoke", "0x8002802B"),
            ("hr=0x8007000E", "0x8007000E"),
            ("0xC0000005: Access Violation", "0xC0000005"),
            ("error -1003 (0xfffffc15) and primary_rc = 0xF004", "0xfffffc15 0xF004"),
            ("0x0000000A (0xC0503000, 0x00000002)", "0x0000000A"),
            ("Error 0x7B. Error 0x7B.", "0x7B"),
            ("a Stop 0x0000001E or 0x0000000A message", "0x0000001E 0x0000000A"),
        ] {
            assert_eq!(codes(text), found, "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "the port address is 0x320",
            "640x350 and 0xZZ",
            "mov eax,0xc000000d",
            "#define E_FAIL 0x80004005",
            "0x80137992  c20400  retn",
            "a form feed (0x0C)",
            "Access violation at Address 0x80004141",
            "the character code 0x41",
            "LDAP_PARAM_ERROR | 0x59",
            "Flags: 0x80000000",
            "store!EcRpc+0x80040154",
            "0x",
            "x",
        ] {
            assert_eq!(codes(text), "", "{text}");
        }
        assert_eq!(read(&title("STOP 0xA in Tcpip.sys"), &[])[0].value, "0xA");
    }
}
