//! An article, and what leads to it.

use askama::Template;
use axum::{
    Extension,
    extract::{self, Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{TITLE, latin_page, parts, piece, short};
use crate::article::{Article, ArticleId, Date};
use crate::corpus::{Merged, decode};
use crate::index::stored;
use crate::output::{
    history::{day, paths},
    hits::card,
    section, words,
};
use crate::search::{Fate, Line, Other, Related, few_related, history, similar};
use crate::web::pages::{
    article::{self, missing},
    html::Html,
    number,
};
use crate::web::{Error, Served, State, Told};

/// Articles of each list, and those that an article cites.
const BESIDE: usize = 8;
const CITED: usize = 15;

/// Products and files that are named.
const PRODUCTS: usize = 12;
const FILES: usize = 25;

/// Articles that are similar.
const SIMILAR: usize = 10;

/// Bytes of a fact, a file and the title of another article: with the longest part they fill a page.
const FACT: usize = 900;
const FILE: usize = 90;
const OTHER: usize = 100;

/// Bytes of a passage.
const PASSAGE: usize = 600;

#[derive(Template)]
#[template(path = "old/article.html")]
struct Page<'a> {
    id: ArticleId,
    title: String,
    modified: Option<Date>,
    facts: Vec<(&'static str, String)>,
    text: &'a Html,
    here: String,
    part: usize,
    parts: usize,
    files: Vec<String>,
    more_files: usize,
    /// Whether there are copies of earlier days.
    has_older: bool,
    lists: Vec<(&'static str, Html)>,
}

#[derive(Template)]
#[template(path = "old/lost.html")]
struct Lost {
    id: ArticleId,
    title: Option<String>,
    cited_by: Html,
}

/// Answers `/old/kb/Q186401`, and `?part=2` of it.
pub async fn page(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let number = article::read(&id)?;
    if id != number.to_string() {
        return Ok(number::moved_to(&number::path(number)));
    }
    state.run(move |served| answer(served, number, parts::asked(query.as_deref()))).await
}

/// Answers `/old/kb/186/Q186401`, as the archive has it, and `/old/kb/Q186401/text`, `similar` and `history`.
pub async fn below(
    extract::State(state): extract::State<State>,
    Path((id, part)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let pieces = match part.as_str() {
        "text" => copies as fn(&Served, ArticleId) -> Result<(String, Vec<Html>), Error>,
        "similar" => alike,
        "history" => changes,
        _ => return article::archived(&id, &part),
    };
    let number = article::read(&id)?;
    let path = format!("{}/{part}", number::path(number));
    state
        .run(move |served| {
            let (title, pieces) = pieces(served, number)?;
            let back = piece(|out| link(out.tag("<p>"), number, Some(&title)).tag("</p>\n"));
            let pieces = std::iter::once(back).chain(pieces);
            parts::page(&format!("{number}: {part}"), pieces, &path, query.as_deref())
        })
        .await
}

fn answer(served: &Served, id: ArticleId, part: usize) -> Result<Response, Error> {
    let merged = served.index.copies(id)?.and_then(|copies| stored::merged(&copies));
    let held = merged.as_ref().map(|merged| &merged.article);
    let (related, _) = few_related(&served.index, id, held, BESIDE)?;
    let Some(Merged { article, older, .. }) = merged else { return lost(related) };
    let texts = section::texts(&article);
    let parts = parts::parts(texts.iter().flat_map(|section| pieces(&article, section)));
    let mut files = words::files_in_brief(&article.fix_files);
    let more_files = files.len().saturating_sub(FILES);
    files.truncate(FILES);
    let cites = related.cites.iter().take(CITED).map(|cited| (&cited.article, cited.held));
    let same_files = related.same_files.iter().map(|sharing| (&sharing.article, true));
    let mut lists = vec![
        ("Cites", list(cites)),
        ("Cited by", list(related.cited_by.iter().map(|other| (other, true)))),
        ("Ship the same files", list(same_files)),
    ];
    lists.retain(|(_, list)| !list.is_empty());
    latin_page(&Page {
        id,
        title: short(&article.title, TITLE),
        modified: article.modified,
        facts: facts(&article),
        text: parts::pick(&parts, part)?,
        here: parts::here(&number::path(id)),
        part,
        parts: parts.len(),
        files: files.iter().map(|file| short(file, FILE)).collect(),
        more_files,
        has_older: !older.is_empty(),
        lists,
    })
}

fn pieces(article: &Article, section: &section::Section<'_>) -> Vec<Html> {
    let (heading, text) = match section.content {
        section::Content::Other(text) => (section.name.to_owned(), text),
        section::Content::Text(text) => (article::heading(section.name), text),
        section::Content::List(_) | section::Content::Files(_) => return Vec::new(),
    };
    parts::pieces(&heading, text, &article.references)
}

fn lost(related: Related) -> Result<Response, Error> {
    if related.cited_by.is_empty() {
        return Err(article::unknown(related.id));
    }
    let title = related.title.map(|title| short(&title, TITLE));
    let page =
        Lost { id: related.id, title, cited_by: list(related.cited_by.iter().map(|other| (other, true))) };
    Ok((StatusCode::NOT_FOUND, Extension(Told), latin_page(&page)?).into_response())
}

/// Articles, each with whether the archive holds it.
fn list<'a>(others: impl ExactSizeIterator<Item = (&'a Other, bool)>) -> Html {
    let mut out = Html::default();
    if others.len() == 0 {
        return out;
    }
    out.tag("<ul>");
    for (other, is_held) in others {
        link(out.tag("<li>"), other.id, other.title.as_deref());
        out.tag(if is_held { "</li>\n" } else { " (not held)</li>\n" });
    }
    out.tag("</ul>");
    out
}

/// An article by number and title.
fn link<'a>(out: &'a mut Html, id: ArticleId, title: Option<&str>) -> &'a mut Html {
    out.link(&format!("/old{}", number::path(id))).text(&id.to_string()).tag("</a> ");
    out.text(&short(title.unwrap_or_default(), OTHER))
}

