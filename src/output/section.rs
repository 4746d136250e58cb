//! The parts of an article that can be asked for by name.

use serde_json::{Map, Value};

use super::words;
use crate::article::{Article, FixFile};

/// A part of an article that says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Section<'a> {
    /// Name of the record's field; the heading itself for other sections.
    pub name: &'a str,
    /// What is in it.
    pub content: Content<'a>,
}

/// What a section holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<'a> {
    /// Hard-wrapped text of the article.
    Text(&'a str),
    /// Text under a heading that is not a standard one.
    Other(&'a str),
    /// Short values, one a line.
    List(Vec<String>),
    /// Fix files.
    Files(&'a [FixFile]),
}

impl Section<'_> {
    /// The part of the article's record that it is: the number and one field.
    pub fn record(&self, article: &Article) -> Value {
        // A record has nothing that is no JSON.
        let Ok(Value::Object(mut fields)) = serde_json::to_value(article) else { return Value::Null };
        let (field, value) = match self.content {
            Content::Other(text) => {
                let one = serde_json::json!([{ "heading": self.name, "text": text }]);
                ("other_sections", Some(one))
            }
            _ => (self.name, fields.remove(self.name)),
        };
        let mut part = Map::new();
        part.extend(fields.remove_entry("id"));
        part.insert(field.to_owned(), value.unwrap_or_default());
        Value::Object(part)
    }
}

/// The article has no such section.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{id} has no section `{asked}`; it has {}", .has.join(", "))]
pub struct NoSection {
    /// The article.
    pub id: String,
    /// What was asked for.
    pub asked: String,
    /// What could have been.
    pub has: Vec<String>,
}

/// The sections that `article` has: its texts in reading order, then its lists.
pub fn all(article: &Article) -> Vec<Section<'_>> {
    let mut sections = texts(article);
    sections.extend(lists(article));
    sections
}

/// The texts that `article` has, in reading order.
pub fn texts(article: &Article) -> Vec<Section<'_>> {
    let before = [
        ("body", &article.body),
        ("summary", &article.summary),
        ("symptoms", &article.symptoms),
        ("cause", &article.cause),
        ("resolution", &article.resolution),
        ("workaround", &article.workaround),
        ("status", &article.status),
    ];
    let after =
        [("more_information", &article.more_information), ("references_text", &article.references_text)];
    let others = article
        .other_sections
        .iter()
        .map(|other| Section { name: &other.heading, content: Content::Other(&other.text) });
    let mut sections: Vec<_> = before.into_iter().filter_map(standard).collect();
    sections.extend(others);
    sections.extend(after.into_iter().filter_map(standard));
    sections
}

fn standard<'a>((name, text): (&'a str, &'a Option<String>)) -> Option<Section<'a>> {
    let content = Content::Text(text.as_deref()?);
    Some(Section { name, content })
}

fn lists(article: &Article) -> Vec<Section<'_>> {
    let applies_to = article.applies_to.iter().map(words::product_in_full);
    let references = article.references.iter().map(ToString::to_string);
    let source = article.source.iter().map(|source| source.path.clone());
    let lists = [
        ("applies_to", applies_to.collect()),
        ("fixed_in", article.fixed_in.clone()),
        ("references", references.collect()),
        ("error_codes", article.error_codes.clone()),
        ("urls", article.urls.clone()),
        ("registry_keys", article.registry_keys.clone()),
        ("keywords", article.keywords.clone()),
        ("technology", article.technology.clone()),
        ("source", source.collect()),
    ];
    let files = (!article.fix_files.is_empty())
        .then_some(Section { name: "fix_files", content: Content::Files(&article.fix_files) });
    let lists = lists
        .into_iter()
        .filter(|(_, items): &(_, Vec<String>)| !items.is_empty())
        .map(|(name, items)| Section { name, content: Content::List(items) });
    files.into_iter().chain(lists).collect()
}

/// The section that `asked` names: dashes, underscores and blanks are one, and so are capitals.
pub fn find<'a>(article: &'a Article, asked: &str) -> Result<Section<'a>, NoSection> {
    let wanted = folded(asked);
    let mut sections = all(article);
    match sections.iter().position(|section| folded(section.name) == wanted) {
        Some(index) => Ok(sections.swap_remove(index)),
        None => Err(NoSection {
            id: article.id.to_string(),
            asked: asked.to_owned(),
            has: sections.iter().map(|section| section.name.to_owned()).collect(),
        }),
    }
}

fn folded(name: &str) -> String {
    let words = name.replace(['-', '_'], " ").to_lowercase();
    words::folded(&words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleId, OtherSection};

    fn article() -> Article {
        Article {
            id: ArticleId(193_829),
            symptoms: Some("It leaks.".to_owned()),
            more_information: Some("More.".to_owned()),
            other_sections: vec![OtherSection {
                heading: "Steps to Reproduce".to_owned(),
                text: "1. Wait.".to_owned(),
            }],
            ..Article::default()
        }
    }

    #[test]
    fn a_name_may_be_spelled_in_many_ways() {
        let article = article();
        for name in ["more_information", "more-information", "More Information", " MORE  information"] {
            let section = find(&article, name).unwrap();
            assert_eq!(section.content, Content::Text("More."), "{name}");
        }
        let section = find(&article, "steps-to-reproduce").unwrap();
        assert_eq!(section.content, Content::Other("1. Wait."));
    }

    #[test]
    fn an_unknown_name_lists_those_that_are_there() {
        let error = find(&article(), "cause").unwrap_err();
        assert_eq!(
            error.to_string(),
            "Q193829 has no section `cause`; it has symptoms, Steps to Reproduce, more_information"
        );
    }
}
