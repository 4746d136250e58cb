//! What articles are counted by, in memory: for a process that counts again and again.

use ahash::AHashMap;
use tantivy::{Searcher, SegmentReader};

use super::document::year;

/// The values of all articles, deleted ones too, by number: those of the first segment come first.
#[derive(Debug)]
pub struct Held {
    pub products: Names,
    pub versions: Names,
    pub types: Names,
    pub keywords: Names,
    /// Of the last change.
    pub years: Vec<Option<i16>>,
    /// Whether there are fix files; none for an article that does not say.
    pub has_files: Vec<Option<bool>>,
}

/// A column of text.
#[derive(Debug, Default)]
pub struct Names {
    values: Vec<String>,
    /// Where in `of` an article's values end; they begin where those of the one before end.
    ends: Vec<u32>,
    /// Places in `values`.
    of: Vec<u32>,
}

impl Held {
    pub fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let readers = searcher.segment_readers();
        let (mut years, mut has_files) = (Vec::new(), Vec::new());
        for reader in readers {
            let (modified, files) =
                (reader.fast_fields().i64("modified")?, reader.fast_fields().u64("fix_files")?);
            years.extend((0..reader.max_doc()).map(|doc| modified.first(doc).map(year)));
            has_files.extend((0..reader.max_doc()).map(|doc| files.first(doc).map(|count| count > 0)));
        }
        Ok(Self {
            products: Names::read(readers, "applies_to")?,
            versions: Names::read(readers, "version")?,
            types: Names::read(readers, "kind")?,
            keywords: Names::read(readers, "keyword")?,
            years,
            has_files,
        })
    }
}

impl Names {
    fn read(readers: &[SegmentReader], field: &str) -> tantivy::Result<Self> {
        let (mut names, mut known) = (Self::default(), AHashMap::new());
        for reader in readers {
            let Some(column) = reader.fast_fields().str(field)? else {
                let end = names.of.len() as u32;
                names.ends.extend((0..reader.max_doc()).map(|_| end));
                continue;
            };
            let ords: Vec<u64> = (0..column.num_terms() as u64).collect();
            let mut places = Vec::with_capacity(ords.len());
            column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
                let value = String::from_utf8_lossy(value).into_owned();
                let next = known.len() as u32;
                let place = *known.entry(value.clone()).or_insert(next);
                if place == next {
                    names.values.push(value);
                }
                places.push(place);
            })?;
            for doc in 0..reader.max_doc() {
                names.of.extend(column.ords().values_for_doc(doc).map(|ord| places[ord as usize]));
                names.ends.push(names.of.len() as u32);
            }
        }
        Ok(names)
    }

    /// How many of `docs` have each value: the `most` frequent ones, equal ones in order of value.
    pub fn count(&self, docs: impl Iterator<Item = u32>, most: usize) -> Vec<(&str, u64)> {
        let mut counts = vec![0u32; self.values.len()];
        for doc in docs.map(|doc| doc as usize) {
            let begin = doc.checked_sub(1).map_or(0, |before| self.ends[before]);
            for &place in &self.of[begin as usize..self.ends[doc] as usize] {
                counts[place as usize] += 1;
            }
        }
        let counted = self.values.iter().zip(counts).filter(|&(_, count)| count > 0);
        let mut counted: Vec<_> = counted.map(|(value, count)| (value.as_str(), u64::from(count))).collect();
        let order = |a: &(&str, u64), b: &(&str, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
        if counted.len() > most && most > 0 {
            counted.select_nth_unstable_by(most - 1, order);
        }
        counted.truncate(most);
        counted.sort_unstable_by(order);
        counted
    }
}
