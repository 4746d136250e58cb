//! Copies of several days: the newest is searched, the others are kept and compared.

use kbfix::web::Settings;

use crate::harness::{Kbfix, document};
use crate::web::Site;

const OLD: &str = "SYMPTOMS\n========\n\nThe spooler leaks memory.\n\nRESOLUTION\n==========\n\n\
    To work around this problem, restart the <b>spooler once a day, and\nkeep the queue short.\n";
const NEW: &str = "SYMPTOMS\n========\n\nThe spooler leaks memory.\n\nRESOLUTION\n==========\n\n\
    To work around this problem, restart the spooler once a week,\nand keep the queue short.\n\n\
    Service Pack 4 corrects it.\n";

fn three_copies() -> Kbfix {
    let kbfix = Kbfix::new();
    kbfix
        .file("1997/Q900001.TXT", document(900_001, "03-MAR-1997", "Spooler Leaks", OLD))
        .file("1998/Q900001.TXT", document(900_001, "04-APR-1998", "Spooler Leaks", OLD))
        .file("again/Q900001.TXT", document(900_001, "03-MAR-1997", "Spooler Leaks", OLD))
        .file("1999/Q900001.TXT", document(900_001, "05-MAY-1999", "FIX: Spooler Leaks", NEW))
        .article("1999/Q900002.TXT", 900_002, "Spooler Is Quiet", "SUMMARY\n=======\n\nNothing leaks.\n");
    kbfix.run(&["index", "."]).found();
    kbfix
}

#[test]
fn what_changed_from_copy_to_copy() {
    let kbfix = three_copies();
    insta::assert_snapshot!(kbfix.run(&["history", "Q900001"]).found());
    let history = kbfix.run(&["history", "900001", "--format", "json"]).json();
    insta::assert_json_snapshot!(history);
}

#[test]
fn the_newest_is_found_and_older_ones_are_folded_below_it() {
    let kbfix = three_copies();
    let results = kbfix.run(&["search", "spooler leaks", "--format", "json"]).json();
    let hits = results["hits"].as_array().unwrap();
    assert_eq!((hits[0]["id"].as_str(), hits.len()), (Some("Q900001"), 2));
    assert_eq!(hits[0]["title"], "FIX: Spooler Leaks");
    assert_eq!(hits[0]["older"], serde_json::json!(["1998-04-04", "1997-03-03"]));
    assert!(hits[1].get("older").is_none());
    let page = kbfix.run(&["search", "spooler leaks"]).found();
    assert!(page.contains("1998-04-04, 1997-03-03: kbfix history Q900001"), "{page}");
    let record = kbfix.run(&["show", "Q900001", "--format", "json"]).json();
    assert_eq!(record["source"].as_array().unwrap().len(), 1, "older copies are no source of the record");
}

#[test]
fn a_copy_that_goes_away_is_forgotten() {
    let kbfix = three_copies();
    std::fs::remove_file(kbfix.path("1999/Q900001.TXT")).unwrap();
    std::fs::remove_file(kbfix.path("1998/Q900001.TXT")).unwrap();
    kbfix.run(&["index"]).found();
    let run = kbfix.run(&["history", "Q900001"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert_eq!(run.stderr, "nothing found: the index has one copy of Q900001, 1997-03-03\n");
    let run = kbfix.run(&["history", "Q7"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), "not found: Q7 is not in the index\n"));
}

#[test]
fn the_page_and_the_api_say_the_same() {
    let site = Site::new(three_copies(), Settings::default());
    let article = site.get("/kb/Q900001").text();
    assert!(article.contains("<a href=\"/kb/Q900001/history\">"), "{article}");
    assert!(!site.get("/kb/Q900002").text().contains("/history"));
    let found = site.get("/search?q=spooler+leaks").text();
    assert!(found.contains("<a href=\"/kb/Q900001/history\">1998-04-04, 1997-03-03</a>"), "{found}");
    let page = site.get("/kb/Q900001/history").text();
    assert!(
        page.contains("<h2>1999-05-05</h2>") && page.contains("<del>") && page.contains("<ins>"),
        "{page}"
    );
    assert!(page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");
    assert!(site.get("/kb/Q900002/history").text().contains("one copy"), "{page}");
    let told = site.kbfix.run(&["history", "Q900001", "--format", "json"]).json();
    for path in ["/api/v1/articles/Q900001/history", "/kb/Q900001/history.json"] {
        let mut answer = site.get(path).json();
        // Lists of the API say how long they are.
        assert_eq!(answer.as_object_mut().unwrap().remove("total"), Some(3.into()), "{path}");
        assert_eq!(answer, told, "{path}");
    }
    assert_eq!(site.get("/api/v1/articles/Q7/history").status, 404);
}
