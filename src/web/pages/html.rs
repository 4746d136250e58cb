//! Text made safe for a page: what is in an [`Html`] is escaped already.

use std::fmt;

use askama::filters::HtmlSafe;
use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};

use crate::markup::{Markup, Role};

/// A piece of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Markup with `<mark>` around what was asked for.
    pub fn marked(text: &Markup) -> Self {
        let mut out = Self::default();
        for span in text.spans() {
            if span.role == Role::Match {
                out.tag("<mark>").text(&span.text).tag("</mark>");
            } else {
                out.text(&span.text);
            }
        }
        out
    }

    /// Adds text, escaped.
    pub fn text(&mut self, text: &str) -> &mut Self {
        encode_text_to_string(text, &mut self.0);
        self
    }

    /// Adds what is HTML as it stands in the program.
    pub fn tag(&mut self, tag: &'static str) -> &mut Self {
        self.0.push_str(tag);
        self
    }

    /// Adds a tag that begins a link.
    pub fn link(&mut self, href: &str) -> &mut Self {
        self.tag("<a href=\"");
        encode_double_quoted_attribute_to_string(href, &mut self.0);
        self.tag("\">")
    }

    pub fn append(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_are_tags() {
        let text = Markup::from("a <script> & ").with(Role::Match, "<b>\"").with(Role::Dim, "{{ x }}");
        let html = Html::marked(&text).to_string();
        assert_eq!(html, "a &lt;script&gt; &amp; <mark>&lt;b&gt;\"</mark>{{ x }}");
        let mut link = Html::default();
        link.link("/x?a=\"&<").text("x").tag("</a>");
        assert_eq!(link.to_string(), "<a href=\"/x?a=&quot;&amp;&lt;\">x</a>");
    }
}
