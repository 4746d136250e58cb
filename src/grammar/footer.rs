//! The trailer below a body.
//!
//! ```text
//! trailer = [ "Additional query words:" words ] rule { label ":" value } [ rule ]
//! label   = "Keywords" | "Technology" | "Version" | "Hardware" | "Component" | "Issue type" | "Solution Type"
//! ```

use ahash::AHashSet;

use super::{
    Note, NoteKind, head,
    line::{Line, fold, offset},
};
use crate::article::Article;

const QUERY_WORDS: &str = "Additional query words:";

/// What of the trailer is weighed against the head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footer {
    pub keywords: String,
    pub version: String,
}

/// Cuts the trailer off, fills what only it says, and returns the body above it; no footer where there is
/// no `Keywords` line.
pub fn split<'s, 'a>(
    article: &mut Article,
    lines: &'s [Line<'a>],
    source: &str,
    notes: &mut Vec<Note>,
) -> (&'s [Line<'a>], Option<Footer>) {
    let Some(first) =
        lines.iter().rposition(|line| line.text.starts_with("Keywords") && label(line.text).is_some())
    else {
        return (without_query_words(article, without_rule(lines)), None);
    };
    let mut footer = Footer::default();
    for line in lines[first..].iter().filter(|line| !line.is_blank() && !line.is_rule(b'=', 20)) {
        match label(line.text) {
            Some((name, value)) => fill(article, &mut footer, name, value),
            None => notes.push(Note { kind: NoteKind::TrailerLineNotRead, offset: offset(source, line.raw) }),
        }
    }
    (without_query_words(article, without_rule(&lines[..first])), Some(footer))
}

/// `Keywords          : value`; the label is padded to a column of 18.
fn label(line: &str) -> Option<(&str, &str)> {
    const LABELS: [&str; 8] = [
        "Keywords",
        "Technology",
        "Version",
        "Hardware",
        "Component",
        "Issue type",
        "Solution Type",
        "Platform",
    ];
    let (name, value) =
        line.split_at_checked(line.bytes().position(|byte| byte == b':').filter(|&width| width >= 17)?)?;
    let name = name.trim_end();
    let known = LABELS.into_iter().find(|&known| known == name)?;
    Some((known, value[1..].trim()))
}

fn fill(article: &mut Article, footer: &mut Footer, name: &str, value: &str) {
    let text = Some(fold(value)).filter(|text| !text.is_empty());
    match name {
        "Keywords" => footer.keywords = value.to_owned(),
        "Version" => footer.version = value.to_owned(),
        "Technology" => article.technology = head::words(value),
        "Hardware" => article.hardware = head::words(value),
        "Component" => article.component = text,
        "Issue type" => article.issue_type = text,
        "Solution Type" => article.solution_type = text,
        _ => {}
    }
}

/// Takes `Additional query words:` and the lines that carry it on off the end of the body.
fn without_query_words<'s, 'a>(article: &mut Article, lines: &'s [Line<'a>]) -> &'s [Line<'a>] {
    let body = trim(lines);
    let Some(first) = body.iter().rposition(|line| line.text.starts_with(QUERY_WORDS)) else {
        return body;
    };
    if body[first..].iter().any(Line::is_blank) {
        return body;
    }
    for line in &body[first..] {
        let text = line.text.strip_prefix(QUERY_WORDS).unwrap_or(line.text);
        let separate = |c: char| c.is_whitespace() || c == ',';
        let words = text.split(separate).filter(|word| !word.is_empty());
        article.query_words.extend(words.map(str::to_owned));
    }
    trim(&body[..first])
}

/// Without the rule at the end, and the blank lines around it.
fn without_rule<'s, 'a>(lines: &'s [Line<'a>]) -> &'s [Line<'a>] {
    match trim(lines).split_last() {
        Some((last, above)) if last.is_rule(b'=', 20) => above,
        _ => lines,
    }
}

/// Without blank lines at the end.
fn trim<'s, 'a>(lines: &'s [Line<'a>]) -> &'s [Line<'a>] {
    &lines[..lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1)]
}

impl Footer {
    /// The head is cut at about 87 characters, and its words are sometimes glued together
    /// (`kbtoolkbfixlist`): where the trailer says the same or more, white space aside, it wins. Where
    /// the two differ otherwise, both stand, the head's keywords first.
    pub fn complete(&self, article: &mut Article, head: &head::Head<'_>) {
        if begins(&self.version, head.versions) {
            article.versions = head::version_groups(&self.version);
        }
        let trailer = head::words(&self.keywords);
        if begins(&self.keywords, head.keywords) {
            article.keywords = trailer;
            return;
        }
        let mut known: AHashSet<String> = article.keywords.iter().cloned().collect();
        article.keywords.extend(trailer.into_iter().filter(|word| known.insert(word.clone())));
    }
}

/// Whether `whole` begins as `part` does. White space does not count, nor the colon of a version
/// field without platform, which pages lack.
fn begins(whole: &str, part: &str) -> bool {
    fn marks(text: &str) -> impl Iterator<Item = char> {
        text.trim_start_matches([':', ' ']).chars().filter(|c| !c.is_whitespace())
    }
    let mut marks_of_whole = marks(whole).peekable();
    // Most say the same to the letter.
    let same = || whole.starts_with(part);
    marks_of_whole.peek().is_some() && (same() || marks(part).all(|mark| marks_of_whole.next() == Some(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keywords(head: &str, trailer: &str) -> String {
        let mut article = Article::default();
        let head = head::Head { keywords: head, ..head::Head::default() };
        head.fill(&mut article);
        Footer { keywords: trailer.into(), ..Footer::default() }.complete(&mut article, &head);
        article.keywords.join(" ")
    }

    #[test]
    fn the_fuller_list_wins() {
        assert_eq!(keywords("kbenv kbtoolkbfix", "kbenv kbtool kbfix"), "kbenv kbtool kbfix");
        assert_eq!(keywords("kbenv kbto", "kbenv kbtool kbfix"), "kbenv kbtool kbfix");
        assert_eq!(keywords("kbenv kbui", "kbtool kbenv"), "kbenv kbui kbtool");
        assert_eq!(keywords("kbenv", ""), "kbenv");
    }

    #[test]
    fn a_lost_colon_does_not_count() {
        assert!(begins(":1.0,2.0,3.0", "1.0,2"));
        assert!(!begins(":1.0,2.0", "1.0,3"));
    }
}
