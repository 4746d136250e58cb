//! The values that the articles of an index have, each with how many articles have it.

use std::collections::{BTreeMap, HashSet};

use tantivy::SegmentReader;

use super::{
    Index, IndexError,
    columns::{by_count, count},
    document::year,
};

/// What is in an index, to browse and to draw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub articles: u64,
    /// Fix files that all articles give.
    pub fix_files: u64,
    /// Products that articles apply to, most first; so are the next two.
    pub products: Vec<(String, u64)>,
    /// Types, by the names of [`crate::article::Article::types`].
    pub types: Vec<(String, u64)>,
    /// Keywords, in lower case.
    pub keywords: Vec<(String, u64)>,
    /// By the year of the last change.
    pub years: BTreeMap<i16, Year>,
}

/// The articles that were last changed in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Year {
    pub articles: u64,
    /// Those that give fix files.
    pub with_fix_files: u64,
    /// Those of which nothing was left unread: no note was made.
    pub clean: u64,
}

impl Index {
    /// Counts what the articles have; the second time it is known.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn census(&self) -> Result<&Census, IndexError> {
        if let Some(census) = self.census.get() {
            return Ok(census);
        }
        let census = self.count_values()?;
        Ok(self.census.get_or_init(|| census))
    }

    fn count_values(&self) -> Result<Census, IndexError> {
        let noted = self.noted()?;
        let mut census = Census { articles: self.searcher.num_docs(), ..Census::default() };
        let (mut products, mut types, mut keywords) = Default::default();
        for reader in self.searcher.segment_readers() {
            let damaged = |error| self.damaged(error);
            let columns = [("applies_to", &mut products), ("kind", &mut types), ("keyword", &mut keywords)];
            for (column, counts) in columns {
                count(reader, column, reader.doc_ids_alive(), counts).map_err(damaged)?;
            }
            count_years(reader, &noted, &mut census).map_err(damaged)?;
        }
        Ok(Census {
            products: by_count(products),
            types: by_count(types),
            keywords: by_count(keywords),
            ..census
        })
    }

    /// Numbers of the articles that were not read without a note.
    fn noted(&self) -> Result<HashSet<u64>, IndexError> {
        let manifest = self.manifest()?;
        let noted = manifest.entries.iter().filter(|entry| !entry.notes.is_empty());
        Ok(noted.filter_map(|entry| Some(u64::from(entry.id?.0))).collect())
    }
}

fn count_years(reader: &SegmentReader, noted: &HashSet<u64>, census: &mut Census) -> tantivy::Result<()> {
    let fields = reader.fast_fields();
    let (ids, modified, files) = (fields.u64("id")?, fields.i64("modified")?, fields.u64("fix_files")?);
    for doc in reader.doc_ids_alive() {
        let files = files.first(doc).unwrap_or(0);
        census.fix_files += files;
        let Some(days) = modified.first(doc) else { continue };
        let year = census.years.entry(year(days)).or_default();
        year.articles += 1;
        year.with_fix_files += u64::from(files > 0);
        year.clean += u64::from(ids.first(doc).is_some_and(|id| !noted.contains(&id)));
    }
    Ok(())
}
