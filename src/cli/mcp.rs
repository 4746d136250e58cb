use clap::Args;

use super::{CliError, Context, Outcome, open};
use crate::mcp::{self, McpError};

const EXAMPLES: &str = "\
Examples:
  kbfix mcp --index ~/kb/index                 what an assistant starts; see the handbook
  claude mcp add kbfix -- kbfix mcp --index ~/kb/index

";

/// Answer assistants: a Model Context Protocol server on standard input and output.
///
/// Tools: search (cards, ten in under 2,000 tokens), get (an article by sections), file, related and gaps; articles are
/// resources too. A refreshed index is taken over. It ends when its input does.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Mcp {}

impl Mcp {
    /// Answers until standard input ends.
    #[expect(clippy::unused_self, reason = "as every verb is run")]
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        mcp::serve(&context.index).map_err(|error| match error {
            McpError::Index(error) => open::explained(error),
            McpError::Talk(wrong) => CliError::new("cannot speak with the assistant", &wrong)
                .try_instead("let an assistant start this; `kbfix search` is for people"),
        })?;
        Ok(Outcome::Found)
    }
}
