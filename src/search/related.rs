//! Related articles: those that one cites, those that cite it, and those that ship the same files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use tantivy::{Term, schema::Field};

use super::{SearchError, filter};
use crate::article::{Article, ArticleId, Date};
use crate::grammar::cited_title;
use crate::index::{Address, Index, document::fold};

/// What is related to one article, each list in order of number but for `cites`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Related {
    pub id: ArticleId,
    /// Of an article that is not held the title that another cites it under.
    pub title: Option<String>,
    /// Whether the index has it.
    pub held: bool,
    /// In order of first mention.
    pub cites: Vec<Cited>,
    pub cited_by: Vec<Other>,
    /// Those that share most files come first.
    pub same_files: Vec<Sharing>,
}

/// Another article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Other {
    pub id: ArticleId,
    pub title: Option<String>,
    pub modified: Option<Date>,
}

/// An article that is cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cited {
    #[serde(flatten)]
    pub article: Other,
    /// Whether the index has it.
    pub held: bool,
}

/// An article with fix files of the same names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sharing {
    #[serde(flatten)]
    pub article: Other,
    /// The names that both have, as the one that was asked for writes them.
    pub files: Vec<String>,
}

impl Related {
    /// Whether nothing is related to it.
    pub fn is_empty(&self) -> bool {
        self.cites.is_empty() && self.cited_by.is_empty() && self.same_files.is_empty()
    }
}

/// Finds what is related to an article, be it in the index or not.
///
/// # Errors
/// Where the index cannot be read.
pub fn related(index: &Index, id: ArticleId) -> Result<Related, SearchError> {
    let article = index.article(id)?;
    Ok(few_related(index, id, article.as_ref(), usize::MAX)?.0)
}

/// How many there are of what [`few_related`] gives the first of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub cited_by: usize,
    pub same_files: usize,
}

/// As [`related`], at most so many of those that cite it and of those that share files; `article` is the record of
/// `id`, where it is held.
///
/// # Errors
/// Where the index cannot be read.
pub fn few_related(
    index: &Index,
    id: ArticleId,
    article: Option<&Article>,
    most: usize,
) -> Result<(Related, Totals), SearchError> {
    let citing = having(index, index.schema().refs, &id.0.to_string())?;
    let mut totals = Totals { cited_by: citing.len(), same_files: 0 };
    let citing = load(index, first(index, citing.into_iter().map(|address| (address, ())), most)?)?;
    let title = || citing.iter().find_map(|(article, ())| title_in(article, id));
    let mut related = Related {
        id,
        held: article.is_some(),
        title: article.map(|article| article.title.clone()).or_else(title),
        cited_by: citing.iter().map(|(article, ())| Other::from(article)).collect(),
        ..Related::default()
    };
    if let Some(article) = article {
        related.cites = cites(index, article)?;
        (related.same_files, totals.same_files) = sharing(index, article, most)?;
    }
    Ok((related, totals))
}

/// The `most` that have the lowest numbers.
fn first<T>(
    index: &Index,
    places: impl Iterator<Item = (Address, T)>,
    most: usize,
) -> Result<Vec<(Address, T)>, SearchError> {
    let numbered: Result<Vec<_>, SearchError> =
        places.map(|place| Ok((index.id_at(place.0)?, place))).collect();
    let mut numbered = numbered?;
    numbered.sort_unstable_by_key(|&(id, _)| id);
    Ok(numbered.into_iter().take(most).map(|(_, place)| place).collect())
}

fn cites(index: &Index, article: &Article) -> Result<Vec<Cited>, SearchError> {
    let cited = article.references.iter().map(|&id| match index.article(id)? {
        Some(held) => Ok(Cited { article: Other::from(&held), held: true }),
        None => {
            let article = Other { id, title: title_in(article, id), modified: None };
            Ok(Cited { article, held: false })
        }
    });
    cited.collect()
}

/// The title that `article` cites another under.
fn title_in(article: &Article, id: ArticleId) -> Option<String> {
    let sections = [
        &article.references_text,
        &article.more_information,
        &article.resolution,
        &article.workaround,
        &article.status,
        &article.summary,
        &article.symptoms,
        &article.cause,
        &article.body,
    ];
    let others = article.other_sections.iter().map(|section| &section.text);
    sections.into_iter().flatten().chain(others).find_map(|text| cited_title(text, id))
}

/// The first of those that ship files of the same names, and how many there are.
fn sharing(index: &Index, article: &Article, most: usize) -> Result<(Vec<Sharing>, usize), SearchError> {
    let names: BTreeMap<String, &str> =
        article.fix_files.iter().map(|file| (fold(&file.name), file.name.as_str())).collect();
    let mut shared: BTreeMap<Address, Vec<String>> = BTreeMap::new();
    for (folded, name) in names {
        for address in having(index, index.schema().file, &folded)? {
            shared.entry(address).or_default().push(name.to_owned());
        }
    }
    let numbered: Result<Vec<_>, SearchError> =
        shared.into_iter().map(|(address, files)| Ok((index.id_at(address)?, address, files))).collect();
    let mut others: Vec<_> = numbered?.into_iter().filter(|(id, ..)| *id != article.id).collect();
    others.sort_unstable_by_key(|(id, _, files)| (Reverse(files.len()), *id));
    let total = others.len();
    let places = others.into_iter().take(most).map(|(_, address, files)| (address, files)).collect();
    let others = load(index, places)?.into_iter();
    let others = others.map(|(other, files)| Sharing { article: Other::from(&other), files });
    Ok((others.collect(), total))
}

impl From<&Article> for Other {
    fn from(article: &Article) -> Self {
        Self { id: article.id, title: Some(article.title.clone()), modified: article.modified }
    }
}

/// Where the articles stand that have a value in an exact field.
fn having(index: &Index, field: Field, value: &str) -> Result<HashSet<Address>, SearchError> {
    Ok(filter::having(index.searcher(), Term::from_field_text(field, value))?)
}

/// The articles that stand there, in the same order, each with what belongs to it. They are parsed on all cores: some
/// are cited by hundreds.
fn load<T: Send>(index: &Index, places: Vec<(Address, T)>) -> Result<Vec<(Article, T)>, SearchError> {
    let read = |(address, with)| Ok(index.article_at(address)?.map(|article| (article, with)));
    let read: Result<Vec<Option<(Article, T)>>, SearchError> = places.into_par_iter().map(read).collect();
    Ok(read?.into_iter().flatten().collect())
}
