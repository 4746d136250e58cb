//! Addresses and registry paths.

use super::section::Section;

/// `http`, `https` and `ftp` addresses in order of first mention.
pub fn urls(_sections: &[Section<'_, '_>]) -> Vec<String> {
    Vec::new()
}

/// `HKEY_…\…` paths in order of first mention; a line break inside a path is joined.
pub fn registry_keys(_sections: &[Section<'_, '_>]) -> Vec<String> {
    Vec::new()
}
