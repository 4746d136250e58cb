use clap::{Args, ValueEnum};

use super::{CliError, Context, Outcome, open};
use crate::output::{builds, json, sheet};
use crate::search::files::{Files, Pick, files};

const EXAMPLES: &str = "\
Examples:
  kbfix file tcpip.sys                         every build, and which takes the place of which
  kbfix file store.exe --product 'exchange 5.5'
  kbfix file 'tcp*.sys' --platform alpha
  kbfix file user32.dll --format json | jq '.files[].builds[].superseded_by.because'

";

const AFTER: &str = "\
Builds are compared only within one product line (Windows NT 4.0, its Terminal Server, Exchange Server 5.5 …), one
platform and one variant. A number in `Replaced by` is the article of the next build, as the versions say; with a
question mark it is only likely, as the dates say. Where articles do not say what a build is for, or contradict
themselves, it is compared with none, and the reason stands in parentheses.";

/// List every build of a file that the archive knows, and which later one takes the place of which.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub struct File {
    /// Name of the file, case aside; `*` stands for any letters, `?` for one.
    #[arg(value_name = "NAME")]
    name: String,

    /// Only builds for this processor or system: x86, alpha, mips, ppc, 'Windows 95'; more than once for any of them.
    #[arg(long, value_name = "NAME")]
    platform: Vec<String>,

    /// Only builds for this product; a short name will do (`nt4`). More than once for any of them.
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,

    /// How to show them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: files, their builds, the articles of each
    Json,
    /// A row for each build and article
    Csv,
}

impl File {
    /// Asks the index and shows its answer.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let index = open::index(context)?;
        let pick = Pick { platforms: self.platform, products: self.product };
        show(&files(&index, &self.name, &pick)?, self.format, context)
    }
}

fn show(files: &Files, format: Format, context: &mut Context<'_>) -> Result<Outcome, CliError> {
    let columns = context.out.width();
    match format {
        Format::Json => json::write_document(&mut context.out, files)?,
        Format::Csv => {
            let terminal = context.out.terminal();
            sheet::write(&mut context.out, terminal, &builds::COLUMNS, builds::records(files))?;
        }
        Format::Text if files.files.is_empty() => context.err.print(&builds::render_nothing(files))?,
        Format::Text => context.out.page(&builds::render(files, columns))?,
    }
    Ok(Outcome::any(!files.files.is_empty()))
}
