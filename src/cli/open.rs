//! Opening the index, and how to make one.

use super::{CliError, Context};
use crate::{
    index::{Index, IndexError},
    markup::{Markup, Role},
};

/// The commands that get the archive and index it.
const COMMANDS: [&str; 2] =
    ["git clone --depth 1 https://github.com/jeffpar/kbarchive", "kbfix index kbarchive"];

/// Opens the index that the verb is to read.
pub fn index(context: &Context<'_>) -> Result<Index, CliError> {
    Index::open(&context.index).map_err(explained)
}

/// An error of the index; where there is none, with the commands that make one.
pub fn explained(error: IndexError) -> CliError {
    match error {
        IndexError::Missing { folder } => {
            CliError::new(format!("cannot open the index in {}", folder.display()), "there is none")
                .try_instead(format!(
                    "{}\n       or search the samples: kbfix demo",
                    COMMANDS.join("\n       ")
                ))
        }
        other => other.into(),
    }
}

/// The commands that index the archive, a line each.
pub fn how_to_index() -> Markup {
    let mut out = Markup::new();
    out.lines(COMMANDS.map(|command| Markup::of(Role::Dim, format!("  {command}"))));
    out
}

/// What `kbfix index` is to read where nobody says so.
pub fn nothing_to_index() -> CliError {
    CliError::new("cannot index", "no folder was given, and none was indexed before")
        .try_instead(COMMANDS.join("\n       "))
}
