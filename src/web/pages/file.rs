//! The page of a file: every build of it that the archive knows.

use askama::Template;
use axum::{
    extract::{self, Path},
    response::Response,
};

use super::{frame::Frame, html_page};
use crate::article::{ArticleId, Version};
use crate::output::{builds, words};
use crate::search::files::{Build, Files, History, Strength};
use crate::web::{Error, State};

/// Files that a pattern may show on one page.
const FILES: usize = 100;

/// Articles of a build that are named.
const ARTICLES: usize = 6;

#[derive(Template)]
#[template(path = "file.html")]
struct Page<'a> {
    frame: Frame<'static>,
    pattern: &'a str,
    files: Vec<File>,
    /// Files that match and are not shown.
    more: usize,
}

/// A file.
struct File {
    name: String,
    count: String,
    groups: Vec<Group>,
}

/// Builds for one product and platform.
struct Group {
    heading: String,
    rows: Vec<Row>,
}

/// A build.
struct Row {
    version: String,
    version_key: Option<String>,
    date: String,
    time: String,
    size: String,
    size_key: String,
    articles: Vec<(ArticleId, String)>,
    more: usize,
    replaced: Option<Replaced>,
    /// Where nothing replaces it.
    said: &'static str,
}

/// What takes the place of a build, and why that is believed.
struct Replaced {
    by: Option<ArticleId>,
    likely: bool,
    because: String,
}

/// Answers `/file/tcpip.sys`, and patterns.
pub async fn page(
    extract::State(state): extract::State<State>,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let found = served.files(&name);
            let found = found.map_err(|error| error.try_instead("Stars stand for any letters: tcp*.sys."))?;
            html_page(&page_of(&found))
        })
        .await
}

fn page_of(found: &Files) -> Page<'_> {
    let more = found.files.len().saturating_sub(FILES);
    let files = found.files.iter().take(FILES).map(file).collect();
    Page { frame: Frame::plain(), pattern: &found.pattern, files, more }
}

fn file(history: &History) -> File {
    let group = |group: builds::Group<'_>| Group {
        heading: group.heading,
        rows: group.builds.into_iter().map(|(build, is_target)| row(build, is_target)).collect(),
    };
    File {
        name: history.name.clone(),
        count: words::counted(history.builds.len() as u64, "build"),
        groups: builds::groups(history).into_iter().map(group).collect(),
    }
}

fn row(build: &Build, is_target: bool) -> Row {
    let mut articles: Vec<(ArticleId, String)> =
        build.articles.iter().map(|shipped| (shipped.id, shipped.title.clone())).collect();
    articles.dedup();
    let more = articles.len().saturating_sub(ARTICLES);
    articles.truncate(ARTICLES);
    let replaced = build.superseded_by.as_ref().map(|next| Replaced {
        by: next.articles.first().copied(),
        likely: next.strength == Strength::Likely,
        because: next.because.clone(),
    });
    Row {
        version: build.version.clone().unwrap_or_default(),
        version_key: build.version_number.as_ref().map(Version::sort_key),
        date: build.date.map(|date| date.to_string()).unwrap_or_default(),
        time: build.time.clone().unwrap_or_default(),
        size: build.size.map(words::count).unwrap_or_default(),
        size_key: build.size.map(|size| size.to_string()).unwrap_or_default(),
        articles,
        more,
        replaced,
        said: match build.uncompared {
            Some(why) => builds::reason(why),
            None if is_target => "newest known",
            None => "",
        },
    }
}
