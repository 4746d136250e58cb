//! The fix in brief.

use super::results::Fix;
use crate::article::Article;

/// What the article gives as its fix.
pub fn of(article: &Article) -> Fix {
    Fix {
        disposition: article.disposition,
        fixed_in: article.fixed_in.clone(),
        files: article.fix_files.clone(),
        text: None,
    }
}
