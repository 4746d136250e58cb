//! What browsers and programs expect of any server.

use axum::http::Method;
use kbfix::web::Settings;

use super::{SAMPLES, Site};
use crate::harness::Kbfix;

#[test]
fn what_is_known_is_not_sent_again() {
    let pages = ["/search?q=leak", "/api/v1/search?q=leak", "/api/v1/articles/Q186401", "/kb/Q186401.json"];
    for page in pages {
        let first = SAMPLES.get(page);
        assert_eq!(first.header("cache-control"), "no-cache", "{page}");
        let tag = first.header("etag");
        assert!(tag.starts_with("W/\""), "{page}: {tag}");
        for given in [tag.to_owned(), tag.trim_start_matches("W/").to_owned(), format!("\"x\", {tag}")] {
            let again = SAMPLES.get_with(page, &[("if-none-match", &given)]);
            assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag), "{page}");
        }
        assert_eq!(SAMPLES.get_with(page, &[("if-none-match", "W/\"0000000000000000\"")]).status, 200);
    }
    let tags: std::collections::HashSet<String> =
        pages.iter().map(|page| SAMPLES.get(page).header("etag").to_owned()).collect();
    assert_eq!(tags.len(), pages.len(), "each page has its own");
}

#[test]
fn an_error_has_no_tag() {
    for page in ["/nothing", "/api/v1/articles/Q7"] {
        assert_eq!(SAMPLES.get(page).header("etag"), "", "{page}");
        assert_eq!(SAMPLES.get_with(page, &[("if-none-match", "*")]).status, 404, "{page}");
    }
}

#[test]
fn whatever_there_is_is_known() {
    for page in ["/search?q=leak", "/api/v1/stats", "/kb/Q186401", "/robots.txt", "/favicon.ico", "/"] {
        let first = SAMPLES.get(page);
        let again = SAMPLES.get_with(page, &[("if-none-match", "*")]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{page}");
        for name in ["etag", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{page}");
        }
        let vary = |answer: &super::Answer| {
            answer
                .headers
                .get_all("vary")
                .iter()
                .map(|value| value.to_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(vary(&again), vary(&first), "{page}");
        let known = SAMPLES.get_with(page, &[("if-none-match", first.header("etag"))]);
        assert_eq!(
            (known.status, known.header("cache-control")),
            (304, first.header("cache-control")),
            "{page}"
        );
    }
}

#[test]
fn what_costs_a_search_is_not_for_robots() {
    let text = SAMPLES.get("/robots.txt").text();
    let rules: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("Disallow: ")).collect();
    // As RFC 9309 has it: from the beginning, and `*` is any letters.
    let is_barred = |address: &str| {
        rules.iter().any(|rule| {
            let pattern: Vec<String> = rule.split('*').map(regex::escape).collect();
            regex::Regex::new(&format!("^{}", pattern.join(".*"))).unwrap().is_match(address)
        })
    };
    for address in [
        "/search?q=leak",
        "/search.json?q=leak",
        "/?q=leak",
        "/file/tcpip.sys",
        "/file/*",
        "/gaps",
        "/gaps?page=2",
        "/browse.json",
        "/kb/Q186401/similar",
        "/kb/Q186401/history",
        "/kb/Q186401/similar.json",
        "/api/v1/search?q=leak",
        "/old/search?q=leak",
        "/old/kb/Q186401/similar",
    ] {
        assert!(is_barred(address), "{address}");
    }
    for address in
        ["/", "/kb/Q186401", "/kb/186/Q186401/", "/browse", "/browse/product", "/about", "/kb/Q186401/text"]
    {
        assert!(!is_barred(address), "{address}");
    }
}

#[test]
fn a_slash_at_the_end_leads_to_the_address_without() {
    for (address, without) in [
        ("/search/?q=leak", "/search?q=leak"),
        ("/browse/", "/browse"),
        ("/browse/product/", "/browse/product"),
        ("/file/tcpip.sys/", "/file/tcpip.sys"),
        ("/old/gaps/", "/old/gaps"),
    ] {
        let answer = SAMPLES.get(address);
        assert_eq!((answer.status, answer.header("location")), (301, without), "{address}");
        assert_eq!(SAMPLES.get(without).status, 200, "{without}");
        assert_ne!(SAMPLES.ask(&Method::POST, address, &[]).status, 301, "{address}");
    }
    for elsewhere in ["//evil.example/", "/%5Cevil.example//", "/nothing/", "/api/v1/search/", "/search//"] {
        let answer = SAMPLES.get(elsewhere);
        assert_eq!((answer.status, answer.header("location")), (404, ""), "{elsewhere}");
    }
}

#[test]
fn a_refreshed_index_has_new_tags_and_new_answers() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "Frobnicator leaks", "It leaks.\n");
    kbfix.run(&["index", "kb"]).found();
    let site = Site::new(kbfix, Settings::default());
    let page = "/api/v1/search?q=frobnicator";
    let first = site.get(page);
    assert_eq!(first.json()["total"], 1);
    assert!(!site.state.refresh().unwrap(), "nothing has changed");

    for (number, args) in [(900_002, &["index"][..]), (900_003, &["index", "--rebuild"])] {
        site.kbfix.article(&format!("kb/Q{number}.TXT"), number, "Frobnicator hangs", "It hangs.\n");
        site.kbfix.run(args).found();
        let tag = site.get(page).header("etag").to_owned();
        assert!(site.state.refresh().unwrap(), "{args:?}");
        let after = site.get_with(page, &[("if-none-match", &tag)]);
        assert_eq!(after.json()["total"], number - 900_000, "{args:?}");
        assert_ne!(after.header("etag"), tag);
        assert_eq!(site.get(&format!("/kb/Q{number}.json")).json()["title"], "Frobnicator hangs");
        assert!(site.get("/api/v1/stats").json()["articles"] == number - 900_000);
    }
}

