//! Adding, changing and removing articles; what a run that ends badly leaves behind.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use proptest::prelude::*;

use crate::harness::{Kbfix, Run, document, project};

const LEAK: &str = "SYMPTOMS\n========\n\nThe spooler leaks memory.\n";

fn titles(kbfix: &Kbfix) -> Vec<String> {
    let lines = kbfix.run(&["export"]).stdout;
    let title = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].as_str().unwrap().to_owned()
    };
    lines.lines().map(title).collect()
}

#[track_caller]
fn changes(kbfix: &Kbfix, args: &[&str], expected: &str) {
    let said = kbfix.run(args).found();
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_refresh_touches_what_has_changed() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK).article("kb/Q900002.TXT", 900_002, "Two", LEAK);
    kbfix.article("kb/Q900004.TXT", 900_004, "Four", LEAK);
    changes(&kbfix, &["index", "kb"], "3 added, 0 changed, 0 removed");
    changes(&kbfix, &["index"], "up to date");
    kbfix.article("kb/Q900001.TXT", 900_001, "One again", LEAK).article(
        "kb/Q900003.TXT",
        900_003,
        "Three",
        LEAK,
    );
    fs::remove_file(kbfix.path("kb/Q900002.TXT")).unwrap();
    changes(&kbfix, &["index"], "1 added, 1 changed, 1 removed");
    assert_eq!(titles(&kbfix), ["One again", "Three", "Four"]);
    // What is gone is not found either, by words or by filters.
    for query in ["spooler", "type:x OR id:Q900001..Q900009"] {
        let found = kbfix.run(&["search", query, "--format", "json"]).json();
        let mut found: Vec<_> = found["hits"].as_array().unwrap().iter().map(|hit| &hit["title"]).collect();
        found.sort_by_key(|title| title.as_str());
        assert_eq!(found, ["Four", "One again", "Three"], "{query}");
    }
}

#[test]
fn paths_add_to_those_of_last_time_and_a_rebuild_replaces_them() {
    let kbfix = Kbfix::new();
    kbfix.article("a/Q900001.TXT", 900_001, "One", LEAK).article("b/Q900002.TXT", 900_002, "Two", LEAK);
    changes(&kbfix, &["index", "a"], "1 added");
    changes(&kbfix, &["index", "b"], "1 added");
    assert_eq!(titles(&kbfix), ["One", "Two"]);
    kbfix.run(&["index", "b", "--rebuild"]).found();
    assert_eq!(titles(&kbfix), ["Two"]);
    // A folder that holds one of those before takes it in.
    changes(&kbfix, &["index", "."], "1 added");
    assert_eq!(titles(&kbfix), ["One", "Two"]);
}

#[test]
fn an_index_among_the_articles_is_not_looked_at() {
    let kbfix = Kbfix::new();
    kbfix.article("Q900001.TXT", 900_001, "One", LEAK);
    for said in ["1 added", "up to date"] {
        let printed = kbfix.run(&["index", "."]).found();
        assert!(printed.contains(said) && !printed.contains("passed over"), "{printed}");
    }
}

#[test]
fn copies_become_one_record_wherever_they_lie() {
    let kbfix = Kbfix::new();
    let text = document(900_001, "01-MAR-1999", "Leak", LEAK);
    let page = "---\nlayout: page\ntitle: \"Q900001: Leak\"\npermalink: /kb/900/Q900001/\n---\n\n## Q900001: Leak\n\n\
        {% raw %}\n\n\tArticle: Q900001\n\tProduct(s): Microsoft Windows NT\n\tVersion(s): winnt:4.0\n\
        \tOperating System(s): OS/2\n\tKeyword(s): kbnetwork\n\tLast Modified: 01-MAR-1999\n\t\n\tSYMPTOMS\n\t========\n\
        \t\n\tThe spooler leaks memory.\n\t\n\n{% endraw %}\n";
    kbfix.file("kb/some name.txt", &text).file("kb/another.md", page);
    kbfix.run(&["index", "kb"]).found();
    let record = kbfix.run(&["show", "Q900001", "--format", "json"]).json();
    assert_eq!(record["source"][0]["path"], "some name.txt");
    assert_eq!(record["source"][1]["path"], "another.md");
    assert_eq!(record["operating_systems"][0], "OS/2", "the page fills what the text lacks");
    assert_eq!(kbfix.run(&["show", "900001", "--format", "source"]).found(), text);

    // Without the text, the page stands alone; then a newer text takes its place.
    fs::remove_file(kbfix.path("kb/some name.txt")).unwrap();
    changes(&kbfix, &["index"], "0 added, 1 changed, 0 removed");
    assert_eq!(kbfix.run(&["show", "Q900001", "--format", "source"]).found(), page);
    kbfix.file("kb/newer.txt", document(900_001, "02-MAR-1999", "Leak, revised", LEAK));
    changes(&kbfix, &["index"], "0 added, 1 changed, 0 removed");
    let record = kbfix.run(&["show", "Q900001", "--format", "json"]).json();
    assert_eq!((&record["title"], record["source"].as_array().unwrap().len()), (&"Leak, revised".into(), 1));
}

