use clap::Args;

use super::{CliError, Context, Outcome};
use crate::{article, output::json, web};

const EXAMPLES: &str = "\
Examples:
  kbfix schema > record.json
  kbfix schema | jq '.properties | keys'
  kbfix schema --openapi > openapi.json

";

/// Print the JSON Schema (draft 2020-12) of a record, or the `OpenAPI` document of the server.
///
/// The first describes what `parse`, `export` and `show --format json` print, the second what `serve` answers below
/// /api/v1/.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Schema {
    /// The `OpenAPI` document (3.1) of the server.
    #[arg(long)]
    openapi: bool,
}

impl Schema {
    /// Prints it; needs no index.
    pub fn run(&self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let document = if self.openapi { web::api::document() } else { article::schema() };
        json::write_document(&mut context.out, &document)?;
        Ok(Outcome::Found)
    }
}