#[test]
fn a_kept_article_is_that_of_the_new_index() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "Old", "Old.\n");
    kbfix.run(&["index", "kb"]).found();
    let site = Site::new(kbfix, Settings::default());
    let is_new = || site.get("/kb/Q900001").text().contains("New and longer");
    assert_eq!([is_new(), is_new()], [false, false]);
    site.kbfix.article("kb/Q900001.TXT", 900_001, "New and longer", "New.\n");
    site.kbfix.run(&["index"]).found();
    assert!(!is_new());
    site.state.refresh().unwrap();
    assert_eq!([is_new(), is_new()], [true, true]);
}

#[test]
fn answers_are_compressed_for_who_can_read_it() {
    // The second time the article is one that was kept.
    for page in ["/api/v1/search?q=leak", "/kb/Q186401", "/kb/Q186401"] {
        let packed = SAMPLES.get_with(page, &[("accept-encoding", "br, gzip")]);
        assert_eq!(packed.header("content-encoding"), "gzip", "{page}");
        assert!(packed.header("vary").contains("accept-encoding"), "{page}");
        assert!(packed.body.starts_with(&[0x1f, 0x8b]), "{page}");
        for none in [&[][..], &[("accept-encoding", "identity")], &[("accept-encoding", "gzip;q=0")]] {
            let plain = SAMPLES.get_with(page, none);
            assert_eq!(plain.header("content-encoding"), "", "{page} {none:?}");
            assert!(plain.text().len() > packed.body.len(), "{page}");
        }
    }
}

#[test]
fn a_head_is_that_of_the_answer_without_it() {
    for page in ["/", "/search?q=leak", "/api/v1/stats", "/api/v1/articles/Q186401", "/favicon.ico"] {
        let (get, head) = (SAMPLES.get(page), SAMPLES.ask(&Method::HEAD, page, &[]));
        assert_eq!((head.status, head.body.len()), (200, 0), "{page}");
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{page}");
        }
    }
    assert_eq!(SAMPLES.ask(&Method::HEAD, "/kb/Q7.json", &[]).status, 404);
}

#[test]
fn nothing_is_written_here() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        for page in ["/search", "/api/v1/search", "/robots.txt"] {
            let answer = SAMPLES.ask(&method, page, &[]);
            assert_eq!(answer.status, 405, "{method} {page}");
            let allowed = answer.header("allow");
            assert!(allowed.contains("GET") && allowed.contains("HEAD"), "{method} {page}: {allowed}");
        }
    }
    assert_eq!(SAMPLES.ask(&Method::POST, "/api/v1/search", &[]).problem()["title"], "Method not allowed");
}

#[test]
fn an_error_is_a_page_for_people_and_a_document_for_programs() {
    let page = SAMPLES.get("/nothing%3Cscript%3E");
    assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(page.text().contains("<h1>") && !page.text().contains("<script>"), "{}", page.text());
    assert_eq!(SAMPLES.get("/api").problem()["status"], 404);
}

#[test]
fn browsers_and_robots_find_their_files() {
    for (page, kind, has) in [
        ("/robots.txt", "text/plain", "Disallow: /search"),
        ("/favicon.svg", "image/svg+xml", "<svg"),
        (
            "/opensearch.xml",
            "application/opensearchdescription+xml",
            "http://localhost:8080/search?q={searchTerms}",
        ),
    ] {
        let answer = SAMPLES.get(page);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind));
        assert!(answer.text().contains(has), "{}", answer.text());
    }
    let icon = SAMPLES.get("/favicon.ico");
    assert_eq!(&icon.body[..6], [0, 0, 1, 0, 1, 0]);
    assert_eq!(icon.header("cache-control"), "max-age=86400");
}
