//! Noise: what of a pasted crash dump says nothing of its own. Addresses, registers, bytes of a stack, parameters of a
//! stop code, and lists of all drivers that were loaded.

use super::codes::is_hexadecimal;
use crate::index::analysis::Word;

/// What is left of a word's weight: the same address stands in an article for the same crash, seldom else.
pub const FAINT: f32 = 0.4;

/// Processor registers, as dumps name them.
const REGISTERS: &[&str] = &[
    "eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "esp", "eip", "cs", "ds", "es", "fs", "gs", "ss",
    "eflgs", "efl", "ax", "bx", "cx", "dx", "si", "di", "bp", "sp", "ip",
];

/// How lines begin that stand in every dump, whatever has crashed: of blue screens, of Windows 95, of Dr. Watson.
const LABELS: &[&str] = &[
    "dll base datestmp",
    "address dword dump",
    "cpuid:",
    "restart and set the recovery options",
    "or the /crashdebug system start option",
    "registers:",
    "bytes at cs:eip:",
    "stack dump:",
    "drwtsn32 copyright",
    "application exception occurred",
    "exception number: c0000005",
    "microsoft (r) windows nt (tm) version",
    "computer name:",
    "user name:",
    "when:",
    "number of processors:",
    "processor type:",
    "windows version:",
    "current build:",
    "current type:",
    "*---->",
    "function: <nosymbols>",
    "fault ->",
];

/// Words that say of a number on their line that it is an error's.
const ANNOUNCING: [&str; 4] = ["stop", "error", "code", "exception"];

/// Two-digit numbers in a row that are bytes.
const BYTES: usize = 4;

/// For each word of a query whether it is noise; ranges of `words` are those of `text`.
pub fn find(text: &str, words: &[Word]) -> Vec<bool> {
    let mut noise: Vec<bool> = words.iter().map(|word| is_faint(text, word)).collect();
    for line in text.split_inclusive('\n').filter(|line| is_listing(line)) {
        let from = line.as_ptr() as usize - text.as_ptr() as usize;
        let within = |word: &Word| from <= word.from && word.to <= from + line.len();
        words.iter().zip(&mut noise).filter(|(word, _)| within(word)).for_each(|(_, noise)| *noise = true);
    }
    noise
}

fn is_faint(text: &str, word: &Word) -> bool {
    let (before, own, after) = (&text[..word.from], &text[word.from..word.to], &text[word.to..]);
    if own.starts_with("0x") || own.starts_with("0X") {
        return is_parameter(before, own, after);
    }
    is_register(own, before, after) || is_hexadecimal(own) && is_address(before, own, after)
}

/// `(0x00000004, 0x0000001c, …)`; an exception's code among them still says something. A comma alone is not enough:
/// behind `version 5.5,` a code is one.
fn is_parameter(before: &str, own: &str, after: &str) -> bool {
    let listed = before.trim_end().ends_with(',') || before.ends_with('(') && after.starts_with(',');
    let is_open = before.rfind('(') > before.rfind(')');
    listed && is_open && !own[2..].to_ascii_lowercase().starts_with("c00000")
}

fn is_register(own: &str, before: &str, after: &str) -> bool {
    let named = |own: &str| REGISTERS.iter().any(|name| own.eq_ignore_ascii_case(name));
    let value = || before.strip_suffix('=').is_some_and(|rest| named(last_word(rest)));
    after.starts_with('=') && named(own) || value() && is_hexadecimal(own)
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// `0001:4E5F` and its halves, and eight digits that no `stop` or `error` stands before.
fn is_address(before: &str, own: &str, after: &str) -> bool {
    let digit = |c: char| c.is_ascii_hexdigit();
    let wide = own.len() >= 4;
    let first = wide
        && after.strip_prefix(':').is_some_and(|rest| rest.chars().take_while(|&c| digit(c)).count() >= 4);
    let second = wide
        && before
            .strip_suffix(':')
            .is_some_and(|rest| rest.chars().rev().take_while(|&c| digit(c)).count() >= 4);
    let long = own.len() == 8 && own.bytes().any(|b| b.is_ascii_alphabetic());
    first || second || long && !is_announced(before, after, own)
}

/// Whether a word of the line, wherever it stands, says that a code is an error's.
fn is_announced(before: &str, after: &str, own: &str) -> bool {
    let line = [before.rsplit('\n').next(), after.split('\n').next()].into_iter().flatten();
    let mut words = line.flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric()));
    let code = own.to_ascii_lowercase();
    let announces = |word: &str| ANNOUNCING.iter().any(|known| word.eq_ignore_ascii_case(known));
    code.starts_with("c0000") || code.starts_with("000000") || words.any(announces)
}

/// A line that every dump has, or one of numbers: registers, instructions, bytes, or files and their addresses.
fn is_listing(line: &str) -> bool {
    let line = line.trim().to_ascii_lowercase();
    let words: Vec<&str> =
        line.split_whitespace().filter(|word| word.bytes().any(|b| b.is_ascii_alphanumeric())).collect();
    let is_long = |word: &&str| word.len() == 8 && is_hexadecimal(word);
    let is_instruction =
        words.len() > 2 && is_long(&words[0]) && words[1].bytes().all(|b| b.is_ascii_hexdigit());
    LABELS.iter().any(|label| line.starts_with(label))
        || line.contains("eip=")
        || is_instruction
        || is_table(&words)
}

/// Numbers and files only, and more than one number.
fn is_table(words: &[&str]) -> bool {
    let is_byte = |word: &&str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let is_long = |word: &&str| word.len() == 8 && is_hexadecimal(word);
    let count = |is: &dyn Fn(&&str) -> bool| words.iter().filter(|word| is(word)).count();
    let (bytes, long) = (count(&is_byte), count(&is_long));
    let files = count(&|word| word.contains('.'));
    bytes + long + files == words.len() && (long >= 2 || bytes >= BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analysis;

    /// What is left of a text.
    fn heard(text: &str) -> String {
        let words: Vec<Word> = analysis::words(text).collect();
        let noise = find(text, &words);
        let heard = words.iter().zip(noise).filter(|(_, noise)| !noise);
        heard.map(|(word, _)| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_tells_is_heard() {
        for (text, left) in [
            ("GPF in module KRNL386.EXE at 0001:4E5F.", "gpf modul krnl386.exe krnl386 exe"),
            ("STOP: 0x0000000A (0x00000004,0x0000001c, 0x00000000, 0x80114738)", "stop 0xa"),
            ("STOP 0x1E (0xC0000005, 0xf7b01234)", "stop 0x1e 0xc0000005"),
            ("STOP: C000021A, STOP 0000000A", "stop c000021a stop 0000000a"),
            ("error (0x80040154)", "error 0x80040154"),
            ("EAX=00000000 CS=0137 EIP=bff9d709", ""),
            ("53 8b 15 e4 9c fc bf 56\n", ""),
            ("80100000 2be154c9 - ntoskrnl.exe  80010000 2bd49628 - hal.dll", ""),
            ("Address fbe7617a has base at fbe75000 - NTFS.SYS", "address base ntfs.sys ntfs sys"),
            ("Registers:\nStack dump:\nthe stack", "stack"),
            ("eax=0 ebx=1 edx=00000246\neip=0f0012c4 iopl=0 nv up ei pl zr", ""),
            ("0f0012c6 894df8  mov [ebp-0x8],ecx\nhang", "hang"),
            ("Windows 95 98 3.51 error 53 at 12:30", "window 95 98 3.51 error 53 12 30"),
        ] {
            assert_eq!(heard(text), left, "{text}");
        }
    }
}
