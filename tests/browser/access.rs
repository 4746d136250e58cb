//! No page has a barrier that axe-core knows, light or dark.

use std::fs;

use super::{Server, chrome::Browser};
use crate::harness::{project, skip};

const PAGES: [&str; 18] = [
    "/",
    "/search?q=leak",
    "/search?q=leak&product=Microsoft+Windows+NT+Server&since=2001",
    "/search?q=memory+leek",
    "/search?q=leak&keyword=kbnosuch",
    "/search?q=xyzzyfrobnicate",
    "/search?q=windows&page=2",
    "/kb/Q246988",
    "/kb/Q193829",
    "/kb/Q223756",
    "/kb/Q999999",
    "/kb/Q246988/text",
    "/kb/Q246988/history",
    "/browse",
    "/browse/product",
    "/about",
    "/file/tcpip.sys",
    "/gaps",
];

/// What is wrong, one line each.
const CHECK: &str = "const done = arguments[0];
axe.run(document).then(found => done(found.violations.map(rule =>
  rule.id + ': ' + rule.nodes.map(node => node.html + ' ' + node.any.map(check => check.message).join('; ')).join(' | '))),
  error => done([String(error)]));";

#[test]
fn axe_finds_nothing() {
    let path = std::env::var_os("KBFIX_AXE")
        .map_or_else(|| project().join("target/axe/package/axe.min.js"), Into::into);
    let Ok(axe) = fs::read_to_string(&path) else {
        skip(&path);
        return;
    };
    let server = Server::of_samples();
    let Some(browser) = Browser::start(&server, true) else { return };
    browser.run(async |page| {
        for scheme in ["light", "dark"] {
            page.set_scheme(scheme).await?;
            for path in PAGES.iter().chain(&["/old/", "/old/search?q=leak", "/old/kb/Q246988", "/old/gaps"]) {
                page.go(path).await?;
                page.driver.execute(&axe, vec![]).await?;
                let wrong: Vec<String> = page.driver.execute_async(CHECK, vec![]).await?.convert()?;
                assert!(wrong.is_empty(), "{path}, {scheme}:\n{}", wrong.join("\n"));
            }
        }
        Ok(())
    });
}
