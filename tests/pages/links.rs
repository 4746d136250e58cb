//! Every link of every page leads somewhere.

use std::collections::{BTreeSet, VecDeque};

use super::SITE;

/// Pages that are looked at: with these samples, all kinds many times over.
const MOST: usize = 600;

/// Addresses of this server in a page.
fn links(html: &str) -> impl Iterator<Item = String> {
    let places = html.split(" href=\"").skip(1).chain(html.split(" src=\"").skip(1));
    let links = places.map(|rest| rest.split('"').next().unwrap()).filter(|link| link.starts_with('/'));
    links.map(|link| html_escape::decode_html_entities(link).split('#').next().unwrap().to_owned())
}

fn crawl(from: &[&str], deep: impl Fn(&str) -> bool) -> usize {
    let mut waiting: VecDeque<String> = from.iter().map(|&link| link.to_owned()).collect();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut count = 0;
    while let Some(uri) = waiting.pop_front().filter(|_| count < MOST) {
        let answer = SITE.get(&uri);
        let html = String::from_utf8_lossy(&answer.body).into_owned();
        let lost = answer.status == 404 && html.contains("not have this article");
        assert!(matches!(answer.status, 200 | 301 | 302) || lost, "{uri}: {}\n{html}", answer.status);
        count += 1;
        if deep(&uri) {
            waiting.extend(links(&html).filter(|link| seen.insert(link.clone())));
        }
    }
    count
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    // A search by filters alone can be narrowed without end.
    let deep = |uri: &str| uri.matches('=').count() < 3 && !uri.starts_with("/old");
    assert!(crawl(&["/", "/browse", "/about", "/search?q=leak+error", "/kb/Q246988"], deep) > 300);
}

#[test]
fn every_link_of_every_old_page_leads_somewhere() {
    let deep = |uri: &str| uri.matches('=').count() < 3;
    assert!(crawl(&["/old/", "/old/browse", "/old/search?q=leak+error"], deep) > 100);
}

#[test]
fn a_filter_finds_what_it_counts() {
    let html = super::page("/search?q=leak");
    let narrow = html.split("id=\"narrow\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let entries: Vec<&str> = narrow.split("<li>").skip(1).collect();
    assert!(entries.len() > 15);
    for entry in entries {
        let count = entry.split("class=\"n\">").nth(1).unwrap().split('<').next().unwrap();
        let found = super::page(&links(entry).next().unwrap());
        let told = found.split("id=\"count\"").nth(1).unwrap().split(" article").next().unwrap();
        assert!(
            told.ends_with(&format!(">{count}")) || told.ends_with(&format!(" of {count}")),
            "{entry}: {told}"
        );
        assert!(found.contains("Filters that are set"), "{entry}");
    }
}
