//! What is known of the place that text goes to, and what may be sent there.

use std::{borrow::Cow, env, fmt::Write as _};

pub use anstream::ColorChoice;

/// Columns where nobody can say how many there are.
pub const DEFAULT_WIDTH: usize = 80;

/// Longer lines of prose are hard to read, however wide the screen is.
const WIDEST: usize = 100;

/// Narrower than this nothing can be laid out; the terminal then wraps for itself.
const NARROWEST: usize = 24;

/// The place that text goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// A screen with a person before it, not a pipe or a file.
    pub is_terminal: bool,
    /// Whether roles are shown by ANSI escapes.
    pub color: bool,
    /// Columns to lay text out in.
    pub width: usize,
}

impl Terminal {
    /// A pipe or a file: no colour, 80 columns.
    pub const PIPE: Self = Self { is_terminal: false, color: false, width: DEFAULT_WIDTH };

    /// The facts of a stream, of which `columns` are known if it is a terminal.
    pub fn new(choice: ColorChoice, is_terminal: bool, columns: Option<usize>) -> Self {
        Self {
            is_terminal,
            color: wants_color(choice, is_terminal, |name| {
                env::var_os(name).map(|value| value.to_string_lossy().into_owned())
            }),
            width: columns.filter(|_| is_terminal).unwrap_or(DEFAULT_WIDTH).clamp(NARROWEST, WIDEST),
        }
    }

    /// Whether what strangers wrote is made harmless: wherever escapes will be obeyed, which is also
    /// behind a pager that was given colour.
    pub const fn obeys_escapes(&self) -> bool {
        self.is_terminal || self.color
    }

    /// `text` as it may be sent here.
    pub fn safe<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.obeys_escapes() { visible(text) } else { Cow::Borrowed(text) }
    }
}

/// What was asked for wins; else colour is for terminals, unless `NO_COLOR` or `TERM` object.
fn wants_color(choice: ColorChoice, is_terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    match choice {
        ColorChoice::Always | ColorChoice::AlwaysAnsi => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            is_terminal
                && variable("NO_COLOR").is_none_or(|value| value.is_empty())
                && variable("TERM").is_none_or(|value| value != "dumb")
        }
    }
}

/// Characters that steer a terminal, or make text look like other text than it is: control characters
/// (C0, DEL, C1), direction marks, invisible blanks and joiners, tags. Line feed and tab are harmless.
pub fn is_treacherous(char: char) -> bool {
    !matches!(char, '\n' | '\t')
        && (char.is_control()
            || matches!(char,
                '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'))
}

/// `text` with every treacherous character spelled out: `\x1b`, `\u{202e}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_treacherous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let ends_line = char == '\r' && chars.peek() == Some(&'\n');
        if ends_line || !is_treacherous(char) {
            out.push(char);
        } else if char <= '\u{ff}' {
            let _ = write!(out, "\\x{:02x}", u32::from(char));
        } else {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        for (raw, shown) in [
            ("plain\n\ttext\r\n", "plain\n\ttext\r\n"),
            ("\u{1b}[2J", "\\x1b[2J"),
            ("lone\rreturn", "lone\\x0dreturn"),
            ("C1 \u{9b}31m", "C1 \\x9b31m"),
            ("del\u{7f} nul\0", "del\\x7f nul\\x00"),
            ("\u{202e}txt.exe\u{2066}", "\\u{202e}txt.exe\\u{2066}"),
            ("caf\u{e9} \u{a0}", "caf\u{e9} \u{a0}"),
        ] {
            assert_eq!(visible(raw), shown);
        }
    }

    #[test]
    fn a_pipe_gets_the_text_as_it_is() {
        assert_eq!(Terminal::PIPE.safe("\u{1b}[2J"), "\u{1b}[2J");
        let colored_pipe = Terminal { color: true, ..Terminal::PIPE };
        assert_eq!(colored_pipe.safe("\u{1b}[2J"), "\\x1b[2J");
    }

    #[test]
    fn colour_is_for_terminals_that_do_not_object() {
        let environment = |pairs: &'static [(&str, &str)]| {
            move |name: &str| {
                let pair = pairs.iter().find(|(key, _)| *key == name);
                pair.map(|(_, value)| (*value).to_owned())
            }
        };
        for (choice, is_terminal, variables, expected) in [
            (ColorChoice::Auto, true, &[][..], true),
            (ColorChoice::Auto, false, &[], false),
            (ColorChoice::Auto, true, &[("NO_COLOR", "1")], false),
            (ColorChoice::Auto, true, &[("NO_COLOR", "")], true),
            (ColorChoice::Auto, true, &[("TERM", "dumb")], false),
            (ColorChoice::Auto, true, &[("TERM", "xterm")], true),
            (ColorChoice::Always, false, &[("NO_COLOR", "1")], true),
            (ColorChoice::Never, true, &[], false),
        ] {
            let have = wants_color(choice, is_terminal, environment(variables));
            assert_eq!(have, expected, "{choice:?} {is_terminal} {variables:?}");
        }
    }

    #[test]
    fn width_is_the_terminals_within_reason() {
        let width = |is_terminal, columns| Terminal::new(ColorChoice::Never, is_terminal, columns).width;
        assert_eq!(width(false, Some(200)), 80);
        assert_eq!(width(true, None), 80);
        assert_eq!(width(true, Some(60)), 60);
        assert_eq!(width(true, Some(200)), 100);
        assert_eq!(width(true, Some(5)), 24);
    }
}
