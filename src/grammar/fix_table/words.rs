//! Words that mean something in a row: platforms, links between a file and its fields, hints.

use super::header::Column;

/// A word that joins a name to its fields and is none itself.
pub fn is_link(word: &str) -> bool {
    const LINKS: [&str; 35] = [
        "version",
        "ver",
        "dated",
        "date",
        "size",
        "bytes",
        "byte",
        "time",
        "and",
        "or",
        "later",
        "newer",
        "greater",
        "higher",
        "above",
        "created",
        "modified",
        "file",
        "driver",
        "incremented",
        "to",
        "added",
        "updated",
        "released",
        "stamp",
        "last",
        "on",
        "of",
        "number",
        "in",
        "with",
        "a",
        "the",
        "is",
        "build",
    ];
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || LINKS.iter().any(|link| link.eq_ignore_ascii_case(bare))
}

/// What the words announce of the number behind them.
pub fn hint(words: &str) -> Option<Column> {
    let last = words.rsplit(' ').next()?.trim_end_matches([':', '.', '=']);
    let is = |title: &str| last.eq_ignore_ascii_case(title);
    if is("version") || is("ver") || is("v") || is("build") {
        Some(Column::Version)
    } else if is("size") {
        Some(Column::Size)
    } else {
        None
    }
}

/// A processor's name, alone or with a slash.
pub fn is_platform(words: &str) -> bool {
    const KNOWN: [&str; 24] = [
        "x86",
        "i386",
        "intel",
        "alpha",
        "axp",
        "ia64",
        "ia-64",
        "itanium",
        "mips",
        "ppc",
        "powerpc",
        "i64",
        "x64",
        "386",
        "nec98",
        "nec",
        "sparc",
        "arm",
        "sh3",
        "sh4",
        "x86-based",
        "alpha-based",
        "intel-based",
        "i486",
    ];
    let words = words.trim_end_matches([':', '.']);
    let known = |word: &str| KNOWN.iter().any(|name| name.eq_ignore_ascii_case(word));
    let mut parts = words.split(['/', ' ', '&', ',']).filter(|part| !part.is_empty());
    let filler = |word: &str| word.eq_ignore_ascii_case("platform") || word == "and" || word == "or";
    words.split(['/', ' ']).next().is_some_and(known) && parts.all(|part| known(part) || filler(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms() {
        for words in ["Intel:", "x86", "Alpha", "Intel and Alpha", "x86/Alpha platform", "IA64"] {
            assert!(is_platform(words), "{words}");
        }
        for words in ["", "platform", "Intel driver", "Windows", "and"] {
            assert!(!is_platform(words), "{words}");
        }
    }

    #[test]
    fn hints() {
        assert_eq!(hint("bytes, version"), Some(Column::Version));
        assert_eq!(hint("Size:"), Some(Column::Size));
        assert_eq!(hint("dated"), None);
    }
}
