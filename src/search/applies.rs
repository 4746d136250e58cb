//! Filters by product and version: the entries of "applies to" that they mean.

use std::{cell::OnceCell, collections::BTreeSet};

use ahash::AHashMap;
use tantivy::Term;
use tantivy::query::{Query, TermSetQuery};

use super::Place;
use super::product_names::Meant;
use super::vocabulary::Vocabulary;
use crate::article::ProductVersion;
use crate::index::document::{fold, fold_version};
use crate::index::{analysis, entry::Entry};
use crate::query::{Clause, Field, Item, Span};

/// Products that a note names.
const MAX_NOTED: usize = 3;

/// Words behind which a name says what a product runs on, not what it is: `Microsoft Excel for Windows 95`.
const RUNS_ON: [&str; 4] = ["for", "on", "with", "under"];

/// The entries of an index, read when they are first asked for.
pub struct Applies<'a> {
    place: &'a Place<'a>,
    vocabulary: &'a Vocabulary,
    listed: OnceCell<Listed<'a>>,
}

struct Listed<'a> {
    terms: &'a [(String, u64)],
    /// In order of name.
    products: Vec<Product<'a>>,
}

struct Product<'a> {
    name: &'a str,
    articles: u64,
    words: OnceCell<Words>,
}

/// The words of a product's name as the index has them.
struct Words {
    all: Vec<String>,
    /// How many of them stand before what it runs on.
    own: usize,
}

/// What a filter by product means in the index.
#[derive(Default)]
struct Chosen<'a> {
    /// By name, each way in which it is meant.
    products: AHashMap<&'a str, Vec<Sense>>,
    /// The products of a known name as a note has them, those with most articles first; none where the name is unknown.
    known: Option<Vec<String>>,
}

/// A way in which a product is meant.
#[derive(Clone, Default)]
struct Sense {
    /// Folded; the entry must have one of these, if there are any.
    versions: Vec<String>,
    /// The folded version that the product's name says; versions that are required must then be this one.
    named_version: Option<String>,
}

impl<'a> Applies<'a> {
    pub fn new(place: &'a Place<'a>, vocabulary: &'a Vocabulary) -> Self {
        Self { place, vocabulary, listed: OnceCell::new() }
    }

