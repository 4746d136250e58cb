//! How roles look: plain text, or ANSI escapes in the sixteen colours that the reader's theme sets.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};

use super::terminal::Terminal;
use crate::markup::{Markup, Role};

/// A way to show roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Roles are not shown.
    Plain,
    /// Roles are colours and weights.
    Ansi,
}

impl Surface {
    /// Writes `markup`, made harmless where `terminal` would obey it.
    pub fn write(self, markup: &Markup, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
        for span in markup.spans() {
            let text = terminal.safe(&span.text);
            match self {
                Self::Plain => out.write_all(text.as_bytes())?,
                Self::Ansi => write_styled(&text, style(span.role), out)?,
            }
        }
        Ok(())
    }
}

/// A style never reaches over a line's end: pagers and underlined blanks would show it.
fn write_styled(text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        if !words.is_empty() {
            write!(out, "{style}{words}{style:#}")?;
        }
        out.write_all(&line.as_bytes()[words.len()..])?;
    }
    Ok(())
}

/// The one place that knows colours.
const fn style(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text => plain,
        Role::Title => plain.bold(),
        Role::Heading => plain.bold().fg_color(Some(Color::Ansi(AnsiColor::Cyan))),
        Role::Id | Role::Bar => plain.fg_color(Some(Color::Ansi(AnsiColor::Cyan))),
        Role::Label | Role::Dim => plain.dimmed(),
        Role::Match => plain.bold().fg_color(Some(Color::Ansi(AnsiColor::Yellow))),
        Role::Fix => plain.bold().fg_color(Some(Color::Ansi(AnsiColor::Green))),
        Role::Ok => plain.fg_color(Some(Color::Ansi(AnsiColor::Green))),
        Role::Warn => plain.fg_color(Some(Color::Ansi(AnsiColor::Yellow))),
        Role::Error => plain.bold().fg_color(Some(Color::Ansi(AnsiColor::Red))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(surface: Surface, markup: &Markup) -> String {
        let terminal = Terminal { is_terminal: true, color: surface == Surface::Ansi, width: 80 };
        let mut out = Vec::new();
        surface.write(markup, terminal, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_style_ends_with_its_line() {
        let markup = Markup::of(Role::Match, "two\n\nlines").with(Role::Text, " here");
        assert_eq!(
            written(Surface::Ansi, &markup),
            "\u{1b}[1m\u{1b}[33mtwo\u{1b}[0m\n\n\u{1b}[1m\u{1b}[33mlines\u{1b}[0m here"
        );
        assert_eq!(written(Surface::Plain, &markup), "two\n\nlines here");
    }

    #[test]
    fn article_text_cannot_paint() {
        let markup = Markup::from("\u{1b}[31mred\u{9b}0m");
        assert_eq!(written(Surface::Plain, &markup), "\\x1b[31mred\\x9b0m");
        assert_eq!(written(Surface::Ansi, &markup), "\\x1b[31mred\\x9b0m");
    }
}
