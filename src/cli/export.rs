use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::{CliError, Context, Outcome, RecordFormat, open};
use crate::{
    index::{Address, Index},
    output::{
        Output, file,
        json::{self, Records},
    },
    stream,
};

const EXAMPLES: &str = "\
Examples:
  kbfix export --output articles.jsonl
  kbfix export | jq -r 'select(.disposition == \"fixed\") | .id'

";

/// Write all records of the index as JSON.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Export {
    /// How to write records.
    #[arg(long, value_enum, default_value_t = RecordFormat::Jsonl)]
    format: RecordFormat,

    /// File to write [default: standard output].
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

impl Export {
    /// Streams the records, ordered by number.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let index = open::index(context)?;
        let count = match &self.output {
            Some(path) if path != Path::new("-") => self.write_file(path, &index)?,
            _ => self.write_records(&mut context.out, &index)?,
        };
        Ok(Outcome::any(count > 0))
    }

    fn write_file(&self, path: &Path, index: &Index) -> Result<u64, CliError> {
        match file::replace(path, |out| self.write_records(out, index)) {
            Err(CliError::Write(error)) => {
                let doing = format!("cannot write {}", path.display());
                Err(CliError::new(doing, &error))
            }
            result => result,
        }
    }

    fn write_records(&self, out: &mut Output<'_>, index: &Index) -> Result<u64, CliError> {
        let mut records = Records::new(out, self.format.into());
        stream::in_order(
            index.addresses()?,
            |(_, address)| record(index, address),
            |json| Ok::<_, CliError>(records.write_json(&json?)?),
        )?;
        Ok(records.finish()?)
    }
}

/// The record at an address as JSON.
fn record(index: &Index, address: Address) -> Result<Vec<u8>, CliError> {
    let article = index.article_at(address)?;
    let mut line = Vec::with_capacity(4096);
    json::to_line(&mut line, &article)?;
    Ok(line)
}
