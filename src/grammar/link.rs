//! Addresses and registry paths.
//!
//! ```text
//! url  = ( "http" | "https" | "ftp" ) "://" { character }     to a blank, a bracket or a quote
//! key  = "HKEY_" name "\" part { "\" part }
//! part = word { blank word }       several words only where another "\" follows, or on a line of its own
//! ```
//!
//! An address in parentheses goes on in the next line where its parenthesis is still open; a path
//! does where a `\` stands at the break, or soon behind it.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{
    hint::{Hint, Paragraph},
    line::Line,
    section::Section,
    sentence::{Unique, is_any},
};

static URL: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("://"));
static KEY: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("HKEY_"));

/// `http`, `https` and `ftp` addresses in order of first mention.
pub fn urls(sections: &[Section<'_, '_>]) -> Vec<String> {
    let mut found = Unique::default();
    for Paragraph { lines, .. } in sections.iter().flat_map(|section| section.hinted(Hint::Url)) {
        for (row, line) in lines.iter().enumerate() {
            let mut read_to = 0;
            for at in URL.find_iter(line.text.as_bytes()) {
                if at >= read_to
                    && let Some(url) = url(line.text, at, lines.get(row + 1))
                {
                    read_to = at + url.len();
                    found.push(url, ());
                }
            }
        }
    }
    found.into_vec()
}

/// No address is longer.
const LONGEST_URL: usize = 2000;

/// The address whose `://` stands at `at`.
fn url(line: &str, at: usize, next: Option<&Line<'_>>) -> Option<String> {
    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
        at.checked_sub(scheme.len())
            .and_then(|start| line.get(start..at))
            .is_some_and(|word| word.eq_ignore_ascii_case(scheme))
    })?;
    let start = at - scheme.len();
    let before = line[..start].bytes().next_back().unwrap_or(b' ');
    let rest = upto(&line[start..], LONGEST_URL);
    let end = rest.find(is_url_end).unwrap_or(rest.len());
    let mut url = rest[..end].to_owned();
    if before == b'(' && end == rest.len() {
        url.push_str(next.and_then(|line| closing_part(line.text)).unwrap_or(""));
    }
    let url = without_sentence(&url);
    let host = url.len() > scheme.len() + 3;
    (host && !before.is_ascii_alphanumeric()).then(|| url.to_owned())
}

fn is_url_end(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '|' | '`' | '\u{a0}' | '{' | '}')
}

/// The first word of a line, where it closes a parenthesis that it did not open.
fn closing_part(line: &str) -> Option<&str> {
    let word = line.split_whitespace().next()?;
    let end = word.find(')')?;
    (!word[..end].contains('(')).then_some(&word[..end])
}

/// Without the punctuation of the sentence around it.
fn without_sentence(url: &str) -> &str {
    let mut url = url;
    loop {
        let open = url.contains('(');
        let cut = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '*']);
        let cut = if open { cut } else { cut.trim_end_matches(')') };
        if cut.len() == url.len() {
            // A parenthesis closed in the middle belongs to the sentence: `http://a.com)for`.
            return match (open, url.find(')')) {
                (false, Some(end)) => &url[..end],
                _ => url,
            };
        }
        url = cut;
    }
}

/// A path does not go over more lines than this, nor a part over more words.
const LINES: usize = 4;
const WORDS: usize = 4;
/// No registry path is longer; what a line holds beyond is not looked at.
const LONGEST: usize = 400;

/// Words that stand behind a path, not in it.
const PROSE: [&str; 31] = [
    "key", "keys", "subkey", "value", "values", "and", "or", "to", "is", "in", "are", "registry", "with",
    "line", "should", "for", "has", "does", "on", "entry", "hive", "where", "section", "the", "then",
    "under", "set", "that", "which", "must", "can",
];

/// Names of two words that end paths or stand at their breaks.
const NAMES: [(&str, &str); 16] = [
    ("Windows", "NT"),
    ("Memory", "Management"),
    ("Session", "Manager"),
    ("Control", "Panel"),
    ("Active", "Setup"),
    ("Terminal", "Server"),
    ("Current", "Version"),
    ("Visual", "Basic"),
    ("Visual", "FoxPro"),
    ("Visual", "Studio"),
    ("Shared", "Tools"),
    ("Internet", "Explorer"),
    ("Internet", "Settings"),
    ("Installed", "Components"),
    ("Shell", "Folders"),
    ("Resource", "Kit"),
];

