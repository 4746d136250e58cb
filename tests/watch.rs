//! The index follows the folders.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use crate::harness::Kbfix;

/// How long a machine with much to do may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program as it is run.
struct Watch {
    child: Child,
    said: Receiver<String>,
}

impl Watch {
    fn start(kbfix: &Kbfix, paths: &[&str]) -> Self {
        let args = [&["watch", "--debounce", "0.2"], paths].concat();
        let mut child = kbfix.command(&args).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let (send, said) = mpsc::channel();
        thread::spawn(move || lines.for_each(|line| drop(send.send(line))));
        let watch = Self { child, said };
        watch.until("watching ");
        watch
    }

    /// Waits for a line that has these words, and gives all up to it.
    fn until(&self, words: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.said.recv_timeout(PATIENCE);
            lines.push(line.unwrap_or_else(|_| panic!("nobody said `{words}`: {lines:?}")));
            if lines.last().is_some_and(|line| line.contains(words)) {
                return lines;
            }
        }
    }

    /// Asks it to end, and waits until it has ended well.
    #[cfg(unix)]
    fn stop(mut self) {
        let killed = std::process::Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        self.until("stopped");
    }

    /// One program cannot ask another to end here; what is dropped is killed.
    #[cfg(not(unix))]
    fn stop(self) {}
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn articles_are_found_as_they_come_and_a_bad_file_stops_nothing() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q1.TXT", 100_001, "Spooler stops", "It stops.");
    let watch = Watch::start(&kbfix, &["kb"]);
    kbfix.run(&["search", "spooler"]).found();
    kbfix.article("kb/new/deep/Q2.TXT", 100_002, "Frobnicator leaks", "It leaks.");
    watch.until("1 added, 0 changed, 0 removed: 2 articles");
    assert!(kbfix.run(&["search", "frobnicator"]).found().contains("Q100002"));

    // Larger than an article may be, and of no length on the disk.
    kbfix.article("kb/huge.TXT", 100_004, "Endless", "It never ends.");
    fs::File::options().write(true).open(kbfix.path("kb/huge.TXT")).unwrap().set_len(300 << 20).unwrap();
    kbfix.file("kb/noise.TXT", [0_u8, 255, 254, 1]);
    kbfix.article("kb/Q3.TXT", 100_003, "Printer jams", "It jams.");
    let said = watch.until("1 added").join("\n");
    assert!(said.contains("warning: cannot read") && said.contains("huge.TXT"), "{said}");
    assert!(said.contains("3 articles, 1 file could not be read"), "{said}");
    fs::remove_file(kbfix.path("kb/huge.TXT")).unwrap();
    fs::remove_file(kbfix.path("kb/Q1.TXT")).unwrap();
    watch.until("0 added, 0 changed, 1 removed: 2 articles");
    assert_eq!(kbfix.run(&["search", "spooler"]).code, Some(1));

    watch.stop();
}

#[test]
fn a_lost_folder_is_waited_for_and_so_is_another_writer() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q1.TXT", 100_001, "Spooler stops", "It stops.");
    kbfix.run(&["index", "kb"]).found();
    let watch = Watch::start(&kbfix, &[]);
    fs::remove_dir_all(kbfix.path("kb")).unwrap();
    watch.until("kb is gone; its articles stay until it is back");
    kbfix.run(&["search", "spooler"]).found();
    kbfix.article("kb/Q2.TXT", 100_002, "Frobnicator leaks", "It leaks.");
    watch.until("kb is back");
    watch.until("1 added, 0 changed, 1 removed: 1 article");

    let lock = fs::File::options().write(true).open(kbfix.path("index/lock")).unwrap();
    lock.lock().unwrap();
    kbfix.article("kb/Q3.TXT", 100_003, "Printer jams", "It jams.");
    watch.until("waiting: another kbfix is writing the index");
    lock.unlock().unwrap();
    watch.until("1 added");
    kbfix.run(&["search", "jams"]).found();
    watch.stop();
}

#[test]
fn an_index_within_a_folder_that_is_watched_is_left_alone() {
    let kbfix = Kbfix::new();
    kbfix.article("Q1.TXT", 100_001, "Spooler stops", "It stops.");
    let watch = Watch::start(&kbfix, &["."]);
    kbfix.article("Q2.TXT", 100_002, "Frobnicator leaks", "It leaks.");
    watch.until("1 added, 0 changed, 0 removed: 2 articles");
    let written = || fs::read(kbfix.path("index/g1/meta.json")).unwrap();
    // What came late of the article may be looked at once more.
    thread::sleep(Duration::from_secs(2));
    let before = written();
    thread::sleep(Duration::from_secs(2));
    assert_eq!(written(), before);
    watch.stop();
}

#[test]
fn what_is_not_there_is_not_watched() {
    let kbfix = Kbfix::new();
    assert!(kbfix.run(&["watch", "kb"]).refused().contains("cannot watch kb"));
    assert!(kbfix.run(&["watch"]).refused().contains("there is no index"));
    assert!(kbfix.run(&["watch", ".", "--debounce", "0"]).refused().contains("from 0.1 to 3600"));
}
