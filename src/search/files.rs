//! Files as data: every build of a file that the archive knows, and which later build takes the place of which.
//!
//! Articles give rows of name, date, time, size, version and platform. Rows that say the same, or less of the same,
//! are one [`Build`] with the articles that ship it ([`build`]). Each build belongs to a product line where what the
//! articles say of it leaves just one ([`line`]); only builds of one line, one platform and one variant are compared
//! ([`chain`]): a fix for NT 3.51 takes the place of none for NT 4.0, nor one for Terminal Server, whose higher build
//! numbers are another branch.

mod build;
mod chain;
mod line;
mod name;
mod pick;

use std::collections::BTreeSet;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use strum::IntoStaticStr;
use tantivy::query::{BooleanQuery, Query};

pub use build::ZONES;
pub use chain::precedes;
pub use line::{Line, Lines, narrowed};
pub use pick::{Pick, Products};

use super::{SearchError, filter};
use crate::article::{Architecture, Article, ArticleId, Date, Version};
use crate::index::Index;
use crate::query::Part;

/// The files whose name a pattern matches, in order of name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Files {
    /// As asked for.
    pub pattern: String,
    pub files: Vec<History>,
}

/// All that the archive knows of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct History {
    /// As most articles write it.
    pub name: String,
    /// In order of platform, product line, version, date and time; what is missing comes first.
    pub builds: Vec<Build>,
}

/// One build of a file. What no article says is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Build {
    /// As printed.
    pub platform: Option<String>,
    pub architecture: Option<Architecture>,
    /// As printed.
    pub version: Option<String>,
    pub version_number: Option<Version>,
    pub date: Option<Date>,
    /// `HH:MM` or `HH:MM:SS`, of whatever time zone the article's author was in.
    pub time: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// What tells it from a build of the same name beside it: `128-bit`, `Japanese`.
    pub variant: Option<String>,
    /// The product line it belongs to; none where that cannot be told.
    pub product_line: Option<Line>,
    /// Why it is compared with no other build.
    pub uncompared: Option<Uncompared>,
    /// The lines that come into question.
    pub product_lines: Lines,
    /// In order of number.
    pub articles: Vec<Shipped>,
    pub superseded_by: Option<Superseded>,
    /// Where the last build stands that takes the place of this one, step by step.
    pub newest: Option<usize>,
}

/// An article that ships a build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Shipped {
    pub id: ArticleId,
    pub title: String,
    pub modified: Option<Date>,
    /// The sub-heading above the row.
    pub context: Option<String>,
    /// The folder that the file goes to.
    pub path: Option<String>,
    /// Releases that have the fix.
    pub fixed_in: Vec<String>,
    /// What the article applies to.
    pub products: Vec<String>,
    /// As the article writes the file's name.
    #[serde(skip)]
    name: String,
    /// The lines that the article leaves for the build.
    #[serde(skip)]
    lines: Result<Lines, Uncompared>,
}

/// Why a build is compared with no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Uncompared {
    /// The articles name no product that has lines.
    NoProduct,
    /// The articles name several products and do not say which it is for.
    SeveralProducts,
    /// The version belongs to another product than the articles name.
    Contradiction,
    /// An article gives it beside another build for the same platform and product.
    SeveralBuilds,
    /// Others of the name are for a length of keys (128 bits), and the articles do not say which this is for.
    SeveralVariants,
}

/// The next build that takes the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Superseded {
    /// Where it stands in the list of builds.
    pub build: usize,
    /// The articles that ship it.
    pub articles: Vec<ArticleId>,
    pub by: Evidence,
    pub strength: Strength,
    /// In words.
    pub because: String,
}

/// What a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Evidence {
    /// A higher version of the same branch.
    Version,
    /// A higher version of another branch, and a later date.
    VersionAndDate,
    /// A later date; one of the two has no version.
    Date,
}

/// How strong it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Strength {
    Likely,
    Strong,
}

/// Every build of the files whose name matches `pattern`, case aside (`tcp*.sys`), those that `pick` leaves out aside.
///
/// # Errors
/// Where the pattern is none, or the index cannot be read.
pub fn files(index: &Index, pattern: &str, pick: &Pick) -> Result<Files, SearchError> {
    let names = name::matching(index, pattern)?;
    let mut files = named(index, &names)?;
    files.iter_mut().for_each(|file| pick.keep(file));
    files.retain(|file| !file.builds.is_empty());
    Ok(Files { pattern: pattern.to_owned(), files })
}

/// As [`files`], `limit` of them behind the first `offset`, and how many there are.
///
/// # Errors
/// Those of [`files`].
pub fn few_files(
    index: &Index,
    pattern: &str,
    offset: usize,
    limit: usize,
) -> Result<(Files, usize), SearchError> {
    let names = name::matching(index, pattern)?;
    let (total, files) = if names.len() == 1 {
        // A name without a pattern need not be one of the index.
        let one = named(index, &names)?;
        (one.len(), one.into_iter().skip(offset).take(limit).collect())
    } else {
        let total = names.len();
        (total, named(index, &names.into_iter().skip(offset).take(limit).collect())?)
    };
    Ok((Files { pattern: pattern.to_owned(), files }, total))
}

/// The histories of the files that have these folded names.
fn named(index: &Index, names: &BTreeSet<String>) -> Result<Vec<History>, SearchError> {
    let schema = index.schema();
    let having = names.iter().map(|name| filter::exact(schema.file, name)).collect();
    let articles = read(index, &BooleanQuery::union(having))?;
    Ok(histories(&articles, &|name| names.contains(name)))
}

/// All articles that give files, in order of number.
///
/// # Errors
/// Where the index cannot be read.
pub fn articles(index: &Index) -> Result<Vec<Article>, SearchError> {
    let having = filter::exact(index.schema().has, Part::FixFiles.name());
    read(index, &*having)
}

/// The articles that a query finds, in order of number.
fn read(index: &Index, query: &dyn Query) -> Result<Vec<Article>, SearchError> {
    let found: Vec<_> = filter::found_by(index.searcher(), query)?.into_iter().collect();
    let read = |at| Ok(index.article_at(at)?.map(lean));
    let read: Result<Vec<Option<Article>>, SearchError> = found.into_par_iter().map(read).collect();
    let mut articles: Vec<Article> = read?.into_iter().flatten().collect();
    articles.sort_by_key(|article| article.id);
    Ok(articles)
}

/// What is needed of an article here; its texts are given back at once.
fn lean(article: Article) -> Article {
    let Article { id, title, modified, product, versions, .. } = article;
    let Article { keywords, query_words, applies_to, fix_files, fixed_in, .. } = article;
    Article {
        id,
        title,
        modified,
        product,
        versions,
        keywords,
        query_words,
        applies_to,
        fix_files,
        fixed_in,
        ..Article::default()
    }
}

/// The history of every file that `wanted` says yes to, by its folded name.
pub fn histories(articles: &[Article], wanted: &dyn Fn(&str) -> bool) -> Vec<History> {
    let mut histories = build::histories(articles, wanted);
    histories.par_iter_mut().for_each(|history| chain::link(&mut history.builds));
    histories
}
