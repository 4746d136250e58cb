//! Leaving out builds by platform and product.

use super::{Build, History, Line};
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
    /// Leaves out builds. Those of one chain share platform and product, so that chains stay whole.
    pub fn keep(&self, history: &mut History) {
        let products = Products::new(&self.products);
        let kept: Vec<bool> =
            history.builds.iter().map(|build| self.has_platform(build) && products.have(build)).collect();
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
