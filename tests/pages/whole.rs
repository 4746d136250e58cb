//! Whole pages.

use super::{SITE, page};

/// Without what changes with every change of style or script.
fn steady(html: &str) -> String {
    let mut parts = html.split("/assets/page-");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |all, part| format!("{all}/assets/page-…{}", &part[16..]))
}

#[test]
fn a_search_page() {
    insta::assert_snapshot!(steady(&page("/search?q=memory+leak&limit=2")));
}

#[test]
fn an_article() {
    insta::assert_snapshot!(steady(&page("/kb/Q246988")));
}

#[test]
fn a_file() {
    insta::assert_snapshot!(steady(&page("/file/tcpip.sys")));
}

#[test]
fn an_article_for_old_browsers() {
    let html: String = SITE.get("/old/kb/Q246988").body.iter().map(|&byte| char::from(byte)).collect();
    insta::assert_snapshot!(html);
}
