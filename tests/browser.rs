//! The pages in real browsers: Chromium with scripts and without, by keys alone, and browsers of text.

mod access;
mod chrome;
mod flows;
mod pictures;
mod text;

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use crate::harness::{Kbfix, project};

/// The program that serves, as a user runs it.
pub struct Server {
    pub base: String,
    child: Child,
    /// The folder of its index, which goes with it.
    kbfix: Kbfix,
}

impl Server {
    /// Serves the samples, and the oddities that the grammar is tested with.
    pub fn of_samples() -> Self {
        Self::of_folders(&["corpus", "tests/articles"])
    }

    /// Serves what is in folders of the project.
    pub fn of_folders(folders: &[&str]) -> Self {
        let kbfix = Kbfix::new();
        let folders = folders.iter().map(|folder| project().join(folder).to_str().unwrap().to_owned());
        let args: Vec<String> = std::iter::once("index".to_owned()).chain(folders).collect();
        kbfix.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).found();
        let mut child = kbfix.command(&["serve", "--addr", "127.0.0.1:0"]);
        let mut child = child.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let greeting = BufReader::new(child.stderr.take().unwrap()).lines().next().unwrap().unwrap();
        let base = greeting.split_whitespace().find(|word| word.starts_with("http://"));
        let base = base.unwrap_or_else(|| panic!("{greeting}")).trim_end_matches('/').to_owned();
        Self { base, child, kbfix }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Lets a program end by itself, so that what it started ends too. Windows can only kill it.
fn end(child: &mut Child) {
    #[cfg(unix)]
    let _ = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    #[cfg(not(unix))]
    let _ = child.kill();
    let _ = child.wait();
}
