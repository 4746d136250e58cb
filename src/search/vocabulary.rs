//! Words that say the same in these articles.

use super::plan::Variant;

/// Adds what may stand for `term`.
pub fn add(_term: &str, _variants: &mut Vec<Variant>) {}

/// The product's name in full, where `name`, folded, is one that people type.
pub fn product(_name: &str) -> Option<&'static str> {
    None
}
