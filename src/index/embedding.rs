//! Embeddings: what a text is about, as a direction in a space where texts about the same lie close together.
//!
//! A table of words that is shipped with kbfix ([`words`]) has a vector for each word; a text's embedding is the weighted
//! sum of its words' vectors. `training/` says where the table comes from. The articles' embeddings are made while they
//! are indexed and lie in a file beside the index ([`vectors`]); a search compares its words with them. Nothing else needs
//! them: an index without them ranks by words alone.

mod vectors;
mod words;

pub use vectors::{Embeddings, FILES, Row, file, file_name};
pub use words::DIMENSIONS;

use crate::article::Article;

pub type Vector = [f32; DIMENSIONS];

/// The share of the title in an article's embedding.
const TITLE: f32 = 0.3;
/// Characters of the opening that are read: an article says early what it is about.
const OPENING: usize = 450;

/// The embedding of a text, of length 1; `None` where no word of it is known.
pub fn of(text: &str) -> Option<Vector> {
    unit(&words::sum([(text, 1.0)]))
}

/// The embedding of an article, as it lies in the file.
pub fn row(article: &Article) -> Option<Row> {
    let opening = opening(article).split_whitespace().collect::<Vec<_>>().join(" ");
    let end = opening.char_indices().nth(OPENING).map_or(opening.len(), |(at, _)| at);
    let whole = format!("{}. {}", article.title, &opening[..end]);
    let sum = words::sum([(article.title.as_str(), TITLE), (&whole, 1.0 - TITLE)]);
    unit(&sum).map(|vector| vectors::pack(&vector))
}

/// The section that says what an article is about: the first that it has of these.
fn opening(article: &Article) -> &str {
    let sections = [
        &article.symptoms,
        &article.summary,
        &article.body,
        &article.more_information,
        &article.cause,
        &article.resolution,
    ];
    let first = sections.into_iter().find_map(|section| section.as_deref().filter(|text| !text.is_empty()));
    first.or_else(|| article.other_sections.first().map(|section| section.text.as_str())).unwrap_or_default()
}

/// The same direction at length 1; `None` for no direction at all.
fn unit(vector: &Vector) -> Option<Vector> {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    (length > 0.0).then(|| vector.map(|value| value / length))
}
