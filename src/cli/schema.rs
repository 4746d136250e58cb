use clap::Args;

use super::{CliError, Context, Outcome};
use crate::{article, output::json};

const EXAMPLES: &str = "\
Examples:
  kbfix schema > record.json
  kbfix schema | jq '.properties | keys'

";

/// Print the JSON Schema (draft 2020-12) of a record.
///
/// It describes what `parse`, `export` and `show --format json` print.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Schema {}

/// Prints it; needs no index.
pub fn run(context: &mut Context<'_>) -> Result<Outcome, CliError> {
    json::write_document(&mut context.out, &article::schema())?;
    Ok(Outcome::Found)
}
