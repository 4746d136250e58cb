//! Finding the fix: a [`Request`] in, [`Results`] out; the one way in for every surface.

mod results;

pub use results::{Fix, Hit, Results, Snippet};

use crate::article::Date;

/// What is asked, validated: nothing here means "the default".
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Words as typed; alternatives, ranked by how well they match.
    pub query: String,
    pub filters: Filters,
    pub limit: usize,
    pub offset: usize,
}

/// All that are set must hold; the values of one are alternatives.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    pub products: Vec<String>,
    pub versions: Vec<String>,
    pub keywords: Vec<String>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}
