//! Adding, changing and removing articles; what a run that ends badly leaves behind.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use crate::harness::{Kbfix, document, project};

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
fn the_samples_give_way_to_the_first_real_folder() {
    let kbfix = Kbfix::new();
    kbfix.article("corpus/Q900001.TXT", 900_001, "A sample", LEAK).article(
        "kb/Q900002.TXT",
        900_002,
        "Two",
        LEAK,
    );
    let first = kbfix.run(&["search", "spooler"]);
    assert!(first.stderr.contains("samples in corpus/"), "{}", first.stderr);
    assert!(first.found().contains("A sample"));
    kbfix.run(&["index", "kb"]).found();
    assert_eq!(titles(&kbfix), ["Two"]);
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

/// A limit on the size of files stands for a full disk: writing fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_last_index() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "One", LEAK);
    kbfix.run(&["index", "kb"]).found();
    for number in 900_100..900_160 {
        let body: String = (0..400).map(|word| format!("word{}{number} ", word * number)).collect();
        kbfix.article(&format!("kb/Q{number}.TXT"), number, "More", &body);
    }
    for args in ["index", "index --rebuild"] {
        let mut shell = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f 8; exec {} {args}", env!("CARGO_BIN_EXE_kbfix"));
        let output = shell
            .args(["-c", &script])
            .current_dir(kbfix.path(""))
            .env("KBFIX_INDEX", kbfix.path("index"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("stays in use") && !said.contains("panicked"), "{said}");
        assert_eq!(titles(&kbfix), ["One"]);
    }
    changes(&kbfix, &["index"], "60 added, 0 changed, 0 removed");
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
