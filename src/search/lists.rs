//! The posting lists of a query's words. Each word is looked up once in each dictionary, however many steps ask for it.

use std::{cell::RefCell, io, rc::Rc, sync::Arc};

use ahash::AHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, Searcher, Term};

/// The dictionaries of some fields in all segments.
pub struct Lists {
    pub segments: Vec<Segment>,
    handles: Vec<Field>,
    known: RefCell<AHashMap<String, Rc<Found>>>,
}

/// A segment; articles are numbered through all of them.
pub struct Segment {
    pub begin: DocId,
    pub end: DocId,
    /// In the order of the fields.
    pub fields: Vec<Arc<InvertedIndexReader>>,
    /// Codes of the articles' lengths, by field.
    pub lengths: Vec<FieldNormReader>,
}

/// Where a term's articles in one field of one segment are listed.
pub struct List {
    pub segment: usize,
    pub field: usize,
    info: TermInfo,
}

/// What the dictionaries have of a term.
#[derive(Default)]
pub struct Found {
    /// By field, then segment.
    pub lists: Vec<List>,
    /// Articles with the term, in the field that has it most often.
    pub articles: usize,
}

impl Lists {
    pub fn new(searcher: &Searcher, fields: &[Field]) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        let mut begin = 0;
        for reader in searcher.segment_readers() {
            let end = begin + reader.max_doc();
            let lengths = fields.iter().map(|&field| reader.get_fieldnorms_reader(field));
            let lengths = lengths.collect::<tantivy::Result<_>>()?;
            let fields = fields.iter().map(|&field| reader.inverted_index(field));
            segments.push(Segment { begin, end, fields: fields.collect::<tantivy::Result<_>>()?, lengths });
            begin = end;
        }
        Ok(Self { segments, handles: fields.to_vec(), known: RefCell::default() })
    }

    /// Articles in all segments, deleted ones too.
    pub fn articles(&self) -> usize {
        self.segments.last().map_or(0, |segment| segment.end as usize)
    }

    /// The lists of a term.
    pub fn of(&self, term: &str) -> tantivy::Result<Rc<Found>> {
        if let Some(found) = self.known.borrow().get(term) {
            return Ok(Rc::clone(found));
        }
        let found = Rc::new(self.look_up(term)?);
        self.known.borrow_mut().insert(term.to_owned(), Rc::clone(&found));
        Ok(found)
    }

    fn look_up(&self, text: &str) -> tantivy::Result<Found> {
        let mut found = Found::default();
        for (field, &handle) in self.handles.iter().enumerate() {
            let term = Term::from_field_text(handle, text);
            let mut articles = 0;
            for (at, segment) in self.segments.iter().enumerate() {
                if let Some(info) = segment.fields[field].get_term_info(&term)? {
                    articles += info.doc_freq as usize;
                    found.lists.push(List { segment: at, field, info });
                }
            }
            found.articles = found.articles.max(articles);
        }
        Ok(found)
    }

    /// How many words an article has, by field.
    pub fn lengths(&self, doc: DocId) -> Vec<f32> {
        let segment = self.segments.iter().find(|segment| (segment.begin..segment.end).contains(&doc));
        let lengths = segment.into_iter().flat_map(|segment| {
            segment.lengths.iter().map(|lengths| lengths.fieldnorm(doc - segment.begin) as f32)
        });
        lengths.collect()
    }

    /// The segment of a list.
    pub fn segment(&self, list: &List) -> &Segment {
        &self.segments[list.segment]
    }

    /// Reads a list whole, some articles at a time. Handed on as it comes: it is a thousand bytes, and there are hundreds.
    pub fn read_blocks(&self, list: &List) -> io::Result<BlockSegmentPostings> {
        let reader = &self.segments[list.segment].fields[list.field];
        reader.read_block_postings_from_terminfo(&list.info, IndexRecordOption::WithFreqs)
    }

    /// Reads a list.
    pub fn read(&self, list: &List, option: IndexRecordOption) -> io::Result<SegmentPostings> {
        self.segments[list.segment].fields[list.field].read_postings_from_terminfo(&list.info, option)
    }
}
