//! The title that an article is cited under.
//!
//! ```text
//! citation = number [ ":" ] title                          a paragraph of its own, or a line below such a one
//!          | "ARTICLE-ID" ":" number "TITLE" ":" title     likewise
//! number   = "Q" digits
//! ```

use crate::article::ArticleId;

/// Bytes of a title; what is longer is a paragraph that begins with a number.
const LONGEST: usize = 200;

/// The title that `text` cites an article under; none where it only names the number.
pub fn cited_title(text: &str, id: ArticleId) -> Option<String> {
    text.split("\n\n").find_map(|paragraph| {
        let mut lines = paragraph.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.next().filter(|line| cited(line).is_some())?;
        let mut entries = vec![first.to_owned()];
        for line in lines {
            match entries.last_mut() {
                Some(last) if cited(line).is_none() => *last = format!("{last} {line}"),
                _ => entries.push(line.to_owned()),
            }
        }
        entries.iter().filter_map(|entry| cited(entry)).find_map(|(number, rest)| title(number, rest, id))
    })
}

/// The number that a line begins with, and what follows.
fn cited(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("ARTICLE-ID").map_or(line, |rest| rest.trim_start_matches([' ', ':']));
    let digits = line.strip_prefix(['Q', 'q'])?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    (end >= 5).then(|| digits.split_at(end))
}

fn title(number: &str, rest: &str, id: ArticleId) -> Option<String> {
    let rest = rest.trim_start_matches([' ', ':', '-', '\t']);
    let rest = rest.strip_prefix("TITLE").unwrap_or(rest).trim_start_matches([' ', ':']);
    let title = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let begins = title.starts_with(|c: char| c.is_alphanumeric() || "\"'(<[".contains(c));
    (number.parse() == Ok(id.0) && begins && title.len() <= LONGEST).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_behind_numbers() {
        let text = "see the following articles in the\nMicrosoft Knowledge Base:\n\n   Q172991 : INFO: CAB Files\n   \
                    Distributed\n\n   Q192461 FILE: VBRUN60.EXE Installs\n   Q200001 Another\n\n   ARTICLE-ID: Q104011\n   \
                    TITLE     : A Driver\n\nas shown in\nQ176936 and elsewhere.\n\nQ186402\n\nQ190000, too.";
        for (id, title) in [
            (172_991, Some("INFO: CAB Files Distributed")),
            (192_461, Some("FILE: VBRUN60.EXE Installs")),
            (200_001, Some("Another")),
            (104_011, Some("A Driver")),
            (176_936, None),
            (186_402, None),
            (190_000, None),
        ] {
            assert_eq!(cited_title(text, ArticleId(id)).as_deref(), title, "Q{id}");
        }
    }
}