    /// The articles with an entry that is one of the products, and has what each of `versions` requires.
    pub fn query(&self, products: &Item, versions: &[&Item]) -> tantivy::Result<Box<dyn Query>> {
        let listed = self.listed()?;
        let mut chosen = Chosen::default();
        for typed in products_of(products) {
            let meant = self.chosen(listed, typed, !versions.is_empty());
            for (name, senses) in meant.products {
                chosen.products.entry(name).or_default().extend(senses);
            }
        }
        let passes = |entry: Entry<'_>| {
            let mut senses = chosen.products.get(entry.product).into_iter().flatten();
            senses.any(|sense| sense.passes(entry, versions))
        };
        Ok(self.having(listed, passes))
    }

    /// The articles that name a version of the range, beside any product or in the head.
    pub fn within(&self, span: &Span<ProductVersion>) -> tantivy::Result<Box<dyn Query>> {
        let within = |version: &ProductVersion| contains(span, version);
        Ok(self.having(self.listed()?, |entry| entry.has_version_in(within)))
    }

    /// For each product of `items` that is a known name: what it means.
    pub fn notes<'i>(&self, items: impl Iterator<Item = &'i Item>) -> tantivy::Result<Vec<String>> {
        let mut notes = Vec::new();
        for typed in items.flat_map(products_of) {
            let listed = self.listed()?;
            let known = self.chosen(listed, typed, false).known;
            let note = known.and_then(|products| note(typed, &products));
            notes.extend(note.filter(|note| !notes.contains(note)));
        }
        Ok(notes)
    }

    fn listed(&self) -> tantivy::Result<&Listed<'a>> {
        if let Some(listed) = self.listed.get() {
            return Ok(listed);
        }
        let terms = self.place.entries.get(self.place.searcher, self.place.schema.applies)?;
        Ok(self.listed.get_or_init(|| Listed::new(terms)))
    }

    fn having(&self, listed: &Listed<'_>, passes: impl Fn(Entry<'_>) -> bool) -> Box<dyn Query> {
        let terms = listed.terms.iter().map(|(term, _)| term).filter(|term| passes(Entry::read(term)));
        let field = self.place.schema.applies;
        Box::new(TermSetQuery::new(terms.map(|term| Term::from_field_text(field, term))))
    }

    /// What a name means: behind `=` that very product; the products of a known name; else those whose names have its
    /// words, all together if there are such; else, of a name with a number at its end, those of the name in that version.
    fn chosen(&self, listed: &Listed<'a>, typed: &str, in_versions: bool) -> Chosen<'a> {
        if let Some(name) = typed.strip_prefix('=') {
            return Chosen::of(listed.products.iter().filter(|product| product.name == name.trim()));
        }
        let folded = fold(typed);
        let chosen = self.named(listed, &folded, in_versions);
        if chosen.known.is_some() || !chosen.products.is_empty() {
            return chosen;
        }
        let Some((name, version)) = name_and_version(&folded) else { return chosen };
        let mut chosen = self.named(listed, name, false);
        let version = fold_version(version);
        for sense in chosen.products.values_mut().flatten() {
            sense.versions = vec![version.clone()];
        }
        chosen.known = None;
        chosen
    }

    fn named(&self, listed: &Listed<'a>, folded: &str, in_versions: bool) -> Chosen<'a> {
        let spellings: Vec<String> =
            std::iter::once(folded.to_owned()).chain(self.vocabulary.products(folded)).collect();
        let names = &self.vocabulary.product_names;
        if let Some(meant) = spellings.iter().find_map(|name| names.meaning(name, in_versions)) {
            return Chosen::known(listed, &meant);
        }
        let spellings: Vec<Vec<String>> = spellings.iter().map(|name| analysis::terms(name)).collect();
        let ways: [fn(&Words, &[String]) -> bool; 3] = [
            |name, words| stand_together(&name.all[..name.own], words),
            |name, words| stand_together(&name.all, words),
            |name, words| words.iter().all(|word| name.all.contains(word)),
        ];
        let having = |has: fn(&Words, &[String]) -> bool| {
            let has = |product: &&Product<'a>| spellings.iter().any(|words| has(product.words(), words));
            Chosen::of(listed.products.iter().filter(has))
        };
        ways.into_iter().map(having).find(|chosen| !chosen.products.is_empty()).unwrap_or_default()
    }
}

impl<'a> Listed<'a> {
    fn new(terms: &'a [(String, u64)]) -> Self {
        let mut products: Vec<Product<'a>> = Vec::new();
        // The separator of terms comes before all letters, so the entries of a product are neighbours.
        for (term, count) in terms {
            let name = Entry::read(term).product;
            match products.last_mut() {
                Some(last) if last.name == name => last.articles += count,
                _ if name.is_empty() => {}
                _ => products.push(Product { name, articles: *count, words: OnceCell::new() }),
            }
        }
        Self { terms, products }
    }
}

impl Product<'_> {
    fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let own: Vec<&str> = self.name.split(' ').take_while(|word| !RUNS_ON.contains(word)).collect();
            let (all, own) = (analysis::terms(self.name), analysis::terms(&own.join(" ")).len());
            Words { own: own.min(all.len()), all }
        })
    }
}

impl<'a> Chosen<'a> {
    fn of<'p>(products: impl Iterator<Item = &'p Product<'a>>) -> Self
    where
        'a: 'p,
    {
        let products = products.map(|product| (product.name, vec![Sense::default()]));
        Self { products: products.collect(), known: None }
    }

    fn known(listed: &Listed<'a>, meant: &[Meant]) -> Self {
        let mut chosen = Self::default();
        let mut known: Vec<(u64, String)> = Vec::new();
        for product in &listed.products {
            let meant: Vec<&Meant> = meant.iter().filter(|meant| meant.is(product.name)).collect();
            if !meant.is_empty() {
                known.push((product.articles, label(product.name, &meant)));
                chosen.products.insert(product.name, meant.into_iter().map(Sense::of).collect());
            }
        }
        known.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        chosen.known = Some(known.into_iter().map(|(_, label)| label).collect());
        chosen
    }
}

impl Sense {
    fn of(meant: &Meant) -> Self {
        Self {
            versions: meant.versions.iter().map(|version| fold_version(version)).collect(),
            named_version: meant.named_version.as_deref().map(fold_version),
        }
    }

