//! What is cited and not held.

use crate::harness::Kbfix;

fn cites(kbfix: &Kbfix, number: u32, text: &str) {
    let body = format!("MORE INFORMATION\n================\n\n{text}");
    kbfix.article(&format!("kb/Q{number}.TXT"), number, "Printer stops", &body);
}

#[test]
fn the_most_cited_comes_first_with_its_title_and_who_cites_it() {
    let kbfix = Kbfix::new();
    cites(&kbfix, 100_001, "   ARTICLE-ID: Q100099\n   TITLE     : Spooler Leaks Memory");
    cites(&kbfix, 100_002, "See Q100099 and Q100098, and also Q100001.");
    kbfix.run(&["index", "kb"]).found();
    let run = kbfix.run(&["gaps"]);
    assert_eq!(run.stderr, "2 of 3 cited articles are missing, they are cited 3 times\n");
    let printed = run.found();
    let lines: Vec<_> =
        printed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let cited = ["2 Q100099 Spooler Leaks Memory", "cited by Q100001, Q100002"];
    assert_eq!(lines, [cited[0], cited[1], "1 Q100098 (title not known)", "cited by Q100002"]);
    let gaps = kbfix.run(&["gaps", "--limit", "1", "--format", "json"]).json();
    assert_eq!((gaps["missing"].as_u64(), gaps["gaps"].as_array().unwrap().len()), (Some(2), 1));
    assert_eq!(gaps["gaps"][0]["title"], "Spooler Leaks Memory");
    assert!(
        kbfix
            .run(&["gaps", "--format", "csv"])
            .found()
            .starts_with("id,citations,title,cited_by,elsewhere\r\n")
    );
    assert_eq!(kbfix.run(&["gaps", "--offset", "2"]).code, Some(1));
}

#[test]
fn what_is_indexed_later_is_no_gap() {
    let kbfix = Kbfix::new();
    cites(&kbfix, 100_002, "See Q100001.");
    kbfix.run(&["index", "kb"]).found();
    assert!(kbfix.run(&["gaps"]).found().contains("Q100001"));
    cites(&kbfix, 100_001, "Nothing.");
    kbfix.run(&["index"]).found();
    assert_eq!(kbfix.run(&["gaps"]).code, Some(1));
}
