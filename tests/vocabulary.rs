//! Words of one's own, and the verb that explains how they are written.

use crate::harness::Kbfix;

fn corpus() -> Kbfix {
    let kbfix = Kbfix::new();
    let body = |text: &str| format!("SYMPTOMS\n========\n\n{text}\n");
    kbfix.article("kb/Q900001.TXT", 900_001, "A", &body("The token ring adapter is not found."));
    kbfix.article("kb/Q900002.TXT", 900_002, "B", &body("A zebra stands in the way."));
    kbfix.file("mine.txt", "# ours\nmadge = token ring\n\nstripes, zebra\nbig = windows nt\n");
    kbfix.run(&["index", "kb"]).found();
    kbfix
}

#[test]
fn words_of_ones_own_are_added() {
    let kbfix = corpus();
    assert_eq!(kbfix.run(&["search", "madge"]).code, Some(1));
    for (word, id) in [("madge", "Q900001"), ("stripes", "Q900002")] {
        let own = kbfix.run(&["search", word, "--vocabulary", "mine.txt", "--format", "json"]).json();
        assert_eq!(own["hits"][0]["id"], id, "{word}");
        let lines = kbfix.run(&["export", "--query", word, "--vocabulary", "mine.txt"]).found();
        assert!(lines.contains(id) && lines.lines().count() == 1, "{lines}");
    }
    let product = kbfix.run(&["search", "zebra", "--product", "big 4", "--vocabulary", "mine.txt"]);
    assert!(product.found().contains("Q900002"));
    let mut command = kbfix.command(&["search", "madge"]);
    assert!(command.env("KBFIX_VOCABULARY", "mine.txt").status().unwrap().success());
    kbfix.file("queries.txt", "madge\n");
    let lines = kbfix.run(&["search", "--batch", "queries.txt", "--vocabulary", "mine.txt"]).found();
    assert!(lines.contains("Q900001"), "{lines}");
}

#[test]
fn a_bad_line_is_named() {
    let kbfix = corpus();
    kbfix.file("bad.txt", "a1 = b1\n\nlonely\n");
    let refused = kbfix.run(&["search", "zebra", "--vocabulary", "bad.txt"]).refused();
    assert!(refused.contains("bad.txt") && refused.contains("line 3: `lonely`"), "{refused}");
    let missing = kbfix.run(&["export", "--query", "zebra", "--vocabulary", "none.txt"]).refused();
    assert!(missing.contains("none.txt"), "{missing}");
}

#[test]
fn the_vocabulary_is_printed_and_can_be_given_back() {
    let kbfix = corpus();
    let printed = kbfix.run(&["vocabulary"]).found();
    assert!(
        printed.contains("short = name") && printed.contains("IRQL_NOT_LESS_OR_EQUAL = 0xA"),
        "{printed}"
    );
    assert!(kbfix.run(&["help", "vocabulary"]).found().contains("short = name"));
    kbfix.file("all.txt", printed);
    kbfix.run(&["search", "zebra", "--vocabulary", "all.txt"]).found();
}
