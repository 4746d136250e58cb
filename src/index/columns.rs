//! Columns of text, counted by ordinal: a value is a number until all articles are counted.

use std::collections::BTreeMap;

use tantivy::{DocId, SegmentReader};

/// Adds up in how many of `docs` each value of a text column of a segment stands.
pub fn count(
    reader: &SegmentReader,
    field: &str,
    docs: impl Iterator<Item = DocId>,
    counts: &mut BTreeMap<String, u64>,
) -> tantivy::Result<()> {
    let Some(column) = reader.fast_fields().str(field)? else { return Ok(()) };
    let mut by_ord = vec![0; column.num_terms()];
    let values = docs.flat_map(|doc| column.ords().values_for_doc(doc));
    values.for_each(|ord| by_ord[ord as usize] += 1);
    let (ords, found): (Vec<u64>, Vec<u64>) = (0..).zip(by_ord).filter(|&(_, count)| count > 0).unzip();
    let mut found = found.into_iter();
    column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
        let value = String::from_utf8_lossy(value).into_owned();
        *counts.entry(value).or_default() += found.next().unwrap_or(0);
    })?;
    Ok(())
}

/// The greatest counts first, equal ones in order of value.
pub fn by_count<T: Ord>(counts: BTreeMap<T, u64>) -> Vec<(T, u64)> {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}
