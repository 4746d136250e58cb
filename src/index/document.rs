//! An article as a document of the index.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;

use super::{entry, schema::Schema, values};
use crate::article::{Article, Date, ProductVersion};

/// The document of `article`; `copies` are its original files, packed and compressed.
pub fn document(schema: &Schema, article: &Article, copies: &[u8]) -> TantivyDocument {
    let mut doc = TantivyDocument::with_capacity(copies.len() + 8 * 1024);
    add_texts(schema, article, &mut doc);
    add_names(schema, article, &mut doc);
    doc.add_u64(schema.id, u64::from(article.id.0));
    if let Some(date) = article.modified {
        doc.add_i64(schema.modified, days(date));
    }
    doc.add_text(schema.keyword, lines(unique(article.keywords.iter().map(|word| fold(word)))));
    doc.add_text(schema.version, lines(versions(article)));
    doc.add_text(schema.applies, lines(entry::terms(article)));
    doc.add_text(schema.kind, lines(article.types().into_iter()));
    add_values(schema, article, &mut doc);
    add_columns(schema, article, &mut doc);
    doc.add_bytes(schema.copies, copies);
    doc
}

/// What is asked for by its name or number.
fn add_values(schema: &Schema, article: &Article, doc: &mut TantivyDocument) {
    doc.add_text(schema.has, lines(values::parts(article).map(|part| part.name().to_owned())));
    doc.add_text(schema.file, lines(values::files(article)));
    doc.add_text(schema.error, lines(values::errors(article)));
    doc.add_text(schema.event, lines(values::events(article)));
    doc.add_text(schema.refs, lines(values::references(article)));
}

/// What is only counted.
fn add_columns(schema: &Schema, article: &Article, doc: &mut TantivyDocument) {
    if let Some(product) = &article.product {
        doc.add_text(schema.product_name, product);
    }
    for product in products(article) {
        doc.add_text(schema.applies_to, product);
    }
    doc.add_u64(schema.fix_files, article.fix_files.len() as u64);
}

/// The products that it applies to, each once; the head's where it names no other.
fn products(article: &Article) -> impl Iterator<Item = &String> {
    let bullets = article.applies_to.iter().map(|bullet| &bullet.product);
    let head = article.product.iter().filter(|_| article.applies_to.is_empty());
    unique(bullets.chain(head))
}

/// Each value once, so that a column counts articles.
fn unique<T: Ord>(values: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    values.collect::<BTreeSet<T>>().into_iter()
}

/// The year of a day counted from 1970-01-01.
pub fn year(days: i64) -> i16 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let day = i32::try_from(days).ok().and_then(|days| epoch.checked_add(jiff::Span::new().days(days)).ok());
    day.map_or(0, Date::year)
}

/// Days since 1970-01-01.
pub fn days(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from((date - epoch).get_days())
}

/// Lower case, white space as single blanks.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// A version as it is compared: folded, `4` and `4.00` as `4.0`, `4.0SP3` and `4.0 Service Pack 3` as `4.0 sp3`.
/// Two points are one: between two versions they make a range.
pub fn fold_version(text: &str) -> String {
    let text = text.replace("..", ".");
    let folded = match text.parse::<ProductVersion>() {
        Ok(version) => version.to_string().replacen("sp", " sp", 1),
        Err(_) => fold(&text),
    };
    let (number, rest) = folded.split_at(folded.find(' ').unwrap_or(folded.len()));
    match number.split_once('.') {
        None if is_number(number) => format!("{number}.0{rest}"),
        Some((major, minor))
            if is_number(major) && is_number(minor) && minor.trim_matches('0').is_empty() =>
        {
            format!("{major}.0{rest}")
        }
        _ => folded,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The sections: each word once, in one field; the cause is also in one of its own.
fn add_texts(schema: &Schema, article: &Article, doc: &mut TantivyDocument) {
    doc.add_text(schema.title, &article.title);
    // An article without symptoms says at its beginning what it is about.
    let (summary, body) = match article {
        Article { symptoms: Some(_), .. } => (schema.text, schema.text),
        Article { summary: Some(_), .. } => (schema.symptoms, schema.text),
        _ => (schema.symptoms, schema.symptoms),
    };
    for (field, text) in [
        (schema.symptoms, &article.symptoms),
        (schema.solution, &article.cause),
        (schema.cause, &article.cause),
        (schema.solution, &article.resolution),
        (schema.solution, &article.workaround),
        (schema.solution, &article.status),
        (summary, &article.summary),
        (body, &article.body),
        (schema.text, &article.more_information),
        (schema.text, &article.references_text),
    ] {
        if let Some(text) = text {
            doc.add_text(field, text);
        }
    }
    for section in &article.other_sections {
        doc.add_text(schema.text, &section.heading);
        doc.add_text(schema.text, &section.text);
    }
}

/// Tags and products: short words, so one value of joined words each.
fn add_names(schema: &Schema, article: &Article, doc: &mut TantivyDocument) {
    let tags = [&article.query_words, &article.keywords, &article.technology, &article.hardware];
    doc.add_text(schema.tags, join(tags.into_iter().flatten()));
    if let Some(product) = &article.product {
        doc.add_text(schema.products, product);
    }
    let head = article.versions.iter().flat_map(|group| group.platform.iter().chain(&group.versions));
    doc.add_text(schema.products, join(head.chain(&article.operating_systems).chain(&article.product_code)));
    for bullet in &article.applies_to {
        doc.add_text(schema.products, &bullet.product);
        doc.add_text(schema.products, join(&bullet.versions));
        for host in &bullet.hosts {
            doc.add_text(schema.products, &host.product);
        }
    }
}

fn join<'a>(words: impl IntoIterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for word in words {
        out.push_str(word);
        out.push(' ');
    }
    out
}

/// One value a line, for [`super::analysis::Lines`].
fn lines(values: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    for value in values {
        out.push_str(&value);
        out.push('\n');
    }
    out
}

/// Every version that the article names, whole, and its number alone where more follows.
fn versions(article: &Article) -> impl Iterator<Item = String> {
    let head = article.versions.iter().flat_map(|group| &group.versions);
    let bullets = article.applies_to.iter().flat_map(|bullet| &bullet.versions);
    let mut all: Vec<String> = head.chain(bullets).map(|version| fold_version(version)).collect();
    let numbers: Vec<String> = all.iter().filter_map(|version| entry::number(version)).collect();
    all.extend(numbers);
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_say_the_same_are_the_same() {
        for (text, folded) in [
            ("4.0 SP1", "4.0 sp1"),
            ("4.00", "4.0"),
            ("97", "97.0"),
            ("3.51", "3.51"),
            ("5.0sp1", "5.0 sp1"),
            ("4.00 Service Pack 3", "4.0 sp3"),
            ("2.11 (all SP)", "2.11 (all sp)"),
            ("1..4", "1.4"),
            ("4", "4.0"),
        ] {
            assert_eq!(fold_version(text), folded, "{text}");
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days(jiff::civil::date(1970, 1, 2)), 1);
        assert_eq!(days(jiff::civil::date(1969, 12, 31)), -1);
        assert_eq!(days(jiff::civil::date(2000, 3, 1)), 11017);
    }
}