#[test]
fn a_file_that_becomes_another_article_is_followed() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK);
    kbfix.run(&["index", "kb"]).found();
    kbfix.article("kb/Q900001.TXT", 900_007, "Seven", LEAK);
    changes(&kbfix, &["index"], "1 added, 0 changed, 1 removed");
    kbfix.file("kb/Q900001.TXT", "no article any more");
    let emptied = kbfix.run(&["index"]);
    assert!(emptied.code == Some(1) && emptied.stdout.contains("1 removed"), "{}", emptied.stdout);
    assert_eq!(titles(&kbfix), [""; 0]);
}

#[test]
fn one_writer_at_a_time() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK);
    kbfix.run(&["index", "kb"]).found();
    let lock = fs::File::open(kbfix.path("index/lock")).unwrap();
    lock.lock().unwrap();
    let message = kbfix.run(&["index"]).refused();
    assert!(message.contains("another kbfix is writing the index"), "{message}");
    assert_eq!(titles(&kbfix), ["One"], "reading goes on");
}

#[test]
fn an_index_of_another_format_is_named() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK);
    kbfix.run(&["index", "kb"]).found();
    kbfix.file("index/current", r#"{"format":99,"generation":1}"#);
    for args in [&["search", "leak"][..], &["index"], &["index", "kb"]] {
        let message = kbfix.run(args).refused();
        assert!(message.contains("format 99") && message.contains("--rebuild"), "{message}");
    }
    kbfix.run(&["index", "kb", "--rebuild"]).found();
    assert_eq!(titles(&kbfix), ["One"]);
}

/// Every file of the index, cut in half, is either not needed or a clear error, never a panic.
#[test]
fn a_truncated_file_is_a_clear_error() {
    let kbfix = Kbfix::with_samples();
    let files = fs::read_dir(kbfix.path("index/g1")).unwrap().map(|entry| entry.unwrap().path());
    let mut damaged = BTreeSet::new();
    for path in files.chain([kbfix.path("index/current")]) {
        let whole = fs::read(&path).unwrap();
        if whole.is_empty() {
            continue;
        }
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        for args in
            [&["search", "memory", "leak"][..], &["show", "Q193829"], &["export"], &["stats"], &["index"]]
        {
            let run = kbfix.run(args);
            let (code, said) = (run.code, &run.stderr);
            assert!(matches!(code, Some(0 | 2)), "{args:?} with half of {}: {code:?} {said}", path.display());
            assert!(
                code == Some(0) || said.contains("damaged") && said.contains("--rebuild"),
                "{}: {said}",
                path.display()
            );
            assert!(!said.contains("panicked"), "{said}");
            if code == Some(2) {
                damaged.insert(path.extension().unwrap_or_default().to_owned());
            }
        }
        fs::write(&path, &whole).unwrap();
    }
    // What every search needs: terms, places and stored articles, and what says where they are.
    for needed in ["term", "idx", "pos", "store", "fast", "json", ""] {
        assert!(damaged.contains(OsStr::new(needed)), "half a file `.{needed}` is as good as a whole one");
    }
    kbfix.run(&["search", "memory leak"]).found();
}

/// Runs the program where no file can be larger than so many blocks, as on a full disk: writing fails in the middle.
#[cfg(unix)]
fn on_a_full_disk(kbfix: &Kbfix, blocks: u32, args: &str) -> Run {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {} {args}", env!("CARGO_BIN_EXE_kbfix"));
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(kbfix.path("")).env("KBFIX_INDEX", kbfix.path("index"));
    Run::of(shell.output().unwrap())
}

