//! What words mean, learned from the articles alone.
//!
//! An article says one thing several times: in its title, its symptoms, its summary, its query words.
//! Each word gets a vector, a text's vector is the sum of its words' vectors, and the vectors are
//! moved until two texts of one article point the same way and texts of different articles do not.
//! `freeze`, `hang` and `stops responding` then lie close together without anybody having said so.
//!
//! Learning is a phase of its own after a large archive was indexed whole ([`super::study`]). A refresh does
//! not learn again: the vector of a new article is the sum of those of its words, and words that the archive
//! did not have when they were learned have none. How many articles that may be is counted ([`Origin::since`]), and
//! every run says so. Nothing else needs the vectors; an index without them ranks by words alone.
//!
//! A file of articles' vectors names the file of words' vectors that they are sums of, so that one that is
//! put in its place takes over both at once.

mod lesson;
mod model;
mod pairs;
mod vectors;

use std::{
    collections::HashSet,
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use ahash::AHashMap;
use rayon::prelude::*;
use tantivy::directory::{Directory, error::OpenReadError};

use crate::article::ArticleId;
pub use lesson::{Lesson, gist};
use model::Model;
use vectors::{DIM, HEAD, Vectors, pack, read_head};
pub use vectors::{Origin, Row, Vector};

/// What the names of all files of vectors begin with.
pub const FILES: &str = "meaning-";

/// Fewer articles than this do not teach enough to be worth the time.
pub const ENOUGH: usize = 5_000;
/// Words of fewer articles than this have no vector.
const RARE: u32 = 3;
/// How often every article is looked at.
const PASSES: u64 = 4;

/// The file of the articles' vectors, of the commit whose manifest has this name.
pub fn articles_file(manifest: &str) -> String {
    format!("{FILES}{}", manifest.trim_start_matches("manifest-"))
}

/// The file of the words' vectors that have this stamp.
pub fn words_file(stamp: u64) -> String {
    format!("{FILES}words-{stamp:016x}")
}

/// Where the vectors in a file come from; `None` where there is no such file, or no vectors in it.
///
/// # Errors
/// Where it cannot be read.
pub fn origin(path: &Path) -> io::Result<Option<Origin>> {
    let mut head = Vec::with_capacity(HEAD);
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?.take(HEAD as u64).read_to_end(&mut head)?,
    };
    Ok(read_head(&head).map(|(_, origin)| origin))
}

/// The vectors of words and articles.
#[derive(Debug)]
pub struct Meaning {
    words: Vectors,
    articles: Vectors,
}

impl Meaning {
    /// Learns from all articles. `lessons` must be in a fixed order, for the vectors to be the same every
    /// time. `advance` is told of every article that was looked at.
    pub fn learn(lessons: &[(ArticleId, Lesson)], advance: &(dyn Fn(u64) + Sync)) -> Self {
        Self::study(lessons, PASSES, advance)
    }

    fn study(lessons: &[(ArticleId, Lesson)], passes: u64, advance: &(dyn Fn(u64) + Sync)) -> Self {
        let words = teach(lessons.iter().map(|(_, lesson)| lesson), passes, advance);
        let articles = Vectors::lay(Vec::new(), words.origin());
        let nothing = Self { words, articles };
        let row = |(id, lesson): &(ArticleId, Lesson)| Some((id.0, nothing.row(&lesson.gist())?));
        let rows = lessons.par_iter().filter_map(row).collect();
        let articles = Vectors::lay(rows, nothing.origin());
        Self { articles, ..nothing }
    }

    /// The vector of an article, as the sum of those of its [`gist`]; `None` where none of these words has one.
    pub fn row(&self, gist: &[u32]) -> Option<Row> {
        self.sum(gist).map(|vector| pack(&vector))
    }

    /// The bytes of [`articles_file`] after a refresh: without the articles that are `gone`, and with those that were
    /// `read`, be it that they have no vector.
    pub fn refreshed(&self, gone: &HashSet<ArticleId>, read: &[(ArticleId, Option<Row>)]) -> Vec<u8> {
        let stay = self.articles.iter().filter(|&(id, _)| !gone.contains(&ArticleId(id)));
        let new = read.iter().filter_map(|&(id, row)| Some((id.0, row?)));
        let origin = self.origin();
        let origin = Origin { since: origin.since.saturating_add(read.len() as u32), ..origin };
        Vectors::lay(stay.map(|(id, row)| (id, *row)).chain(new).collect(), origin).bytes().to_vec()
    }

