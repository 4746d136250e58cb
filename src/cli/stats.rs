use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome, open};
use crate::{
    index::Stats as Counted,
    output::{json, stats},
};

const EXAMPLES: &str = "\
Examples:
  kbfix stats
  kbfix stats --format json | jq .years

";

/// Show what is in the index, on one screen.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Stats {
    /// How to show it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

impl Stats {
    /// Counts and shows.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let stats = open::index(context)?.stats()?;
        self.show(&stats, context)
    }

    fn show(&self, stats: &Counted, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        match self.format {
            Format::Json => json::write_document(&mut context.out, stats)?,
            Format::Text => {
                let columns = context.out.width();
                context.out.print(&stats::render(stats, columns))?;
            }
        }
        Ok(Outcome::any(stats.articles > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::context::capture;
    use crate::output::{sample, terminal::Terminal};

    #[test]
    fn json_has_the_fields_of_the_struct() {
        let verb = Stats { format: Format::Json };
        let (out, ..) = capture(Terminal::PIPE, |context| verb.show(&sample::stats(), context));
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(json["years"]["1998"], 2_100);
        assert_eq!(json["products"][2], serde_json::json!(["Microsoft Word", 812]));
    }
}
