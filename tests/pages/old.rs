//! What the old machine gets.

use super::SITE;
use crate::harness::Kbfix;
use crate::web::Site;
use kbfix::web::Settings;

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
    let answer = site.get(uri);
    assert_eq!(answer.header("content-type"), "text/html; charset=iso-8859-1", "{uri}");
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
    ] {
        old(&SITE, uri);
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
