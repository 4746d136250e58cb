//! The only place that prints: results to stdout, all else to stderr.
//!
//! Renderers turn plain data into [`Markup`]; a [`Surface`] shows it; an [`Output`] is where it goes.

pub mod article;
pub mod builds;
pub mod check;

mod explain;
pub mod export;
pub mod facets;
pub mod file;
pub mod folder;
pub mod gaps;
pub mod history;
pub mod hits;
pub mod json;
pub mod layout;
pub mod log;
pub mod notes;
pub mod pager;
pub mod progress;
pub mod related;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(feature = "scan")]
pub mod scan;
pub mod section;
pub mod sheet;
pub mod stats;
pub mod surface;
pub mod tables;
pub mod terminal;
pub mod words;

use std::{
    env,
    io::{self, BufWriter, ErrorKind, IsTerminal, Write},
};

use anstream::AutoStream;
use pager::Pager;
use surface::Surface;
use terminal::{ColorChoice, Terminal};

use crate::markup::Markup;

/// A writer that knows what it writes to, and remembers whether the reader has gone away.
///
/// A closed pipe still ends the work as an error would, so that nobody goes on for nothing; what it
/// means is for [`Self::is_closed`] to say.
pub struct Output<'a> {
    inner: Box<dyn Write + 'a>,
    terminal: Terminal,
    pager: Option<Pager>,
    closed: bool,
}

impl<'a> Output<'a> {
    /// Text for `terminal` goes to `inner`.
    pub fn new(inner: impl Write + 'a, terminal: Terminal) -> Self {
        Self { inner: Box::new(inner), terminal, pager: None, closed: false }
    }

    /// The process's standard output, in large pieces.
    pub fn stdout(choice: ColorChoice) -> Self {
        // Not locked for the whole run: the server of `mcp` writes to it from threads of its own.
        let stream = io::stdout();
        let columns = terminal_size::terminal_size_of(&stream);
        let terminal = facts(choice, stream.is_terminal(), columns);
        if terminal.color {
            Self::new(BufWriter::new(AutoStream::always(stream)), terminal)
        } else {
            Self::new(BufWriter::with_capacity(LARGE, stream), terminal)
        }
    }

    /// With a pager for what is longer than the screen, if this is standard output and that a screen.
    #[must_use]
    pub fn with_pager(mut self) -> Self {
        let size = terminal_size::terminal_size_of(io::stdout()).filter(|_| self.terminal.is_terminal);
        let variable = |name: &str| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        self.pager = size.and_then(|(columns, rows)| Pager::new(variable, columns.0.into(), rows.0.into()));
        self
    }

    /// The process's standard error, not held back.
    pub fn stderr(choice: ColorChoice) -> Self {
        let stream = io::stderr();
        let columns = terminal_size::terminal_size_of(&stream);
        let terminal = facts(choice, stream.is_terminal(), columns);
        if terminal.color {
            Self::new(AutoStream::always(stream), terminal)
        } else {
            Self::new(stream, terminal)
        }
    }

    /// What is known of the place that text goes to.
    pub const fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// Columns to lay text out in.
    pub const fn width(&self) -> usize {
        self.terminal.width
    }

    /// Shows `markup` as this place can.
    pub fn print(&mut self, markup: &Markup) -> io::Result<()> {
        self.surface().write(markup, self.terminal, self)
    }

    /// The same, by the pager where `markup` is longer than the screen.
    pub fn page(&mut self, markup: &Markup) -> io::Result<()> {
        let Some(pager) = self.pager.clone().filter(|pager| pager.is_needed(markup)) else {
            return self.print(markup);
        };
        self.flush()?;
        let mut text = Vec::new();
        self.surface().write(markup, self.terminal, &mut text)?;
        if pager.show(&text) { Ok(()) } else { self.write_all(&text) }
    }

    const fn surface(&self) -> Surface {
        if self.terminal.color { Surface::Ansi } else { Surface::Plain }
    }

    /// Shows a file's own text: byte for byte, or made harmless on a terminal.
    pub fn print_original(&mut self, bytes: &[u8], text: &str) -> io::Result<()> {
        if self.terminal.obeys_escapes() {
            let safe = self.terminal.safe(text).into_owned();
            self.write_all(safe.as_bytes())
        } else {
            self.write_all(bytes)
        }
    }

    /// Whether the reader has gone away (`| head`): nobody's mistake.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    fn noticing<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        let gone = |error: &io::Error| error.kind() == ErrorKind::BrokenPipe;
        self.closed |= result.as_ref().is_err_and(gone);
        result
    }
}

/// Bytes to gather before a pipe or a file is written to.
const LARGE: usize = 1 << 16;

fn facts(
    choice: ColorChoice,
    is_terminal: bool,
    size: Option<(terminal_size::Width, terminal_size::Height)>,
) -> Terminal {
    let columns = size.map(|(width, _)| usize::from(width.0));
    Terminal::new(choice, is_terminal, columns)
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.noticing(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.noticing(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::Role;

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_ends_the_work_and_is_remembered() {
        let mut output = Output::new(Gone, Terminal::PIPE);
        assert!(!output.is_closed());
        assert!(output.print(&Markup::of(Role::Text, "words")).is_err());
        assert!(output.is_closed());
    }

    #[test]
    fn a_closed_pipe_is_noticed_behind_a_buffer() {
        let mut output = Output::new(BufWriter::new(Gone), Terminal::PIPE);
        assert!(output.print(&Markup::of(Role::Text, "words")).is_ok());
        assert!(output.flush().is_err());
        assert!(output.is_closed());
    }

    #[test]
    fn originals_are_bytes_in_a_pipe_and_harmless_on_a_terminal() {
        let (bytes, text) = (b"caf\xe9 \x1b[2J\r\n".as_slice(), "caf\u{e9} \u{1b}[2J\r\n");
        let mut pipe = Vec::new();
        Output::new(&mut pipe, Terminal::PIPE).print_original(bytes, text).unwrap();
        assert_eq!(pipe, bytes);

        let screen = Terminal { is_terminal: true, ..Terminal::PIPE };
        let mut shown = Vec::new();
        Output::new(&mut shown, screen).print_original(bytes, text).unwrap();
        assert_eq!(String::from_utf8(shown).unwrap(), "caf\u{e9} \\x1b[2J\r\n");
    }
}
