//! Numbers of articles inside a text.

use super::Links;
use crate::article::ArticleId;

/// A run of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inline<'a> {
    Text(&'a str),
    /// The number of another article, as it is written.
    Link(ArticleId, &'a str),
}

/// Cuts `text` at the numbers that are among `links`.
pub fn inlines<'a>(text: &'a str, links: Links<'_>) -> Vec<Inline<'a>> {
    let mut out = Vec::new();
    let mut done = 0;
    for at in memchr::memchr2_iter(b'Q', b'q', text.as_bytes()) {
        let Some((id, end)) = number(text, at).filter(|(id, _)| links.contains(id)) else { continue };
        out.extend((done < at).then(|| Inline::Text(&text[done..at])));
        out.push(Inline::Link(id, &text[at..end]));
        done = end;
    }
    out.extend((done < text.len()).then(|| Inline::Text(&text[done..])));
    out
}

/// The number whose `Q` stands at `at`, and where it ends; none inside a word.
fn number(text: &str, at: usize) -> Option<(ArticleId, usize)> {
    let bytes = text.as_bytes();
    let inside = at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric());
    let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let end = at + 1 + digits;
    let number = text[at + 1..end].parse().ok().filter(|_| !inside)?;
    Some((ArticleId(number), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_links_where_the_record_has_them() {
        let links = [ArticleId(12_230), ArticleId(99_962)];
        let link = |id, text| Inline::Link(ArticleId(id), text);
        assert_eq!(
            inlines("See Q12230, q99962 and Q1; not XQ12230.", &links),
            [
                Inline::Text("See "),
                link(12_230, "Q12230"),
                Inline::Text(", "),
                link(99_962, "q99962"),
                Inline::Text(" and Q1; not XQ12230.")
            ]
        );
        assert_eq!(inlines("Q", &links), [Inline::Text("Q")]);
        assert_eq!(inlines("", &links), []);
    }
}
