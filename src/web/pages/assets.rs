//! Style and script of the pages, compiled in. Their addresses change with their content, so that a browser may
//! keep them for ever.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use xxhash_rust::xxh3::xxh3_64;

use crate::web::Error;

const CSS: &str = include_str!("../assets/page.css");
const SCRIPT: &str = include_str!("../assets/page.js");

/// Where they are.
pub static ASSETS: LazyLock<Assets> =
    LazyLock::new(|| Assets { css: address("page", "css", CSS), script: address("page", "js", SCRIPT) });

/// Addresses.
pub struct Assets {
    pub css: String,
    pub script: String,
}

fn address(name: &str, ending: &str, content: &str) -> String {
    format!("/assets/{name}-{:016x}.{ending}", xxh3_64(content.as_bytes()))
}

/// The file of that name.
pub async fn file(Path(name): Path<String>) -> Result<Response, Error> {
    let path = format!("/assets/{name}");
    let (kind, content) = match path {
        path if path == ASSETS.css => ("text/css; charset=utf-8", CSS),
        path if path == ASSETS.script => ("text/javascript; charset=utf-8", SCRIPT),
        path => return Err(Error::not_found(format!("There is nothing at {path}."))),
    };
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, content).into_response())
}
