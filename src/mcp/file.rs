//! `file`: the builds of files, a line a build.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Refusal, fit, more, past_end};
use super::ask;
use crate::article::{ArticleId, Date};
use crate::index::Index;
use crate::output::{builds::heading, words::counted};
use crate::search::files::{Build, Files, Pick, Strength, Uncompared, files};

/// Articles of a build that are named.
const NAMED: usize = 3;

/// A page of builds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page<'a> {
    pattern: &'a str,
    /// Builds that there are.
    total: usize,
    builds: &'a [Row<'a>],
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
    /// Where there is no such page, why.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// What matters of a build.
#[derive(Debug, Serialize, JsonSchema)]
struct Row<'a> {
    name: &'a str,
    /// Product line, platform and variant.
    group: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    articles: Vec<ArticleId>,
    /// Articles with the build that takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<Next<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncompared: Option<Uncompared>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Next<'a> {
    articles: Vec<ArticleId>,
    strength: Strength,
    because: &'a str,
}

/// Lists builds.
pub fn run(index: &Index, ask: &ask::File) -> Result<Answer, Refusal> {
    let pick = Pick { platforms: ask.platform.clone(), products: ask.product.clone() };
    let found = files(index, &ask.name, &pick)?;
    let rows = rows(&found);
    let rest = rows.get(ask.offset..).unwrap_or_default();
    fit(rest.len(), ask.budget, |count| answer(&found.pattern, &rest[..count], ask.offset, rows.len()))
}

fn rows(found: &Files) -> Vec<Row<'_>> {
    found.files.iter().flat_map(|file| file.builds.iter().map(|build| Row::of(&file.name, build))).collect()
}

fn answer(pattern: &str, rows: &[Row<'_>], offset: usize, total: usize) -> Result<Answer, Refusal> {
    let end = offset + rows.len();
    let next_offset = (!rows.is_empty() && end < total).then_some(end);
    let note = past_end(offset, total, "build").filter(|_| total > 0);
    let mut text = match (total, &note) {
        (_, Some(note)) => format!("Note: {note}\n"),
        (0, None) => format!(
            "No article gives a build of a file {pattern}. Try a pattern (tcp*.sys), or no filters.\n"
        ),
        _ => format!("{}; here are {}-{end}.\n", counted(total as u64, "build"), offset + 1),
    };
    for group in rows.chunk_by(|a, b| (a.name, &a.group) == (b.name, &b.group)) {
        text.push_str(&format!("\n{}, {}\n", group[0].name, group[0].group));
        group.iter().for_each(|row| text.push_str(&row.text()));
    }
    text.push_str(&more(next_offset));
    Answer::new(&text, &Page { pattern, total, builds: rows, next_offset, note })
}

impl<'a> Row<'a> {
    fn of(name: &'a str, build: &'a Build) -> Self {
        let next = build.superseded_by.as_ref().map(|next| Next {
            articles: next.articles.iter().take(NAMED).copied().collect(),
            strength: next.strength,
            because: &next.because,
        });
        Self {
            name,
            group: heading(build),
            version: build.version.as_deref(),
            date: build.date,
            time: build.time.as_deref(),
            size: build.size,
            articles: build.articles.iter().take(NAMED).map(|article| article.id).collect(),
            superseded_by: next,
            uncompared: build.uncompared,
        }
    }

    fn text(&self) -> String {
        let facts = [
            self.version.map(str::to_owned),
            self.date.map(|date| date.to_string()),
            self.time.map(str::to_owned),
            self.size.map(|size| format!("{size} bytes")),
            Some(numbers(&self.articles)),
            self.superseded_by.as_ref().map(Next::text),
            self.uncompared.map(|why| format!("compared with none: {}", <&str>::from(why))),
        ];
        format!("- {}\n", facts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl Next<'_> {
    fn text(&self) -> String {
        let sure = if self.strength == Strength::Strong { "" } else { "likely " };
        format!("{sure}replaced by that of {} ({})", numbers(&self.articles), self.because)
    }
}

fn numbers(ids: &[ArticleId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
