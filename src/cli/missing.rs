//! Verbs of features that this build leaves out: help lists them, and says how to get them.

use super::CliError;

/// What is missing, and where it is to be had.
pub fn error(doing: &str, feature: &str) -> CliError {
    CliError::new(doing, &format!("this kbfix was built without the feature `{feature}`")).try_instead(
        "a released binary or package, which has everything; or build one with `cargo install --path . --features full`",
    )
}

macro_rules! missing {
    ($feature:literal, $module:ident, $Verb:ident, $about:literal) => {
        #[cfg(not(feature = $feature))]
        pub mod $module {
            use std::ffi::OsString;

            use crate::cli::{CliError, Context, Outcome};

            #[doc = $about]
            ///
            #[doc = concat!("Not in this kbfix: it was built without the feature `", $feature, "`. Released binaries and")]
            /// packages have everything; so has `cargo install --path . --features full`.
            #[derive(Debug, clap::Args)]
            #[command(help_template = "{about-with-newline}", disable_help_flag = true)]
            pub struct $Verb {
                #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
                _any: Vec<OsString>,
            }

            impl $Verb {
                /// Says how to get it.
                pub fn run(self, _: &mut Context<'_>) -> Result<Outcome, CliError> {
                    let verb = stringify!($module);
                    Err(super::error(&format!("cannot run `kbfix {verb}`"), $feature))
                }
            }
        }
    };
}

missing!("completions", completions, Completions, "Print shell completions (not in this build).");
missing!("man", man, Man, "Print man pages (not in this build).");
missing!("mcp", mcp, Mcp, "Answer assistants by the Model Context Protocol (not in this build).");
missing!("scan", scan, Scan, "Say which fixes the files of an old system lack (not in this build).");
missing!("watch", watch, Watch, "Refresh the index as articles are added (not in this build).");
