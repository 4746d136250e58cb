//! What strangers may try.

use std::{thread, time::Duration};

use axum::http::{Method, Request, Version};
use kbfix::web::Settings;

use super::{SAMPLES, Site};
use crate::harness::Kbfix;

/// One of each kind of page.
const PAGES: [&str; 11] = [
    "/",
    "/search?q=leak",
    "/nothing",
    "/robots.txt",
    "/favicon.ico",
    "/api/v1/search?q=leak",
    "/api/v1/nothing",
    "/kb/Q186401.json",
    "/kb/Q186401",
    "/about",
    "/old/",
];

#[test]
fn another_name_is_another_server() {
    for page in PAGES {
        for host in ["evil.example", "evil.example:8080", "localhost.evil.example", "192.168.0.1", "", "a b"]
        {
            let answer = SAMPLES.get_with(page, &[("host", host)]);
            assert_eq!(answer.status, 421, "{page} for {host}");
            assert!(!answer.text().contains("Leak"), "{page} for {host}");
        }
        let absolute = format!("http://evil.example{page}");
        assert_eq!(SAMPLES.get(&absolute).status, 421, "{absolute}");
    }
    let twice = SAMPLES.get_with("/", &[("host", "localhost"), ("host", "evil.example")]);
    assert_eq!(twice.status, 400);
}

#[test]
fn a_name_may_be_allowed() {
    let hosts = vec!["kb.museum.example".to_owned()];
    let site = Site::new(Kbfix::with_samples(), Settings { hosts, ..Settings::default() });
    for (host, status) in [("KB.museum.example:80", 200), ("museum.example", 421), ("[::1]:80", 200)] {
        assert_eq!(site.get_with("/", &[("host", host)]).status, status, "{host}");
    }
    let own = [("host", "kb.museum.example"), ("origin", "https://kb.museum.example")];
    assert_eq!(site.get_with("/", &own).status, 200);
}

#[test]
fn another_origin_may_not_read() {
    for (origin, status) in [
        ("http://localhost:8080", 200),
        ("http://127.0.0.1:3000", 200),
        ("http://evil.example", 403),
        ("http://localhost.evil.example", 403),
        ("https://evil.example", 403),
        ("null", 403),
        ("file://", 403),
        ("chrome-extension://localhost", 403),
    ] {
        let answer = SAMPLES.get_with("/api/v1/stats", &[("origin", origin)]);
        assert_eq!(answer.status, status, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[test]
fn an_allowed_origin_may_read() {
    let own = "https://kb.museum.example";
    let settings = Settings { origins: vec![own.to_owned()], ..Settings::default() };
    let site = Site::new(Kbfix::with_samples(), settings);
    let vary = |answer: &super::Answer| answer.headers.get_all("vary").iter().any(|value| value == "origin");
    let preflight = [("origin", own), ("access-control-request-method", "GET")];
    for page in PAGES {
        let answer = site.get_with(page, &[("origin", own)]);
        assert_eq!(answer.status, site.get(page).status, "{page}");
        assert_eq!(answer.header("access-control-allow-origin"), own, "{page}");
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{page}");
        assert!(vary(&answer) && vary(&site.get(page)), "{page}");
        assert_eq!(site.get(page).header("access-control-allow-origin"), "", "{page}");

        let answer = site.ask(&Method::OPTIONS, page, &preflight);
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, own), "{page}");
        assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD", "{page}");
        assert!(answer.header("access-control-allow-headers").contains("if-none-match"), "{page}");
        assert_eq!(
            SAMPLES.ask(&Method::OPTIONS, page, &preflight).status,
            403,
            "{page}: off unless it is allowed"
        );
    }
    for other in [
        "https://evil.example",
        "https://kb.museum.example.evil.example",
        "https://kb.museum.example:8443",
        "null",
    ] {
        let preflight = [("origin", other), ("access-control-request-method", "GET")];
        for answer in [
            site.get_with("/api/v1/stats", &[("origin", other)]),
            site.ask(&Method::OPTIONS, "/api/v1/stats", &preflight),
        ] {
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (403, ""), "{other}");
        }
    }
}

#[test]
fn what_is_wrong_is_not_said_again_at_length() {
    let long = "%3C".repeat(9000);
    for address in [
        format!("/file/{long}"),
        format!("/old/file/{long}"),
        format!("/kb/{long}"),
        format!("/kb/Q186401/{long}"),
        format!("/browse/{long}"),
        format!("/{long}"),
        format!("/search?limit={long}"),
        format!("/search?since={long}"),
        format!("/search?version={long}..1"),
        format!("/search?has={long}"),
        format!("/api/v1/files/{long}"),
        format!("/api/v1/articles/{long}"),
        format!("/api/v1/articles/Q186401/sections/{long}"),
        format!("/api/v1/search?{long}=1"),
        format!("/api/v1/search?strict={long}"),
        format!("/api/v1/problems/{long}"),
    ] {
        let answer = SAMPLES.get(&address);
        assert!([400, 404].contains(&answer.status), "{}: {}", &address[..40], answer.status);
        assert!(answer.body.len() < 6000, "{}: {} bytes", &address[..40], answer.body.len());
    }
}

