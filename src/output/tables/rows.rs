//! The rows of each table that is more than a list of words, its cells in the order of its columns.

use serde::Serialize;
use serde_json::Value;

use super::Cell;
use crate::article::{AppliesTo, Article, FixFile, Version};

type Rows<'a> = Vec<Vec<Cell<'a>>>;

pub fn article<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    rows.push(vec![
        article.id.into(),
        (&article.title).into(),
        (&article.article_type).into(),
        article.modified.into(),
        (&article.product).into(),
        (&article.product_code).into(),
        (&article.issue_type).into(),
        (&article.solution_type).into(),
        (&article.component).into(),
        name(article.disposition),
        (&article.summary).into(),
        (&article.symptoms).into(),
        (&article.cause).into(),
        (&article.resolution).into(),
        (&article.workaround).into(),
        (&article.status).into(),
        (&article.more_information).into(),
        (&article.references_text).into(),
        (&article.body).into(),
    ]);
}

/// A row a version; one without version for a platform that has none.
pub fn versions<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    let pairs = article.versions.iter().flat_map(|group| {
        let none = group.versions.is_empty().then_some(None);
        group.versions.iter().map(Some).chain(none).map(|version| (&group.platform, version))
    });
    for (at, (platform, version)) in (1_u32..).zip(pairs) {
        rows.push(vec![article.id.into(), at.into(), platform.into(), version.into()]);
    }
}

pub fn applies_to<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (at, bullet) in bullets(article) {
        rows.push(vec![article.id.into(), at.into(), (&bullet.product).into(), name(bullet.relation)]);
    }
}

pub fn applies_to_versions<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (bullet_at, bullet) in bullets(article) {
        for (at, version) in (1_u32..).zip(&bullet.versions) {
            rows.push(vec![article.id.into(), bullet_at.into(), at.into(), version.into()]);
        }
    }
}

pub fn hosts<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (bullet_at, bullet) in bullets(article) {
        for (at, host) in (1_u32..).zip(&bullet.hosts) {
            let keys = [article.id.into(), bullet_at.into(), at.into()];
            rows.push(keys.into_iter().chain([name(host.kind), (&host.product).into()]).collect());
        }
    }
}

pub fn host_versions<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (bullet_at, bullet) in bullets(article) {
        for (host_at, host) in (1_u32..).zip(&bullet.hosts) {
            for (at, version) in (1_u32..).zip(&host.versions) {
                let keys = [article.id.into(), bullet_at.into(), host_at.into(), at.into()];
                rows.push(keys.into_iter().chain([version.into()]).collect());
            }
        }
    }
}

pub fn other_sections<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (at, section) in (1_u32..).zip(&article.other_sections) {
        rows.push(vec![article.id.into(), at.into(), (&section.heading).into(), (&section.text).into()]);
    }
}

pub fn fix_files<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (at, file) in (1_u32..).zip(&article.fix_files) {
        let keys = [article.id.into(), at.into()];
        rows.push(keys.into_iter().chain(fix_file(file)).collect());
    }
}

fn fix_file(file: &FixFile) -> [Cell<'_>; 11] {
    [
        (&file.name).into(),
        (&file.path).into(),
        (&file.version).into(),
        file.version_number.as_ref().map(ToString::to_string).into(),
        file.version_number.as_ref().map(Version::sort_key).into(),
        file.date.into(),
        (&file.time).into(),
        file.size.into(),
        (&file.platform).into(),
        name(file.architecture),
        (&file.context).into(),
    ]
}

pub fn citations<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (at, &cited) in (1_u32..).zip(&article.references) {
        rows.push(vec![article.id.into(), at.into(), cited.into()]);
    }
}

pub fn errors<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (at, error) in (1_u32..).zip(&article.errors) {
        let keys = [article.id.into(), at.into()];
        let values = [name(error.kind), error.number.into(), (&error.text).into(), (&error.source).into()];
        rows.push(keys.into_iter().chain(values).collect());
    }
}

pub fn sources<'a>(article: &'a Article, rows: &mut Rows<'a>) {
    for (at, source) in (1_u32..).zip(&article.source) {
        rows.push(vec![article.id.into(), at.into(), (&source.path).into(), name(source.format)]);
    }
}

fn bullets(article: &Article) -> impl Iterator<Item = (u32, &AppliesTo)> {
    (1..).zip(&article.applies_to)
}

/// A value of an enumeration by the name that it has in JSON.
fn name(value: impl Serialize) -> Cell<'static> {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name.into(),
        _ => Cell::Missing,
    }
}
