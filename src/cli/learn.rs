use clap::Args;

use super::{CliError, Context, Outcome, index::Bar};
use crate::{index, output::notes};

const EXAMPLES: &str = "\
Examples:
  kbfix learn
  kbfix learn --index ~/kb-index

";

/// Learn from the articles of the index what words mean.
///
/// An article that says in other words what a search says then ranks higher. `kbfix index` ends with this
/// where it has built the index of a large archive; later runs of it look after new and changed articles,
/// but learn no new words. Searching goes on meanwhile, and nothing is lost where this is ended early.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Learn {}

/// Learns and says so.
pub fn run(context: &mut Context<'_>) -> Result<Outcome, CliError> {
    let bar = Bar::new(context);
    let learned = index::learn(&context.index, &bar);
    bar.clear();
    let learned = learned?;
    context.out.print(&notes::render_learned(&learned))?;
    Ok(Outcome::any(learned.words > 0))
}
