//! Files that the article gives as (part of) a fix.

use super::{line::Line, section::Section};
use crate::article::FixFile;

/// Reads the fix files of all sections; `unread` is told of rows that look like one and are not understood.
pub fn read<'a>(
    _title: &str,
    _sections: &[Section<'_, 'a>],
    _unread: &mut dyn FnMut(&Line<'a>),
) -> Vec<FixFile> {
    Vec::new()
}
