//! The web: pages for people, an API for programs, and the manners of both.
//!
//! [`router`] is a pure function of the [`State`]; [`serve`] puts it behind a socket. A request passes, from the outside:
//! the access log, the guard (Host and Origin), headers and conditions, the presentation of errors, compression, the
//! twins (`.json` beside every page), and then the routes of [`api`] and [`pages`].

mod error;
pub mod pages;
mod params;
mod server;
mod state;

pub use error::Error;
pub use params::{SearchParams, Strict};
pub use server::serve;
pub use state::{Served, Settings, State};

use axum::{Router, middleware};

/// All that is served. Needs no socket: tests ask it directly.
pub fn router(state: State) -> Router {
    let routes = Router::new()
        .merge(pages::routes())
        .fallback(error::not_found)
        .with_state(state)
        .layer(middleware::from_fn(error::present));
    // Before the routes, of which it may choose another.
    Router::new().fallback_service(routes).layer(middleware::from_fn(pages::old::instead))
}