fn facts(article: &Article) -> Vec<(&'static str, String)> {
    let mut products: Vec<String> =
        article.applies_to.iter().take(PRODUCTS).map(words::product_in_full).collect();
    if products.is_empty() {
        products.extend(article.product.clone());
    }
    if article.applies_to.len() > PRODUCTS {
        products.push(format!("{} more", article.applies_to.len() - PRODUCTS));
    }
    let facts = [
        ("Applies to", products.join("; ")),
        ("Status", article.disposition.map(words::disposition).unwrap_or_default().to_owned()),
        ("Fixed in", article.fixed_in.join("; ")),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    facts.map(|(name, value)| (name, short(&value, FACT))).collect()
}

/// Every copy of an article as text, and its title.
fn copies(served: &Served, id: ArticleId) -> Result<(String, Vec<Html>), Error> {
    let packed = served.index.copies(id)?.ok_or_else(|| missing(id))?;
    let title = stored::merged(&packed).map(|merged| merged.article.title).unwrap_or_default();
    let copies = stored::unpack(&packed);
    let pieces = copies.iter().flat_map(|copy| {
        let heading = piece(|out| out.tag("<h2>").text(&short(copy.path, TITLE)).tag("</h2>\n"));
        std::iter::once(heading).chain(parts::preformatted(&decode(copy.bytes).text))
    });
    Ok((title, pieces.collect()))
}

/// The articles that are most like one.
fn alike(served: &Served, id: ArticleId) -> Result<(String, Vec<Html>), Error> {
    let article = served.index.article(id)?.ok_or_else(|| missing(id))?;
    let found = similar(&served.index, id, SIMILAR)?.ok_or_else(|| missing(id))?;
    let hits = found.hits.iter().map(|hit| {
        piece(|out| {
            link(out.tag("<p>"), hit.id, Some(&hit.title)).tag("<br>\n");
            out.text(&short(&card::passage(hit).text, PASSAGE)).tag("</p>\n")
        })
    });
    Ok((article.title, hits.collect()))
}

/// What changed from copy to copy.
fn changes(served: &Served, id: ArticleId) -> Result<(String, Vec<Html>), Error> {
    let history = history(&served.index, id)?.ok_or_else(|| missing(id))?;
    let mut pieces = Vec::new();
    for revision in &history.revisions {
        pieces.push(piece(|out| {
            out.tag("<h2>").text(&day(revision.modified)).tag("</h2>\n<p>");
            out.text(&short(&paths(revision), TITLE)).tag("</p>\n")
        }));
        for change in &revision.changes {
            let heading = article::heading(&change.field);
            pieces.push(piece(|out| out.tag("<h3>").text(&heading).tag("</h3>\n")));
            pieces.extend(change.hunks.iter().flatten().flat_map(changed));
        }
    }
    Ok((history.title, pieces))
}

fn changed(line: &Line) -> Vec<Html> {
    let name = match line.fate {
        Fate::Kept => None,
        Fate::Removed => Some("Removed:"),
        Fate::Added => Some("Added:"),
    };
    let name = name.map(|name| piece(|out| out.tag("<p><b>").text(name).tag("</b></p>\n")));
    name.into_iter().chain(parts::preformatted(&line.text)).collect()
}
