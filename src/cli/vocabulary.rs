use clap::Args;

use super::{CliError, Context, Outcome};
use crate::{
    markup::Markup,
    search::{CODES, PRODUCT_NAMES, STANDARD},
};

const EXAMPLES: &str = "\
Examples:
  kbfix vocabulary | grep -i E_FAIL            what stands for it
  kbfix search --vocabulary mine.txt beeper    words of your own beside these

";

/// Print the words that stand for others in a search, and how to write your own.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, after_help = text())]
pub struct Vocabulary {}

/// How lines are written, then the standard ones: together a file that could be given with `--vocabulary`.
fn text() -> String {
    format!("{STANDARD}\n{CODES}\n{PRODUCT_NAMES}")
}

/// Prints it; needs no index.
pub fn run(context: &mut Context<'_>) -> Result<Outcome, CliError> {
    context.out.print(&Markup::from(text().as_str()))?;
    Ok(Outcome::Found)
}
