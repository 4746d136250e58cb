//! The web: pages for people, an API for programs, and the manners of both.
//!
//! [`router`] is a pure function of the [`State`]; [`serve`] puts it behind a socket. A request passes, from the outside:
//! the access log, the headers of safety, the choice of a coding, the pages of old browsers, the presentation of errors, the
//! guard (Host and Origin), what other origins may read, the limit of bodies, conditions (`If-None-Match`), the twins (`.json`
//! beside every page), the articles that are kept, compression, the parameters of the API, and then the routes of [`api`]
//! and [`pages`].

mod access;
pub mod api;
mod cache;
mod connections;
mod encoding;
mod error;
mod guard;
mod manners;
pub mod pages;
mod params;
mod server;
mod state;
mod twins;
mod wellknown;

pub use error::{Error, Told};
pub use params::SearchParams;
pub use server::{listen, serve};
pub use state::{CONNECTIONS, CONNECTIONS_OF_CLIENT, HEAD_TIME, Served, Settings, State, WRITE_TIME};

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state as with},
};
use tower::{Layer as _, util::MapRequestLayer};
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer};

use encoding::compression;

/// Bytes of a request's body: no route wants one.
const BODY: usize = 1024;

/// All that is served. Needs no socket: tests ask it directly.
pub fn router(state: State) -> Router {
    let routes = Router::new()
        .merge(api::routes())
        .merge(pages::routes())
        .merge(wellknown::routes())
        .fallback(error::not_found)
        .with_state(state.clone())
        .layer(from_fn(api::read))
        .layer(compression())
        .layer(with(state.clone(), cache::keep));
    Router::new()
        .fallback_service(MapRequestLayer::new(twins::redirect).layer(routes))
        .layer(with(state.clone(), manners::condition))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(with(state.clone(), manners::share))
        .layer(with(state.clone(), guard::check))
        .layer(from_fn(error::present))
        .layer(from_fn(pages::old::instead))
        // Errors get their bodies out here.
        .layer(compression())
        .layer(from_fn(encoding::negotiate))
        .layer(from_fn(manners::protect))
        .layer(with(state, access::note))
}
