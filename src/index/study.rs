//! The phase after a commit: the articles are read from the index once more, for what their words mean.
//!
//! It only ever adds files that searches can do without, so that it may be ended at any moment; what was learned
//! before stays in use until then.

use std::time::Instant;

use super::{
    Address, Index, IndexError, Progress,
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

/// Learns from all articles of an index, where there are `enough`.
pub fn learn(index: &Index, enough: usize, progress: &dyn Progress) -> Result<Learned, IndexError> {
    let began = Instant::now();
    let all = index.addresses()?;
    let articles = all.len() as u64;
    if all.len() < enough {
        return Ok(Learned { articles, ..Learned::default() });
    }
    let generation = &index.commit.generation;
    generation.sweep_manifests();
    progress.begin(articles);
    let lessons = lessons(index, all, progress)?;
    progress.learn(learn::effort(lessons.len()));
    let meaning = Meaning::learn(&lessons, &|steps| progress.advance(steps));
    generation.write_meaning(&index.commit.manifest, &meaning)?;
    generation.sweep_manifests();
    let words = meaning.known_words() as u64;
    Ok(Learned { words, articles, seconds: began.elapsed().as_secs_f64() })
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
