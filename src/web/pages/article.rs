//! The page of an article, and what leads to it.

mod facts;
mod files;
mod history;
mod lost;
mod similar;
mod text;

use askama::Template;
use axum::{
    extract::{self, Path},
    response::Response,
};

use super::{frame::Frame, html::Html, html_page, number, prose};
use crate::article::{Article, ArticleId};
use crate::corpus::Merged;
use crate::index::stored;
use crate::output::section::{self, Content};
use crate::search::{Related, Totals, few_related};
use crate::web::{Error, Served, State};
use facts::{Fact, facts};
use files::{Table, tables};
pub use lost::unknown;
pub use text::{missing, original};

/// Articles of each list beside the text.
pub const BESIDE: usize = 8;

#[derive(Template)]
#[template(path = "article.html")]
struct Page<'a> {
    frame: Frame<'static>,
    article: &'a Article,
    tag: Option<&'a str>,
    sections: Vec<Section>,
    /// Where in the sections the files stand.
    tables: Vec<Table>,
    facts: Vec<Fact>,
    related: &'a Related,
    totals: Totals,
    /// Copies of earlier days.
    older: usize,
}

/// A text of the article.
pub struct Section {
    pub anchor: String,
    pub heading: String,
    pub html: Html,
    /// Whether the table of files follows it.
    pub files: bool,
}

/// Answers `/kb/Q186401`, and leads other spellings there.
pub async fn page(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let number = read(&id)?;
    if id != number.to_string() {
        return Ok(number::moved_to(&number::path(number)));
    }
    state.run(move |served| answer(served, number)).await
}

/// Answers `/kb/186/Q186401`, as the archive has it, and `/kb/Q186401/text`, `similar` and `history`.
pub async fn below(
    extract::State(state): extract::State<State>,
    Path((id, part)): Path<(String, String)>,
) -> Result<Response, Error> {
    let make = match part.as_str() {
        "text" => Some(text::page as fn(&Served, ArticleId) -> Result<Response, Error>),
        "similar" => Some(similar::page as _),
        "history" => Some(history::page as _),
        _ => None,
    };
    if let Some(make) = make {
        let number = read(&id)?;
        return state.run(move |served| make(served, number)).await;
    }
    archived(&id, &part)
}

/// Leads from the archive's own addresses, which have a folder in front.
pub fn archived(folder: &str, id: &str) -> Result<Response, Error> {
    if folder.len() == 3 && folder.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(number::moved_to(&number::path(read(id)?)));
    }
    Err(Error::not_found("There is nothing at this address."))
}

/// Leads an address with a slash at its end to the one without.
pub async fn slash(Path(id): Path<String>) -> Result<Response, Error> {
    Ok(number::moved_to(&number::path(read(&id)?)))
}

/// The same of the archive's own addresses.
pub async fn slash_below(Path((folder, id)): Path<(String, String)>) -> Result<Response, Error> {
    let path = match id.as_str() {
        "text" | "similar" | "history" => format!("/kb/{}/{id}", read(&folder)?),
        id => number::path(read(id)?),
    };
    Ok(number::moved_to(&path))
}

pub fn read(id: &str) -> Result<ArticleId, Error> {
    id.parse().map_err(|wrong: crate::article::NotAnId| Error::not_found(wrong.to_string()))
}

fn answer(served: &Served, id: ArticleId) -> Result<Response, Error> {
    let merged = served.index.copies(id)?.and_then(|copies| stored::merged(&copies));
    let Some(Merged { article, older, .. }) = merged else { return lost::answer(served, id) };
    let (related, totals) = few_related(&served.index, id, Some(&article), BESIDE)?;
    html_page(&Page {
        frame: Frame::plain(),
        tag: article.article_type.as_deref(),
        sections: sections(&article),
        tables: tables(&article.fix_files),
        facts: facts(&article),
        related: &related,
        totals,
        older: older.len(),
        article: &article,
    })
}

/// The texts; the table of files follows what they resolve.
fn sections(article: &Article) -> Vec<Section> {
    let texts = section::texts(article);
    let names: Vec<&str> = texts.iter().map(|section| section.name).collect();
    let place = ["resolution", "workaround", "status", "cause", "symptoms", "summary", "body"];
    let place = place.iter().find_map(|name| names.iter().position(|known| known == name));
    let place = place.unwrap_or(names.len().saturating_sub(1));
    let section = |(at, section): (usize, section::Section<'_>)| {
        let (heading, text) = match section.content {
            Content::Other(text) => (section.name.to_owned(), text),
            Content::Text(text) => (heading(section.name), text),
            Content::List(_) | Content::Files(_) => return None,
        };
        let mut html = Html::default();
        for block in prose::blocks(text, &article.references) {
            html.append(&prose::html(&block, ""));
        }
        Some(Section { anchor: format!("s{at}"), heading, html, files: at == place })
    };
    texts.into_iter().enumerate().filter_map(section).collect()
}

/// `More information` of `more_information`.
pub fn heading(name: &str) -> String {
    match name {
        "body" => "Article".to_owned(),
        "references_text" => "References".to_owned(),
        name => {
            let mut words = name.replace('_', " ");
            words.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
            words
        }
    }
}