    /// Whether an entry of the product has this sense's version, and what each of `required` asks for.
    fn passes(&self, entry: Entry<'_>, required: &[&Item]) -> bool {
        let has_version = self.versions.iter().any(|version| entry.has_version(version));
        (has_version || self.versions.is_empty()) && required.iter().all(|item| self.has(entry, item))
    }

    fn has(&self, entry: Entry<'_>, item: &Item) -> bool {
        let entry = self.named_version.as_deref().map_or(entry, Entry::of_version);
        match item {
            Item::Clause(Clause::Version(span)) => entry.has_version_in(|version| contains(span, version)),
            Item::Clause(Clause::Text(_, text)) => entry.has_version(&fold_version(text.as_str())),
            Item::Or(items) => items.iter().any(|item| self.has(entry, item)),
            _ => false,
        }
    }
}

/// Whether an item requires a field alone: it is a clause of it, or alternatives of such clauses.
pub fn is_of(field: Field, item: &Item) -> bool {
    match item {
        Item::Clause(Clause::Text(own, _)) => *own == field,
        Item::Clause(Clause::Version(_)) => field == Field::Version,
        Item::Or(items) => items.iter().all(|item| is_of(field, item)),
        _ => false,
    }
}

/// The products that an item names, wherever in it.
fn products_of(item: &Item) -> Vec<&str> {
    match item {
        Item::Clause(Clause::Text(Field::Product, text)) => vec![text.as_str()],
        Item::Not(inner) => products_of(inner),
        Item::Or(items) | Item::Group(items) => items.iter().flat_map(products_of).collect(),
        _ => Vec::new(),
    }
}

/// `sna server 3.0 sp2` in two, before the first word behind it that begins with a digit.
fn name_and_version(folded: &str) -> Option<(&str, &str)> {
    let mut blanks = folded.match_indices(' ').map(|(at, _)| at);
    let at = blanks.find(|&at| folded[at + 1..].starts_with(|c: char| c.is_ascii_digit()))?;
    Some((&folded[..at], &folded[at + 1..]))
}

fn stand_together(words: &[String], wanted: &[String]) -> bool {
    !wanted.is_empty() && words.windows(wanted.len()).any(|window| window == wanted)
}

/// A product with the versions that it is meant in, for a note.
fn label(name: &str, meant: &[&Meant]) -> String {
    let name = name.strip_prefix("Microsoft ").unwrap_or(name);
    let is_any = meant.iter().any(|meant| meant.versions.is_empty());
    let versions: BTreeSet<&str> =
        meant.iter().flat_map(|meant| &meant.versions).map(String::as_str).collect();
    if is_any { name.to_owned() } else { format!("{name} {}", Vec::from_iter(versions).join(", ")) }
}

/// `product nt4 means Windows NT Server 4.0; Windows NT Workstation 4.0; Windows NT 4.0; and 7 more`
fn note(typed: &str, products: &[String]) -> Option<String> {
    let folded = fold(typed);
    let typed_name = folded.strip_prefix("microsoft ").unwrap_or(&folded);
    if products.len() == 1 && fold(&products[0]) == typed_name {
        return None;
    }
    let (shown, more) = products.split_at(products.len().min(MAX_NOTED));
    let more = if more.is_empty() { String::new() } else { format!("; and {} more", more.len()) };
    (!shown.is_empty()).then(|| format!("product {typed} means {}{more}", shown.join("; ")))
}

fn contains(span: &Span<ProductVersion>, version: &ProductVersion) -> bool {
    span.from.as_ref().is_none_or(|from| from <= version) && span.to.as_ref().is_none_or(|to| version <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_behind_a_name_is_split_off() {
        for (name, parts) in [
            ("sna server 3.0 sp2", Some(("sna server", "3.0 sp2"))),
            ("windows 2000 sp1", Some(("windows", "2000 sp1"))),
            ("3.0 sna", None),
            ("sna", None),
        ] {
            assert_eq!(name_and_version(name), parts, "{name}");
        }
    }

    #[test]
    fn a_note_names_the_first_products() {
        let names = |count: usize| (1..=count).map(|at| format!("P{at}")).collect::<Vec<_>>();
        assert_eq!(note("p", &names(0)), None);
        assert_eq!(note("Microsoft P1", &names(1)), None);
        assert_eq!(note("p", &names(2)).as_deref(), Some("product p means P1; P2"));
        assert_eq!(note("p", &names(5)).as_deref(), Some("product p means P1; P2; P3; and 2 more"));
    }
}
