//! `get`: an article or some of its sections, in pieces where it is long.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Refusal, fit, past_end};
use super::{ask, resource};
use crate::article::{Article, ArticleId, Date};
use crate::index::Index;
use crate::output::{
    article::{render, render_section},
    section, words,
};
use crate::search::{elsewhere, few_related};

/// Articles that cite a lost one and are named.
const NAMED: usize = 5;

/// A piece of an article.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Piece<'a> {
    id: ArticleId,
    title: &'a str,
    modified: Option<Date>,
    uri: String,
    /// Those that the article has.
    sections: Vec<&'a str>,
    text: &'a str,
    /// Of the piece in the whole text, in characters.
    offset: usize,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
    /// Of the whole text.
    characters: usize,
    /// Where there is no such piece, why.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Gives an article.
pub fn run(index: &Index, ask: &ask::Get) -> Result<Answer, Refusal> {
    let article = held(index, ask::number(&ask.id)?)?;
    let whole = text(&article, &ask.sections)?;
    let characters = whole.chars().count();
    fit(characters.saturating_sub(ask.offset), ask.budget, |count| piece(&article, &whole, ask.offset, count))
}

/// The article, or what is known of one that is lost.
pub fn held(index: &Index, id: ArticleId) -> Result<Article, Refusal> {
    match index.article(id)? {
        Some(article) => Ok(article),
        None => Err(lost(index, id)?),
    }
}

fn lost(index: &Index, id: ArticleId) -> Result<Refusal, Refusal> {
    let (related, totals) = few_related(index, id, None, NAMED)?;
    if related.cited_by.is_empty() {
        let words = format!(
            "{id} is not in the archive, and no article in it cites it. Search for what it is about instead."
        );
        return Ok(Refusal(words));
    }
    let title = related.title.map(|title| format!(" as \"{title}\"")).unwrap_or_default();
    let citing: Vec<String> = related.cited_by.iter().map(|other| other.id.to_string()).collect();
    Ok(Refusal(format!(
        "{id} is not in the archive. It is cited{title} by {}: {}; search refs:{id} finds all. Copies may be at {} (not \
         tried).",
        words::counted(totals.cited_by as u64, "article"),
        citing.join(", "),
        elsewhere(id).join(" "),
    )))
}

/// The whole article, or the sections that were asked for.
fn text(article: &Article, sections: &[String]) -> Result<String, Refusal> {
    if sections.is_empty() {
        return Ok(render(article, resource::COLUMNS).to_string());
    }
    let texts: Result<Vec<String>, Refusal> = sections
        .iter()
        .map(|name| match section::find(article, name) {
            Ok(section) => Ok(render_section(&section).to_string()),
            Err(wrong) => Err(Refusal(wrong.to_string())),
        })
        .collect();
    Ok(texts?.join("\n"))
}

/// At most `count` characters from `offset`, if it can be to the end of a line.
fn piece(article: &Article, whole: &str, offset: usize, count: usize) -> Result<Answer, Refusal> {
    let rest = &whole[place(whole, offset)..];
    let mut text = &rest[..place(rest, count)];
    if text.len() < rest.len()
        && let Some(end) = text.rfind('\n').filter(|end| *end > text.len() / 2)
    {
        text = &text[..=end];
    }
    let (characters, end) = (whole.chars().count(), offset + text.chars().count());
    let piece = Piece {
        id: article.id,
        title: &article.title,
        modified: article.modified,
        uri: resource::text_uri(article.id),
        sections: section::all(article).iter().map(|section| section.name).collect(),
        text,
        offset,
        next_offset: (end < characters).then_some(end),
        characters,
        note: past_end(offset, characters, "character"),
    };
    Answer::new(&piece.text(), &piece)
}

/// The byte at which a character begins.
fn place(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

impl Piece<'_> {
    /// Its head is needed only where the text does not begin with it.
    fn text(&self) -> String {
        let head = format!("{} {}\n\n", self.id, self.title);
        if let Some(note) = &self.note {
            return format!("{head}Note: {note}\n");
        }
        let Some(next) = self.next_offset else { return format!("{head}{}", self.text) };
        let (text, Self { offset, characters, sections, .. }) = (self.text.trim_end(), self);
        let sections = sections.join(", ");
        format!(
            "{head}{text}\n\n[Characters {offset}-{next} of {characters}; go on with offset {next}, or ask for sections: {sections}]\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn pieces_make_the_whole() {
        let article = sample::article();
        let whole = text(&article, &[]).unwrap();
        let (mut offset, mut read) = (0, String::new());
        loop {
            let answer = piece(&article, &whole, offset, 200).unwrap();
            read.push_str(answer.record["text"].as_str().unwrap());
            let Some(next) = answer.record["next_offset"].as_u64() else { break };
            assert!(answer.text.contains(&format!("go on with offset {next}")), "{}", answer.text);
            offset = usize::try_from(next).unwrap();
        }
        assert_eq!(read, whole);
    }

    #[test]
    fn sections_by_name() {
        let article = sample::article();
        let names = ["fix-files", "references"].map(str::to_owned);
        let two = text(&article, &names).unwrap();
        assert!(two.starts_with("FIX FILES\n") && two.contains("\n\nREFERENCES\nQ184307"), "{two}");
        let wrong = text(&article, &["cause".to_owned()]).unwrap_err().0;
        assert!(wrong.starts_with("Q193829 has no section `cause`; it has symptoms"), "{wrong}");
    }
}
