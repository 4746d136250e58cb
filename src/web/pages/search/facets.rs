//! What a search can be narrowed by, as links.

use super::super::link::{self, Narrow};
use crate::output::words;
use crate::search::{Count, Facets};
use crate::web::SearchParams;

/// A group of links.
pub struct Group {
    pub name: &'static str,
    pub entries: Vec<Entry>,
}

/// A value, where it leads, and how many articles there are.
pub struct Entry {
    pub label: String,
    pub href: String,
    pub count: String,
    pub current: bool,
}

/// A filter that is set, and the search without it.
pub struct Chip {
    pub name: &'static str,
    pub value: String,
    pub href: String,
}

/// The groups that have something to choose.
pub fn groups(params: &SearchParams, facets: &Facets) -> Vec<Group> {
    let groups = [
        ("Product", Narrow::Product, &facets.product),
        ("Version", Narrow::Version, &facets.version),
        ("Last changed", Narrow::Year, &facets.year),
        ("Type", Narrow::Type, &facets.kind),
        ("Keyword", Narrow::Keyword, &facets.keyword),
    ];
    let mut groups: Vec<Group> =
        groups.into_iter().map(|(name, by, counts)| group(params, name, by, counts)).collect();
    groups.insert(2, Group { name: "Fix files", entries: with_files(params, &facets.has_fix_files) });
    groups.retain(|group| !group.entries.is_empty());
    groups
}

fn group(params: &SearchParams, name: &'static str, by: Narrow, counts: &[Count]) -> Group {
    Group {
        name,
        entries: counts
            .iter()
            .map(|count| entry(params, by, &count.value, &short(&count.value), count.count))
            .collect(),
    }
}

fn with_files(params: &SearchParams, counts: &[Count]) -> Vec<Entry> {
    let yes = counts.iter().filter(|count| count.value == "yes");
    yes.map(|count| entry(params, Narrow::Has, "fix_files", "with fix files", count.count)).collect()
}

/// A value that is set already leads to the search without it.
fn entry(params: &SearchParams, by: Narrow, value: &str, label: &str, count: u64) -> Entry {
    let current = by.values(params).iter().any(|set| set.eq_ignore_ascii_case(value));
    let href = link::changed(params, |params| {
        if !current {
            return by.set(params, value);
        }
        let same = by.values(params).into_iter().filter(|set| set.eq_ignore_ascii_case(value));
        same.for_each(|set| by.unset(params, &set));
    });
    Entry { label: label.to_owned(), href, count: words::count(count), current }
}

/// Nearly every product begins with the same word.
pub fn short(product: &str) -> String {
    product.strip_prefix("Microsoft ").unwrap_or(product).to_owned()
}

/// The filters that are set.
pub fn chips(params: &SearchParams) -> Vec<Chip> {
    let mut chips = Vec::new();
    for by in Narrow::ALL {
        for value in by.values(params) {
            let href = link::changed(params, |params| by.unset(params, &value));
            let shown = if by == Narrow::Has { value.replace('_', " ") } else { value };
            chips.push(Chip { name: by.name(), value: shown, href });
        }
    }
    chips
}
