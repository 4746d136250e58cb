//! Pictures of the pages, for people: `just screenshots`.

use std::fs;

use super::{Server, chrome::Browser};
use crate::harness::project;

/// Taken of the samples, whose texts are the project's own.
#[test]
#[ignore = "makes the pictures of the README"]
fn screenshots() {
    let server = Server::of_folders(&["corpus"]);
    let folder = project().join("docs/src/pictures");
    fs::create_dir_all(&folder).unwrap();
    let browser = Browser::start(&server, true).unwrap();
    browser.run(async |page| {
        for (screen, width, height, scale) in [("desktop", 1280, 900, 1), ("phone", 390, 844, 2)] {
            page.set_size(width, height, scale).await?;
            for scheme in ["light", "dark"] {
                page.set_scheme(scheme).await?;
                for (name, path) in
                    [("search", "/search?q=memory+leak+after+password+change"), ("article", "/kb/Q246988")]
                {
                    page.go(path).await?;
                    page.driver.screenshot(&folder.join(format!("{name}-{screen}-{scheme}.png"))).await?;
                }
            }
        }
        page.set_size(1280, 880, 1).await?;
        page.set_scheme("light").await?;
        page.driver.goto(format!("file://{}", report(&server))).await?;
        page.driver.screenshot(&folder.join("report.png")).await
    });
}

/// The report of SCAN.md's example, as a page.
fn report(server: &Server) -> String {
    fs::copy(project().join("examples/winnt.csv"), server.kbfix.path("winnt.csv")).unwrap();
    let page = server.kbfix.run(&["scan", "--all", "--format", "html", "--list", "winnt.csv"]).found();
    let path = server.kbfix.path("report.html");
    fs::write(&path, page).unwrap();
    path.to_str().unwrap().to_owned()
}
