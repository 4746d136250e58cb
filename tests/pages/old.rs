//! What the old machine gets.

use super::SITE;
use crate::harness::Kbfix;
use crate::web::{Answer, Site};
use kbfix::web::Settings;

use axum::http::Method;

const NETSCAPE: &str = "Mozilla/3.04 (Win95; I)";

/// What HTML 3.2 has, of all that the pages use; and `label`, which readers of screens want and others pass over.
const TAGS: [&str; 27] = [
    "!doctype",
    "a",
    "b",
    "blockquote",
    "body",
    "br",
    "dd",
    "dl",
    "dt",
    "form",
    "h1",
    "h2",
    "h3",
    "head",
    "hr",
    "html",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "title",
    "ul",
    "div",
    "meta",
    "label",
    "table",
];

/// Checks a page and gives it as text.
#[track_caller]
fn old(site: &Site, uri: &str) -> String {
    check(&site.get(uri), uri)
}

#[track_caller]
fn check(answer: &Answer, uri: &str) -> String {
    assert_eq!(answer.header("content-type"), "text/html; charset=iso-8859-1", "{uri}");
    let uri = &uri[..uri.len().min(200)];
    assert!(answer.body.len() < 30_000, "{uri}: {} bytes", answer.body.len());
    assert!(answer.body.iter().all(|byte| !(0x7f..0xa0).contains(byte)), "{uri}: control characters");
    let html: String = answer.body.iter().map(|&byte| char::from(byte)).collect();
    for tag in html.split('<').skip(1) {
        let name: String = tag.trim_start_matches('/').chars().take_while(|c| !" >\n".contains(*c)).collect();
        assert!(TAGS.contains(&name.to_lowercase().as_str()), "{uri} has <{name}>");
    }
    html
}

#[test]
fn it_is_html_3_2_in_latin_1() {
    for uri in [
        "/old/",
        "/old/browse",
        "/old/search?q=leak",
        "/old/search?q=windows&page=2",
        "/old/kb/Q186401",
        "/old/kb/Q246988",
        "/old/gaps",
        "/old/about",
        "/old/browse/product",
        "/old/browse/keyword",
        "/old/kb/Q246988/text",
        "/old/kb/Q246988/similar",
        "/old/kb/Q246988/history",
        "/old/file/tcpip.sys",
        "/old/file/*",
        "/old/nothing",
    ] {
        old(&SITE, uri);
    }
}

/// Addresses of all kinds: pages, what is beside them, what is elsewhere and what is nowhere.
const EVERYWHERE: [&str; 52] = [
    "/",
    "/?q=leak",
    "/search",
    "/search?q=leak",
    "/search?q=leak&page=2&limit=3",
    "/search?q=leak&page=900",
    "/search?q=leak&limit=0",
    "/search?q=leak&limit=x",
    "/search?q=Q186401",
    "/search?q=186401",
    "/search/",
    "/kb/Q186401",
    "/kb/q186401",
    "/kb/186401",
    "/kb/Q186401/",
    "/kb/186/Q186401",
    "/kb/186/Q186401/",
    "/kb/Q186401/text",
    "/kb/Q186401/text/",
    "/kb/Q186401/similar",
    "/kb/Q186401/history",
    "/kb/Q186401/nothing",
    "/kb/Q246988/history",
    "/kb/Q223756",
    "/kb/Q999999",
    "/kb/Q999999/text",
    "/kb/x",
    "/kb/",
    "/kb/%FF",
    "/file/tcpip.sys",
    "/file/tcp*",
    "/file/no.sys",
    "/file/tcp[",
    "/browse",
    "/browse/product",
    "/browse/year",
    "/browse/type",
    "/browse/keyword",
    "/browse/nothing",
    "/gaps",
    "/gaps?page=900",
    "/about",
    "/nothing",
    "/original/Q186401",
    "/original/Q999999",
    "/assets/nothing.css",
    "/robots.txt",
    "/favicon.ico",
    "/search.json?q=leak",
    "/kb/Q186401.json",
    "/api/v1/stats",
    "/api/v1/nothing",
];

#[test]
fn old_browsers_get_what_is_fit_for_them_everywhere() {
    let browser = [("user-agent", NETSCAPE)];
    for uri in EVERYWHERE {
        let (theirs, others) = (SITE.get_with(uri, &browser), SITE.get(uri));
        assert_eq!(
            (theirs.status, theirs.header("location")),
            (others.status, others.header("location")),
            "{uri} is there for both or for none"
        );
        if others.header("content-type").starts_with("text/html") {
            check(&theirs, uri);
            let vary =
                |answer: &Answer| answer.headers.get_all("vary").iter().any(|value| value == "user-agent");
            assert!(vary(&theirs) && vary(&others), "{uri}");
        } else {
            assert_eq!(theirs.header("content-type"), others.header("content-type"), "{uri}");
            let same = |answer: &Answer| {
                String::from_utf8_lossy(&answer.body).split("took_ms").next().map(str::to_owned)
            };
            assert_eq!(same(&theirs), same(&others), "{uri}");
        }
    }
    check(&SITE.ask(&Method::POST, "/search", &browser), "a form that is posted");
    for refused in [("host", "evil.example"), ("accept-encoding", "*;q=0"), ("origin", "http://evil.example")]
    {
        check(&SITE.get_with("/kb/Q186401", &[browser[0], refused]), refused.0);
    }
}

