//! The page of an error.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};

use super::{frame::Frame, old};
use crate::web::Error;

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    frame: Frame<'static>,
    error: &'a Error,
}

/// The page, for a browser of the time or another.
pub fn page(error: &Error, is_old: bool) -> Response {
    if is_old {
        return old::error(error);
    }
    // Writing to a string cannot fail.
    Html(Page { frame: Frame::plain(), error }.render().unwrap_or_default()).into_response()
}
