use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::{CliError, Context, Outcome, RecordFormat};
use crate::article::Article;
use crate::output::{Output, file, json::Records};

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

    /// File to write, in one step at the end [default: standard output].
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

impl Export {
    /// Streams the records, ordered by number.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        let index = context.index.clone();
        self.write(context, &mut |each| read_each(&index, each))
    }

    /// `read` hands every article to the function it is given.
    fn write(&self, context: &mut Context<'_>, read: &mut Read<'_>) -> Result<Outcome, CliError> {
        let count = match &self.output {
            Some(path) if path != Path::new("-") => self.write_file(path, read)?,
            _ => self.write_records(&mut context.out, read)?,
        };
        Ok(Outcome::any(count > 0))
    }

    fn write_file(&self, path: &Path, read: &mut Read<'_>) -> Result<u64, CliError> {
        match file::replace(path, |out| self.write_records(out, read)) {
            Err(CliError::Write(error)) => {
                let doing = format!("cannot write {}", path.display());
                Err(CliError::new(doing, &error))
            }
            result => result,
        }
    }

    fn write_records(&self, out: &mut Output<'_>, read: &mut Read<'_>) -> Result<u64, CliError> {
        let mut records = Records::new(out, self.format.into());
        read(&mut |article| Ok(records.write(article)?))?;
        Ok(records.finish()?)
    }
}

/// Takes one article.
type Each<'a> = dyn FnMut(&Article) -> Result<(), CliError> + 'a;

/// Hands out all articles.
type Read<'a> = dyn FnMut(&mut Each<'_>) -> Result<(), CliError> + 'a;

/// Not yet: hands over every article of the index in `index`, ordered by number.
fn read_each(index: &Path, _each: &mut Each<'_>) -> Result<(), CliError> {
    Err(super::not_connected(index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::context::capture;
    use crate::output::{sample, terminal::Terminal};

    fn export(output: Option<&Path>, articles: usize) -> (String, String, Outcome) {
        let verb = Export {
            format: RecordFormat::Json,
            output: output.map(Path::to_owned),
        };
        capture(Terminal::PIPE, |context| {
            verb.write(context, &mut |each| {
                (0..articles).try_for_each(|_| each(&sample::article()))
            })
        })
    }

    #[test]
    fn an_export_is_read_back_as_it_was() {
        let (out, _, outcome) = export(None, 2);
        let articles: Vec<Article> = serde_json::from_str(&out).unwrap();
        assert_eq!(articles, [sample::article(), sample::article()]);
        assert_eq!(outcome, Outcome::Found);
        assert_eq!(
            export(None, 0),
            ("[]\n".to_owned(), String::new(), Outcome::NothingFound)
        );
    }

    #[test]
    fn a_file_gets_what_stdout_would() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("articles.json");
        assert_eq!(export(Some(&path), 2).0, "");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), export(None, 2).0);

        let (_, err, outcome) = export(Some(&folder.path().join("no/such/folder")), 1);
        assert!(err.starts_with("error: cannot write "), "{err}");
        assert_eq!(outcome, Outcome::Failed);
    }
}
