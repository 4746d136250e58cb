//! Numbers of articles in addresses: there is one for each, for ever.

use axum::{
    http::{StatusCode, Uri, header},
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

/// Leads an address with a slash at its end to the one without.
pub async fn without_slash(uri: Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    moved_to(&format!("{}{query}", uri.path().trim_end_matches('/')))
}
