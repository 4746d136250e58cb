//! What is in an index, counted.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Index, IndexError,
    columns::{by_count, count},
    manifest,
};
use crate::article::{ArticleId, Format};

/// What is in an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stats {
    pub articles: u64,
    /// Articles that were read from both formats, and from one alone.
    pub both_formats: u64,
    pub document_only: u64,
    pub jekyll_only: u64,
    /// Articles by the year they were last modified in.
    pub years: BTreeMap<i16, u64>,
    /// Articles by the head's product, most first.
    pub products: Vec<(String, u64)>,
    /// Articles by type (`bug`, `howto` …), most first.
    pub article_types: Vec<(String, u64)>,
    /// Articles that give fix files, and how many they give.
    pub with_fix_files: u64,
    pub fix_files: u64,
    /// Notes by kind.
    pub notes: BTreeMap<String, u64>,
    /// Size of the index in bytes.
    pub size_bytes: u64,
}

impl Index {
    /// Counts what is in the index.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        let mut stats = Stats {
            articles: self.searcher.num_docs(),
            size_bytes: self.commit.generation.size(),
            ..Stats::default()
        };
        let (mut products, mut types) = (BTreeMap::new(), BTreeMap::new());
        for reader in self.searcher.segment_readers() {
            let fields = reader.fast_fields();
            let damaged = |error| self.damaged(error);
            let modified = fields.i64("modified").map_err(damaged)?;
            let files = fields.u64("fix_files").map_err(damaged)?;
            for doc in reader.doc_ids_alive() {
                if let Some(days) = modified.first(doc) {
                    *stats.years.entry(super::document::year(days)).or_default() += 1;
                }
                let count = files.first(doc).unwrap_or(0);
                stats.fix_files += count;
                stats.with_fix_files += u64::from(count > 0);
            }
            count(reader, "product_name", reader.doc_ids_alive(), &mut products).map_err(damaged)?;
            count(reader, "kind", reader.doc_ids_alive(), &mut types).map_err(damaged)?;
        }
        stats.products = by_count(products);
        stats.article_types = by_count(types);
        self.count_files(&mut stats)?;
        Ok(stats)
    }

    /// What the manifest knows: formats and notes.
    fn count_files(&self, stats: &mut Stats) -> Result<(), IndexError> {
        let manifest = self.manifest()?;
        let mut formats: HashMap<ArticleId, (bool, bool)> = HashMap::new();
        for entry in &manifest.entries {
            let Some(id) = entry.id else { continue };
            let seen = formats.entry(id).or_default();
            match entry.format {
                Some(Format::Jekyll) => seen.1 = true,
                _ => seen.0 = true,
            }
        }
        for seen in formats.into_values() {
            match seen {
                (true, true) => stats.both_formats += 1,
                (true, false) => stats.document_only += 1,
                _ => stats.jekyll_only += 1,
            }
        }
        stats.notes = manifest::notes(manifest.entries.iter())
            .into_iter()
            .map(|(kind, count)| (kind.name().to_owned(), count))
            .collect();
        Ok(())
    }
}
