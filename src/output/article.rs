//! An article as a person likes to read it: title, facts, sections, fix files, references, sources.

use super::layout::{Align, blanks, labelled, table, wrap};
use super::section::{self, Content, Section};
use super::words;
use crate::article::{Article, ArticleId, FixFile};
use crate::markup::{Markup, Role};

/// Column where the values of the facts begin.
const FACTS: usize = 12;

/// The fact that most readers came for.
const FIXED_IN: &str = "Fixed in";

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
    out.line(Markup::of(Role::Warn, "not found").with(Role::Text, format!(": {id} is not in the index")));
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
    out.lines(wrap(&Markup::of(Role::Title, &article.title), columns));
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
    }
    let versions = if article.applies_to.is_empty() { versions(article) } else { Vec::new() };
    let disposition = article.disposition.map(words::disposition);

    let mut fact = |name: &str, values: &[String]| {
        let role = if name == FIXED_IN { Role::Fix } else { Role::Label };
        out.lines(fact(&Markup::of(role, name), values, columns));
    };
    fact("Applies to", &products);
    fact("Versions", &versions);
    fact("Systems", &joined(&article.operating_systems, ", "));
    fact("Hardware", &joined(&article.hardware, ", "));
    fact("Status", disposition.map(str::to_owned).as_slice());
    fact(FIXED_IN, &article.fixed_in);
    fact("Errors", &joined(&article.error_codes, ", "));
    fact("Type", &joined(&article.types(), ", "));
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
    (!items.is_empty()).then(|| items.join(between)).into_iter().collect()
}

/// A label and its values, a value a line; the lines that a long one goes on are indented.
fn fact(label: &Markup, values: &[String], columns: usize) -> Vec<Markup> {
    let room = columns.saturating_sub(FACTS + HANGING);
    let mut lines = Vec::new();
    for value in values {
        for (index, line) in wrap(&Markup::from(value.as_str()), room).into_iter().enumerate() {
            let mut indented = Markup::from(blanks(if index == 0 { 0 } else { HANGING }));
            indented.append(line);
            lines.push(indented);
        }
    }
    labelled(label, FACTS, lines)
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
        out.lines(table(&FILE_HEADER, &rows));
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
    let sources: Vec<String> =
        sources.map(|source| format!("{} ({})", source.path, words::format(source.format))).collect();
    let mut out = Markup::new();
    for (name, values) in [
        ("References", joined(&references, ", ").as_slice()),
        ("Registry", &article.registry_keys),
        ("Links", &article.urls),
        ("Sources", &sources),
    ] {
        out.lines(fact(&Markup::of(Role::Label, name), values, columns));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::{ansi, article};

    #[test]
    fn a_whole_article() {
        insta::assert_snapshot!(render(&article(), 80), @"
        SNAPMP Memory Leak After Host-Initiated Password Change
        Q193829  2002-05-20

        Applies to  Microsoft SNA Server 3.0, 3.0 SP1, 3.0 SP2, 3.0 SP3, 4.0, 4.0 SP1
                    Microsoft Host Account Synchronization service, used with the
                      operating system Microsoft Windows NT 4.0
        Status      fixed
        Fixed in    latest SNA Server version 4.0 U.S. Service Pack
        Type        bug, fix
        Keywords    kbbuglist kbfixlist

        SYMPTOMS
        After a password change is received and processed, a memory leak of 150 bytes
        per password change is observed.

        RESOLUTION
        SNA Server version 3.0
        ----------------------

           File Name     Date       Time
           ------------------------------
           Snapmp.exe   09/15/98   11:42

        Steps to Reproduce
        1. Change a password.

        FIX FILES
        SNA Server version 3.0
        File          Date        Time        Size  Platform
        Snapmp.exe    1998-09-15  11:42
        Hostproc.exe  1998-09-15  11:42  1,234,567  Intel

        SNA Server version 4.0
        File        Version
        Snapmp.exe  4.0.1381.5

        References  Q184307, Q12230
        Links       http://support.microsoft.com/
        Sources     txt/193/Q193829.TXT (text)
                    kb/193/Q193829/README.md (page)
        ");
    }

    #[test]
    fn roles_of_an_article() {
        let article = Article {
            more_information: None,
            applies_to: Vec::new(),
            product: Some("Microsoft SNA Server".to_owned()),
            source: Vec::new(),
            ..article()
        };
        insta::assert_snapshot!(ansi(&render(&article, 50)), @"
        ␛[1mSNAPMP Memory Leak After Host-Initiated Password␛[0m
        ␛[1mChange␛[0m
        ␛[36mQ193829␛[0m␛[2m  2002-05-20␛[0m

        ␛[2mApplies to␛[0m  Microsoft SNA Server
        ␛[2mStatus␛[0m      fixed
        ␛[1m␛[32mFixed in␛[0m    latest SNA Server version 4.0 U.S.
                      Service Pack
        ␛[2mType␛[0m        bug, fix
        ␛[2mKeywords␛[0m    kbbuglist kbfixlist

        ␛[1m␛[36mSYMPTOMS␛[0m
        After a password change is received and processed, a memory leak of 150 bytes
        per password change is observed.

        ␛[1m␛[36mRESOLUTION␛[0m
        ␛[1mSNA Server version 3.0␛[0m
        ␛[2m----------------------␛[0m

           File Name     Date       Time
           ------------------------------
           Snapmp.exe   09/15/98   11:42

        ␛[1m␛[36mSteps to Reproduce␛[0m
        1. Change a password.

        ␛[1m␛[36mFIX FILES␛[0m
        ␛[1mSNA Server version 3.0␛[0m
        ␛[2mFile          Date        Time        Size  Platform␛[0m
        Snapmp.exe    1998-09-15  11:42
        Hostproc.exe  1998-09-15  11:42  1,234,567  Intel

        ␛[1mSNA Server version 4.0␛[0m
        ␛[2mFile        Version␛[0m
        Snapmp.exe  4.0.1381.5

        ␛[2mReferences␛[0m  Q184307, Q12230
        ␛[2mLinks␛[0m       http://support.microsoft.com/
        ");
    }

    #[test]
    fn an_article_that_says_nothing() {
        let article = Article { id: ArticleId(9), title: "Empty".to_owned(), ..Article::default() };
        insta::assert_snapshot!(render(&article, 80), @"
        Empty
        Q9
        ");
    }

    #[test]
    fn one_section() {
        let article = article();
        let shown = |name| render_section(&section::find(&article, name).unwrap());
        insta::assert_snapshot!(shown("fix-files"), @"
        FIX FILES
        SNA Server version 3.0
        File          Date        Time        Size  Platform
        Snapmp.exe    1998-09-15  11:42
        Hostproc.exe  1998-09-15  11:42  1,234,567  Intel

        SNA Server version 4.0
        File        Version
        Snapmp.exe  4.0.1381.5
        ");
        insta::assert_snapshot!(shown("references"), @"
        REFERENCES
        Q184307
        Q12230
        ");
        insta::assert_snapshot!(shown("steps to reproduce"), @"
        Steps to Reproduce
        1. Change a password.
        ");
    }
}
