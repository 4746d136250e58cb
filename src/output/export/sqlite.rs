use std::{io, path::Path};

use rusqlite::{
    Connection, ToSql, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

use super::{Export, Record};
use crate::{
    article::Article,
    output::tables::{self, Cell, Kind, TABLES, Table},
};

/// A SQLite database: the tables with keys between them, indexes, a full-text index and views.
pub struct Sqlite {
    database: Connection,
    /// A statement a table.
    inserts: Vec<String>,
}

/// The file is thrown away where anything fails, so nothing is written twice to be safe.
const BULK_LOAD: &str = "\
    PRAGMA page_size = 8192;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -65536;
    PRAGMA foreign_keys = OFF;
    BEGIN;";

/// What is made of the rows once they are all there; the numbers of `user_version` are those in the handbook (reference/exports.md).
const FINISH: &str = include_str!("sqlite.sql");

impl Sqlite {
    /// A database in the file `path`, which must be empty.
    pub fn create(path: &Path) -> io::Result<Self> {
        let database = Connection::open(path).map_err(io::Error::other)?;
        database.set_prepared_statement_cache_capacity(2 * TABLES.len());
        let tables: String = TABLES.iter().map(create_table).collect();
        database.execute_batch(BULK_LOAD).map_err(io::Error::other)?;
        database.execute_batch(&tables).map_err(io::Error::other)?;
        Ok(Self { database, inserts: TABLES.iter().map(insert).collect() })
    }

    fn insert(&self, article: &Article) -> rusqlite::Result<()> {
        for (table, insert) in TABLES.iter().zip(&self.inserts) {
            let rows = table.rows(article);
            if rows.is_empty() {
                continue;
            }
            let mut statement = self.database.prepare_cached(insert)?;
            for row in rows {
                statement.execute(params_from_iter(row))?;
            }
        }
        Ok(())
    }
}

impl Export for Sqlite {
    type Ready = Article;

    fn ready(Record { article, .. }: Record) -> io::Result<Article> {
        Ok(article)
    }

    fn write(&mut self, article: Article) -> io::Result<()> {
        self.insert(&article).map_err(io::Error::other)
    }

    fn finish(self) -> io::Result<()> {
        self.database.execute_batch(FINISH).map_err(io::Error::other)?;
        self.database.flush_prepared_statement_cache();
        self.database.close().map_err(|(_, error)| io::Error::other(error))
    }
}

/// `CREATE TABLE` with its keys. Rows come in the order of the primary key, so a table is its own index; only
/// articles, which are long, stand apart from theirs.
fn create_table(table: &Table) -> String {
    let columns = table.all_columns().map(|(name, kind)| {
        let kind = if matches!(kind, Kind::Article | Kind::Integer) { "INTEGER" } else { "TEXT" };
        let required = if table.keys.contains(&name) { " NOT NULL" } else { "" };
        format!("{name} {kind}{required}")
    });
    let mut lines: Vec<String> = columns.collect();
    lines.push(format!("PRIMARY KEY ({})", table.keys.join(", ")));
    if let Some(parent) = table.parent {
        lines.push("FOREIGN KEY (article) REFERENCES articles (id)".to_owned());
        lines.extend(nested_in(table, parent));
    }
    let options = if table.parent.is_some() { "WITHOUT ROWID, STRICT" } else { "STRICT" };
    format!("CREATE TABLE {} (\n  {}\n) {options};\n", table.name, lines.join(",\n  "))
}

/// The key to the row of another list that the row belongs to.
fn nested_in(table: &Table, parent: &str) -> Option<String> {
    let (_, own) = table.keys.split_last()?;
    let theirs = tables::named(parent).keys;
    let is_list = theirs.len() > 1;
    is_list.then(|| format!("FOREIGN KEY ({}) REFERENCES {parent} ({})", own.join(", "), theirs.join(", ")))
}

fn insert(table: &Table) -> String {
    let places = vec!["?"; table.all_columns().count()].join(", ");
    format!("INSERT INTO {} VALUES ({places})", table.name)
}

/// Articles are their numbers, dates ISO texts.
impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Missing => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Article(id) => id.0.into(),
            Self::Integer(number) => (*number).into(),
            Self::Date(date) => date.to_string().into(),
        })
    }
}
