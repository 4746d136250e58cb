//! The releases that correct the problem.

use super::section::Section;

/// Reads them from all sections, in order of first mention.
pub fn read(_sections: &[Section<'_, '_>]) -> Vec<String> {
    Vec::new()
}
