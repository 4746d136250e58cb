//! What an article applies to, as one term for each entry: a product and the versions that stand beside it. Product and
//! version of a filter must be of one entry, so that no version of one product is taken for that of another.

use std::{collections::BTreeMap, sync::OnceLock};

use tantivy::Searcher;
use tantivy::schema::Field;

use super::document::fold_version;
use crate::article::{Article, ProductVersion};

/// Stands between the product and the versions.
const SEPARATOR: char = '\u{1f}';

/// An entry as its term has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Empty for versions of the head that stand beside no product.
    pub product: &'a str,
    versions: &'a str,
}

/// The terms of an article: one for each bullet and one for the head, whose product counts where there is no bullet.
pub fn terms(article: &Article) -> impl Iterator<Item = String> {
    let head = article.product.as_deref().filter(|_| article.applies_to.is_empty()).unwrap_or_default();
    let head = term(head, article.versions.iter().flat_map(|group| &group.versions));
    let bullets = article.applies_to.iter().map(|bullet| term(&bullet.product, &bullet.versions));
    bullets.chain(std::iter::once(head)).filter(|term| !term.is_empty())
}

fn term<'a>(product: &str, versions: impl IntoIterator<Item = &'a String>) -> String {
    let mut term = product.to_owned();
    for version in versions {
        term.push(SEPARATOR);
        term.push_str(&fold_version(version));
    }
    term
}

/// The different terms of an index, read once.
#[derive(Debug, Default)]
pub struct Terms(OnceLock<Vec<(String, u64)>>);

impl Terms {
    /// Each term with how many articles have it, in order of product.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn get(&self, searcher: &Searcher, field: Field) -> tantivy::Result<&[(String, u64)]> {
        if let Some(terms) = self.0.get() {
            return Ok(terms);
        }
        let terms = read_all(searcher, field)?;
        Ok(self.0.get_or_init(|| terms))
    }
}

fn read_all(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<(String, u64)>> {
    let mut all = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            if let Ok(term) = std::str::from_utf8(term) {
                *all.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    Ok(all.into_iter().collect())
}

impl<'a> Entry<'a> {
    pub fn read(term: &'a str) -> Self {
        let (product, versions) = term.split_once(SEPARATOR).unwrap_or((term, ""));
        Self { product, versions }
    }

    /// An entry that has this version alone.
    pub const fn of_version(folded: &'a str) -> Self {
        Self { product: "", versions: folded }
    }

    /// Folded, in order.
    pub fn versions(self) -> impl Iterator<Item = &'a str> {
        self.versions.split(SEPARATOR).filter(|version| !version.is_empty())
    }

    /// Whether it has a folded version, or one with that number: `4.0 sp3` has the number `4.0`.
    pub fn has_version(self, folded: &str) -> bool {
        self.versions().any(|own| own == folded || number(own).as_deref() == Some(folded))
    }

    /// Whether one of its versions is `within`; the number of a version with a service pack is none.
    pub fn has_version_in(self, within: impl Fn(&ProductVersion) -> bool) -> bool {
        self.versions().any(|own| own.parse().is_ok_and(|version| within(&version)))
    }
}

/// The number of a folded version that has more behind it.
pub fn number(version: &str) -> Option<String> {
    version.split_once(' ').map(|(number, _)| fold_version(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{AppliesTo, VersionGroup};

    fn article(bullets: &[(&str, &[&str])]) -> Article {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let bullet = |&(product, versions): &(&str, &[&str])| AppliesTo {
            product: product.to_owned(),
            versions: owned(versions),
            ..AppliesTo::default()
        };
        Article {
            product: Some("Microsoft Mail".to_owned()),
            versions: vec![VersionGroup { platform: None, versions: owned(&["3.2", "3.5"]) }],
            applies_to: bullets.iter().map(bullet).collect(),
            ..Article::default()
        }
    }

    #[test]
    fn an_entry_keeps_its_own_versions() {
        let terms: Vec<String> = terms(&article(&[("Fax", &[]), ("SNA Server", &["3.0SP2", "4"])])).collect();
        let entries: Vec<Entry<'_>> = terms.iter().map(|term| Entry::read(term)).collect();
        let shown = entries.iter().map(|entry| (entry.product, entry.versions().collect::<Vec<_>>()));
        let expected = [("Fax", vec![]), ("SNA Server", vec!["3.0 sp2", "4.0"]), ("", vec!["3.2", "3.5"])];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
        let sna = entries[1];
        assert!(sna.has_version("3.0 sp2") && sna.has_version("3.0") && !sna.has_version("3.0 sp1"));
        let exactly = |text: &str| sna.has_version_in(|version| *version == text.parse().unwrap());
        assert!(exactly("3.0sp2") && !exactly("3.0"));
    }

    #[test]
    fn the_head_counts_where_there_is_no_bullet() {
        let terms: Vec<String> = terms(&article(&[])).collect();
        let entry = Entry::read(&terms[0]);
        assert_eq!((terms.len(), entry.product), (1, "Microsoft Mail"));
        assert!(entry.has_version("3.5"));
    }
}
