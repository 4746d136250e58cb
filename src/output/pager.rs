//! The pager: what is longer than the screen goes to a program that shows it page by page, as git does it.

use std::io::{Result, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::layout::width;
use crate::markup::Markup;

/// Where nobody asks for another one. It ends by itself where all fits, shows colours, and leaves the text there.
const USUAL: &str = "less -FRX";

/// What they are told, unless they were told otherwise.
const SETTINGS: [(&str, &str); 2] = [("LESS", "FRX"), ("LV", "-c")];

/// Exit codes of a shell that could not start a program.
const NOT_STARTED: [i32; 2] = [126, 127];

/// A screen, and the program for what is longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    command: String,
    columns: usize,
    rows: usize,
}

impl Pager {
    /// The pager that the environment asks for; none where it asks for none, or where the terminal can do too little.
    pub fn new(variable: impl Fn(&str) -> Option<String>, columns: usize, rows: usize) -> Option<Self> {
        let asked = variable("KBFIX_PAGER").or_else(|| variable("PAGER"));
        let command = asked.unwrap_or_else(|| USUAL.to_owned()).trim().to_owned();
        let can = columns > 0 && rows > 0 && variable("TERM").is_none_or(|name| name != "dumb");
        let is_wanted = can && !command.is_empty() && command != "cat";
        is_wanted.then_some(Self { command, columns, rows })
    }

    /// Whether `text` and the prompt below it take more than the screen.
    pub fn is_needed(&self, text: &Markup) -> bool {
        let rows = |line: &str| width(line).div_ceil(self.columns).max(1);
        text.to_string().lines().map(rows).sum::<usize>() >= self.rows
    }

    /// Shows `text` until the reader quits, which they may do early; false where the pager does not start.
    pub fn show(&self, text: &[u8]) -> bool {
        // Ctrl-C is for the pager: if kbfix ended, both it and the shell would read the keys.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default());
        self.run(text).unwrap_or(false)
    }

    fn run(&self, text: &[u8]) -> Result<bool> {
        let mut pager = self.command().stdin(Stdio::piped()).spawn()?;
        // Who quits early does not read to the end.
        let _ = pager.stdin.take().map(|mut input| input.write_all(text));
        let code = pager.wait()?.code();
        Ok(!code.is_some_and(|code| NOT_STARTED.contains(&code)))
    }

    /// A plain command is started as it is, so that a missing program is noticed; else the shell reads it.
    fn command(&self) -> Command {
        let mut words = self.command.split_whitespace();
        let plain = !cfg!(unix) || !self.command.contains(|c| "|&;<>()$`\\\"'*?[#~=%".contains(c));
        let mut command = Command::new(if plain { words.next().unwrap_or(USUAL) } else { "sh" });
        if plain {
            command.args(words)
        } else {
            command.args(["-c", &self.command])
        };
        let unset = SETTINGS.into_iter().filter(|(name, _)| std::env::var_os(name).is_none());
        command.envs(unset);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pager(variables: &'static [(&str, &str)]) -> Option<Pager> {
        let variable = |name: &str| {
            let set = variables.iter().find(|(key, _)| *key == name);
            set.map(|(_, value)| (*value).to_owned())
        };
        Pager::new(variable, 20, 4)
    }

    #[test]
    fn the_environment_chooses() {
        for (variables, command) in [
            (&[][..], Some("less -FRX")),
            (&[("PAGER", "more")], Some("more")),
            (&[("PAGER", "more"), ("KBFIX_PAGER", "most -s")], Some("most -s")),
            (&[("PAGER", "more"), ("KBFIX_PAGER", "")], None),
            (&[("PAGER", "cat")], None),
            (&[("TERM", "dumb")], None),
            (&[("TERM", "xterm")], Some("less -FRX")),
        ] {
            assert_eq!(pager(variables).map(|pager| pager.command).as_deref(), command, "{variables:?}");
        }
        assert_eq!(Pager::new(|_| None, 80, 0), None);
    }

    #[test]
    fn it_is_for_what_is_longer_than_the_screen() {
        let pager = pager(&[]).unwrap();
        for (text, is_needed) in [
            ("one\ntwo\nthree\n", false),
            ("one\ntwo\nthree\nfour\n", true),
            ("one\ntwo, which takes two rows\nthree\n", true),
            ("\n\n\n\n", true),
            ("", false),
        ] {
            assert_eq!(pager.is_needed(&text.into()), is_needed, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pager_that_does_not_start_is_noticed() {
        for (command, is_shown) in [
            ("true", true),
            ("false", true),
            ("kbfix-no-such-pager -x", false),
            ("exec 2>/dev/null; kbfix-no-such-pager", false),
            ("grep -q x >/dev/null", true),
        ] {
            let pager = Pager { command: command.to_owned(), columns: 80, rows: 24 };
            assert_eq!(pager.show(&b"text\n".repeat(100_000)), is_shown, "{command}");
        }
    }
}
