use std::{fs::File, io, path::Path};

use csv::{Terminator, Writer, WriterBuilder};

use super::{Export, Record};
use crate::{
    article::Article,
    output::tables::{Cell, TABLES},
};

/// A folder of CSV files (RFC 4180, UTF-8), one a table; the first line of each names its columns.
pub struct Csv(Vec<Writer<File>>);

impl Csv {
    /// Files in `folder`, which must be there and empty.
    pub fn create(folder: &Path) -> io::Result<Self> {
        let create = |name: &str| -> io::Result<_> {
            let file = File::create_new(folder.join(name).with_extension("csv"))?;
            Ok(WriterBuilder::new().terminator(Terminator::CRLF).from_writer(file))
        };
        let mut files = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            let mut file = create(table.name)?;
            file.write_record(table.all_columns().map(|(name, _)| name))?;
            files.push(file);
        }
        Ok(Self(files))
    }
}

impl Export for Csv {
    type Ready = Article;

    fn ready(Record { article, .. }: Record) -> io::Result<Article> {
        Ok(article)
    }

    fn write(&mut self, article: Article) -> io::Result<()> {
        for (table, file) in TABLES.iter().zip(&mut self.0) {
            for row in table.rows(&article) {
                row.iter().try_for_each(|cell| write_cell(file, cell))?;
                file.write_record(None::<&[u8]>)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        self.0.into_iter().try_for_each(|mut file| file.flush())
    }
}

/// What is missing is empty.
fn write_cell(file: &mut Writer<File>, cell: &Cell<'_>) -> io::Result<()> {
    match cell {
        Cell::Missing => file.write_field("")?,
        Cell::Text(text) => file.write_field(text.as_bytes())?,
        Cell::Article(id) => file.write_field(id.to_string())?,
        Cell::Integer(number) => file.write_field(number.to_string())?,
        Cell::Date(date) => file.write_field(date.to_string())?,
    }
    Ok(())
}
