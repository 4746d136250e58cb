//! The pages for people, asked without a socket.

mod hostile;
mod links;
mod old;
mod whole;

use crate::harness::{Kbfix, project};
use crate::web::{Answer, Site};
use kbfix::web::Settings;
use std::sync::LazyLock;

/// The samples, and the oddities that the grammar is tested with; no test changes it.
pub static SITE: LazyLock<Site> = LazyLock::new(|| {
    let kbfix = Kbfix::new();
    let folders = ["corpus", "tests/articles"].map(|folder| project().join(folder));
    let [samples, oddities] = folders.each_ref().map(|folder| folder.to_str().unwrap());
    kbfix.run(&["index", samples, oddities]).found();
    Site::new(kbfix, Settings::default())
});

/// A page that must be there.
#[track_caller]
pub fn page(uri: &str) -> String {
    let answer = SITE.get(uri);
    assert_eq!(answer.status, 200, "{uri}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{uri}");
    answer.text()
}

/// Where an answer leads, and how.
fn leads(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.header("location"))
}

#[test]
fn an_article_has_one_address() {
    for (other, code, article) in [
        ("/kb/KB186401", 301, "/kb/Q186401"),
        ("/kb/186401", 301, "/kb/Q186401"),
        ("/kb/q186401", 301, "/kb/Q186401"),
        ("/kb/Q186401/", 301, "/kb/Q186401"),
        ("/kb/186/Q186401", 301, "/kb/Q186401"),
        ("/kb/186/Q186401/", 301, "/kb/Q186401"),
        ("/kb/186/q186401/", 301, "/kb/Q186401"),
        ("/old/kb/186401", 301, "/old/kb/Q186401"),
        ("/search?q=Q186401", 302, "/kb/Q186401"),
        ("/search?q=+kb+186401+", 302, "/kb/Q186401"),
        ("/search?q=186401", 302, "/kb/Q186401"),
        ("/search?q=Q7", 302, "/kb/Q7"),
        ("/old/search?q=q186401", 302, "/old/kb/Q186401"),
        ("/?q=leak", 302, "/search?q=leak"),
    ] {
        assert_eq!(leads(&SITE.get(other)), (code, article), "{other}");
    }
    assert!(page("/kb/Q186401").contains("<h1>Leak in Services.exe</h1>"));
    // A number that nobody holds may be an error's.
    assert_eq!(SITE.get("/search?q=10061").status, 200);
    for nothing in
        ["/kb/", "/kb/X", "/kb/Q0", "/kb/186/X", "/kb/Q186401/x", "/kb/1/2/3", "/browse/x", "/file/no.sys"]
    {
        assert_eq!(SITE.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn what_is_cited_but_not_held_has_a_page() {
    for path in ["/kb/Q223756", "/old/kb/Q223756"] {
        let answer = SITE.get(path);
        assert_eq!(answer.status, 404);
        let html = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(html.contains("IRDP Client Support Added to Windows NT 4.0"), "{html}");
        assert!(html.contains("kb/Q246988\">"), "{html}");
        assert!(html.contains("not have this article"), "{html}");
    }
    let unknown = SITE.get("/kb/Q999999");
    assert_eq!(unknown.status, 404);
    assert!(unknown.text().contains("no article that it holds cites it"));
}

#[test]
fn what_is_lost_is_listed() {
    let html = page("/gaps");
    assert!(html.contains("<a href=\"/kb/Q223756\"><span class=\"id\">Q223756</span> IRDP Client"), "{html}");
    assert!(
        html.contains("Cited by 1 article: <a href=\"/kb/Q246988\">Q246988</a>. Perhaps at <a "),
        "{html}"
    );
    let gaps: serde_json::Value = serde_json::from_slice(&SITE.get("/gaps.json?limit=100").body).unwrap();
    assert_eq!(gaps["gaps"].as_array().unwrap().len() as u64, gaps["missing"].as_u64().unwrap().min(100));
    assert_eq!(SITE.get("/gaps?page=900").status, 404);
    assert_eq!(SITE.get("/gaps?page=x").status, 400);
}

#[test]
fn every_state_is_in_the_address() {
    let html = page("/search?q=leak&product=Microsoft+Windows+NT+Server&since=2001&until=2001&page=1");
    // What the form keeps, and how to take each filter away.
    assert!(
        html.contains("<input type=\"hidden\" name=\"product\" value=\"Microsoft Windows NT Server\">"),
        "{html}"
    );
    assert!(html.contains("href=\"/search?q=leak&#38;since=2001&#38;until=2001\""), "{html}");
    assert!(html.contains("href=\"/search?q=leak&#38;product=Microsoft+Windows+NT+Server\""), "{html}");
    assert!(html.contains("<title>leak: "), "{html}");
}

#[test]
fn an_empty_answer_says_what_to_leave_out() {
    let html = page("/search?q=leak&keyword=kbnosuch&since=2001");
    assert!(html.contains("<strong>Nothing found.</strong>"), "{html}");
    assert!(
        html.contains("<a href=\"/search?q=leak&#38;since=2001\">Without keyword kbnosuch</a>"),
        "{html}"
    );
    assert!(page("/search?q=xyzzyfrobnicate").contains("Fewer or other words may help"));
    assert!(page("/search?q=leak&page=900").contains("The first page</a> has results"));
}

#[test]
fn a_mistyped_word_is_said_and_can_be_insisted_on() {
    let html = page("/search?q=memory+leek+kyeboard");
    assert!(html.contains("Showing results for <strong>"), "{html}");
    assert!(html.contains("Search instead for <a href=\"/search?q="), "{html}");
    assert!(html.contains("kyeboard"), "{html}");
}

#[test]
fn the_original_is_one_click_away() {
    let html = page("/kb/Q186401/text");
    assert!(html.contains("DOCUMENT:Q186401"), "{html}");
    let bytes = SITE.get("/original/Q186401").body;
    let sample = std::fs::read(project().join("corpus/txt/186/Q186401.TXT")).unwrap();
    assert_eq!(bytes, sample);
}

#[test]
fn a_search_page_is_light() {
    let with = [("accept-encoding", "gzip")];
    let html = SITE.get_with("/search?q=windows+error", &with);
    let text = page("/search?q=windows+error");
    let assets: Vec<&str> = text.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert_eq!(assets.len(), 2, "{assets:?}");
    let sizes = assets.iter().map(|asset| SITE.get_with(asset, &with));
    let all: usize = sizes
        .chain([html])
        .map(|answer| {
            assert_eq!(answer.header("content-encoding"), "gzip");
            answer.body.len()
        })
        .sum();
    assert!(all <= 40_000, "{all} bytes");
}

#[test]
fn what_never_changes_is_kept_for_ever() {
    let text = page("/");
    let assets: Vec<&str> = text.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert_eq!(assets.len(), 2, "{assets:?}");
    for asset in assets {
        let answer = SITE.get(asset);
        assert_eq!(answer.status, 200, "{asset}");
        assert!(answer.header("cache-control").contains("immutable"), "{asset}");
    }
    assert_eq!(SITE.get("/assets/page-0000000000000000.css").status, 404);
}

#[test]
fn no_page_has_script_or_style_in_it() {
    for uri in [
        "/",
        "/search?q=leak",
        "/kb/Q186401",
        "/kb/Q186401/text",
        "/browse",
        "/browse/product",
        "/about",
        "/file/tcpip.sys",
        "/gaps",
        "/old/",
    ] {
        let html = String::from_utf8_lossy(&SITE.get(uri).body).to_lowercase();
        assert!(html.contains("</form>"), "{uri} is no page: {html}");
        assert!(
            !html.contains("<style") && !html.contains(" style=") && !html.contains("javascript:"),
            "{uri}"
        );
        assert!(!html.contains(" onclick") && !html.contains("<script>"), "{uri}");
        assert!(!html.replace("https://github.com/jeffpar/kbarchive", "").contains("src=\"http"), "{uri}");
    }
}
