//! A number of each article, read from a column of the index.

use tantivy::columnar::Column;
use tantivy::fastfield::FastFieldReaders;
use tantivy::{DocId, Searcher};

use super::filter::address;

/// A column in all segments.
pub struct Numbers<'a, T> {
    searcher: &'a Searcher,
    columns: Vec<Column<T>>,
}

impl<'a> Numbers<'a, u64> {
    /// The numbers of the articles.
    pub fn ids(searcher: &'a Searcher) -> tantivy::Result<Self> {
        Self::open(searcher, |fields| fields.u64("id"))
    }
}

impl<'a> Numbers<'a, i64> {
    /// The days of their last change, counted from 1970-01-01.
    pub fn days(searcher: &'a Searcher) -> tantivy::Result<Self> {
        Self::open(searcher, |fields| fields.i64("modified"))
    }
}

impl<'a, T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static> Numbers<'a, T> {
    fn open(
        searcher: &'a Searcher,
        open: impl Fn(&FastFieldReaders) -> tantivy::Result<Column<T>>,
    ) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(|segment| open(segment.fast_fields())).collect::<tantivy::Result<_>>()?;
        Ok(Self { searcher, columns })
    }

    /// That of an article, if it has one; articles are numbered through all segments.
    pub fn of(&self, doc: DocId) -> Option<T> {
        let at = address(self.searcher, doc);
        self.columns[at.segment_ord as usize].first(at.doc_id)
    }
}
