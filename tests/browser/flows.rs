//! What a reader does: type, see results, narrow, turn the page, open, come back.

use thirtyfour::prelude::*;

use super::{
    Server,
    chrome::{Browser, Page},
};

/// The words of `text` up to its first line's end.
fn number(text: &str) -> usize {
    let digits: String = text.rsplit(" of ").next().unwrap().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Search, narrow, page, open, back: by clicks alone.
async fn visit(page: &Page) -> WebDriverResult<()> {
    page.go("/").await?;
    page.find("#q").await?.send_keys("windows nt server").await?;
    page.find(".box button").await?.click().await?;
    page.until("results", async |page| Ok(page.count(".hit").await? == 10)).await?;
    assert_eq!(page.path().await?, "/search?q=windows+nt+server");
    let all = number(&page.text("#count").await?);
    assert!(page.driver.title().await?.contains(&format!("{all} articles")));

    page.find("a[rel=next]").await?.click().await?;
    page.until("the second page", async |page| Ok(page.text("#count").await?.starts_with("11–"))).await?;
    page.driver.back().await?;
    page.until("the first page", async |page| Ok(page.text("#count").await?.starts_with("1–"))).await?;

    page.find(".narrow a[href*='product=']").await?.click().await?;
    page.until("a filter", async |page| Ok(page.count(".chips a").await? == 1)).await?;
    assert!(number(&page.text("#count").await?) < all);
    page.find(".chips a").await?.click().await?;
    page.until("no filter", async |page| Ok(page.count(".chips a").await? == 0)).await?;
    assert_eq!(number(&page.text("#count").await?), all);

    let title = page.text(".hit h2").await?;
    page.find(".hit h2 a").await?.click().await?;
    page.until("the article", async |page| Ok(page.text("h1").await? == title)).await?;
    assert!(page.path().await?.starts_with("/kb/Q"));
    page.driver.back().await?;
    page.until("the results", async |page| Ok(page.count(".hit").await? == 10)).await
}

#[test]
fn search_narrow_page_open_back() {
    let server = Server::of_samples();
    if let Some(browser) = Browser::start(&server, true) {
        browser.run(visit);
    }
}

#[test]
fn the_same_without_scripts() {
    let server = Server::of_samples();
    let Some(browser) = Browser::start(&server, false) else { return };
    browser.run(async |page| {
        visit(page).await?;
        page.go("/kb/Q246988").await?;
        assert_eq!(page.count("table.files button").await?, 0, "no script has run");
        assert!(page.count("table.files th[scope=col]").await? > 3);
        Ok(())
    });
}

#[test]
fn results_come_while_one_types() {
    let server = Server::of_samples();
    let Some(browser) = Browser::start(&server, true) else { return };
    browser.run(async |page| {
        page.go("/search?q=printer").await?;
        page.run("window.same = document.getElementById('count')").await?;
        let input = page.find("#q").await?;
        input.clear().await?;
        input.send_keys("password change").await?;
        page.until("the results", async |page| Ok(page.text(".hit h2").await?.contains("Password Change")))
            .await?;
        assert_eq!(page.path().await?, "/search?q=password+change");
        assert!(page.driver.title().await?.starts_with("password change: "));
        let same = page.run("return window.same === document.getElementById('count')").await?;
        assert_eq!(same, true, "the live region stays, or nobody is told");
        assert!(page.focus().await?.starts_with("input"), "the box keeps the focus");
        input.clear().await?;
        input.send_keys("Q186401" + Key::Enter).await?;
        page.until("the article", async |page| Ok(page.path().await? == "/kb/Q186401")).await
    });
}

#[test]
fn keys_alone_are_enough() {
    let server = Server::of_samples();
    let Some(browser) = Browser::start(&server, true) else { return };
    browser.run(async |page| {
        page.go("/search?q=leak").await?;
        let titles = page.driver.find_all(By::Css(".hit h2 a")).await?;
        let first = format!("a {}", titles[0].text().await?);
        let second = format!("a {}", titles[1].text().await?);
        for (keys, focus) in [("j", &first), ("j", &second), ("k", &first)] {
            page.press(keys).await?;
            assert_eq!(&page.focus().await?, focus, "{keys}");
        }
        page.press(Key::Down).await?;
        assert_eq!(page.focus().await?, second);
        page.press(Key::Up).await?;
        page.press(Key::Escape).await?;
        assert!(page.focus().await?.starts_with("input"));
        // Keys typed into the box are letters.
        page.press("jk/").await?;
        assert_eq!(page.find("#q").await?.prop("value").await?.as_deref(), Some("leakjk/"));
        page.go("/search?q=leak").await?;
        page.press("/").await?;
        assert!(page.focus().await?.starts_with("input"));
        assert_eq!(page.find("#q").await?.prop("value").await?.as_deref(), Some("leak"));
        // With a modifier they are the browser's.
        page.go("/search?q=leak").await?;
        let chain = page.driver.action_chain().key_down(Key::Control);
        chain.send_keys("j").key_up(Key::Control).perform().await?;
        assert!(page.focus().await?.starts_with("body"), "{}", page.focus().await?);
        // The first stop of the tab key leads past the head of the page.
        page.go("/search?q=leak").await?;
        page.press(Key::Tab).await?;
        assert_eq!(page.focus().await?, "a Skip to the content");
        page.press(Key::Enter).await?;
        page.press(Key::Tab).await?;
        page.press("j").await?;
        page.press(Key::Enter).await?;
        page.until("an article", async |page| Ok(page.path().await?.starts_with("/kb/Q"))).await
    });
}

#[test]
fn similar_articles_come_beside_an_article() {
    let server = Server::of_samples();
    let Some(browser) = Browser::start(&server, true) else { return };
    browser.run(async |page| {
        page.go("/kb/Q193829").await?;
        page.until("similar articles", async |page| Ok(page.count("#similar li a").await? == 5)).await?;
        assert!(page.text("#similar li a").await?.starts_with('Q'));
        page.find("#similar p a").await?.click().await?;
        page.until("all of them", async |page| Ok(page.count(".hit").await? == 10)).await
    });
}

#[test]
fn a_table_of_files_is_sorted() {
    let server = Server::of_samples();
    let Some(browser) = Browser::start(&server, true) else { return };
    browser.run(async |page| {
        page.go("/kb/Q246988").await?;
        let sizes =
            "return [...document.querySelectorAll('table.files td.number')].map(cell => cell.textContent)";
        assert_eq!(page.run(sizes).await?, serde_json::json!(["171,664", "305,680"]));
        let size = page.driver.find(By::XPath("//th/button[.='Size']")).await?;
        size.click().await?;
        size.click().await?;
        assert_eq!(page.run(sizes).await?, serde_json::json!(["305,680", "171,664"]));
        assert_eq!(page.count("th[aria-sort=descending]").await?, 1);
        Ok(())
    });
}

#[test]
fn no_page_is_wider_than_a_phone_or_a_large_print() {
    let server = Server::of_samples();
    let Some(browser) = Browser::start(&server, true) else { return };
    browser.run(async |page| {
        // 640 pixels at 200 % are 320.
        for width in [320, 390] {
            page.set_size(width, 800, 1).await?;
            for path in [
                "/",
                "/search?q=leak",
                "/kb/Q246988",
                "/kb/Q246988/text",
                "/kb/Q223756",
                "/browse",
                "/browse/product",
                "/about",
                "/file/tcpip.sys",
                "/old/",
            ] {
                page.go(path).await?;
                let wide = page.run("return document.documentElement.scrollWidth").await?;
                assert_eq!(wide, width, "{path}");
            }
        }
        Ok(())
    });
}
