//! An article as a person likes to read it: title, facts, sections, fix files, references, sources.

use super::layout::{Align, blanks, labelled, table, wrap};
use super::section::{self, Content, Section};
use super::words;
use crate::article::{Article, ArticleId, FixFile};
use crate::markup::{Markup, Role};

/// Column where the values of the facts begin.
const FACTS: usize = 12;

/// Columns that the further lines of a value stand to the right.
const HANGING: usize = 2;

/// The whole article.
pub fn render(article: &Article, columns: usize) -> Markup {
    let mut out = head(article, columns);
    out.append(facts(article, columns));
    for section in section::texts(article) {
        out.line("");
        out.append(render_section(&section));
    }
    if !article.fix_files.is_empty() {
        out.line("");
        out.line(Markup::of(Role::Heading, "FIX FILES"));
        out.append(files(&article.fix_files));
    }
    let tail = tail(article, columns);
    if !tail.is_empty() {
        out.line("");
        out.append(tail);
    }
    out
}

/// For stderr: the index has no such article.
pub fn render_missing(id: ArticleId) -> Markup {
    let mut out = Markup::new();
    out.line(
        Markup::of(Role::Warn, "not found").with(Role::Text, format!(": {id} is not in the index")),
    );
    out
}

/// One section below its heading.
pub fn render_section(section: &Section<'_>) -> Markup {
    let mut out = Markup::new();
    out.line(Markup::of(Role::Heading, heading(section)));
    match &section.content {
        Content::Text(text) | Content::Other(text) => out.append(body(text)),
        Content::List(items) => items.iter().for_each(|item| out.line(item.as_str())),
        Content::Files(list) => out.append(files(list)),
    }
    out
}

/// Capitals, as the archive has them: a heading must stand out without colour too.
fn heading(section: &Section<'_>) -> String {
    match (section.name, &section.content) {
        (name, Content::Other(_)) => name.to_owned(),
        ("body", _) => "ARTICLE".to_owned(),
        ("references_text", _) => "REFERENCES".to_owned(),
        (name, _) => name.replace('_', " ").to_uppercase(),
    }
}

/// Hard-wrapped text stays as it is; only its own sub-headings are tagged.
fn body(text: &str) -> Markup {
    let mut out = Markup::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let is_heading = !is_rule(line) && lines.peek().is_some_and(|next| is_rule(next));
        let role = match line {
            _ if is_heading => Role::Title,
            line if is_rule(line) => Role::Dim,
            _ => Role::Text,
        };
        out.line(Markup::of(role, line));
    }
    out
}

/// A line of dashes at the left edge: the underline of a sub-heading, not of a table's header.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

fn head(article: &Article, columns: usize) -> Markup {
    let mut out = Markup::new();
    for line in wrap(&Markup::of(Role::Title, &article.title), columns) {
        out.line(line);
    }
    let mut line = Markup::of(Role::Id, article.id.to_string());
    if let Some(date) = article.modified {
        line.push(Role::Dim, format!("  {date}"));
    }
    out.line(line);
    out
}

fn facts(article: &Article, columns: usize) -> Markup {
    let mut out = Markup::new();
    let products = article.applies_to.iter().map(words::product_in_full);
    let mut products: Vec<String> = products.collect();
    if products.is_empty() {
        products.extend(article.product.clone());
        products.extend(versions(article));
    }
    let disposition = article.disposition.map(words::disposition);
    let kind = [&article.issue_type, &article.solution_type];
    let kind: Vec<&str> = kind.into_iter().filter_map(Option::as_deref).collect();

    let mut fact = |name: &str, values: &[String]| {
        out.append(fact(name, values, columns));
    };
    fact("Applies to", &products);
    fact("Systems", &joined(&article.operating_systems, ", "));
    fact("Hardware", &joined(&article.hardware, ", "));
    fact("Status", disposition.map(str::to_owned).as_slice());
    fact("Fixed in", &article.fixed_in);
    fact("Errors", &joined(&article.error_codes, ", "));
    fact("Type", &joined(&kind, ", "));
    fact("Keywords", &joined(&article.keywords, " "));
    if out.is_empty() {
        return out;
    }
    let mut block = Markup::from("\n");
    block.append(out);
    block
}

/// The head's version field, a group a value: all that an article without bullets says.
fn versions(article: &Article) -> Vec<String> {
    let groups = article.versions.iter().map(|group| {
        let versions = group.versions.join(", ");
        match &group.platform {
            Some(platform) => format!("{platform}: {versions}"),
            None => versions,
        }
    });
    groups.collect()
}

fn joined<T: AsRef<str>>(items: &[T], between: &str) -> Vec<String> {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    (!items.is_empty())
        .then(|| items.join(between))
        .into_iter()
        .collect()
}

/// A label and its values, a value a line; the lines that a long one goes on are indented.
fn fact(name: &str, values: &[String], columns: usize) -> Markup {
    let room = columns.saturating_sub(FACTS + HANGING);
    let mut lines = Vec::new();
    for value in values {
        for (index, line) in wrap(&Markup::from(value.as_str()), room)
            .into_iter()
            .enumerate()
        {
            let mut indented = Markup::from(blanks(if index == 0 { 0 } else { HANGING }));
            indented.append(line);
            lines.push(indented);
        }
    }
    labelled(&Markup::of(Role::Label, name), FACTS, lines)
}

/// An aligned table for every group of files under one sub-heading.
fn files(files: &[FixFile]) -> Markup {
    let mut out = Markup::new();
    for (index, group) in files.chunk_by(|a, b| a.context == b.context).enumerate() {
        if index > 0 {
            out.line("");
        }
        if let Some(context) = &group[0].context {
            out.line(Markup::of(Role::Title, context));
        }
        let rows: Vec<Vec<String>> = group.iter().map(file_row).collect();
        for line in table(&FILE_HEADER, &rows) {
            out.line(line);
        }
    }
    out
}

const FILE_HEADER: [(&str, Align); 7] = [
    ("File", Align::Left),
    ("Version", Align::Left),
    ("Date", Align::Left),
    ("Time", Align::Left),
    ("Size", Align::Right),
    ("Platform", Align::Left),
    ("Folder", Align::Left),
];

fn file_row(file: &FixFile) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        file.name.clone(),
        text(&file.version),
        file.date.map(|date| date.to_string()).unwrap_or_default(),
        text(&file.time),
        file.size.map(words::count).unwrap_or_default(),
        text(&file.platform),
        text(&file.path),
    ]
}

fn tail(article: &Article, columns: usize) -> Markup {
    let references: Vec<String> = article.references.iter().map(ToString::to_string).collect();
    let sources = article.source.iter();
    let sources: Vec<String> = sources
        .map(|source| format!("{} ({})", source.path, words::format(source.format)))
        .collect();
    let mut out = fact("References", &joined(&references, ", "), columns);
    out.append(fact("Registry", &article.registry_keys, columns));
    out.append(fact("Links", &article.urls, columns));
    out.append(fact("Sources", &sources, columns));
    out
}