#[test]
fn no_query_makes_a_page_too_long() {
    let kbfix = Kbfix::new();
    let long = "A \u{142}\u{142} \"quoted\" <title> & more of it ".repeat(40);
    for number in 900_001..900_121 {
        let body = format!("SYMPTOMS\n========\n\nfrobnicator {long}\n\nSee Q{}.\n", number + 1);
        kbfix.article(&format!("kb/Q{number}.TXT"), number, &format!("frobnicator {long}"), &body);
    }
    kbfix.run(&["index", "kb"]).found();
    let site = Site::new(kbfix, Settings::default());
    let letters = ["a", "%22", "%26", "%E9", "%C5%82", "%E4%B8%AD", "+x"];
    for limit in [0, 1, 10, 100] {
        for letter in letters {
            for length in [1, 100, 1000, 4000] {
                let words = letter.repeat(length / letter.replace("+x", "xx").len().min(2));
                let uri = format!("/old/search?q=frobnicator+{words}&limit={limit}");
                old(&site, &uri);
            }
        }
        let many: String = (0..100).map(|at| format!("&product=%3D{}{at}", "x".repeat(40))).collect();
        old(&site, &format!("/old/search?q=frobnicator&limit={limit}{many}"));
        old(&site, &format!("/old/gaps?limit={limit}"));
    }
    for uri in [
        "/old/kb/Q900001",
        "/old/kb/Q900001/text",
        "/old/kb/Q900001/similar",
        "/old/kb/Q900121",
        "/old/browse",
    ] {
        old(&site, uri);
    }
    old(&site, &format!("/old/file/{}", "%26".repeat(9000)));
    // All are found, page after page.
    let (mut next, mut seen) = (Some("/old/search?q=frobnicator&limit=100".to_owned()), 0);
    while let Some(here) = next {
        let html = old(&site, &here);
        seen += html.matches("<b>Fix:</b>").count().max(html.matches("<br><br></li>").count());
        let link =
            html.split("<a href=\"").find(|rest| rest.contains(">Next page<") && !rest.contains("Previous"));
        next =
            link.map(|rest| html_escape::decode_html_entities(rest.split('"').next().unwrap()).into_owned());
    }
    assert_eq!(seen, 120);
}

#[test]
fn a_form_of_the_time_is_understood() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "C++ in the caf\u{e9}", "C++ leaks in the caf\u{e9}.\n");
    kbfix.run(&["index", "kb"]).found();
    let site = Site::new(kbfix, Settings::default());
    let browser = [("user-agent", NETSCAPE)];
    for (uri, headers) in [
        ("/old/search?q=c%2B%2B+caf%E9", &[][..]),
        ("/old/search?q=c%2B%2B+caf%C3%A9", &[]),
        ("/search?q=c%2B%2B+caf%E9", &browser),
        ("/search?q=c%2B%2B+caf%E9", &[]),
    ] {
        let answer = site.get_with(uri, headers);
        let html = match String::from_utf8(answer.body.clone()) {
            Ok(html) => html,
            Err(_) => answer.body.iter().map(|&byte| char::from(byte)).collect(),
        };
        assert!(html.contains("value=\"c++ caf\u{e9}\""), "{uri}: {html}");
        assert!(html.contains("kb/Q900001"), "{uri}: {html}");
    }
}

#[test]
fn old_browsers_get_it_at_every_address() {
    for (uri, has) in [
        ("/", "What does this machine do wrong?"),
        ("/search?q=leak", "<ol start=\"1\">"),
        ("/kb/Q186401", "<h1>Leak in Services.exe</h1>"),
        ("/browse", "<h1>Products</h1>"),
        ("/gaps", "<h1>Lost articles</h1>"),
    ] {
        let answer = SITE.get_with(uri, &[("user-agent", NETSCAPE)]);
        let html: String = answer.body.iter().map(|&byte| char::from(byte)).collect();
        assert!(html.contains(has) && html.contains("HTML 3.2"), "{uri}: {html}");
        let vary: Vec<_> =
            answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(vary.join(",").contains("user-agent"), "{vary:?}");
    }
    let missing = SITE.get_with("/kb/Q999999", &[("user-agent", NETSCAPE)]);
    assert!(missing.status == 404 && missing.text().contains("HTML 3.2") && missing.text().is_ascii());
    let modern =
        SITE.get_with("/kb/Q186401", &[("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101")]);
    assert!(modern.text().contains("<main"));
}

#[test]
fn a_long_article_comes_in_parts() {
    let kbfix = Kbfix::new();
    let line =
        "A caf\u{e9} \u{2013} <x> & \u{142} in a line that is wide enough for being broken somewhere.\r\n";
    let body = format!(
        "SUMMARY\n=======\n\n{}\n\nSYMPTOMS\n========\n\n   x  y\n{}",
        line.repeat(200),
        "   x  <y>  z\n".repeat(9000)
    );
    kbfix.article("kb/Q900001.TXT", 900_001, "Long", &body);
    kbfix.run(&["index", "kb"]).found();
    let site = Site::new(kbfix, Settings::default());
    let first = old(&site, "/old/kb/Q900001");
    let count: usize = first.split("Part 1 of ").nth(1).unwrap().split('.').next().unwrap().parse().unwrap();
    assert!(count > 3);
    let rows: usize = (1..=count)
        .map(|part| old(&site, &format!("/old/kb/Q900001?part={part}")).matches("&lt;y&gt;").count())
        .sum();
    assert_eq!(rows, 9000, "no line is lost");
    assert_eq!(site.get(&format!("/old/kb/Q900001?part={}", count + 1)).status, 404);
}
