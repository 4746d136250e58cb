//! Whatever a client accepts, it gets what it can read, and nobody else's bytes.

use std::io::Read as _;

use axum::http::{HeaderValue, Method};
use fastrand::Rng;
use kbfix::web::Settings;

use super::{Answer, Site};
use crate::harness::Kbfix;

const NAMES: [&str; 8] = ["gzip", "x-gzip", "GZip", "identity", "*", "br", "deflate", "zstd"];
const WEIGHTS: [&str; 9] = ["", "", "", ";q=0", ";q=1", "; q=0.5", ";Q=0.001", ";q=0.000", ";q=7"];

/// A header as a client may send it, or none.
fn header(random: &mut Rng) -> Option<String> {
    if random.u8(0..6) == 0 {
        return None;
    }
    let items = (0..random.usize(0..4)).map(|_| {
        let blank = if random.bool() { " " } else { "" };
        format!("{blank}{}{}", random.choice(NAMES).unwrap(), random.choice(WEIGHTS).unwrap())
    });
    Some(items.collect::<Vec<_>>().join(","))
}

/// The weights that RFC 9110 (12.5.3) gives a coding; none where the header does not name it.
fn weights(header: &str, names: &[&str]) -> Vec<f32> {
    let items = header.split(',').map(|item| item.trim().to_ascii_lowercase());
    let weighted = items.filter_map(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((&item, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        (names.contains(&name.trim()) && weight <= 1.0).then_some(weight)
    });
    weighted.collect()
}

/// Whether a coding is accepted by every item of the header that says something of it, or by one at least.
fn is_acceptable(coding: &str, header: Option<&str>, by_all: bool) -> bool {
    let Some(header) = header else { return true };
    let any = weights(header, &["*"]);
    let (named, unnamed) = match coding {
        "gzip" => (weights(header, &["gzip", "x-gzip"]), false),
        "" => (weights(header, &["identity"]), true),
        _ => return false,
    };
    let told = if named.is_empty() { any } else { named };
    let accepts = |weight: &f32| *weight > 0.0;
    match by_all {
        _ if told.is_empty() => unnamed,
        true => told.iter().all(accepts),
        false => told.iter().any(accepts),
    }
}

fn plain(answer: &Answer) -> Vec<u8> {
    if answer.header("content-encoding").is_empty() {
        return answer.body.clone();
    }
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut plain).unwrap();
    plain
}

#[test]
fn everyone_gets_what_they_can_read() {
    let site = Site::new(Kbfix::with_samples(), Settings::default());
    let pages = [
        "/kb/Q186401",
        "/kb/Q193829",
        "/kb/Q186401/text",
        "/kb/Q186401/history",
        "/kb/%51186401",
        "/old/kb/Q186401",
        "/robots.txt",
        "/kb/Q186401.json",
        "/nothing",
        "/api/v1/nothing",
    ];
    let asked = |page: &str, header: Option<&str>| {
        let headers: Vec<(&str, &str)> = header.iter().map(|value| ("accept-encoding", *value)).collect();
        site.get_with(page, &headers)
    };
    // Made by a server of its own, whose memory no other request has touched.
    let fresh = Site::new(Kbfix::with_samples(), Settings::default());
    let whole: Vec<Vec<u8>> = pages.iter().map(|page| fresh.get(page).body).collect();
    let mut random = Rng::with_seed(9110);
    for _ in 0..2000 {
        let at = random.usize(0..pages.len());
        let (page, header) = (pages[at], header(&mut random));
        let answer = asked(page, header.as_deref());
        let coding = answer.header("content-encoding");
        if answer.status == 406 {
            let any = ["", "gzip"].iter().any(|coding| is_acceptable(coding, header.as_deref(), true));
            assert!(!any, "{page} {header:?}");
            continue;
        }
        assert!(is_acceptable(coding, header.as_deref(), false), "{page} {header:?}: {coding}");
        assert_eq!(plain(&answer), whole[at], "{page} {header:?}");
        let vary = answer.headers.get_all("vary").iter().any(|value| value == "accept-encoding");
        assert!(vary, "{page} {header:?}");
        let body = answer.body.len().to_string();
        assert!(["", &body].contains(&answer.header("content-length")), "{page} {header:?}");
    }
}

#[test]
fn two_headers_are_one_list() {
    let site = Site::new(Kbfix::with_samples(), Settings::default());
    for (headers, coding) in [
        ([("accept-encoding", "identity"), ("accept-encoding", "gzip")], "gzip"),
        ([("accept-encoding", "gzip;q=0"), ("accept-encoding", "br")], ""),
    ] {
        assert_eq!(site.get_with("/kb/Q186401", &headers).header("content-encoding"), coding, "{headers:?}");
        assert_eq!(site.get("/kb/Q186401").header("content-encoding"), "", "{headers:?}");
    }
}

#[test]
fn a_head_says_what_the_answer_would_be() {
    let site = Site::new(Kbfix::with_samples(), Settings::default());
    for page in ["/kb/Q186401", "/search?q=leak", "/robots.txt", "/api/v1/stats", "/favicon.ico"] {
        for accepted in ["gzip", "identity"] {
            let headers = [("accept-encoding", accepted)];
            let (get, head) = (site.get_with(page, &headers), site.ask(&Method::HEAD, page, &headers));
            assert_eq!(head.header("content-encoding"), get.header("content-encoding"), "{page} {accepted}");
            let length = head.headers.get("content-length");
            let wanted = (accepted == "identity").then(|| HeaderValue::from(get.body.len()));
            let is_search = page.starts_with("/search");
            assert!(is_search && length.is_some() == wanted.is_some() || length == wanted.as_ref(), "{page}");
        }
    }
}
