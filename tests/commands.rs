//! Each verb as it is typed.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::Stdio,
    sync::LazyLock,
};

use crate::harness::{Kbfix, Run, program, project};

/// The samples, indexed once; only read.
static SAMPLES: LazyLock<Kbfix> = LazyLock::new(Kbfix::with_samples);

fn ids(results: &serde_json::Value) -> Vec<String> {
    results["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_first_search_finds_the_fix() {
    let results = SAMPLES.run(&["search", "memory leak after password change", "--format", "json"]).json();
    assert_eq!(ids(&results)[0], "Q193829");
    let hit = &results["hits"][0];
    assert_eq!(hit["fix"]["files"][0]["name"], "Snapmp.exe");
    assert_eq!(hit["fix"]["fixed_in"][0], "latest SNA Server version 4.0 U.S. Service Pack");
    for field in ["id", "title", "modified", "score", "applies_to", "snippet", "fix"] {
        assert!(!hit[field].is_null(), "{field}");
    }
    for field in ["query", "total", "took_ms", "hits"] {
        assert!(!results[field].is_null(), "{field}");
    }
}

#[test]
fn a_hit_for_people() {
    let printed = SAMPLES.run(&["search", "memory leak after password change", "--limit", "2"]).found();
    insta::assert_snapshot!(printed);
}

#[test]
fn an_article_for_people() {
    insta::assert_snapshot!(SAMPLES.run(&["show", "Q193829"]).found());
}

#[test]
fn what_is_in_the_index() {
    let printed = SAMPLES.run(&["stats"]).found();
    let steady: Vec<&str> = printed.lines().filter(|line| !line.starts_with("Size ")).collect();
    insta::assert_snapshot!(steady.join("\n"));
}

#[test]
fn a_mistyped_word_is_corrected_unless_it_is_quoted() {
    let results = SAMPLES.run(&["search", "eybboard memroy", "--format", "json"]).json();
    let made = |typed: &str, shown: &str| serde_json::json!({ "typed": typed, "shown": shown });
    let expected = [made("eybboard", "keyboard"), made("memroy", "memory")];
    assert_eq!(results["corrections"].as_array().unwrap(), &expected);
    let note = "showing results for keyboard memory; quote a word to insist: \"eybboard\", \"memroy\"";
    assert_eq!(results["notes"], serde_json::json!([note]));
    let run = SAMPLES.run(&["search", "\"memroy\" leak", "--format", "json"]);
    let insisted: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(insisted["corrections"], serde_json::json!([]), "{insisted}");
}

#[test]
fn a_hit_says_why() {
    let results = SAMPLES.run(&["search", "Q186401", "--format", "json"]).json();
    let cause = results["hits"][0]["cause"].as_str().unwrap();
    assert!(cause.starts_with("A downlevel remoted API makes") && !cause.contains('\n'), "{cause}");
}

#[test]
fn a_brief_answer_is_a_line_a_hit() {
    let printed = SAMPLES.run(&["search", "Q186401", "--brief", "--limit", "1"]).found();
    assert_eq!(printed, "Q186401\t2001-08-10\tLeak in Services.exe\n");
    assert_eq!(SAMPLES.run(&["search", "xyzzyfrobnicate", "--brief"]).code, Some(1));
}

/// On a terminal of twelve lines. The one of `script` is that of Linux.
#[cfg(target_os = "linux")]
#[test]
fn what_is_longer_than_the_screen_is_paged() {
    let Some(script) = program("script") else { return };
    let kbfix = env!("CARGO_BIN_EXE_kbfix");
    let shown = |pager: &str, args: &str| {
        let line = format!("stty rows 12 cols 80; KBFIX_PAGER='{pager}' {kbfix} {args}");
        let run = SAMPLES.run_other(&script, &["-q", "-e", "-c", &line, "/dev/null"]);
        (run.code, run.stdout)
    };
    for (pager, args, is_paged) in [
        ("sed s/^/paged:/", "search memory leak", true),
        ("sed -e 's/^/paged:/' | cat", "search memory leak", true),
        ("sed s/^/paged:/", "show Q193829", true),
        ("sed s/^/paged:/", "search memory leak --limit 1", false),
        ("sed s/^/paged:/", "search memory leak --no-pager", false),
        ("sed s/^/paged:/", "search memory leak --brief --limit 50", false),
        ("sed s/^/paged:/", "search memory leak --format json", false),
        ("sed s/^/paged:/", "search memory leak | cat", false),
        ("kbfix-no-such-pager", "search memory leak", false),
        ("", "search memory leak", false),
    ] {
        let (code, text) = shown(&pager.replace('\'', "'\\''"), args);
        assert_eq!((code, text.contains("paged:")), (Some(0), is_paged), "{pager} {args}: {text}");
        assert!(text.contains("Q238493") || text.contains("Q193829"), "{pager} {args}: {text}");
    }
    assert_eq!(shown("true", "search memory leak").0, Some(0));
}

#[test]
fn words_are_alternatives() {
    let results = SAMPLES.run(&["search", "snapmp xyzzyfrobnicate", "--format", "json"]).json();
    assert_eq!(ids(&results)[0], "Q193829");
}

#[test]
fn filters_must_hold() {
    let search = |args: &[&str]| {
        ids(&SAMPLES.run(&[&["search", "memory leak", "--format", "json"], args].concat()).json())
    };
    let all = search(&[]);
    let sna = search(&["--product", "SNA Server"]);
    assert!(sna.contains(&"Q193829".to_owned()) && sna.len() < all.len(), "{sna:?} of {all:?}");
    let old = search(&["--until", "2001-08-09"]);
    assert!(old.contains(&"Q171996".to_owned()) && !old.contains(&"Q186401".to_owned()), "{old:?}");
    assert!(!search(&["--since", "2001-08-10"]).contains(&"Q171996".to_owned()));
    assert!(search(&["--version", "3.51"]).contains(&"Q171996".to_owned()));
    assert!(!search(&["--version", "3.51"]).contains(&"Q186401".to_owned()));
    assert!(search(&["--keyword", "kbWinNT4sp6fix"]).contains(&"Q238493".to_owned()));
}

#[test]
fn pages_follow_each_other() {
    let page = |offset: &str| {
        ids(&SAMPLES
            .run(&["search", "memory leak", "--limit", "2", "--offset", offset, "--format", "json"])
            .json())
    };
    let first = ids(&SAMPLES.run(&["search", "memory leak", "--limit", "4", "--format", "json"]).json());
    assert_eq!([page("0"), page("2")].concat(), first);
}

#[test]
fn nothing_found_is_exit_1_and_a_mistake_exit_2() {
    let run = SAMPLES.run(&["search", "xyzzyfrobnicate", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap()["total"], 0);
    assert_eq!(SAMPLES.run(&["show", "Q7"]).code, Some(1));
    assert!(SAMPLES.run(&["show", "seven"]).refused().contains("KB186401"));
    SAMPLES.run(&["search", "x", "--since", "yesterday"]).refused();
    SAMPLES.run(&["frobnicate"]).refused();
}

#[test]
fn any_spelling_of_a_number() {
    for spelling in ["Q186401", "186401", "q186401", "KB186401"] {
        let record = SAMPLES.run(&["show", spelling, "--format", "json"]).json();
        assert_eq!(record["id"], "Q186401", "{spelling}");
        let results = SAMPLES.run(&["search", spelling, "--format", "json"]).json();
        assert_eq!(ids(&results)[0], "Q186401", "{spelling}");
    }
}

#[test]
fn the_original_byte_for_byte() {
    for (id, path) in [
        ("Q193829", "txt/193/Q193829.TXT"),
        ("Q11274", "kb/011/Q11274/README.md"),
        ("Q178092", "txt/178/Q178092.TXT"),
    ] {
        let output = SAMPLES.command(&["show", id, "--format", "source"]).output().unwrap();
        assert_eq!(output.stdout, std::fs::read(project().join("corpus").join(path)).unwrap(), "{id}");
    }
}

#[test]
fn any_text_is_a_query() {
    let pasted = b"STOP: 0x0000000A (0x00000000, 0x0000001c)\tIRQL_NOT_LESS_OR_EQUAL\n\"C:\\WINNT\\system32\\ntoskrnl.exe\" [*] {?} -- OR AND (";
    let run = SAMPLES.run_with_input(&["search", "-", "--format", "json"], pasted);
    assert_eq!(ids(&run.json())[0], "Q177664");
    for query in ["\"", "(((", "a:b:c", "\\", "*", "?", "--", "\u{0}x", "é ß 漢字", "^~!"] {
        let run = SAMPLES.run(&["search", "--", &query.replace('\u{0}', "\u{1}")]);
        assert!(matches!(run.code, Some(0 | 1)), "{query}: {}", run.stderr);
    }
}

#[test]
fn export_is_in_order_of_number_and_both_shapes_agree() {
    let lines = SAMPLES.run(&["export"]).found();
    let records: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let numbers: Vec<u32> =
        records.iter().map(|record| record["id"].as_str().unwrap()[1..].parse().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.len() == 54, "{numbers:?}");
    assert_eq!(SAMPLES.run(&["export", "--format", "json"]).json(), serde_json::Value::Array(records));
    SAMPLES.run(&["export", "--output", "all.jsonl"]).found();
    assert_eq!(std::fs::read_to_string(SAMPLES.path("all.jsonl")).unwrap(), lines);
}

#[test]
fn parse_gives_a_record_a_file_in_path_order() {
    let corpus = project().join("corpus");
    let run = SAMPLES.run(&["parse", corpus.to_str().unwrap(), "--notes"]);
    assert!(run.stderr.contains("1 file passed over"), "{}", run.stderr);
    let lines = run.found();
    let path = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["source"][0]["path"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let paths: Vec<String> = lines.lines().map(path).collect();
    assert!(paths.is_sorted() && paths.len() == 70, "{}", paths.len());
}

#[test]
fn notes_name_their_place() {
    let kbfix = Kbfix::new();
    kbfix.file("kb/Q900001.TXT", "DOCUMENT:Q900001  32-FOO-1999\r\nTITLE   :A \u{1b}[31m\r\n");
    let run = kbfix.run(&["parse", "kb", "--notes"]);
    assert!(run.stderr.contains("Q900001.TXT:1:1: date_not_read"), "{}", run.stderr);
    assert!(run.stderr.contains("Q900001.TXT:2:12: control_byte"), "{}", run.stderr);
}

#[test]
fn a_check_shows_what_was_not_understood() {
    let kbfix = Kbfix::new();
    let status = "STATUS\n======\n\nNobody is aware of this.\n";
    kbfix.article("kb/Q900001.TXT", 900_001, "A \u{1b}[31m", status);
    kbfix.article("good/Q900002.TXT", 900_002, "B", "STATUS\n======\n\nThis behavior is by design.\n");
    let run = kbfix.run(&["check", "kb", "good", "--kind", "status_not_read"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let mark = "Q900001.TXT:12:1\n    Nobody is aware of this.\n    ^^^^^^^^^^^^^^^^^^^^^^^^";
    assert!(run.stdout.contains(mark), "{}", run.stdout);
    assert!(!run.stdout.contains("control_byte"), "{}", run.stdout);
    kbfix.run(&["check", "good"]).found();
    kbfix.run(&["check", "kb", "--kind", "nothing"]).refused();
    kbfix.run(&["check", "nowhere"]).refused();

    let report = kbfix.run(&["check", "kb", "good", "--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let of = |name: &str| {
        report["fields"].as_array().unwrap().iter().find(|field| field["field"] == name).unwrap()
    };
    assert_eq!((&of("disposition")["clean"], &of("disposition")["not_understood"]), (&1.into(), &1.into()));
    assert_eq!(of("fixed_in")["not_stated"], 2);
    assert_eq!(report["kinds"][0]["examples"][0]["line"], 12);
}

#[test]
fn records_say_where_they_were_read() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "A", "SUMMARY\n=======\n\nSee Q900002.\n");
    let parsed = kbfix.run(&["parse", "kb", "--provenance"]).json();
    let origin = &parsed["provenance"]["references"];
    let (from, to) = (origin["spans"][0][0].as_u64().unwrap(), origin["spans"][0][1].as_u64().unwrap());
    let bytes = fs::read(kbfix.path("kb/Q900001.TXT")).unwrap();
    assert_eq!(&bytes[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()], b"Q900002");
    assert_eq!(parsed["provenance"]["fix_files"], serde_json::Value::Null);
    kbfix.run(&["index", "kb"]).found();
    assert_eq!(kbfix.run(&["export", "--provenance"]).json()["provenance"], parsed["provenance"]);
    let refused = kbfix.run(&["export", "--provenance", "--format", "csv", "--output", "x"]).refused();
    assert!(refused.contains("--format jsonl"), "{refused}");
}

#[test]
fn a_closed_pipe_is_success() {
    let mut export =
        SAMPLES.command(&["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(64, export.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let output = export.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn what_a_stranger_wrote_is_harmless_on_a_terminal() {
    let kbfix = Kbfix::new();
    kbfix.article(
        "kb/Q900001.TXT",
        900_001,
        "Bell \u{7} and \u{202e}evil",
        "The text \u{1b}[2J clears <script>.\n",
    );
    kbfix.run(&["index", "kb"]).found();
    for args in [&["show", "Q900001"][..], &["search", "clears"], &["show", "Q900001", "--format", "json"]] {
        let printed = kbfix.run(&[args, &["--color", "always"]].concat()).found();
        assert!(!printed.contains("\u{1b}[2J") && !printed.contains(['\u{7}', '\u{202e}']), "{printed:?}");
    }
}

#[test]
fn without_an_index_the_way_is_shown() {
    let kbfix = Kbfix::new();
    kbfix.article("corpus/Q900001.TXT", 900_001, "A leak", "It leaks.\n");
    for args in [&["search", "leak"][..], &["show", "Q900001"], &["serve"], &["stats"]] {
        let message = kbfix.run(args).refused();
        for part in ["there is none", "git clone", "kbfix index kbarchive", "kbfix demo"] {
            assert!(message.contains(part), "{args:?}: {message}");
        }
    }
    assert!(!kbfix.path("index").exists(), "what nobody named was indexed");
}

#[test]
fn without_a_verb_the_tasks_are_shown() {
    insta::assert_snapshot!(Kbfix::new().run(&[]).found());
}

#[test]
fn a_demo_needs_nothing() {
    let kbfix = Kbfix::new();
    let Run { stdout, stderr, code } = kbfix.run(&["demo"]);
    assert!(code == Some(0) && stdout.starts_with(" 1  Q193829"), "{stdout}");
    assert!(stderr.contains("git clone") && stderr.contains("kbfix index kbarchive"), "{stderr}");
    assert_eq!(stdout, SAMPLES.run(&["search", "memory leak after password change"]).found());
    assert!(kbfix.run(&["demo", "-leak", "tcpip.sys", "--brief"]).found().starts_with("Q254930\t"));
    assert_eq!(kbfix.run(&["demo", "zzzzqqq"]).code, Some(1));
    assert!(!kbfix.path("index").exists(), "it leaves something behind");
}

#[test]
fn a_folder_without_articles_is_an_error() {
    let kbfix = Kbfix::new();
    kbfix.file("text/notes.txt", "no article");
    std::fs::create_dir(kbfix.path("empty")).unwrap();
    for folder in ["empty", "text"] {
        let message = kbfix.run(&["index", folder]).refused();
        assert!(message.contains("there is no article in") && message.contains(folder), "{message}");
        assert!(kbfix.run(&["stats"]).refused().contains("there is none"), "{folder}");
    }
    let message = kbfix.run(&["index"]).refused();
    assert!(message.contains("git clone") && message.contains("kbfix index kbarchive"), "{message}");
}

#[test]
fn the_index_lies_here_only_where_it_is_one() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "A leak", "It leaks.\n");
    let run = |args: &[&str]| {
        let mut command = kbfix.command(args);
        command.env_remove("KBFIX_INDEX").env("XDG_DATA_HOME", kbfix.path("data"));
        Run::of(command.output().unwrap())
    };
    std::fs::create_dir(kbfix.path("index")).unwrap();
    run(&["index", "kb"]).found();
    assert!(kbfix.path("data/kbfix/index/current").exists());
    assert_eq!(std::fs::read_dir(kbfix.path("index")).unwrap().count(), 0);
    run(&["search", "leak"]).found();
    run(&["--index", "index", "index", "kb"]).found();
    kbfix.article("kb/Q900002.TXT", 900_002, "A second leak", "It leaks.\n");
    run(&["index"]).found();
    assert!(run(&["stats"]).found().starts_with("2 articles"));
    assert!(run(&["stats", "--index", "data/kbfix/index"]).found().starts_with("1 article"));
}

#[test]
fn the_nearest_verb_is_suggested_first() {
    for (typed, meant) in [("serach", "search"), ("idnex", "index"), ("relatd", "related")] {
        let message = Kbfix::new().run(&[typed, "leak"]).refused();
        let first = message.split('\'').nth(3);
        assert_eq!(first, Some(meant), "{message}");
    }
}

#[cfg(not(feature = "scan"))]
#[test]
fn a_verb_that_was_left_out_says_how_to_get_it() {
    let kbfix = Kbfix::new();
    assert!(kbfix.run(&["--help"]).found().contains("  scan "));
    for args in [&["scan", "/mnt/c", "--format", "json"][..], &["scan"], &["scan", "--help"]] {
        let message = kbfix.run(args).refused();
        assert!(message.contains("the feature `scan`") && message.contains("--features full"), "{message}");
    }
}
