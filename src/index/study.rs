//! The phase after a commit: the articles are read from the index once more, for what their words mean.
//!
//! It only ever adds files that searches can do without, so that it may be ended at any moment.

use std::{collections::HashSet, time::Instant};

use super::{
    Address, Index, IndexError, Progress,
    generation::Generation,
    learn::{self, Lesson, Meaning},
    stored,
};
use crate::{article::ArticleId, stream};

/// What a run has learned.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Learned {
    /// 0 where the articles were too few.
    pub words: u64,
    pub articles: u64,
    pub seconds: f64,
}

/// Learns from all articles of the last commit, where there are `enough`.
pub fn learn(generation: &Generation, enough: usize, progress: &dyn Progress) -> Result<Learned, IndexError> {
    let began = Instant::now();
    let index = open(generation)?;
    let all = index.addresses()?;
    let articles = all.len() as u64;
    if all.len() < enough {
        return Ok(Learned { articles, ..Learned::default() });
    }
    generation.sweep_manifests(&generation.payload(&index.tantivy)?);
    progress.begin(articles);
    let lessons = lessons(&index, all, progress)?;
    progress.learn(learn::effort(lessons.len()));
    let meaning = Meaning::learn(&lessons, &|steps| progress.advance(steps));
    generation.write_meaning(&index.tantivy, &meaning, true)?;
    let words = meaning.known_words() as u64;
    Ok(Learned { words, articles, seconds: began.elapsed().as_secs_f64() })
}

/// After a refresh that has `touched` some articles: computes what is missing of the vectors of articles,
/// where any words were ever learned. `before` is what was known at the commit before.
pub fn follow(
    generation: &Generation,
    before: Option<Meaning>,
    touched: &HashSet<ArticleId>,
) -> Result<(), IndexError> {
    let is_new = before.is_none();
    let Some(known) = before.or_else(|| Meaning::open_words(generation.folder())) else { return Ok(()) };
    let index = open(generation)?;
    if index.meaning().is_some() {
        return Ok(());
    }
    let mut missing = index.addresses()?;
    missing.retain(|(id, _)| is_new || touched.contains(id));
    let meaning = known.with(touched, &lessons(&index, missing, &())?);
    generation.write_meaning(&index.tantivy, &meaning, false)
}

fn open(generation: &Generation) -> Result<Index, IndexError> {
    Index::read(generation.clone()).map_err(|(_, error)| error)
}

/// The lessons of these articles, in their order.
fn lessons(
    index: &Index,
    articles: Vec<(ArticleId, Address)>,
    progress: &dyn Progress,
) -> Result<Vec<(ArticleId, Lesson)>, IndexError> {
    let mut lessons = Vec::with_capacity(articles.len());
    let read = |(id, address)| {
        let article = stored::article(&index.copies_at(address)?);
        Ok::<_, IndexError>(article.map(|article| (id, Lesson::new(&article))))
    };
    stream::in_order(articles, read, |lesson| {
        progress.advance(1);
        lessons.extend(lesson?);
        Ok::<_, IndexError>(())
    })?;
    Ok(lessons)
}

#[cfg(test)]
mod tests;
