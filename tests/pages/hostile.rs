//! Articles are strangers' text: nothing of one is ever markup.

use kbfix::web::Settings;

use crate::harness::Kbfix;
use crate::web::Site;

const BODY: &str = "SYMPTOMS\n========\n\nfrobnicator <script>alert(1)</script> {{ 7 * 7 }} {% raw %} \u{1b}[31mred\n\n\
                    <img src=x onerror=alert(1)>\n\n   a\"b  <b>c</b>\n\nRESOLUTION\n==========\n\n   \
                    11/22/99   11:23am   171,664   \"><script>alert(2)</script>.sys   i386\n\n   \
                    09/15/98   11:42   88,336   Evil<b>.dll\n\nMORE <u>INFO</u>\n----------------\n\n javascript:alert(3)\n";

#[test]
fn nothing_of_an_article_is_markup() {
    let kbfix = Kbfix::new();
    let title = "frobnicator \"><script>alert(0)</script>{{ 1 }}";
    kbfix.article("kb/Q900001.TXT", 900_001, title, BODY);
    let keywords =
        crate::harness::document(900_002, "01-MAR-1999", "frobnicator", "SUMMARY\n=======\n\nSee Q900001.\n");
    let keywords =
        keywords.replace("kbnetwork", "kb<i>\"'&").replace("Microsoft Windows NT", "A <s>\"product'");
    kbfix.file("kb/Q900002.TXT", keywords);
    kbfix.run(&["index", "kb"]).found();
    let site = Site::new(kbfix, Settings::default());
    for uri in [
        "/",
        "/search?q=frobnicator",
        "/search?q=frobnicator+%3Cscript%3Ealert(9)%3C/script%3E%22",
        "/search?q=frobnicator&product=%22%3E%3Cscript%3Ealert(9)%3C/script%3E",
        "/kb/Q900001",
        "/kb/Q900001/text",
        "/kb/Q900002",
        "/kb/%3Cscript%3Ealert(9)%3C%2Fscript%3E",
        "/file/%3Cscript%3E",
        "/browse",
        "/browse/product",
        "/browse/keyword",
        "/about",
        "/old/",
        "/old/search?q=frobnicator+%3Cscript%3Ealert(9)%3C/script%3E",
        "/old/kb/Q900001",
        "/old/kb/Q900002",
        "/old/browse",
        "/old/kb/%3Cscript%3E",
    ] {
        let html = String::from_utf8_lossy(&site.get(uri).body).into_owned();
        assert!(html.contains("</body>"), "{uri}: {html}");
        for bad in ["<script>", "<img", "<i>", "<s>", "<u>", "\u{1b}", "javascript:alert(3)\""] {
            assert!(!html.contains(bad), "{uri} has {bad}:\n{html}");
        }
    }
    let page = site.get("/kb/Q900001").text();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} {% raw %}"), "{page}");
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"), "{page}");
}
