//! Other articles that the text names.

use super::section::Section;
use crate::article::ArticleId;

/// Reads them in order of first mention, without `own`.
pub fn read(_own: ArticleId, _sections: &[Section<'_, '_>]) -> Vec<ArticleId> {
    Vec::new()
}
