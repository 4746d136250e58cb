//! Blocks as HTML that any browser since 1996 understands.

use super::{Block, Inline, Paragraph};
use crate::web::pages::html::Html;

/// A block; `root` is what stands before the path of an article.
pub fn html(block: &Block<'_>, root: &str) -> Html {
    let mut out = Html::default();
    let set = Setter { root, listing: if root.is_empty() { "<pre tabindex=\"0\">" } else { "<pre>" } };
    set.block(block, &mut out);
    out
}

struct Setter<'a> {
    root: &'a str,
    listing: &'static str,
}

impl Setter<'_> {
    fn block(&self, block: &Block<'_>, out: &mut Html) {
        match block {
            Block::Heading(text) => {
                out.tag("<h3>").text(text).tag("</h3>\n");
            }
            Block::Text(text) => self.paragraph("<p>", text, "</p>\n", out),
            Block::Inset(text) => self.paragraph("<blockquote><p>", text, "</p></blockquote>\n", out),
            Block::Bullets(items) => {
                out.tag("<ul>\n");
                items.iter().for_each(|item| self.item("<li>", item, out));
                out.tag("</ul>\n");
            }
            Block::Steps(steps) => self.steps(steps, out),
            Block::Listing(lines) => {
                out.tag(self.listing);
                lines.iter().for_each(|line| self.paragraph("", line, "\n", out));
                out.tag("</pre>\n");
            }
        }
    }

    fn steps(&self, steps: &[(u32, Vec<Paragraph<'_>>)], out: &mut Html) {
        out.tag("<ol>\n");
        for (number, item) in steps {
            out.tag("<li value=\"").text(&number.to_string());
            self.item("\">", item, out);
        }
        out.tag("</ol>\n");
    }

    /// The first paragraph of an item needs no tag of its own.
    fn item(&self, begin: &'static str, item: &[Paragraph<'_>], out: &mut Html) {
        out.tag(begin);
        for (at, text) in item.iter().enumerate() {
            if at == 0 { self.paragraph("", text, "", out) } else { self.paragraph("<p>", text, "</p>", out) }
        }
        out.tag("</li>\n");
    }

    fn paragraph(&self, begin: &'static str, text: &Paragraph<'_>, end: &'static str, out: &mut Html) {
        out.tag(begin);
        for run in text {
            match run {
                Inline::Text(text) => out.text(text),
                Inline::Link(id, text) => out.link(&format!("{}/kb/{id}", self.root)).text(text).tag("</a>"),
            };
        }
        out.tag(end);
    }
}

#[cfg(test)]
mod tests {
    use super::super::blocks;
    use super::*;
    use crate::article::ArticleId;

    #[test]
    fn a_text_of_all_kinds() {
        let text = "Do <this>: Q12230\n\nHow\n---\n1. One\n\n   \"Quoted & more of it\" said.\n\n - A\n\n   x  y\n   z";
        let html: String =
            blocks(text, &[ArticleId(12_230)]).iter().map(|block| html(block, "").to_string()).collect();
        insta::assert_snapshot!(html, @r#"
        <p>Do &lt;this&gt;: <a href="/kb/Q12230">Q12230</a></p>
        <h3>How</h3>
        <ol>
        <li value="1">One<p>"Quoted &amp; more of it" said.</p></li>
        </ol>
        <ul>
        <li>A</li>
        </ul>
        <pre tabindex="0">x  y
        z
        </pre>
        "#);
    }
}