/// Every file below the index, with its bytes; locks and tantivy's list of files aside.
fn files(kbfix: &Kbfix) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![kbfix.path("index")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with("lock") && name != ".managed.json" {
                found.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    found
}

fn with_many_to_come() -> Kbfix {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK);
    kbfix.run(&["index", "kb"]).found();
    for number in 900_100..900_160 {
        let body: String = (0..400).map(|word| format!("word{}{number} ", word * number)).collect();
        kbfix.article(&format!("kb/Q{number}.TXT"), number, "More", &body);
    }
    kbfix
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_last_index_and_nothing_else() {
    let kbfix = with_many_to_come();
    let before = files(&kbfix);
    // The files of an index are of all sizes: some run fails at each of them.
    for blocks in [0, 1, 2, 4, 8, 16, 32, 64] {
        for args in ["index", "index --rebuild"] {
            let said = on_a_full_disk(&kbfix, blocks, args).refused();
            assert!(
                said.contains("stays in use") && !said.contains("panicked at"),
                "{blocks} {args}: {said}"
            );
            let after = files(&kbfix);
            let names = |files: &BTreeMap<PathBuf, _>| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&after), names(&before), "{blocks} {args}: {said}");
            assert!(after == before, "{blocks} {args}: {said}");
            assert_eq!(titles(&kbfix), ["One"]);
        }
    }
    changes(&kbfix, &["index"], "60 added, 0 changed, 0 removed");
}

/// Whatever the file says that names the generation that is served: a rebuild touches no whole generation before
/// its own is complete.
#[cfg(unix)]
#[test]
fn a_rebuild_that_fails_leaves_an_index_that_it_cannot_read() {
    let kbfix = with_many_to_come();
    let pointer = kbfix.path("index/current");
    let good = fs::read(&pointer).unwrap();
    let damaged = [r#"{"format":99,"generation":1}"#, "{", "", "\u{fffd}", r#"{"format":6,"generation":7}"#];
    for text in damaged.map(Some).into_iter().chain([None]) {
        match text {
            Some(text) => fs::write(&pointer, text).unwrap(),
            None => fs::remove_file(&pointer).unwrap(),
        }
        let before = files(&kbfix);
        assert!(before.len() > 5);
        on_a_full_disk(&kbfix, 16, "index kb --rebuild").refused();
        let after = files(&kbfix);
        let new: Vec<_> = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).collect();
        assert!(
            after == before,
            "{text:?}: {:?}",
            new.iter().map(|(path, bytes)| (path, bytes.len())).collect::<Vec<_>>()
        );
        fs::write(&pointer, &good).unwrap();
        assert_eq!(titles(&kbfix), ["One"], "{text:?}");
    }
    fs::write(&pointer, "{").unwrap();
    assert!(kbfix.run(&["search", "spooler"]).refused().contains("damaged"));
    changes(&kbfix, &["index", "kb", "--rebuild"], "61 added");
    let folders =
        fs::read_dir(kbfix.path("index")).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(folders.count(), 1);
}

#[test]
fn killing_a_run_leaves_the_last_index() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK);
    kbfix.run(&["index", "kb"]).found();
    for number in 900_100..900_500 {
        let body: String = (0..300).map(|word| format!("word{} ", word * number)).collect();
        kbfix.article(&format!("kb/Q{number}.TXT"), number, "More", &body);
    }
    // Each run is killed a little later than the one before, some of them after their end.
    for point in 0..20_u64 {
        let args: &[&str] = if point % 2 == 0 { &["index"] } else { &["index", "--rebuild"] };
        let mut run = kbfix.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_millis(5 + point * point));
        run.kill().unwrap();
        run.wait().unwrap();
        let found = titles(&kbfix).len();
        assert!(found == 1 || found == 401, "after kill {point}: {found} articles");
        kbfix.run(&["search", "spooler leaks"]).found();
    }
    kbfix.run(&["index"]).found();
    assert_eq!(titles(&kbfix).len(), 401);
    let generations =
        fs::read_dir(kbfix.path("index")).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(generations.count(), 1, "the next run clears away what is left over");
}

