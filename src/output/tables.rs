//! Records as flat tables, for formats that have no nested values: the lists of a record become tables of their
//! own, whose rows name the article and their place in its list.

mod cell;
mod rows;

pub use cell::Cell;

use crate::article::Article;

/// One flat table of all articles.
pub struct Table {
    pub name: &'static str,
    /// The table whose row each row of this one belongs to.
    pub parent: Option<&'static str>,
    /// Names of the columns that tell its rows apart: the article, then places in lists, which count from 1.
    pub keys: &'static [&'static str],
    pub columns: &'static [Column],
    rows: Rows,
}

/// A column behind the keys. Any of its values may be missing.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The number of an article.
    Article,
    Text,
    Integer,
    Date,
}

/// How the rows are got from a record.
enum Rows {
    /// A list of words.
    Words(fn(&Article) -> &[String]),
    /// Whole rows, keys and all.
    Each(for<'a> fn(&'a Article, &mut Vec<Vec<Cell<'a>>>)),
}

impl Table {
    /// Keys and columns, in order.
    pub fn all_columns(&self) -> impl Iterator<Item = (&'static str, Kind)> {
        let key = |(at, &name)| (name, if at == 0 { Kind::Article } else { Kind::Integer });
        let keys = self.keys.iter().enumerate().map(key);
        keys.chain(self.columns.iter().map(|column| (column.name, column.kind)))
    }

    /// The rows of one article, each with a cell for every key and column.
    pub fn rows<'a>(&self, article: &'a Article) -> Vec<Vec<Cell<'a>>> {
        match self.rows {
            Rows::Words(words) => {
                let row = |(at, word): (u32, &'a String)| vec![article.id.into(), at.into(), word.into()];
                (1..).zip(words(article)).map(row).collect()
            }
            Rows::Each(each) => {
                let mut rows = Vec::new();
                each(article, &mut rows);
                rows
            }
        }
    }
}

/// The table of that name.
///
/// # Panics
/// Where there is none.
pub fn named(name: &str) -> &'static Table {
    TABLES.iter().find(|table| table.name == name).expect("a table of the list")
}

/// The keys of a table of which an article has a list.
const LIST: &[&str] = &["article", "position"];

/// A table comes after the one that its rows belong to.
pub const TABLES: &[Table] = &[
    Table {
        name: "articles",
        parent: None,
        keys: &["id"],
        columns: &[
            text("title"),
            text("article_type"),
            date("modified"),
            text("product"),
            text("product_code"),
            text("issue_type"),
            text("solution_type"),
            text("component"),
            text("disposition"),
            text("summary"),
            text("symptoms"),
            text("cause"),
            text("resolution"),
            text("workaround"),
            text("status"),
            text("more_information"),
            text("references_text"),
            text("body"),
        ],
        rows: Rows::Each(rows::article),
    },
    many("versions", &[text("platform"), text("version")], rows::versions),
    words("operating_systems", &[text("operating_system")], |article| &article.operating_systems),
    words("keywords", &[text("keyword")], |article| &article.keywords),
    words("technology", &[text("word")], |article| &article.technology),
    words("hardware", &[text("word")], |article| &article.hardware),
    words("query_words", &[text("word")], |article| &article.query_words),
    many("applies_to", &[text("product"), text("relation")], rows::applies_to),
    Table {
        name: "applies_to_versions",
        parent: Some("applies_to"),
        keys: &["article", "applies_to", "position"],
        columns: &[text("version")],
        rows: Rows::Each(rows::applies_to_versions),
    },
    Table {
        name: "hosts",
        parent: Some("applies_to"),
        keys: &["article", "applies_to", "position"],
        columns: &[text("kind"), text("product")],
        rows: Rows::Each(rows::hosts),
    },
    Table {
        name: "host_versions",
        parent: Some("hosts"),
        keys: &["article", "applies_to", "host", "position"],
        columns: &[text("version")],
        rows: Rows::Each(rows::host_versions),
    },
    many("other_sections", &[text("heading"), text("text")], rows::other_sections),
    many("fix_files", FIX_FILE, rows::fix_files),
    words("fixed_in", &[text("release")], |article| &article.fixed_in),
    many("citations", &[column("cited", Kind::Article)], rows::citations),
    words("error_codes", &[text("code")], |article| &article.error_codes),
    many("errors", &[text("kind"), integer("number"), text("text"), text("source")], rows::errors),
    words("error_messages", &[text("message")], |article| &article.error_messages),
    words("urls", &[text("url")], |article| &article.urls),
    words("registry_keys", &[text("registry_key")], |article| &article.registry_keys),
    many("sources", &[text("path"), text("format")], rows::sources),
];

const FIX_FILE: &[Column] = &[
    text("name"),
    text("path"),
    text("version"),
    text("version_number"),
    text("version_key"),
    date("date"),
    text("time"),
    integer("size"),
    text("platform"),
    text("architecture"),
    text("context"),
];

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

const fn text(name: &'static str) -> Column {
    column(name, Kind::Text)
}

const fn integer(name: &'static str) -> Column {
    column(name, Kind::Integer)
}

const fn date(name: &'static str) -> Column {
    column(name, Kind::Date)
}

/// A list of words of the record.
const fn words(name: &'static str, columns: &'static [Column], words: fn(&Article) -> &[String]) -> Table {
    Table { name, parent: Some("articles"), keys: LIST, columns, rows: Rows::Words(words) }
}

/// A list of objects of the record.
const fn many(
    name: &'static str,
    columns: &'static [Column],
    rows: for<'a> fn(&'a Article, &mut Vec<Vec<Cell<'a>>>),
) -> Table {
    Table { name, parent: Some("articles"), keys: LIST, columns, rows: Rows::Each(rows) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::output::sample;

    /// A field that is added to the record must not be forgotten here.
    #[test]
    fn every_field_of_a_record_is_in_a_table() {
        let mut known: HashSet<&str> = TABLES.iter().map(|table| table.name).collect();
        known.extend(named("articles").all_columns().map(|(name, _)| name));
        known.extend(["references", "source"]);
        let record = serde_json::to_value(Article::default()).unwrap();
        for field in record.as_object().unwrap().keys() {
            assert!(known.contains(field.as_str()), "{field} is in no table");
        }
        let file = serde_json::to_value(crate::article::FixFile::default()).unwrap();
        let columns: HashSet<&str> = named("fix_files").all_columns().map(|(name, _)| name).collect();
        for field in file.as_object().unwrap().keys() {
            assert!(columns.contains(field.as_str()), "{field} is no column of fix_files");
        }
    }

    #[test]
    fn rows_have_a_cell_for_every_column() {
        let article = sample::article();
        for table in TABLES {
            let columns = table.all_columns().count();
            for row in table.rows(&article) {
                assert_eq!(row.len(), columns, "{}", table.name);
            }
        }
        let last = |name: &str| format!("{:?}", named(name).rows(&article).pop().unwrap());
        let rows = ["host_versions", "fixed_in", "citations"].map(last).join("\n");
        insta::assert_snapshot!(rows, @r#"
        [Article(ArticleId(193829)), Integer(2), Integer(1), Integer(1), Text("4.0")]
        [Article(ArticleId(193829)), Integer(1), Text("latest SNA Server version 4.0 U.S. Service Pack")]
        [Article(ArticleId(193829)), Integer(2), Article(ArticleId(12230))]
        "#);
    }
}
