//! The page of a file: every build of it that the archive knows.

use askama::Template;
use axum::{
    extract::{self, Path},
    response::Response,
};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{frame::Frame, html_page};
use crate::article::{ArticleId, Version};
use crate::output::{builds, words};
use crate::search::files::{Build, History, Strength};
use crate::web::{Error, SearchParams, Served, State};

/// Files of a page.
const FILES: usize = 100;

/// Articles of a build that are named.
const ARTICLES: usize = 6;

#[derive(Template)]
#[template(path = "file.html")]
struct Page<'a> {
    frame: Frame<'static>,
    pattern: &'a str,
    files: Vec<File>,
    /// Files that match.
    total: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// A file.
pub struct File {
    pub name: String,
    pub count: String,
    pub groups: Vec<Group>,
}

/// Builds for one product and platform.
pub struct Group {
    pub heading: String,
    pub rows: Vec<Row>,
}

/// A build.
pub struct Row {
    pub version: String,
    version_key: Option<String>,
    pub date: String,
    pub time: String,
    pub size: String,
    size_key: String,
    pub articles: Vec<(ArticleId, String)>,
    pub more: usize,
    pub replaced: Option<Replaced>,
    /// Where nothing replaces it.
    pub said: &'static str,
}

/// What takes the place of a build, and why that is believed.
pub struct Replaced {
    pub by: Option<ArticleId>,
    pub likely: bool,
    because: String,
}

/// Answers `/file/tcpip.sys`, and patterns.
pub async fn page(
    extract::State(state): extract::State<State>,
    Path(name): Path<String>,
    params: SearchParams,
) -> Result<Response, Error> {
    state
        .run(move |served| {
            let leaf = Leaf::of(served, &name, &params)?;
            let Leaf { files, total, previous, next, .. } = leaf;
            html_page(&Page { frame: Frame::plain(), pattern: &name, files, total, previous, next })
        })
        .await
}

/// Some of the files that a pattern matches.
pub struct Leaf {
    pub files: Vec<File>,
    /// Files that match.
    pub total: usize,
    /// The address of this page.
    pub here: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Leaf {
    pub fn of(served: &Served, name: &str, params: &SearchParams) -> Result<Self, Error> {
        let paging = params.paging(FILES)?;
        let found = served.files(name, paging);
        let (found, total) =
            found.map_err(|error| error.try_instead("Stars stand for any letters: tcp*.sys."))?;
        let path = path(name);
        let paged = SearchParams { limit: params.limit, ..SearchParams::default() };
        let href = |paging| {
            let query = paged.at(paging).to_query();
            if query.is_empty() { path.clone() } else { format!("{path}?{query}") }
        };
        let given = found.files.len();
        Ok(Self {
            files: found.files.iter().map(file).collect(),
            total,
            here: href(paging),
            previous: paging.previous(Some(total)).map(href),
            next: paging.next(given, paging.offset + given < total).map(href),
        })
    }
}

/// The address of a file's page.
pub fn path(name: &str) -> String {
    format!("/file/{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
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
