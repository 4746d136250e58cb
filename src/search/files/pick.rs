//! Leaving out builds by platform and product.

use super::{Build, History, Line, Lines};
use crate::article::Architecture;
use crate::index::{analysis, document::fold};
use crate::search::Vocabulary;

/// What builds to keep; all that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    /// Any of them: a processor (`x86`, `intel`), or a platform as printed (`Windows 95`).
    pub platforms: Vec<String>,
    /// Any of them, by all words of a name, short ones too (`nt4`).
    pub products: Vec<String>,
}

impl Pick {
    /// Leaves out builds, but not those that take the place of others: chains stay whole.
    pub fn keep(&self, history: &mut History) {
        let products = Products::new(&self.products);
        let builds = &history.builds;
        let mut kept: Vec<bool> =
            builds.iter().map(|build| self.has_platform(build) && products.have(build)).collect();
        for at in 0..builds.len() {
            let next = |at: &usize| builds[*at].superseded_by.as_ref().map(|next| next.build);
            if kept[at] {
                std::iter::successors(next(&at), next).take(builds.len()).for_each(|next| kept[next] = true);
            }
        }
        let place: Vec<usize> = kept
            .iter()
            .scan(0, |count, kept| {
                *count += usize::from(*kept);
                Some(count.saturating_sub(1))
            })
            .collect();
        let mut keep = kept.iter();
        history.builds.retain(|_| keep.next().copied().unwrap_or(true));
        for build in &mut history.builds {
            if let Some(next) = &mut build.superseded_by {
                next.build = place[next.build];
            }
            build.newest = build.newest.map(|newest| place[newest]);
        }
    }

    fn has_platform(&self, build: &Build) -> bool {
        let is = |wanted: &String| match Architecture::of(wanted) {
            Some(architecture) => build.architecture == Some(architecture),
            None => build.platform.as_deref().is_some_and(|platform| fold(platform).contains(&fold(wanted))),
        };
        self.platforms.is_empty() || self.platforms.iter().any(is)
    }
}

/// Names of products as words, any of which will do.
pub struct Products(Vec<Vec<String>>);

impl Products {
    pub fn new(names: &[String]) -> Self {
        let spellings = |name: &String| {
            let full = Vocabulary::standard().products(&fold(name));
            std::iter::once(name.clone()).chain(full).map(|name| analysis::terms(&name)).collect::<Vec<_>>()
        };
        Self(names.iter().flat_map(spellings).collect())
    }

    /// Whether a build's line is among them; where it has none, any line or product that its articles name.
    fn have(&self, build: &Build) -> bool {
        let products = build.articles.iter().flat_map(|article| &article.products).map(String::as_str);
        match &build.product_line {
            _ if self.0.is_empty() => true,
            Some(line) => self.has_line(line),
            None => {
                build.product_lines.iter().any(|line| self.has_line(line))
                    || products.into_iter().any(|name| self.is(name))
            }
        }
    }

    /// Leaves the lines that are among them; where a name is all of a line's (`nt4` that of Windows NT 4.0, not of its
    /// Terminal Server), only those.
    pub fn narrow(&self, lines: &mut Lines) {
        lines.retain(|line| self.has_line(line));
        let whole = |line: &Line| -> bool {
            let count = analysis::terms(line.as_str()).len();
            self.0.iter().any(|words| words.len() == count) && self.is(line.as_str())
        };
        if lines.iter().any(whole) {
            lines.retain(whole);
        }
    }

    /// Whether a line is among them, by its name or that of the product that was made with it.
    pub fn has_line(&self, line: &Line) -> bool {
        self.0.is_empty() || self.is(line.as_str()) || line.other_name().is_some_and(|name| self.is(name))
    }

    /// Whether a name has all words of one of them.
    fn is(&self, name: &str) -> bool {
        let terms = analysis::terms(name);
        self.0.iter().any(|words| words.iter().all(|word| terms.contains(word)))
    }
}