/// `HKEY_…\…` paths in order of first mention; a line break inside a path is joined.
pub fn registry_keys(sections: &[Section<'_, '_>]) -> Vec<String> {
    let mut found = Unique::default();
    for Paragraph { lines, .. } in sections.iter().flat_map(|section| section.hinted(Hint::RegistryKey)) {
        for (row, line) in lines.iter().enumerate() {
            for at in KEY.find_iter(line.text.as_bytes()) {
                if let Some(key) = registry_key(&lines[row..], at) {
                    found.push(key, ());
                }
            }
        }
    }
    found.into_vec()
}

/// The path whose `HKEY_` stands at `at` in the first of `lines`.
fn registry_key(lines: &[Line<'_>], at: usize) -> Option<String> {
    let first = lines.first()?.text;
    let alone = first[..at].trim_matches([' ', '\t', '[', '"', '-']).is_empty();
    let mut text = head(&first[at..]).to_owned();
    for line in lines.iter().skip(1).take(LINES - 1) {
        let part = head(line.text.trim_start());
        match joint(&text, part) {
            Some(blank) => {
                text.push_str(blank);
                text.push_str(part);
            }
            None => break,
        }
    }
    let root = text.find(|c: char| !c.is_ascii_alphabetic() && c != '_')?;
    let rest = text[root..].trim_start_matches(' ');
    if !rest.starts_with('\\') || root == "HKEY_".len() {
        return None;
    }
    let path = path(rest, alone);
    let path = path.trim_end_matches(['\\', '.', ',', ' ', '\'', '-']);
    (!path.is_empty()).then(|| format!("{}{path}", &text[..root]))
}

/// What can belong to the path that `text` begins with: not the next path, nor what is too far.
fn head(text: &str) -> &str {
    let text = upto(text, LONGEST);
    let next = text.get(1..).and_then(|rest| rest.find("HKEY_"));
    next.map_or(text, |next| &text[..=next])
}

/// At most the first `most` bytes.
fn upto(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What joins the next line to a path, if it goes on there: nothing at a `\` or a hyphen, else a blank.
fn joint(text: &str, next: &str) -> Option<&'static str> {
    let over = text.ends_with(['.', ',', ']', '"', ':', ')', ';']) || text.contains(" = ");
    if next.is_empty() || over || next.starts_with("HKEY_") || next.starts_with("\\\\") {
        return None;
    }
    let last = text.rsplit('\\').next().unwrap_or(text);
    let braced = last.contains('{') && !last.contains('}');
    if next.starts_with('\\') || text.ends_with('\\') || (braced && text.ends_with('-')) {
        let tail = text.ends_with('\\') && !goes_on(next, 1);
        return (!tail).then_some("");
    }
    let bracket = text.starts_with('[') || next.ends_with(']') && !next.starts_with('[');
    (goes_on(next, 3) || bracket || named(text, next)).then_some(" ")
}

/// Whether a `\` follows within the first `most` words, and is no drive's or share's. The first word
/// behind a `\` at the break stands for itself.
fn goes_on(next: &str, most: usize) -> bool {
    if most == 1 {
        let word = next.split_whitespace().next().unwrap_or("");
        return !word.is_empty() && !word.ends_with(':');
    }
    for word in next.split_whitespace().take(most) {
        if let Some(at) = word.find('\\') {
            return at > 0 && !word[..at].ends_with([':', '"', '%', '(']) && !word.contains("\\\\");
        }
        if word.ends_with([':', '.', ',', ';', '"', ')']) {
            return false;
        }
    }
    false
}

/// The path at the head of `text`: word by word as long as it goes on.
fn path(text: &str, alone: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let end = rest.find([' ', '\t', '"', ']', ';', '|']).unwrap_or(rest.len());
        let mut word = &rest[..end];
        if let Some(value) = word.find('=').filter(|_| !word.contains('/')) {
            word = &word[..value];
        }
        out.push_str(word);
        let next = rest[end..].strip_prefix(' ').unwrap_or("");
        if next.is_empty() || word.len() < end || word.ends_with([',', ':']) || next.starts_with(' ') {
            return out;
        }
        if next.starts_with('\\') && !next.starts_with("\\\\") {
            rest = next;
            continue;
        }
        let open = last_part(&out).contains('<') && !last_part(&out).contains('>');
        if word.ends_with('.')
            || !(open || named(&out, next) || goes_on(next, WORDS) || alone && is_tail(next))
        {
            return out;
        }
        if !out.ends_with('\\') {
            out.push(' ');
        }
        rest = next;
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('\\').next().unwrap_or(path)
}

/// Whether the path's last part and the next word make a known name.
fn named(path: &str, next: &str) -> bool {
    let next = next.split([' ', '\\', ']', '"', '.', ',']).next().unwrap_or(next);
    NAMES.iter().any(|(first, second)| {
        last_part(path).eq_ignore_ascii_case(first) && next.eq_ignore_ascii_case(second)
    })
}

/// Whether `rest`, to the end of its line, can be the rest of a name: few words, none of them prose.
fn is_tail(rest: &str) -> bool {
    let mut words = rest.split(' ');
    let name = words.by_ref().take(WORDS).all(|word| {
        let begins = word.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '<' | '&' | '{'));
        begins && !is_any(word, &PROSE) && !word.starts_with("REG_") && !word.contains(['=', ':'])
    });
    !rest.is_empty() && name && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::{section::Field, sentence::tests::with_section};

    #[test]
    fn addresses() {
        for (text, found) in [
            ("see http://support.microsoft.com/, or call.", "http://support.microsoft.com/"),
            ("<URL:ftp://ftp.microsoft.com/a.exe>", "ftp://ftp.microsoft.com/a.exe"),
            ("(http://www.microsoft.com/x.asp?a=b)", "http://www.microsoft.com/x.asp?a=b"),
            ("(http://www.microsoft.com/en-\n  us/q1.exe) now", "http://www.microsoft.com/en-us/q1.exe"),
            ("(http://www.microsoft.com/a\n  ) now", "http://www.microsoft.com/a"),
            ("http://a.com/b_(c)", "http://a.com/b_(c)"),
            ("xhttp://a.com http:// ://", ""),
            ("http://a.com HTTP://a.com http://a.com.", "http://a.com HTTP://a.com"),
        ] {
            assert_eq!(with_section(Field::Body, text, urls).join(" "), found, "{text}");
        }
    }

    #[test]
    fn paths() {
        for (text, found) in [
            (
                "   HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\n   NT\\CurrentVersion",
                "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion",
            ),
            (
                "   HKEY_LOCAL_MACHINE\\System\\Services\n   \\Tcpip\\Parameters",
                "HKEY_LOCAL_MACHINE\\System\\Services\\Tcpip\\Parameters",
            ),
            (
                "   HKEY_LOCAL_MACHINE\\System\\Services\\\n   Tcpip\n\n",
                "HKEY_LOCAL_MACHINE\\System\\Services\\Tcpip",
            ),
            (
                "   HKEY_LOCAL_MACHINE\\System\\Services \\Tcpip",
                "HKEY_LOCAL_MACHINE\\System\\Services\\Tcpip",
            ),
            (
                "   HKEY_LOCAL_MACHINE\\System\\Control\\Session Manager",
                "HKEY_LOCAL_MACHINE\\System\\Control\\Session Manager",
            ),
            ("in HKEY_CURRENT_USER\\Software\\Microsoft. Then", "HKEY_CURRENT_USER\\Software\\Microsoft"),
            (
                "the HKEY_LOCAL_MACHINE\\Software\\Windows NT\\MCI32 line should be",
                "HKEY_LOCAL_MACHINE\\Software\\Windows NT\\MCI32",
            ),
            (
                "the HKEY_CURRENT_USER\\Network\\<Drive Letter> key",
                "HKEY_CURRENT_USER\\Network\\<Drive Letter>",
            ),
            ("[HKEY_CLASSES_ROOT\\.doc]", "HKEY_CLASSES_ROOT\\.doc"),
            ("the HKEY_LOCAL_MACHINE subtree", ""),
            ("HKEY_USERS", ""),
            ("HKEY_USERS\\<a", "HKEY_USERS\\<a"),
        ] {
            assert_eq!(with_section(Field::Body, text, registry_keys).join(" "), found, "{text}");
        }
    }
}
