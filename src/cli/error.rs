use std::{fmt, io};

use crate::{
    corpus::CorpusError,
    index::IndexError,
    markup::{Markup, Role},
    search::SearchError,
};

/// Why a verb could not do its work, in words.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Something of the user's is not as it should be.
    #[error("{doing}: {wrong}")]
    Failed {
        /// What was being done: `cannot open the index in ./index`.
        doing: String,
        /// What is wrong: `there is no such folder`.
        wrong: String,
        /// What would be right: ``build it with `kbfix index ARCHIVE` ``.
        right: Option<String>,
    },
    /// The index cannot be read or written; says itself what would be right.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The index cannot be asked.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A file or folder that was given cannot be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// Results could not be written; silent if the reader has gone away.
    #[error("cannot write the results: {0}")]
    Write(#[from] io::Error),
}

impl CliError {
    /// What was being done, and what is wrong.
    pub fn new(doing: impl Into<String>, wrong: &(impl fmt::Display + ?Sized)) -> Self {
        Self::Failed { doing: doing.into(), wrong: wrong.to_string(), right: None }
    }

    /// Adds what would be right.
    #[must_use]
    pub fn try_instead(mut self, advice: impl Into<String>) -> Self {
        if let Self::Failed { right, .. } = &mut self {
            *right = Some(advice.into());
        }
        self
    }

    /// The message for stderr.
    pub fn render(&self) -> Markup {
        let mut out = Markup::new();
        out.line(Markup::of(Role::Error, "error").with(Role::Text, format!(": {self}")));
        if let Self::Failed { right: Some(right), .. } = self {
            out.line(Markup::of(Role::Ok, "  try").with(Role::Text, format!(": {right}")));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_is_wrong_and_what_would_be_right() {
        let error = CliError::new("cannot open the index in x", "there is no such folder")
            .try_instead("build it with `kbfix index ARCHIVE`");
        insta::assert_snapshot!(error.render(), @"
        error: cannot open the index in x: there is no such folder
          try: build it with `kbfix index ARCHIVE`
        ");
    }
}
