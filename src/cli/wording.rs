//! `--vocabulary FILE`: a person's own words beside the standard ones.

use std::{fs, path::PathBuf, sync::Arc};

use clap::{Args, ValueHint};

use super::CliError;
use crate::search::Vocabulary;

/// The flag that adds words.
#[derive(Debug, Default, Args)]
pub struct Wording {
    /// Words of your own beside the standard ones; `kbfix help vocabulary` says how they are written.
    #[arg(long, value_name = "FILE", env = "KBFIX_VOCABULARY", hide_env_values = true)]
    #[arg(value_hint = ValueHint::FilePath)]
    vocabulary: Option<PathBuf>,
}

impl Wording {
    /// The vocabulary of a request; none where it is the standard one.
    pub fn into_vocabulary(self) -> Result<Option<Arc<Vocabulary>>, CliError> {
        let Some(path) = self.vocabulary else { return Ok(None) };
        let doing = || format!("cannot read the vocabulary in {}", path.display());
        let bytes = fs::read(&path).map_err(|error| CliError::new(doing(), &error))?;
        let text = String::from_utf8_lossy(&bytes);
        let own = Vocabulary::standard().clone().with(text.trim_start_matches('\u{feff}'));
        let own = own.map_err(|error| {
            CliError::new(doing(), &error)
                .try_instead("`short = name`, `word, word, several words` or `name := product`")
        })?;
        Ok(Some(Arc::new(own)))
    }
}
