//! The original text.

use askama::Template;
use axum::{
    extract::{self, Path},
    http::header,
    response::{IntoResponse, Response},
};

use super::super::{frame::Frame, html_page};
use super::read;
use crate::article::ArticleId;
use crate::corpus::decode;
use crate::index::stored;
use crate::web::{Error, Served, State};

#[derive(Template)]
#[template(path = "text.html")]
struct Page<'a> {
    frame: Frame<'static>,
    id: ArticleId,
    copies: Vec<(&'a str, String)>,
}

/// Every copy of an article as text.
pub fn page(served: &Served, id: ArticleId) -> Result<Response, Error> {
    let packed = served.index.copies(id)?.ok_or_else(|| missing(id))?;
    let copies = stored::unpack(&packed);
    let copies = copies.iter().map(|copy| (copy.path, decode(copy.bytes).text.into_owned())).collect();
    html_page(&Page { frame: Frame::plain(), id, copies })
}

/// Answers `/original/Q186401`: the file that stands for the article, byte for byte.
pub async fn original(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = read(&id)?;
    let bytes = state.run(move |served| {
        let packed = served.index.copies(id)?.ok_or_else(|| missing(id))?;
        stored::unpack(&packed).first().map(|copy| copy.bytes.to_vec()).ok_or_else(|| missing(id))
    });
    let bytes = bytes.await?;
    let is_utf8 = std::str::from_utf8(&bytes).is_ok();
    let kind = if is_utf8 { "text/plain; charset=utf-8" } else { "text/plain; charset=windows-1252" };
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// Of an article that is not held.
pub fn missing(id: ArticleId) -> Error {
    Error::not_found(format!("The archive does not hold {id}."))
}
