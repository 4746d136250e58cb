//! A hit as the page shows it: the answer card.

use super::super::html::Html;
use crate::article::ArticleId;
use crate::markup::Role;
use crate::output::{history::days, hits::card, words};
use crate::search::{Fix, Hit, Terms};

/// Files, and products, that a card names before it counts the rest.
const FILES: usize = 4;
const PRODUCTS: usize = 3;

/// Releases to name.
const RELEASES: usize = 3;

/// A hit.
pub struct Card {
    pub id: ArticleId,
    pub title: Html,
    pub date: Option<String>,
    pub rows: Vec<Row>,
}

/// A label and its values.
#[derive(Default)]
pub struct Row {
    pub label: &'static str,
    pub values: Vec<Html>,
    /// Whether it leads to a fix.
    pub fix: bool,
}

impl Card {
    pub fn of(hit: &Hit, terms: &Terms) -> Self {
        let mark = |text: &str| marked(text, &terms.marks(text));
        let title = if hit.title.is_empty() { "(no title)" } else { &hit.title };
        let rows =
            [symptom(hit), cause(hit, &mark), fix(&hit.fix, &mark), applies_to(hit, &mark), older(hit)];
        Self {
            id: hit.id,
            title: mark(title),
            date: hit.modified.map(|date| date.to_string()),
            rows: rows.into_iter().filter(|row| !row.values.is_empty()).collect(),
        }
    }
}

/// Words that stand side by side are marked as one.
fn marked(text: &str, marks: &[(usize, usize)]) -> Html {
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for &(from, to) in marks {
        match joined.last_mut() {
            Some(last) if text.get(last.1..from) == Some(" ") => last.1 = to,
            _ => joined.push((from, to)),
        }
    }
    Html::marked(&card::marked(Role::Text, text, &joined))
}

/// A passage that was cut says so.
fn symptom(hit: &Hit) -> Row {
    let passage = card::passage(hit);
    let mut text = marked(&passage.text, &passage.marks);
    if !text.is_empty() && !passage.text.ends_with(['.', '!', '?', ':', '"', ')']) {
        text.text(" …");
    }
    Row { label: card::label(passage), values: some(text), fix: false }
}

fn cause(hit: &Hit, mark: &dyn Fn(&str) -> Html) -> Row {
    Row { label: "Cause", values: card::cause(hit).map(mark).into_iter().collect(), fix: false }
}

/// The releases, the files, else what to do, else what Microsoft said.
fn fix(fix: &Fix, mark: &dyn Fn(&str) -> Html) -> Row {
    let has_fix = card::has_fix(fix);
    let mut values = Vec::new();
    if !fix.fixed_in.is_empty() {
        let named: Vec<&str> = fix.fixed_in.iter().take(RELEASES).map(String::as_str).collect();
        values.push(mark(&format!("Fixed in {}", with_rest(named.join("; "), fix.fixed_in.len(), RELEASES))));
    }
    let files = words::files_in_brief(&fix.files);
    if !files.is_empty() {
        values.push(mark(&with_rest(files[..files.len().min(FILES)].join(", "), files.len(), FILES)));
    }
    if values.is_empty() {
        let text = fix.text.as_deref().or_else(|| card::unfixed(fix.disposition));
        values.extend(text.map(mark));
    }
    Row { label: if has_fix { "Fix" } else { "Status" }, values, fix: has_fix }
}

fn applies_to(hit: &Hit, mark: &dyn Fn(&str) -> Html) -> Row {
    let mut names = words::products_in_brief(&hit.applies_to);
    if names.is_empty() {
        names.extend(hit.product.clone());
    }
    let shown = names[..names.len().min(PRODUCTS)].join(" · ");
    let text = with_rest(shown, names.len(), PRODUCTS);
    Row { label: "Applies to", values: some(mark(&text)), fix: false }
}

/// The days of older copies, which lead to what has changed since.
fn older(hit: &Hit) -> Row {
    let mut link = Html::default();
    if !hit.older.is_empty() {
        link.link(&format!("/kb/{}/history", hit.id)).text(&days(&hit.older)).tag("</a>");
    }
    Row { label: "Older", values: some(link), fix: false }
}

fn with_rest(shown: String, all: usize, most: usize) -> String {
    if all > most { format!("{shown} and {} more", all - most) } else { shown }
}

fn some(text: Html) -> Vec<Html> {
    if text.is_empty() { Vec::new() } else { vec![text] }
}
