use clap::Args;

use super::CliError;
#[cfg(feature = "completions")]
use super::completions;
use crate::{article::Period, query::Part, search::Filters};

/// The flags that leave out articles.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct Narrow {
    /// Only articles about this product.
    ///
    /// A short name will do (`nt4`); a note says which products it means, and `kbfix vocabulary` lists all. `=` before
    /// it asks for the very name that --facets shows. Given more than once, any of them will do; so with versions,
    /// keywords, types and parts.
    #[arg(long, value_name = "NAME")]
    #[cfg_attr(feature = "completions", arg(add = completions::products()))]
    product: Vec<String>,

    /// Only articles about this version (`4.0`, `4.0sp3`), or one of a range (`4.0sp3..4.0sp6`, `..3.51`); with
    /// --product it is the version of that product.
    #[arg(long, value_name = "VERSION")]
    version: Vec<String>,

    /// Only articles with this keyword (`kbnetwork`).
    #[arg(long, value_name = "KEYWORD")]
    #[cfg_attr(feature = "completions", arg(add = completions::keywords()))]
    keyword: Vec<String>,

    /// Only articles of this type (`bug`, `fix`, `howto`).
    #[arg(long = "type", value_name = "TYPE")]
    #[cfg_attr(feature = "completions", arg(add = completions::types()))]
    kind: Vec<String>,

    /// Only articles that have this part (`fix-files`).
    #[arg(long, value_name = "PART", value_parser = Part::named)]
    #[cfg_attr(feature = "completions", arg(add = completions::parts()))]
    has: Vec<Part>,

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
        let Self { product: products, version: versions, keyword: keywords, kind: types, has: parts, .. } =
            self;
        let filters = Filters { products, versions, keywords, types, parts, since: None, until: None };
        filters.within(self.since, self.until).map_err(|wrong| {
            CliError::new("cannot search", &wrong)
                .try_instead("give --since the earlier date and --until the later one")
        })
    }
}
