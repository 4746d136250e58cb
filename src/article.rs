//! The record that everybody shares: one Knowledge Base article, whichever format it was read from.
//!
//! The field names and their order are the contract of the handbook (reference/json.md); every JSON that kbfix prints is
//! this struct, serialised. No I/O and no grammar here.

mod architecture;
mod error_number;
mod id;
pub mod line;
mod period;
mod product_version;
mod provenance;
mod schema;
mod types;
mod version;

pub use architecture::Architecture;
pub use error_number::{ErrorKind, ErrorNumber};
pub use id::{ArticleId, NotAnId};
pub use jiff::civil::Date;
pub use period::{NotADate, Period};
pub use product_version::{NotAProductVersion, ProductVersion};
pub use provenance::{Origin, Provenance};
pub use schema::schema;
pub use types::type_name;
pub use version::{NotAVersion, Version};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One article. Lists are in the order of the article and empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// The article's number, `Q193829`.
    pub id: ArticleId,
    /// Without HTML entities.
    pub title: String,
    /// The title's tag: `BUG`, `FIX`, `PRB`, `HOWTO`, `XADM` …
    pub article_type: Option<String>,
    /// The day of the last change.
    pub modified: Option<Date>,
    /// The head's product; `See article` is none.
    pub product: Option<String>,
    /// The bracketed code of a DOCUMENT head, lower case (`winnt`); pages have none.
    pub product_code: Option<String>,
    /// The head's version field, a group for each platform.
    pub versions: Vec<VersionGroup>,
    /// The head's operating systems.
    pub operating_systems: Vec<String>,
    /// Of the head and the trailer (`kbnetwork`).
    pub keywords: Vec<String>,
    /// The trailer's technology words (`kbwinnt400`).
    pub technology: Vec<String>,
    /// The trailer's hardware words (`x86`).
    pub hardware: Vec<String>,
    /// Words that were put there to be found.
    pub query_words: Vec<String>,
    /// The trailer's issue type (`kbbug`).
    pub issue_type: Option<String>,
    /// The trailer's solution type (`kbfix`).
    pub solution_type: Option<String>,
    /// The trailer's component.
    pub component: Option<String>,
    /// The bullets of "The information in this article applies to:".
    pub applies_to: Vec<AppliesTo>,
    /// The section SUMMARY, dedented; a heading that comes twice is joined by a blank line.
    pub summary: Option<String>,
    /// The section SYMPTOMS, or the question.
    pub symptoms: Option<String>,
    /// The section CAUSE.
    pub cause: Option<String>,
    /// The section RESOLUTION, or the response.
    pub resolution: Option<String>,
    /// The section WORKAROUND.
    pub workaround: Option<String>,
    /// The section STATUS.
    pub status: Option<String>,
    /// The section MORE INFORMATION.
    pub more_information: Option<String>,
    /// The section REFERENCES.
    pub references_text: Option<String>,
    /// Body text before the first heading, or the whole body where there is none.
    pub body: Option<String>,
    /// Text under any other underlined heading.
    pub other_sections: Vec<OtherSection>,
    /// Files that are (part of) the fix.
    pub fix_files: Vec<FixFile>,
    /// Releases that the article says correct the problem, verbatim.
    pub fixed_in: Vec<String>,
    /// What Microsoft said of the problem.
    pub disposition: Option<Disposition>,
    /// Other articles, in order of first mention.
    pub references: Vec<ArticleId>,
    /// Hexadecimal error, stop and status codes as printed.
    pub error_codes: Vec<String>,
    /// Errors by number, whatever system numbers them.
    pub errors: Vec<ErrorNumber>,
    /// Error messages that the article quotes, without their quotation marks.
    pub error_messages: Vec<String>,
    /// Addresses: http, https and ftp.
    pub urls: Vec<String>,
    /// Keys of the registry: `HKEY_…\…`.
    pub registry_keys: Vec<String>,
    /// Every file that the record was read from.
    pub source: Vec<Source>,
}

/// A group of the head's version field: `winnt:4.0,4.0 SP1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionGroup {
    /// `WINDOWS`, `winnt`; none where the field names none.
    pub platform: Option<String>,
    /// Verbatim: `4.0 SP1`.
    pub versions: Vec<String>,
}

/// A bullet of "The information in this article applies to:".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppliesTo {
    /// With edition and platform, without versions.
    pub product: String,
    /// Verbatim: `4.0 SP1`.
    pub versions: Vec<String>,
    /// How it stands to the hosts; none where there are none.
    pub relation: Option<Relation>,
    /// What it is used with, included with or runs on.
    pub hosts: Vec<Host>,
}

/// How a product stands to the hosts nested below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    UsedWith,
    IncludedWith,
    OnPlatforms,
}

/// A nested bullet of the applies-to block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Host {
    /// What it is.
    pub kind: HostKind,
    /// With edition and platform, without versions.
    pub product: String,
    /// Verbatim: `4.0 SP1`.
    pub versions: Vec<String>,
}

/// What a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HostKind {
    Product,
    OperatingSystem,
    Hardware,
}

/// A section under a heading that is not one of the eight standard ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OtherSection {
    /// As printed.
    pub heading: String,
    /// Dedented.
    pub text: String,
}

/// A file that the article gives as (part of) a fix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FixFile {
    /// Verbatim case, no folder.
    pub name: String,
    /// The folder in front of the name, or the destination column.
    pub path: Option<String>,
    /// Verbatim; `none`, `N/A` and `-` are none.
    pub version: Option<String>,
    /// The version as numbers, to compare by.
    pub version_number: Option<Version>,
    /// Two-digit years 80 to 99 are 19xx, 00 to 79 are 20xx.
    pub date: Option<Date>,
    /// 24-hour `HH:MM`, or `HH:MM:SS` where seconds are printed.
    #[schemars(regex(pattern = r"^\d\d:\d\d(:\d\d)?$"))]
    pub time: Option<String>,
    /// Bytes; a size in KB or MB alone is none.
    pub size: Option<u64>,
    /// As printed, without parentheses.
    pub platform: Option<String>,
    /// The processor that the platform names, to compare by.
    pub architecture: Option<Architecture>,
    /// The nearest sub-heading above the row.
    pub context: Option<String>,
}

/// What Microsoft said of the problem; declared from the strongest to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    Fixed,
    Confirmed,
    ByDesign,
    Researching,
}

/// A file that the record was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Relative to the folder that was given.
    pub path: String,
    /// Which of the two it is.
    pub format: Format,
}

/// The two envelopes an article survives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Raw `DOCUMENT:` text.
    Document,
    /// A Jekyll page.
    Jekyll,
}
