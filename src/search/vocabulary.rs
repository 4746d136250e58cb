//! Words that say the same in these articles.
//!
//! Three short tables, read by eye and easy to add to: product names as people type them, what a
//! number glued to them means, and sets of words that describe the same thing.

use std::sync::LazyLock;

use super::plan::Variant;
use super::rank;
use crate::index::analysis;

/// Short names of products, folded, and the names that articles use.
const PRODUCTS: &[(&str, &str)] = &[
    ("acc", "access"),
    ("dos", "ms-dos"),
    ("ex", "exchange"),
    ("fp", "frontpage"),
    ("fpnw", "file and print services for netware"),
    ("fs", "flight simulator"),
    ("ie", "internet explorer"),
    ("iis", "internet information server"),
    ("lanman", "lan manager"),
    ("mac", "macintosh"),
    ("masm", "macro assembler"),
    ("msie", "internet explorer"),
    ("msmail", "mail"),
    ("nt", "windows nt"),
    ("oe", "outlook express"),
    ("ol", "outlook"),
    ("pp", "powerpoint"),
    ("ppt", "powerpoint"),
    ("proj", "project"),
    ("pub", "publisher"),
    ("qb", "quickbasic"),
    ("sms", "systems management server"),
    ("sna", "sna server"),
    ("sp", "service pack"),
    ("sql", "sql server"),
    ("vb", "visual basic"),
    ("vba", "visual basic for applications"),
    ("vc", "visual c"),
    ("vfp", "visual foxpro"),
    ("vj", "visual j"),
    ("vs", "visual studio"),
    ("vss", "visual sourcesafe"),
    ("w", "windows"),
    ("wd", "word"),
    ("wfw", "windows for workgroups"),
    ("win", "windows"),
    ("xl", "excel"),
];

/// Names whose number is another one than they say.
const NAMES: &[(&str, &str)] = &[
    ("w2k", "windows 2000"),
    ("win2k", "windows 2000"),
    ("win2000", "windows 2000"),
    ("winme", "windows millennium edition"),
    ("winxp", "windows xp"),
    ("xp", "windows xp"),
    ("winnt", "windows nt"),
    ("vbdos", "visual basic for ms-dos"),
    ("tse", "terminal server edition"),
    ("wts", "terminal server"),
];

/// Sets of words that say much the same, from the reader's to the writer's.
const ALIKE: &[&[&str]] = &[
    &[
        "crash",
        "fault",
        "gpf",
        "gp fault",
        "general protection fault",
        "access violation",
        "page fault",
        "dr watson",
        "bomb",
        "abort",
        "die",
        "terminate",
        "unexpectedly",
    ],
    &["hang", "freeze", "frozen", "lock up", "locks up", "lockup", "stop responding", "stuck", "not respond"],
    &["blue screen", "bluescreen", "bsod", "stop error", "stop message", "stop screen"],
    &["error", "err msg", "error message", "message"],
    &["delete", "remove", "erase", "uninstall", "get rid"],
    &["picture", "image", "graphic", "bitmap"],
    &["folder", "directory", "subdirectory"],
    &["blank", "empty", "nothing"],
    &["black", "blank"],
    &["missing", "disappear", "lost", "lose", "vanish", "gone"],
    &["wrong", "incorrect", "invalid", "bad"],
    &["garbled", "garbage", "corrupt", "corrupted", "scrambled", "distorted", "damaged"],
    &["show", "display", "appear", "visible"],
    &["cant", "cannot", "unable", "fail", "wont", "doesnt", "not", "not work"],
    &["make", "create", "build"],
    &["change", "modify", "edit", "alter", "rename"],
    &["start", "launch", "run", "load", "open", "begin", "startup"],
    &["boot", "start", "startup"],
    &["stop", "prevent", "disable", "turn off", "switch off", "avoid", "suppress"],
    &["enable", "turn on", "switch on", "activate"],
    &["close", "exit", "quit", "shut down", "shutdown"],
    &["reboot", "restart"],
    &["bookmark", "favorite", "favourite"],
    &["screensaver", "screen saver"],
    &["monitor", "display", "screen"],
    &["floppy", "diskette", "disk"],
    &["pc", "computer", "machine", "workstation"],
    &["app", "application", "program"],
    &["laptop", "notebook", "portable"],
    &["cd", "cd-rom", "compact disc"],
    &["config", "configure", "configuration", "set up"],
    &["setup", "install", "installation"],
    &["admin", "administrator"],
    &["db", "database"],
    &["info", "information"],
    &["doc", "document"],
    &["msg", "message"],
    &["mail", "message", "e-mail"],
    &["reskit", "resource kit"],
    &["sdk", "software development kit"],
    &["tcpip", "tcp/ip"],
    &["x400", "x.400"],
    &["x500", "x.500"],
    &["ctrl", "control"],
    &["param", "parameter"],
    &["var", "variable"],
    &["slow", "performance", "delay", "long time", "pause"],
    &["leak", "memory leak", "consume", "eat", "drain", "grow"],
    &["twice", "duplicate", "double", "two"],
    &["capital", "uppercase", "upper case"],
    &["lowercase", "lower case"],
    &["letter", "character"],
    &["space", "blank"],
    &["old", "previous", "earlier", "older"],
    &["new", "newer", "later"],
    &["find", "locate", "search"],
    &["copy", "duplicate"],
    &["reject", "deny", "refuse", "denied"],
    &["bounce", "ndr", "non-delivery", "nondelivery", "undeliverable", "returned"],
    &["speed", "fast", "performance"],
    &["sound", "audio"],
    &["video", "display"],
    &["user", "account"],
    &["link", "hyperlink", "shortcut"],
    &["url", "address"],
    &["logon", "log on", "login", "log in", "sign in"],
    &["logoff", "log off", "logout"],
    &["print", "printer", "printing"],
    &["hd", "hard disk", "hard drive", "disk drive"],
    &["drive", "disk"],
    &["ram", "memory"],
    &["skip", "jump", "ignore", "bypass"],
    &["tiny", "small"],
    &["huge", "large", "big"],
    &["box", "window"],
    &["type", "enter"],
    &["click", "select", "choose", "press", "pick"],
    &["update", "upgrade", "newer version"],
    &["convert", "migrate", "conversion"],
    &["transfer", "copy", "move"],
    &["meeting", "appointment"],
    &["quote", "quotation mark"],
    &["dialup", "dial-up", "ras"],
    &["nic", "network adapter", "network card", "adapter"],
    &["ethernet", "network adapter"],
    &["soundcard", "sound card"],
    &["joystick", "game controller"],
    &["kb", "kilobyte"],
    &["mb", "megabyte"],
    &["gb", "gigabyte"],
    &["func", "function"],
    &["proc", "procedure"],
    &["repeat", "again", "repeatedly"],
    &["sometimes", "intermittent", "intermittently", "occasionally", "random"],
];

