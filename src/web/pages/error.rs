//! The page of an error.

use askama::Template;
use axum::http::Uri;

use crate::web::Error;

#[derive(Template)]
#[template(
    ext = "html",
    source = "<!DOCTYPE html>\n<html lang=\"en\"><title>{{ error.title }} - kbfix</title>\n<h1>{{ error.title }}</h1>\n\
              <p>{{ error.detail }}</p>{% if let Some(advice) = error.advice %}\n<p>{{ advice }}</p>{% endif %}\n\
              <p><a href=\"/\">Search</a></p>\n</html>\n"
)]
struct Page<'a> {
    error: &'a Error,
}

/// The page, for a request of `uri`.
pub fn render(error: &Error, _uri: &Uri) -> String {
    // Writing to a string cannot fail.
    Page { error }.render().unwrap_or_default()
}
