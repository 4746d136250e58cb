use std::{fs::File, io, path::Path};

use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use serde::{Serialize, Serializer};
use serde_arrow::{
    ArrayBuilder,
    schema::{SchemaLike as _, SerdeArrowSchema},
};
use serde_json::{Value, json};

use super::{Export, Record, columns};
use crate::{
    article::{self, Article},
    output::tables::{self, Cell, Kind, Table},
};

/// A folder with `articles.parquet`, whose columns are nested as the fields of a record are, and
/// `fix_files.parquet`, a flat table.
pub struct Parquet {
    articles: Rows,
    fix_files: Rows,
}

impl Parquet {
    /// Files in `folder`, which must be there and empty.
    pub fn create(folder: &Path) -> io::Result<Self> {
        let fix_files = flat_columns(tables::named(FIX_FILES));
        Ok(Self {
            articles: Rows::create(&folder.join("articles.parquet"), &columns::of(&article::schema()))?,
            fix_files: Rows::create(&folder.join("fix_files.parquet"), &fix_files)?,
        })
    }
}

const FIX_FILES: &str = "fix_files";

impl Export for Parquet {
    type Ready = Article;

    fn ready(Record { article, .. }: Record) -> io::Result<Article> {
        Ok(article)
    }

    fn write(&mut self, article: Article) -> io::Result<()> {
        self.articles.push(&article)?;
        let table = tables::named(FIX_FILES);
        table.rows(&article).iter().try_for_each(|cells| self.fix_files.push(&Row { table, cells }))
    }

    fn finish(self) -> io::Result<()> {
        self.articles.finish()?;
        self.fix_files.finish()
    }
}

/// One file, filled row by row.
struct Rows {
    builder: ArrayBuilder,
    writer: ArrowWriter<File>,
    waiting: usize,
}

/// Rows that are gathered before they are written.
const BATCH: usize = 1024;
/// Rows that a reader takes at a time, some 20 MB of articles.
const GROUP: usize = 8 * BATCH;

impl Rows {
    fn create(path: &Path, columns: &Value) -> io::Result<Self> {
        let schema = SerdeArrowSchema::from_value(columns).map_err(io::Error::other)?;
        let mut builder = ArrayBuilder::new(schema).map_err(io::Error::other)?;
        let empty = builder.to_record_batch().map_err(io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        let writer = ArrowWriter::try_new(File::create_new(path)?, empty.schema(), Some(properties));
        Ok(Self { builder, writer: writer?, waiting: 0 })
    }

    fn push(&mut self, row: &impl Serialize) -> io::Result<()> {
        self.builder.push(row).map_err(io::Error::other)?;
        self.waiting += 1;
        if self.waiting == BATCH { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> io::Result<()> {
        self.waiting = 0;
        let batch = self.builder.to_record_batch().map_err(io::Error::other)?;
        Ok(self.writer.write(&batch)?)
    }

    fn finish(mut self) -> io::Result<()> {
        self.write()?;
        self.writer.close()?;
        Ok(())
    }
}

/// The columns of a flat table as `serde_arrow` reads them; articles are texts, as in the record.
fn flat_columns(table: &Table) -> Value {
    let column = |(name, kind)| {
        let data_type = match kind {
            Kind::Article | Kind::Text => "Utf8",
            Kind::Integer => "I64",
            Kind::Date => "Date32",
        };
        json!({ "name": name, "data_type": data_type, "nullable": !table.keys.contains(&name) })
    };
    table.all_columns().map(column).collect()
}

/// A row of a flat table, as an object.
struct Row<'a> {
    table: &'a Table,
    cells: &'a [Cell<'a>],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.table.all_columns().map(|(name, _)| name).zip(self.cells))
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing => serializer.serialize_none(),
            Self::Article(id) => id.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
            Self::Integer(number) => number.serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
        }
    }
}
