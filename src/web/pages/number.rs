//! Numbers of articles in addresses: there is one for each, for ever.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::article::ArticleId;

/// The address of an article.
pub fn path(id: ArticleId) -> String {
    format!("/kb/{id}")
}

/// 301: the address is spelled so.
pub fn moved_to(path: &str) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, path.to_owned())]).into_response()
}
