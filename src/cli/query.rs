use clap::Args;

use super::{CliError, Context, Outcome};
use crate::{markup::Markup, query::HELP};

const EXAMPLES: &str = "\
Examples:
  kbfix search 'leak \"access violation\" -printer'
  kbfix search 'tcpip.sys version:4.0sp3..4.0sp6 modified:1998..'
  kbfix search 'product:nt4 (hang OR freeze) has:fix_files'

";

/// Say how a query is written.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, after_help = HELP)]
pub struct Query {}

/// Prints it; needs no index.
pub fn run(context: &mut Context<'_>) -> Result<Outcome, CliError> {
    context.out.print(&Markup::from(HELP))?;
    Ok(Outcome::Found)
}