#[test]
fn every_answer_says_what_may_not_be_done_with_it() {
    for page in PAGES {
        for answer in [SAMPLES.get(page), SAMPLES.get_with(page, &[("host", "evil.example")])] {
            let policy = answer.header("content-security-policy");
            for rule in
                ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "script-src 'self'"]
            {
                assert!(policy.contains(rule), "{page}: {policy}");
            }
            assert!(!policy.contains("unsafe"), "{page}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{page}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{page}");
            assert_eq!(answer.header("x-frame-options"), "DENY", "{page}");
        }
    }
}

#[test]
fn too_much_is_refused() {
    let long = "a".repeat(4097);
    assert_eq!(SAMPLES.get(&format!("/api/v1/search?q={long}")).problem()["parameter"], "q");
    assert_eq!(SAMPLES.get(&format!("/search?q={long}")).status, 400);
    assert_eq!(SAMPLES.get(&format!("/api/v1/search?q={}", &long[..4096])).status, 200);
    assert_eq!(SAMPLES.get(&format!("/api/v1/search?q={}", "%41".repeat(20_000))).problem()["status"], 414);
    assert_eq!(SAMPLES.get("/search?q=leak&page=100000").status, 400);
    let many = "product=nt&".repeat(101);
    assert_eq!(SAMPLES.get(&format!("/api/v1/search?{many}q=a")).problem()["parameter"], "product");
    let body = SAMPLES.ask(&Method::POST, "/search", &[("content-length", "1000000")]);
    assert_eq!(body.status, 413);
}

#[test]
fn no_path_reaches_a_file() {
    let paths = [
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/kb/..%2f..%2fetc%2fpasswd.json",
        "/kb/../../etc/passwd.json",
        "/file/..%5c..%5cautoexec.bat.json",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/api/v1/articles/..%2fQ1/sections/%00",
        "/%00",
        "//etc/passwd",
    ];
    for path in paths {
        let answer = SAMPLES.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("root:") && !answer.text().contains("[package]"), "{path}");
    }
}

#[test]
fn an_article_made_of_code_is_text() {
    let kbfix = Kbfix::new();
    let code = "<script>alert(1)</script> {{ 7 * 7 }} {% include \"x\" %} \u{1b}[31m \" onmouseover=\"x ]]> &#60;b&#62;";
    kbfix.article("kb/Q900001.TXT", 900_001, code, &format!("SYMPTOMS\n========\n\nhostile {code}\n"));
    kbfix.run(&["index", "kb"]).found();
    let site = Site::new(kbfix, Settings::default());
    let in_a_tag = regex::Regex::new("<[^<>]*onmouseover=\"").unwrap();
    for page in [
        "/search?q=hostile",
        "/kb/Q900001",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?q=%22+onmouseover%3D%22x",
    ] {
        let text = site.get(page).text();
        let harmless =
            !text.contains("<script>alert") && !in_a_tag.is_match(&text) && !text.contains('\u{1b}');
        assert!(harmless, "{page}: {text}");
    }
    assert!(site.get("/kb/Q900001").text().contains("{{ 7 * 7 }}"));
    for page in ["/search.json?q=hostile", "/kb/Q900001.json"] {
        let answer = site.get(page);
        assert_eq!(answer.header("content-type"), "application/json");
        assert!(answer.text().contains("<script>alert(1)") && !answer.text().contains('\u{1b}'), "{page}");
    }
}

#[test]
fn what_is_too_many_or_too_slow_is_turned_away() {
    let settings =
        Settings { workers: 1, queue: 2, patience: Duration::from_millis(300), ..Settings::default() };
    let site = Site::new(Kbfix::with_samples(), settings);
    let occupy = || {
        let state = site.state.clone();
        thread::spawn(move || {
            let work = state.run(|_| {
                thread::sleep(Duration::from_millis(1500));
                Ok(())
            });
            tokio::runtime::Runtime::new().unwrap().block_on(work)
        })
    };
    let first = occupy();
    thread::sleep(Duration::from_millis(100));
    let slow = site.get("/api/v1/search?q=leak");
    assert_eq!((slow.problem()["title"].as_str(), slow.header("retry-after")), (Some("Too slow"), "2"));
    assert_eq!(first.join().unwrap().unwrap_err().title, "Too slow");

    let (_second, _third) = (occupy(), occupy());
    thread::sleep(Duration::from_millis(100));
    let busy = site.get("/api/v1/search?q=leak");
    assert_eq!((busy.problem()["title"].as_str(), busy.header("retry-after")), (Some("Busy"), "2"));
    assert_eq!(site.get("/robots.txt").status, 200);
    thread::sleep(Duration::from_millis(3200));
    assert_eq!(site.get("/api/v1/search?q=leak").status, 200);
}

#[test]
fn a_browser_of_the_time_names_no_host() {
    let ask = |version| {
        let request =
            Request::builder().version(version).uri("/search?q=leak").body(axum::body::Body::empty());
        let router = kbfix::web::router(SAMPLES.state.clone());
        let answer = tower::ServiceExt::oneshot(router, request.unwrap());
        tokio::runtime::Runtime::new().unwrap().block_on(answer).unwrap().status().as_u16()
    };
    assert_eq!((ask(Version::HTTP_10), ask(Version::HTTP_11)), (200, 400));
}
