//! What Microsoft said of the problem.

use super::section::Section;
use crate::article::Disposition;

/// Reads the disposition; `fixed` says whether a release was found that corrects the problem.
pub fn read(_sections: &[Section<'_, '_>], _fixed: bool) -> Option<Disposition> {
    None
}