#[test]
fn searching_goes_on_during_a_rebuild() {
    let kbfix = Kbfix::with_samples();
    let samples = project().join("corpus");
    let mut searches = 0;
    for _ in 0..5 {
        let mut run = kbfix
            .command(&["index", samples.to_str().unwrap(), "--rebuild"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while run.try_wait().unwrap().is_none() {
            assert!(kbfix.run(&["search", "memory", "leak"]).found().contains("Q193829"));
            searches += 1;
        }
        assert!(run.wait().unwrap().success());
    }
    assert!(searches > 0, "no search came before the end of a rebuild");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_indexed() {
    let kbfix = Kbfix::new();
    kbfix
        .article("kb/Q900001.TXT", 900_001, "One", LEAK)
        .file("kb/zeros.bin", vec![0; 50 << 20])
        .file("kb/empty.txt", "");
    std::os::unix::fs::symlink("nowhere", kbfix.path("kb/link.txt")).unwrap();
    let said = kbfix.run(&["index", "kb"]).found();
    assert!(said.contains("1 added") && said.contains("2 passed over"), "{said}");
    let message = kbfix.run(&["index", "nowhere"]).refused();
    assert!(message.contains("nowhere") && message.contains("exists"), "{message}");
}

/// Reading takes no lock and makes no file: where the lock was, there is a folder, which nobody can write.
#[test]
fn reading_writes_nothing() {
    let kbfix = Kbfix::with_samples();
    let lock = kbfix.path("index/g1/.tantivy-meta.lock");
    fs::remove_file(&lock).unwrap();
    let names = || {
        let names = fs::read_dir(kbfix.path("index/g1")).unwrap().map(|entry| entry.unwrap().file_name());
        names.collect::<BTreeSet<_>>()
    };
    let before = names();
    let read = || {
        for args in [&["search", "memory", "leak"][..], &["show", "Q193829"], &["export"], &["stats"]] {
            kbfix.run(args).found();
        }
    };
    read();
    assert_eq!(names(), before);
    fs::create_dir(&lock).unwrap();
    read();
}

/// Somebody who owns nothing here: the one who runs the tests, or nobody where that is root.
#[cfg(unix)]
struct Stranger {
    program: PathBuf,
    is_root: bool,
}

#[cfg(unix)]
impl Stranger {
    fn new(kbfix: &Kbfix) -> Option<Self> {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let is_root = fs::metadata(kbfix.path("")).unwrap().uid() == 0;
        let program = kbfix.path("kbfix");
        fs::hard_link(env!("CARGO_BIN_EXE_kbfix"), &program)
            .or_else(|_| fs::copy(env!("CARGO_BIN_EXE_kbfix"), &program).map(drop))
            .unwrap();
        if is_root {
            crate::harness::program("setpriv")?;
            fs::set_permissions(kbfix.path(""), fs::Permissions::from_mode(0o755)).unwrap();
        }
        Some(Self { program, is_root })
    }

    fn run(&self, kbfix: &Kbfix, args: &[&str]) -> Run {
        let mut command = Command::new(if self.is_root { Path::new("setpriv") } else { &self.program });
        if self.is_root {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&self.program);
        }
        command.args(args).current_dir(kbfix.path("")).env("KBFIX_INDEX", kbfix.path("index"));
        Run::of(command.stdin(Stdio::null()).output().unwrap())
    }
}

#[cfg(unix)]
fn allow(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn who_may_read_the_files_may_read_the_index() {
    let kbfix = Kbfix::new();
    let Some(stranger) = Stranger::new(&kbfix) else { return };
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK);
    kbfix.run(&["index", "kb"]).found();
    kbfix.article("kb/Q900002.TXT", 900_002, "Two", LEAK);
    kbfix.run(&["index"]).found();
    for folder in ["index/g1", "index"] {
        allow(&kbfix.path(folder), 0o555);
    }
    assert!(stranger.run(&kbfix, &["search", "spooler"]).found().contains("Two"));
    stranger.run(&kbfix, &["stats"]).found();
    let said = stranger.run(&kbfix, &["index"]);
    assert!(stranger.is_root == (said.code == Some(2)) || said.code == Some(0), "{}", said.stderr);
    assert!(!said.stderr.contains("damaged"), "{}", said.stderr);
    // Each file that may not be read is named as that, and not as damaged.
    for name in ["index/g1/meta.json", "index/g1/dictionary", "index/current", "index/g1", "index"] {
        let path = kbfix.path(name);
        let mode =
            fs::metadata(&path).map(|known| std::os::unix::fs::PermissionsExt::mode(&known.permissions()));
        allow(&path, 0);
        let said = stranger.run(&kbfix, &["search", "spooler"]).refused();
        assert!(said.contains("Permission denied") && said.contains("chmod"), "{name}: {said}");
        assert!(!said.contains("damaged") && !said.contains("--rebuild"), "{name}: {said}");
        allow(&path, mode.unwrap());
    }
    stranger.run(&kbfix, &["search", "spooler"]).found();
    for folder in ["index/g1", "index"] {
        allow(&kbfix.path(folder), 0o755);
    }
}

#[test]
fn a_root_that_is_gone_keeps_its_articles() {
    let kbfix = Kbfix::new();
    kbfix.article("a/Q900001.TXT", 900_001, "One", LEAK).article("b/Q900002.TXT", 900_002, "Two", LEAK);
    kbfix.run(&["index", "a", "b"]).found();
    fs::rename(kbfix.path("a"), kbfix.path("elsewhere")).unwrap();
    fs::remove_file(kbfix.path("b/Q900002.TXT")).unwrap();
    kbfix.article("b/Q900003.TXT", 900_003, "Three", LEAK);
    let run = kbfix.run(&["index"]);
    assert!(
        run.stderr.contains("cannot read")
            && run.stderr.contains(&format!("{}a:", std::path::MAIN_SEPARATOR)),
        "{}",
        run.stderr
    );
    assert!(run.found().contains("1 added, 0 changed, 1 removed"));
    assert_eq!(titles(&kbfix), ["One", "Three"]);
    assert!(kbfix.run(&["index", "--rebuild"]).refused().contains("exists"), "a rebuild has nothing to keep");
    assert!(kbfix.run(&["index", "a"]).refused().contains("exists"), "what is given has to be there");
    assert_eq!(titles(&kbfix), ["One", "Three"]);
    fs::rename(kbfix.path("elsewhere"), kbfix.path("a")).unwrap();
    fs::remove_file(kbfix.path("a/Q900001.TXT")).unwrap();
    changes(&kbfix, &["index"], "0 added, 0 changed, 1 removed");
    assert_eq!(titles(&kbfix), ["Three"]);
}

/// A file that has changed within the tick of a clock is read again, also where another folder was indexed since.
#[test]
fn a_change_in_the_same_moment_is_not_lost() {
    let kbfix = Kbfix::new();
    kbfix.article("a/Q900001.TXT", 900_001, "One", LEAK).article("b/Q900002.TXT", 900_002, "Two", LEAK);
    let file = kbfix.path("a/Q900001.TXT");
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    let set_back = || fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
    kbfix.run(&["index", "a", "b"]).found();
    kbfix.article("a/Q900001.TXT", 900_001, "Won", LEAK);
    set_back();
    changes(&kbfix, &["index"], "1 changed");
    sleep(Duration::from_millis(2100));
    kbfix.run(&["index", "b"]).found();
    // Of the same size and time as what was read.
    kbfix.article("a/Q900001.TXT", 900_001, "Own", LEAK);
    set_back();
    changes(&kbfix, &["index"], "1 changed");
    assert_eq!(titles(&kbfix), ["Own", "Two"]);
}

/// The segments that the index consists of.
fn segments(kbfix: &Kbfix) -> usize {
    let meta = fs::read(kbfix.path("index/g1/meta.json")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&meta).unwrap()["segments"].as_array().unwrap().len()
}

#[test]
fn an_index_that_grew_has_what_one_built_whole_has() {
    let grown = Kbfix::new();
    let add = |kbfix: &Kbfix, numbers: std::ops::Range<u32>| {
        for number in numbers {
            let body = format!("{LEAK}It does so in case {} of {number}.\n", number % 7);
            kbfix.article(&format!("kb/Q{number}.TXT"), number, &format!("Leak {number}"), &body);
        }
    };
    let dictionary = |kbfix: &Kbfix| fs::metadata(kbfix.path("index/g1/dictionary")).unwrap().len();
    add(&grown, 900_001..900_002);
    grown.run(&["index", "kb"]).found();
    assert_eq!(dictionary(&grown), 0);
    for end in [900_100, 900_200, 900_400] {
        add(&grown, end - 100..end);
        grown.run(&["index"]).found();
        assert_eq!(segments(&grown), 1);
        let stores =
            files(&grown).into_keys().filter(|path| path.extension().is_some_and(|end| end == "store"));
        assert_eq!(stores.count(), 1, "nothing is left of those before");
    }
    add(&grown, 900_200..900_300);
    fs::remove_file(grown.path("kb/Q900150.TXT")).unwrap();
    grown.run(&["index"]).found();
    let whole = Kbfix::new();
    add(&whole, 900_000..900_400);
    fs::remove_file(whole.path("kb/Q900150.TXT")).unwrap();
    whole.run(&["index", "kb"]).found();
    assert!(dictionary(&grown) > 0 && dictionary(&whole) > 0);
    assert_eq!((segments(&grown), segments(&whole)), (1, 1));
    assert_eq!(grown.run(&["export"]).found(), whole.run(&["export"]).found());
    let scores = |kbfix: &Kbfix| {
        let found =
            kbfix.run(&["search", "case 3 spooler", "--format", "json", "--any", "--limit", "500"]).json();
        let hits = found["hits"].as_array().unwrap().iter();
        hits.map(|hit| (hit["id"].to_string(), hit["score"].to_string())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(scores(&grown).len(), 399);
    assert_eq!(scores(&grown), scores(&whole));
}

#[cfg(unix)]
#[derive(Clone, Debug)]
enum Step {
    Write(usize),
    Delete(usize),
    HideFile(usize, bool),
    HideFolder(usize, bool),
    Index,
}

/// Articles that lie twice, the newer copy in `b`, and two more that lie once.
#[cfg(unix)]
const PLACES: [(&str, u32); 6] =
    [("a/Q1.TXT", 1), ("b/Q1.TXT", 1), ("a/Q2.TXT", 2), ("b/Q2.TXT", 2), ("a/Q3.TXT", 3), ("b/other.txt", 4)];

/// Files on disk, and what the index is to hold of them.
#[cfg(unix)]
#[derive(Default)]
struct Model {
    disk: BTreeMap<usize, String>,
    hidden_files: BTreeSet<usize>,
    hidden_folders: BTreeSet<usize>,
    indexed: BTreeMap<usize, String>,
    written: u32,
}

#[cfg(unix)]
impl Model {
    fn folder(place: usize) -> usize {
        usize::from(PLACES[place].0.starts_with('b'))
    }

    fn folder_path(kbfix: &Kbfix, folder: usize) -> PathBuf {
        kbfix.path(["kb/a", "kb/b"][folder])
    }

    fn take(&mut self, kbfix: &Kbfix, step: &Step) {
        for folder in 0..2 {
            allow(&Self::folder_path(kbfix, folder), 0o755);
        }
        match *step {
            Step::Write(at) => {
                self.written += 1;
                // All of one size.
                let title = format!("Title {:03}", self.written);
                let (path, number) = PLACES[at];
                let day = if Self::folder(at) == 1 { "02-MAR-1999" } else { "01-MAR-1999" };
                let path = format!("kb/{path}");
                if self.disk.contains_key(&at) {
                    allow(&kbfix.path(&path), 0o644);
                }
                kbfix.file(&path, document(number, day, &title, LEAK));
                self.disk.insert(at, title);
            }
            Step::Delete(at) => {
                if self.disk.remove(&at).is_some() {
                    fs::remove_file(kbfix.path("kb").join(PLACES[at].0)).unwrap();
                }
                self.hidden_files.remove(&at);
            }
            Step::HideFile(at, true) => drop(self.hidden_files.insert(at)),
            Step::HideFile(at, false) => drop(self.hidden_files.remove(&at)),
            Step::HideFolder(at, true) => drop(self.hidden_folders.insert(at)),
            Step::HideFolder(at, false) => drop(self.hidden_folders.remove(&at)),
            Step::Index => {}
        }
        for at in self.disk.keys() {
            let mode = if self.hidden_files.contains(at) { 0 } else { 0o644 };
            let path = kbfix.path("kb").join(PLACES[*at].0);
            if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777
                != mode
            {
                allow(&path, mode);
            }
        }
        for &folder in &self.hidden_folders {
            allow(&Self::folder_path(kbfix, folder), 0);
        }
    }

    fn index(&mut self, kbfix: &Kbfix, stranger: &Stranger) {
        let run = stranger.run(kbfix, &["index", "kb"]);
        if !kbfix.path("index/current").exists() {
            let is_hidden = |at: &usize| {
                self.hidden_files.contains(at) || self.hidden_folders.contains(&Self::folder(*at))
            };
            assert!(self.disk.keys().all(is_hidden), "{}", run.stderr);
            assert!(run.refused().contains("there is no article in"));
            return;
        }
        assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
        for at in 0..PLACES.len() {
            if self.hidden_folders.contains(&Self::folder(at)) {
                continue;
            }
            match self.disk.get(&at) {
                Some(_) if self.hidden_files.contains(&at) => {}
                Some(title) => drop(self.indexed.insert(at, title.clone())),
                None => drop(self.indexed.remove(&at)),
            }
        }
        let found = stranger.run(kbfix, &["export"]).stdout;
        let found: BTreeMap<String, (String, String)> = found
            .lines()
            .map(|line| {
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
                (text(&record["id"]), (text(&record["title"]), text(&record["source"][0]["path"])))
            })
            .collect();
        // The newer copy stands.
        let expected = self.indexed.iter().map(|(&at, title)| {
            let (path, number) = PLACES[at];
            (format!("Q{number}"), (title.clone(), path.to_owned()))
        });
        assert_eq!(found, expected.collect(), "{}", run.stderr);
    }
}

#[cfg(unix)]
fn step() -> impl Strategy<Value = Step> {
    let place = 0..PLACES.len();
    prop_oneof![
        4 => place.clone().prop_map(Step::Write),
        2 => place.clone().prop_map(Step::Delete),
        2 => (place, any::<bool>()).prop_map(|(at, hidden)| Step::HideFile(at, hidden)),
        1 => (0..2_usize, any::<bool>()).prop_map(|(at, hidden)| Step::HideFolder(at, hidden)),
        4 => Just(Step::Index),
    ]
}

/// Whatever happens to files between runs, the index holds what can be read, and of the rest what was read last.
#[cfg(unix)]
#[test]
fn an_index_follows_whatever_happens_to_files() {
    let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
    let steps = prop::collection::vec(step(), 8..30);
    proptest!(config, |(steps in steps)| {
        let kbfix = Kbfix::new();
        let Some(stranger) = Stranger::new(&kbfix) else { return Ok(()) };
        for folder in ["kb/a", "kb/b", "index"] {
            fs::create_dir_all(kbfix.path(folder)).unwrap();
        }
        allow(&kbfix.path("index"), 0o777);
        let mut model = Model::default();
        for step in &steps {
            model.take(&kbfix, step);
            if matches!(step, Step::Index) {
                model.index(&kbfix, &stranger);
            }
        }
        (0..2).for_each(|folder| model.take(&kbfix, &Step::HideFolder(folder, false)));
        (0..PLACES.len()).for_each(|at| model.take(&kbfix, &Step::HideFile(at, false)));
        model.index(&kbfix, &stranger);
        let followed = stranger.run(&kbfix, &["export"]).stdout;
        let _ = stranger.run(&kbfix, &["index", "kb", "--rebuild"]);
        prop_assert_eq!(followed, stranger.run(&kbfix, &["export"]).stdout);
    });
}

#[test]
fn without_embeddings_words_rank_and_a_note_says_so() {
    let kbfix = Kbfix::with_samples();
    let search = || kbfix.run(&["search", "memory leak after password change", "--brief"]);
    let whole = search();
    assert!(!whole.stderr.contains("embeddings"), "{}", whole.stderr);
    let path = kbfix.path("index/g1/embeddings-1");
    let bytes = fs::read(&path).unwrap();
    let other = [b"kbe9", &bytes[4..]].concat();
    for damaged in [Some(&bytes[..bytes.len() / 2]), Some(&other[..]), None] {
        match damaged {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let run = search();
        assert_eq!(run.stderr.matches("no embeddings").count(), 1, "{}", run.stderr);
        let (found, before) = (run.found(), whole.stdout.clone());
        let sorted = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(sorted(&found), sorted(&before), "what is found does not depend on embeddings");
    }
}
