//! What changed in an article.

use askama::Template;
use axum::response::Response;

use super::super::{frame::Frame, html::Html, html_page};
use super::{heading, text::missing};
use crate::article::ArticleId;
use crate::markup::Role;
use crate::output::{
    history::{day, paths},
    hits::card::marked,
};
use crate::search::{Change, Fate, History, Line, Revision, history};
use crate::web::{Error, Served};

#[derive(Template)]
#[template(path = "history.html")]
struct Page<'a> {
    frame: Frame<'static>,
    history: &'a History,
    days: Vec<Dated>,
}

/// A copy.
struct Dated {
    day: String,
    paths: String,
    /// Each with its heading.
    changes: Vec<(String, Html)>,
    is_oldest: bool,
}

/// The page, of an article that is held.
pub fn page(served: &Served, id: ArticleId) -> Result<Response, Error> {
    let history = history(&served.index, id)?.ok_or_else(|| missing(id))?;
    let mut days: Vec<Dated> = history.revisions.iter().map(dated).collect();
    days.last_mut().into_iter().for_each(|day| day.is_oldest = true);
    html_page(&Page { frame: Frame::plain(), history: &history, days })
}

fn dated(revision: &Revision) -> Dated {
    let changes = revision.changes.iter().map(|change| (heading(&change.field), html(change)));
    Dated {
        day: day(revision.modified),
        paths: paths(revision),
        changes: changes.collect(),
        is_oldest: false,
    }
}

fn html(change: &Change) -> Html {
    let mut out = Html::default();
    for (at, hunk) in change.hunks.iter().enumerate() {
        if at > 0 {
            out.tag("<p class=\"gap\">…</p>");
        }
        hunk.iter().for_each(|line| add(line, &mut out));
    }
    out
}

fn add(line: &Line, out: &mut Html) {
    let (open, close) = match line.fate {
        Fate::Kept => ("<p>", "</p>"),
        Fate::Removed => ("<p class=\"removed\"><del>", "</del></p>"),
        Fate::Added => ("<p class=\"added\"><ins>", "</ins></p>"),
    };
    out.tag(open).append(&Html::marked(&marked(Role::Text, &line.text, &line.marks))).tag(close);
}
