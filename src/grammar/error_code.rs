//! Hexadecimal error, stop and status codes.

use super::section::Section;

/// Reads them in order of first mention.
pub fn read(_title: &str, _sections: &[Section<'_, '_>]) -> Vec<String> {
    Vec::new()
}
