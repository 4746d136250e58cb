//! The record that everybody shares: one Knowledge Base article, whichever format it was read from.
//!
//! The field names and their order are the contract of `SCHEMA.md`; every JSON that kbfix prints is
//! this struct, serialised. No I/O and no grammar here.

mod architecture;
mod error_number;
mod id;
mod provenance;
mod version;

pub use architecture::Architecture;
pub use error_number::{ErrorKind, ErrorNumber};
pub use id::{ArticleId, NotAnId};
pub use jiff::civil::Date;
pub use provenance::{Origin, Provenance};
pub use version::{NotAVersion, Version};

use serde::{Deserialize, Serialize};

/// One article. Lists are in the order of the article and empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    pub id: ArticleId,
    pub title: String,
    /// The title's tag: `BUG`, `FIX`, `PRB`, `HOWTO`, `XADM` …
    pub article_type: Option<String>,
    pub modified: Option<Date>,
    /// The head's product; `See article` is `None`.
    pub product: Option<String>,
    /// The bracketed code of a DOCUMENT head, lower case (`winnt`); pages have none.
    pub product_code: Option<String>,
    pub versions: Vec<VersionGroup>,
    pub operating_systems: Vec<String>,
    pub keywords: Vec<String>,
    pub technology: Vec<String>,
    pub hardware: Vec<String>,
    pub query_words: Vec<String>,
    pub issue_type: Option<String>,
    pub solution_type: Option<String>,
    pub component: Option<String>,
    pub applies_to: Vec<AppliesTo>,
    pub summary: Option<String>,
    pub symptoms: Option<String>,
    pub cause: Option<String>,
    pub resolution: Option<String>,
    pub workaround: Option<String>,
    pub status: Option<String>,
    pub more_information: Option<String>,
    pub references_text: Option<String>,
    /// Body text before the first heading, or the whole body where there is none.
    pub body: Option<String>,
    pub other_sections: Vec<OtherSection>,
    pub fix_files: Vec<FixFile>,
    /// Releases that the article says correct the problem, verbatim.
    pub fixed_in: Vec<String>,
    pub disposition: Option<Disposition>,
    /// Other articles, in order of first mention.
    pub references: Vec<ArticleId>,
    /// Hexadecimal error, stop and status codes as printed.
    pub error_codes: Vec<String>,
    /// Errors by number, whatever system numbers them.
    pub errors: Vec<ErrorNumber>,
    /// Error messages that the article quotes, without their quotation marks.
    pub error_messages: Vec<String>,
    pub urls: Vec<String>,
    pub registry_keys: Vec<String>,
    pub source: Vec<Source>,
}

/// A group of the head's version field: `winnt:4.0,4.0 SP1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionGroup {
    pub platform: Option<String>,
    pub versions: Vec<String>,
}

/// A bullet of "The information in this article applies to:".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliesTo {
    pub product: String,
    pub versions: Vec<String>,
    pub relation: Option<Relation>,
    pub hosts: Vec<Host>,
}

/// How a product stands to the hosts nested below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    UsedWith,
    IncludedWith,
    OnPlatforms,
}

/// A nested bullet of the applies-to block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    pub kind: HostKind,
    pub product: String,
    pub versions: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostKind {
    Product,
    OperatingSystem,
    Hardware,
}

/// A section under a heading that is not one of the eight standard ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherSection {
    pub heading: String,
    pub text: String,
}

/// A file that the article gives as (part of) a fix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixFile {
    /// Verbatim case, no folder.
    pub name: String,
    pub path: Option<String>,
    pub version: Option<String>,
    /// The version as numbers, to compare by.
    pub version_number: Option<Version>,
    pub date: Option<Date>,
    /// 24-hour `HH:MM`, or `HH:MM:SS` where seconds are printed.
    pub time: Option<String>,
    /// Bytes; a size in KB or MB alone is `None`.
    pub size: Option<u64>,
    pub platform: Option<String>,
    /// The processor that the platform names, to compare by.
    pub architecture: Option<Architecture>,
    /// The nearest sub-heading above the row.
    pub context: Option<String>,
}

/// What Microsoft said of the problem; declared from the strongest to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    Fixed,
    Confirmed,
    ByDesign,
    Researching,
}

/// A file that the record was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Relative to the folder that was given.
    pub path: String,
    pub format: Format,
}

/// The two envelopes an article survives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Raw `DOCUMENT:` text.
    Document,
    /// A Jekyll page.
    Jekyll,
}