    /// Opens what belongs to the commit whose manifest has this name; `None` where nothing does, or nothing that
    /// is whole.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn open(folder: &dyn Directory, manifest: &str) -> Result<Option<Self>, OpenReadError> {
        let Some(articles) = Vectors::open(folder, &articles_file(manifest))? else { return Ok(None) };
        let stamp = articles.origin().stamp;
        let words = Vectors::open(folder, &words_file(stamp))?.filter(|words| words.origin().stamp == stamp);
        Ok(words.map(|words| Self { words, articles }))
    }

    /// What the vectors were learned from.
    pub fn origin(&self) -> Origin {
        self.articles.origin()
    }

    /// How many words have a vector.
    pub fn known_words(&self) -> usize {
        self.words.len()
    }

    /// The bytes of [`words_file`].
    pub fn words(&self) -> &[u8] {
        self.words.bytes()
    }

    /// The bytes of [`articles_file`].
    pub fn articles(&self) -> &[u8] {
        self.articles.bytes()
    }

    /// The direction of a text, given as the words that the index has; `None` where it knows none.
    pub fn of<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Option<Vector> {
        let bag: Vec<u32> = words.into_iter().map(lesson::key).collect();
        self.sum(&lesson::bag(bag))
    }

    /// The direction of an article; `None` where nothing is known of it.
    pub fn article(&self, id: ArticleId) -> Option<Vector> {
        self.articles.get(id.0)
    }

    /// The cosine of an article and a direction, 0 where nothing is known of the article.
    pub fn closeness(&self, article: ArticleId, direction: &Vector) -> f32 {
        self.articles.along(article.0, direction).unwrap_or(0.0)
    }

    /// The sum of the vectors of different words, of length 1.
    fn sum(&self, bag: &[u32]) -> Option<Vector> {
        let mut sum = [0.0; DIM];
        for vector in bag.iter().filter_map(|&key| self.words.get(key)) {
            sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
        }
        vectors::unit(&sum)
    }
}

/// The vectors of all words that are neither rare nor everywhere.
fn teach<'a>(
    lessons: impl ExactSizeIterator<Item = &'a Lesson> + Clone,
    passes: u64,
    advance: &(dyn Fn(u64) + Sync),
) -> Vectors {
    let count = lessons.len() as f32;
    let mut words: Vec<(u32, f32)> = articles_with(lessons.clone())
        .into_iter()
        .filter(|&(_, articles)| articles >= RARE && (articles as f32) < count / 2.0)
        .map(|(key, articles)| (key, (count / articles as f32).ln()))
        .collect();
    words.sort_unstable_by_key(|&(key, _)| key);
    let rows: AHashMap<u32, u32> = (0..).zip(&words).map(|(row, &(key, _))| (key, row)).collect();
    let lessons: Vec<Lesson> = lessons.map(|lesson| lesson.translate(&rows)).collect();
    let rarities: Vec<f32> = words.iter().map(|&(_, rarity)| rarity).collect();
    let mut model = Model::new(&rarities);
    for pass in 0..passes {
        pairs::each_batch(&lessons, pass, &mut |batch| {
            model.step(batch);
            advance(batch.len() as u64);
        });
    }
    let rows = words.iter().zip(model.vectors()).map(|(&(key, _), vector)| (key, pack(&vector)));
    Vectors::words(rows.collect(), lessons.len() as u32)
}

/// How many articles have each word.
fn articles_with<'a>(lessons: impl Iterator<Item = &'a Lesson>) -> AHashMap<u32, u32> {
    let mut counts = AHashMap::new();
    for lesson in lessons {
        for word in lesson.bag() {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// How many articles [`Meaning::learn`] looks at in all, at most.
pub fn effort(articles: usize) -> u64 {
    articles as u64 * PASSES * pairs::KINDS.len() as u64
}

#[cfg(test)]
mod tests;
