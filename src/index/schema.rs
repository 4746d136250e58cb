//! The fields of the index.
//!
//! Each word of an article stands in exactly one of the text fields that rank, so that none is paid for twice.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

use super::analysis;

/// Handles to the fields.
#[derive(Clone, Debug)]
pub struct Schema {
    pub tantivy: tantivy::schema::Schema,
    /// Text fields, analysed by [`analysis::TEXT`], with positions.
    pub title: Field,
    /// Symptoms and questions, or else the summary or the body; and the error codes that stand nowhere else.
    pub symptoms: Field,
    /// Cause, resolution, workaround and status.
    pub solution: Field,
    /// Every other section.
    pub text: Field,
    /// Query words, keywords and technology words.
    pub tags: Field,
    /// Names and versions of the products it applies to; the head's product, versions and systems.
    pub products: Field,
    /// The cause once more, alone: to narrow by, not to rank by.
    pub cause: Field,
    /// Exact fields. The number, indexed and fast.
    pub id: Field,
    /// Folded keywords, whole; also a column.
    pub keyword: Field,
    /// Folded versions, whole (`4.0 sp1`) and without what follows the number (`4.0`); also a column.
    pub version: Field,
    /// What it applies to: the terms of [`super::entry`].
    pub applies: Field,
    /// Days since 1970-01-01, indexed and fast; none where the article has no date.
    pub modified: Field,
    /// Types by the names of [`crate::article::Article::types`]; also a column.
    pub kind: Field,
    /// Names of the record's parts that are there (`fix_files`).
    pub has: Field,
    /// Folded names of the fix files.
    pub file: Field,
    /// Errors as [`super::values::fold_error`] writes them; events by number; articles that are referred to by number.
    pub error: Field,
    pub event: Field,
    pub refs: Field,
    /// Columns that are only counted: the head's product, the products it applies to, how many fix files.
    pub product_name: Field,
    pub applies_to: Field,
    pub fix_files: Field,
    /// The original files, stored; written and read by the index, opaque here.
    pub copies: Field,
}

impl Schema {
    /// All fields anew.
    pub fn build() -> Self {
        let mut builder = tantivy::schema::Schema::builder();
        let number = NumericOptions::default().set_indexed().set_fast();
        Self {
            title: text(&mut builder, "title"),
            symptoms: text(&mut builder, "symptoms"),
            solution: text(&mut builder, "solution"),
            text: text(&mut builder, "text"),
            tags: text(&mut builder, "tags"),
            products: text(&mut builder, "products"),
            cause: text(&mut builder, "cause"),
            id: builder.add_u64_field("id", number.clone()),
            keyword: counted(&mut builder, "keyword"),
            version: counted(&mut builder, "version"),
            applies: exact(&mut builder, "applies"),
            modified: builder.add_i64_field("modified", number | INDEXED),
            kind: counted(&mut builder, "kind"),
            has: exact(&mut builder, "has"),
            file: exact(&mut builder, "file"),
            error: exact(&mut builder, "error"),
            event: exact(&mut builder, "event"),
            refs: exact(&mut builder, "refs"),
            product_name: builder.add_text_field("product_name", column()),
            applies_to: builder.add_text_field("applies_to", column()),
            fix_files: builder.add_u64_field("fix_files", FAST),
            copies: builder.add_bytes_field("copies", STORED),
            tantivy: builder.build(),
        }
    }

    /// The text fields that rank, in the order of [`crate::search`]'s weights.
    pub fn texts(&self) -> [Field; 6] {
        [self.title, self.symptoms, self.solution, self.text, self.tags, self.products]
    }
}

impl Default for Schema {
    fn default() -> Self {
        Self::build()
    }
}

fn text(builder: &mut SchemaBuilder, name: &str) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analysis::TEXT)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

fn column() -> TextOptions {
    TextOptions::default().set_fast("raw")
}

fn exact(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, lines())
}

/// As [`exact`], and a column too.
fn counted(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, lines().set_fast(analysis::LINES))
}

fn lines() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analysis::LINES)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}
