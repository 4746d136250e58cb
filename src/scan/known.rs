//! What the archive knows, ready to hold files against: histories by name, and what their articles are about.

use std::collections::BTreeMap;

use ahash::AHashMap;

use super::severity::{self, Severity};
use crate::article::{Article, ArticleId};
use crate::index::{Index, document::fold};
use crate::search::{
    SearchError,
    files::{self, Build, History, Products},
};

/// Everything a scan needs of an index.
pub struct Known {
    pub histories: Vec<History>,
    names: AHashMap<String, usize>,
    severities: BTreeMap<ArticleId, Severity>,
    /// The products that were asked for.
    pub products: Products,
}

impl Known {
    /// Reads all articles that give files.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn read(index: &Index, products: &[String]) -> Result<Self, SearchError> {
        Ok(Self::new(&files::articles(index)?, products))
    }

    pub fn new(articles: &[Article], products: &[String]) -> Self {
        let histories = files::histories(articles, &|_| true);
        let names = histories.iter().enumerate().map(|(at, history)| (fold(&history.name), at)).collect();
        let severities = articles.iter().map(|article| (article.id, severity::of(article))).collect();
        Self { histories, names, severities, products: Products::new(products) }
    }

    /// The history of a file by its name, case aside.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.get(&fold(name)).copied()
    }

    pub fn severity(&self, id: ArticleId) -> Severity {
        self.severities.get(&id).copied().unwrap_or_default()
    }

    /// Whether a file with this short name may be one that the archive knows: `TCPIP~1.SYS`.
    pub fn may_be(&self, short: &str) -> bool {
        short.contains('~') && self.names.keys().any(|name| is_short_of(short, name))
    }

    /// Whether this is a compressed file of installation media that the archive knows by its full name: `TCPIP.SY_`.
    pub fn has_compressed(&self, name: &str) -> bool {
        let folded = fold(name);
        let Some(begin) = folded.strip_suffix('_').filter(|begin| begin.contains('.')) else { return false };
        self.names.keys().any(|name| name.len() == begin.len() + 1 && name.starts_with(begin))
    }

    /// The build that a verdict is about.
    pub fn build(&self, history: usize, build: u32) -> &Build {
        &self.histories[history].builds[build as usize]
    }
}

/// What is left of the long name in one of the form `ABCDEF~1.EXT`, folded; `None` for other names.
pub fn parts(short: &str) -> Option<(String, String)> {
    let (stem, rest) = short.split_once('~')?;
    let (number, ending) = rest.split_once('.').unwrap_or((rest, ""));
    let counts = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !stem.is_empty() && stem.len() + 1 + number.len() <= 8 && ending.len() <= 3;
    (counts && fits).then(|| (fold(stem), fold(ending)))
}

/// Whether a short name is one that a file system makes of the long one.
pub fn is_short_of(short: &str, long: &str) -> bool {
    let Some((stem, ending)) = parts(short) else { return false };
    let long = fold(long);
    let (base, extension) = long.rsplit_once('.').unwrap_or((&long, ""));
    base.starts_with(&stem) && extension.chars().take(3).eq(ending.chars())
}