/// The sets as the index has their words.
static SETS: LazyLock<Vec<Set>> = LazyLock::new(|| {
    let set = |set: &&[&str]| set.iter().map(|entry| analysis::terms(entry)).collect();
    ALIKE.iter().map(set).collect()
});

/// Entries that are alike, each of one or more terms.
type Set = Vec<Vec<String>>;

/// Adds what may stand for the words `at..` of the query, of which `parts` are parts of the first,
/// to the variants of the first.
pub fn add(words: &[&str], parts: usize, variants: &mut Vec<Variant>) {
    for name in names(words[0]) {
        push(variants, &analysis::terms(&name), rank::ALIAS);
    }
    for set in SETS.iter() {
        let said = |entry: &Vec<String>| entry.len() > parts && begins(words, entry);
        if let Some(found) = set.iter().position(said) {
            let others = set.iter().enumerate().filter(|&(at, _)| at != found);
            others.for_each(|(_, terms)| push(variants, terms, rank::ALIKE));
        }
    }
}

fn begins(words: &[&str], entry: &[String]) -> bool {
    entry.len() <= words.len() && entry.iter().zip(words).all(|(a, b)| a == b)
}

fn push(variants: &mut Vec<Variant>, terms: &[String], weight: f32) {
    if !terms.is_empty() && variants.iter().all(|variant| variant.terms != terms) {
        let terms = terms.to_vec();
        variants.push(Variant { terms, weight });
    }
}

/// The product's name in full, where `name`, folded, is one that people type.
pub fn product(name: &str) -> Option<String> {
    names(name).into_iter().next()
}

/// Full names of a short one: `vb6` is `visual basic 6.0`.
fn names(word: &str) -> Vec<String> {
    if let Some((_, name)) = NAMES.iter().find(|(short, _)| *short == word) {
        return vec![(*name).to_owned()];
    }
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (short, number) = word.split_at(letters);
    let name = PRODUCTS.iter().find(|(s, _)| *s == short).map(|(_, name)| *name);
    let whole = name.or((short.len() > 2).then_some(short));
    match (whole, version(number)) {
        (Some(_), None) if number.is_empty() => name.map(str::to_owned).into_iter().collect(),
        (Some(name), Some(version)) => vec![format!("{name} {version}")],
        _ => Vec::new(),
    }
}

/// A version glued to a name: `4` and `4.0` are `4.0`, `351` is `3.51`, `95` and `2000` are years.
fn version(number: &str) -> Option<String> {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    match (number.len(), digits) {
        (1, true) => Some(format!("{number}.0")),
        (2, true) if number < "90" => Some(format!("{}.{}", &number[..1], &number[1..])),
        (2 | 4, true) => Some(number.to_owned()),
        (3, true) => Some(format!("{}.{}", &number[..1], &number[1..])),
        (3.., false) if number.bytes().all(|b| b.is_ascii_digit() || b == b'.') => Some(number.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_written_out() {
        for (short, name) in [
            ("nt4", "windows nt 4.0"),
            ("nt351", "windows nt 3.51"),
            ("vb6", "visual basic 6.0"),
            ("win95", "windows 95"),
            ("w2k", "windows 2000"),
            ("sql65", "sql server 6.5"),
            ("word97", "word 97"),
            ("sp6", "service pack 6.0"),
            ("mac", "macintosh"),
        ] {
            assert_eq!(product(short).as_deref(), Some(name), "{short}");
        }
        for word in ["windows", "x86", "0xa", "3com", "print"] {
            assert_eq!(product(word), None, "{word}");
        }
    }

    #[test]
    fn alike_words_weigh_less() {
        let mut variants = Vec::new();
        add(&["lock", "up"], 0, &mut variants);
        let hang = variants.iter().find(|variant| variant.terms == ["hang"]);
        assert_eq!(hang.map(|variant| variant.weight), Some(rank::ALIKE));
    }
}
