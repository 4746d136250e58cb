use std::{io::Write, path::PathBuf};

use super::{CliError, Outcome};
use crate::output::Output;

/// What every verb is given.
pub struct Context<'a> {
    /// Folder of the index.
    pub index: PathBuf,
    /// Results.
    pub out: Output<'a>,
    /// All else.
    pub err: Output<'a>,
}

impl Context<'_> {
    /// Lets results be seen before what is said about them.
    pub(super) fn flush_results(&mut self) -> Result<(), CliError> {
        Ok(self.out.flush()?)
    }

    /// Writes what is still held back and says what went wrong, if anything did.
    pub(super) fn conclude(&mut self, result: Result<Outcome, CliError>) -> Outcome {
        let result = result.and_then(|outcome| {
            self.out.flush()?;
            Ok(outcome)
        });
        match result {
            Ok(outcome) => outcome,
            // `kbfix … | head`: the reader has what it wanted.
            Err(CliError::Write(_)) if self.out.is_closed() || self.err.is_closed() => Outcome::Found,
            Err(error) => {
                // Nobody is left to hear that the message could not be written.
                let _ = self.out.flush();
                let _ = self.err.print(&error.render());
                Outcome::Failed
            }
        }
    }
}

/// Runs a verb against memory; gives stdout, stderr and what came of it.
#[cfg(test)]
pub(super) fn capture(
    terminal: crate::output::terminal::Terminal,
    verb: impl FnOnce(&mut Context<'_>) -> Result<Outcome, CliError>,
) -> (String, String, Outcome) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut context = Context {
        index: PathBuf::from("index"),
        out: Output::new(&mut out, terminal),
        err: Output::new(&mut err, terminal),
    };
    let result = verb(&mut context);
    let outcome = context.conclude(result);
    drop(context);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(out), text(err), outcome)
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use super::*;
    use crate::output::terminal::Terminal;

    struct Broken(ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn conclude_writing_to(kind: ErrorKind) -> (Outcome, String) {
        let mut err = Vec::new();
        let mut context = Context {
            index: PathBuf::new(),
            out: Output::new(io::BufWriter::new(Broken(kind)), Terminal::PIPE),
            err: Output::new(&mut err, Terminal::PIPE),
        };
        let result = context.out.write_all(b"words");
        let result = result.map(|()| Outcome::Found).map_err(CliError::from);
        let outcome = context.conclude(result);
        drop(context);
        (outcome, String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_closed_pipe_is_a_silent_success() {
        let (outcome, said) = conclude_writing_to(ErrorKind::BrokenPipe);
        assert_eq!((outcome, said.as_str()), (Outcome::Found, ""));
    }

    #[test]
    fn a_full_disk_is_an_error() {
        let (outcome, said) = conclude_writing_to(ErrorKind::StorageFull);
        assert_eq!(outcome, Outcome::Failed);
        assert!(said.starts_with("error: cannot write the results: "), "{said}");
    }
}
