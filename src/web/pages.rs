//! Pages for people.

pub mod error;
mod search;

use axum::{Router, routing::get};

use super::State;

/// All pages.
pub fn routes() -> Router<State> {
    Router::new().route("/", get(search::page)).route("/search", get(search::page))
}
