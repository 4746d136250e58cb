//! The pages in real browsers: Chromium with scripts and without, by keys alone, and browsers of text.

mod access;
mod chrome;
mod flows;
mod pictures;
mod text;

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::harness::{Kbfix, project};

/// The program that serves, as a user runs it.
pub struct Server {
    pub base: String,
    child: Child,
    /// The folder of its index, which goes with it.
    kbfix: Option<Kbfix>,
}

impl Server {
    /// Serves the samples, and the oddities that the grammar is tested with.
    pub fn of_samples() -> Self {
        let kbfix = Kbfix::new();
        let folders = ["corpus", "tests/articles"].map(|folder| project().join(folder));
        let [samples, oddities] = folders.each_ref().map(|folder| folder.to_str().unwrap());
        kbfix.run(&["index", samples, oddities]).found();
        let index = kbfix.path("index");
        let mut server = Self::of(&index);
        server.kbfix = Some(kbfix);
        server
    }

    /// Serves an index.
    pub fn of(index: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kbfix"));
        command.args(["serve", "--addr", "127.0.0.1:0", "--index"]).arg(index);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let greeting = BufReader::new(child.stderr.take().unwrap()).lines().next().unwrap().unwrap();
        let base = greeting.split_whitespace().find(|word| word.starts_with("http://"));
        let base = base.unwrap_or_else(|| panic!("{greeting}")).trim_end_matches('/').to_owned();
        Self { base, child, kbfix: None }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Lets a program end by itself, so that what it started ends too.
fn end(child: &mut Child) {
    let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let _ = child.wait();
}
