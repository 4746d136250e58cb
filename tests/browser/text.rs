//! Browsers of text: the pages for old machines, and the others too.

use std::process::Command;

use super::Server;
use crate::harness::program;

const BROWSERS: [(&str, &[&str]); 3] = [
    ("lynx", &["-dump", "-nolist", "-display_charset=utf-8"]),
    ("w3m", &["-dump", "-T", "text/html", "-O", "UTF-8"]),
    ("links", &["-dump", "-codepage", "utf-8"]),
];

fn shown(name: &str, args: &[&str], url: &str) -> Option<String> {
    let output = Command::new(program(name)?)
        .args(args)
        .arg(url)
        .env("LANG", "C.UTF-8")
        .env("HOME", "/nonexistent")
        .output()
        .unwrap();
    Some(String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn text_browsers_read_all_pages() {
    let server = Server::of_samples();
    for (name, args) in BROWSERS {
        for (path, has) in [
            ("/old/", "What does this machine do wrong?"),
            ("/old/search?q=password+change", "SNAPMP Memory Leak After Host-Initiated Password Change"),
            ("/old/kb/Q246988", "Tcpip.sys 1999-11-22 11:23"),
            ("/old/browse", "Products"),
            ("/", "What does the old machine do wrong?"),
            ("/search?q=password+change", "SNAPMP Memory Leak After Host-Initiated Password Change"),
            ("/kb/Q246988", "Default Gateway Is Ignored When IRDP Is Enabled"),
        ] {
            let Some(text) = shown(name, args, &format!("{}{path}", server.base)) else { break };
            assert!(text.contains(has), "{name} {path}: {text}");
        }
    }
}
