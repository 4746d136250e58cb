use clap::Args;

use super::CliError;
use crate::{article::Period, search::Filters};

/// The flags that leave out articles.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct Narrow {
    /// Only articles about this product.
    ///
    /// Given more than once, any of them will do; so with versions and keywords.
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,

    /// Only articles about this version (`4.0`, `4.0 SP3`).
    #[arg(long, value_name = "VERSION")]
    version: Vec<String>,

    /// Only articles with this keyword (`kbnetwork`).
    #[arg(long, value_name = "KEYWORD")]
    keyword: Vec<String>,

    /// Only articles last modified then or later: 1998, 1998-05 or 1998-05-26.
    #[arg(long, value_name = "DATE")]
    since: Option<Period>,

    /// Only articles last modified then or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<Period>,
}

impl Narrow {
    /// The filters of a request.
    pub fn into_filters(self) -> Result<Filters, CliError> {
        let (since, until) = (self.since.map(|period| period.first), self.until.map(|period| period.last));
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            let wrong = format!("no day is after {since} and before {until}");
            return Err(CliError::new("cannot search", &wrong)
                .try_instead("give --since the earlier date and --until the later one"));
        }
        let Self { product: products, version: versions, keyword: keywords, .. } = self;
        Ok(Filters { products, versions, keywords, since, until })
    }

    /// The filters as flags, to be named where nothing is found.
    pub fn as_typed(&self) -> Vec<String> {
        let lists = [("product", &self.product), ("version", &self.version), ("keyword", &self.keyword)];
        let lists = lists.into_iter().filter(|(_, values)| !values.is_empty());
        let mut flags: Vec<String> = lists.map(|(name, _)| format!("--{name}")).collect();
        flags.extend(self.since.map(|_| "--since".to_owned()));
        flags.extend(self.until.map(|_| "--until".to_owned()));
        flags
    }
}
