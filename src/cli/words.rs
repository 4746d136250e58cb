//! The words of a query as they are typed or piped.

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    io::{self, Read},
    iter::Peekable,
};

use clap::{Arg, Command};

use super::CliError;
use crate::corpus::decode;

/// Bytes of standard input that may be a query.
const LONGEST: u64 = 1 << 20;

/// The words as one query; those of standard input for a lone `-`.
pub fn query(words: &[String]) -> Result<String, CliError> {
    if words == ["-"] { piped(io::stdin().lock()) } else { Ok(words.join(" ")) }
}

fn piped(input: impl Read) -> Result<String, CliError> {
    const DOING: &str = "cannot read the words from standard input";
    let mut bytes = Vec::new();
    let read = input.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| CliError::new(DOING, &error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(CliError::new(DOING, "they are more than 1 MB")
            .try_instead("the lines that say what goes wrong; a few dozen words will do"));
    }
    Ok(text(&bytes).trim().to_owned())
}

/// What people paste: UTF-16 where a byte order mark says so, else UTF-8, else Windows-1252.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    let units = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
            Err(_) => Cow::Owned(decode(bytes).text.into_owned()),
        },
    }
}

/// Puts the words of a search, or of a demo, behind its options, and `--` between them, so that `-printer` is a word wherever it
/// stands. Other verbs are left as they are.
pub fn apart(args: impl IntoIterator<Item = OsString>, cli: &Command) -> Vec<OsString> {
    let mut args = args.into_iter().peekable();
    let mut out: Vec<OsString> = args.by_ref().take(1).collect();
    let verb = loop {
        let Some(arg) = args.next() else { return out };
        if !arg.as_encoded_bytes().starts_with(b"-") {
            break arg;
        }
        push_option(arg, cli, &mut args, &mut out);
    };
    let search = ["search", "demo"].into_iter().find(|name| verb == *name);
    let search = search.and_then(|name| cli.find_subcommand(name));
    out.push(verb);
    match search {
        Some(search) => push_apart(&mut args, search, cli, &mut out),
        None => out.extend(args),
    }
    out
}

fn push_apart(
    args: &mut Peekable<impl Iterator<Item = OsString>>,
    search: &Command,
    cli: &Command,
    out: &mut Vec<OsString>,
) {
    let mut words = vec![OsString::from("--")];
    while let Some(arg) = args.next() {
        if arg == "--" {
            words.extend(args.by_ref());
        } else if !is_option(&arg) {
            words.push(arg);
        } else if takes_value(search, &arg) {
            out.push(arg);
            out.extend(args.next());
        } else if may_take_number(search, &arg)
            && let Some(number) = args.next_if(|next| is_number(next))
        {
            let mut joined = arg;
            joined.push("=");
            joined.push(number);
            out.push(joined);
        } else {
            push_option(arg, cli, args, out);
        }
    }
    if words.len() > 1 {
        out.extend(words);
    }
}

/// An option, and its value where that stands apart.
fn push_option(
    arg: OsString,
    of: &Command,
    args: &mut impl Iterator<Item = OsString>,
    out: &mut Vec<OsString>,
) {
    let value = if takes_value(of, &arg) { args.next() } else { None };
    out.push(arg);
    out.extend(value);
}

/// `--limit` and `-h`; all else may be a word.
fn is_option(arg: &OsStr) -> bool {
    match arg.as_encoded_bytes() {
        [b'-', b'-', letter, ..] => letter.is_ascii_lowercase(),
        arg => arg == b"-h",
    }
}

fn takes_value(command: &Command, arg: &OsStr) -> bool {
    let takes = |argument: &Arg| argument.get_action().takes_values() && !argument.is_require_equals_set();
    named(command, arg).is_some_and(takes)
}

/// `--facets`, whose number may be left out: a number that stands behind it is meant for it.
fn may_take_number(command: &Command, arg: &OsStr) -> bool {
    named(command, arg).is_some_and(Arg::is_require_equals_set)
}

fn named<'a>(command: &'a Command, arg: &OsStr) -> Option<&'a Arg> {
    let name = arg.to_str()?.strip_prefix("--")?;
    command.get_arguments().find(|argument| argument.get_long() == Some(name))
}

fn is_number(arg: &OsStr) -> bool {
    !arg.is_empty() && arg.as_encoded_bytes().iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn line(text: &str) -> String {
        let args = apart(text.split(' ').map(OsString::from), &crate::cli::Cli::command());
        args.join(OsStr::new(" ")).into_string().unwrap()
    }

    #[test]
    fn words_stand_behind_options() {
        for (typed, read) in [
            ("kbfix search leak -printer", "kbfix search -- leak -printer"),
            ("kbfix search -a --limit 5 b -c", "kbfix search --limit 5 -- -a b -c"),
            ("kbfix search a --limit=5 --strict b", "kbfix search --limit=5 --strict -- a b"),
            ("kbfix --color never search a --index x -b", "kbfix --color never search --index x -- a -b"),
            ("kbfix search --facets a --facets=5 b", "kbfix search --facets --facets=5 -- a b"),
            ("kbfix search --facets 5 b", "kbfix search --facets=5 -- b"),
            ("kbfix search a -- --limit -h", "kbfix search -- a --limit -h"),
            ("kbfix search -- -", "kbfix search -- -"),
            ("kbfix search jet -1018 ---- x", "kbfix search -- jet -1018 ---- x"),
            ("kbfix demo leak -printer", "kbfix demo -- leak -printer"),
            ("kbfix search -h", "kbfix search -h"),
            ("kbfix search --limit", "kbfix search --limit"),
            ("kbfix show Q1 -x", "kbfix show Q1 -x"),
            ("kbfix", "kbfix"),
        ] {
            assert_eq!(line(typed), read, "{typed}");
        }
    }

    #[test]
    fn a_page_may_be_piped_but_no_book() {
        for (bytes, text) in [
            (&b" caf\xe9 \x93leaks\x94\n"[..], "caf\u{e9} \u{201c}leaks\u{201d}"),
            (&b"\xef\xbb\xbfcaf\xc3\xa9"[..], "caf\u{e9}"),
            (&b"\xff\xfel\0e\0a\0k\0"[..], "leak"),
            (&b"\xfe\xff\0l\0e\0a\0k"[..], "leak"),
        ] {
            assert_eq!(piped(bytes).unwrap(), text);
        }
        assert!(piped(&vec![b'x'; 1 << 20][..]).is_ok());
        let error = piped(io::repeat(b'x')).unwrap_err();
        assert_eq!(error.to_string(), "cannot read the words from standard input: they are more than 1 MB");
    }
}
