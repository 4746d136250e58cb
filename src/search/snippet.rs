//! The passage that matches best.

use super::plan::Plan;
use super::results::Snippet;
use crate::article::Article;

/// The best passage of the article for the plan.
pub fn of(_article: &Article, _plan: &Plan) -> Snippet {
    Snippet::default()
}
