//! The page of an error.

use askama::Template;
use axum::http::Uri;

use super::{frame::Frame, old};
use crate::web::Error;

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    frame: Frame<'static>,
    error: &'a Error,
}

/// The page, for a request of `uri`.
pub fn render(error: &Error, uri: &Uri) -> String {
    if old::is_old_path(uri.path()) {
        return old::error(error);
    }
    // Writing to a string cannot fail.
    Page { frame: Frame::plain(), error }.render().unwrap_or_default()
}
