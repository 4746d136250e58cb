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

/// The embedding of a query, of length 1; `None` where no word of it is known. A word that is said twice says no more.
pub fn of(query: &str) -> Option<Vector> {
    unit(&words::sum([(query, 1.0)], |_| 1.0))
}

/// The embedding of an article, as it lies in the file.
pub fn row(article: &Article) -> Option<Row> {
    let mut opening = String::new();
    for word in self::opening(article).split_whitespace() {
        // A character has at most four bytes: that is enough, however long the section is.
        if opening.len() >= 4 * OPENING {
            break;
        }
        opening.push_str(if opening.is_empty() { "" } else { " " });
        opening.push_str(word);
    }
    let end = opening.char_indices().nth(OPENING).map_or(opening.len(), |(at, _)| at);
    let whole = format!("{}. {}", article.title, &opening[..end]);
    let sum = words::sum([(article.title.as_str(), TITLE), (&whole, 1.0 - TITLE)], f32::sqrt);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, symptoms: Option<&str>, body: Option<&str>) -> Article {
        let [symptoms, body] = [symptoms, body].map(|text| text.map(str::to_owned));
        Article {
            title: title.to_owned(),
            symptoms,
            body,
            ..crate::grammar::parse("DOCUMENT:Q1").unwrap().article
        }
    }

    /// The same as `training/vectors.py` computes.
    #[test]
    fn cosines_are_those_of_training() {
        let articles = [
            article(
                "Spooler Stops When Printing",
                Some(
                    "The print   spooler can't\nprint, and Spoolss.exe stops responding with error 0x80070005.",
                ),
                None,
            ),
            article(
                "Can't Have Groups Within Groups",
                None,
                Some("A program group cannot stand in a program group."),
            ),
            article("Backup of a Database Fails", None, Some("The dump of a database ends early.")),
        ];
        let rows = (1..).zip(&articles).map(|(id, article)| (crate::article::ArticleId(id), row(article)));
        let rows: Vec<_> = rows.collect();
        let bytes = file(None, |_| false, &rows);
        let table = Embeddings::read(tantivy::directory::OwnedBytes::new(bytes)).unwrap();
        for (query, cosines) in [
            ("printer service hangs", [0.6344, -0.0635, -0.0382]),
            ("put a folder inside another folder", [-0.0756, -0.0428, -0.002]),
            ("sql server backup error", [-0.0146, -0.0135, 0.675]),
            ("PRINTER's service hangs, hangs!", [0.5792, -0.0553, -0.0205]),
        ] {
            let direction = of(query).unwrap();
            for ((_, found), cosine) in table.cosines(&direction).zip(cosines) {
                assert!((found - cosine).abs() < 0.01, "{query}: {found} {cosine}");
            }
        }
    }

    #[test]
    fn what_says_nothing_has_no_embedding() {
        for text in ["", "  ", "...", "zzzzqqqqxyzzy", "\u{65e5}\u{672c}"] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(of("PRINTER!"), of("printer"));
    }
}
