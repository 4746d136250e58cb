//! Which fixes an old system lacks: its files, held against every build that the archive knows.
//!
//! Nothing is written and no link is followed. Of each file whose name the archive knows it is read what the file says of
//! itself ([`binary`]), or what a listing says of it ([`list`]); then each build of that name gives a verdict ([`judge`]):
//!
//! - **has the fix**: it is that build;
//! - **newer**: it was made from that build, or later;
//! - **older than the fix**: it was made before;
//! - **cannot tell**.
//!
//! How strong a verdict is depends on what it rests on:
//!
//! | evidence | strength |
//! |---|---|
//! | versions, one made from the other, or equal with nothing against it | strong |
//! | versions of different branches, the dates agree with their order | likely |
//! | equal versions, but another size or another date (a language of its own, a copy that lost its date) | likely |
//! | date and size, where a version is missing | likely |
//! | size alone, contradicting evidence, dates within the reach of time zones | none: cannot tell |
//!
//! What must agree before anything is compared: the processor, by the file's header; the product line, by the file's own
//! version (4.0.1381.7x is Windows NT 4.0, 4.0.1381.33x its Terminal Server, 5.5 Exchange 5.5), so that a Tcpip.sys of NT
//! 3.51 is never held against one of NT 4.0; and builds whose articles do not say what they are for can only be recognised,
//! never be older or newer.
//!
//! Dates are read with care. FAT and NTFS disagree by hours of summer time and time zones, articles give local times of
//! several places, and so the same minute up to 14 hours away is the same moment where the size is the same too. A file that
//! was copied without its date has one that no system of those years has; then the link time in a PE header stands in.

pub mod binary;
pub mod judge;
pub mod known;
pub mod list;
pub mod severity;
pub mod summary;
pub mod walk;

use jiff::civil::DateTime;
use serde::Serialize;

use crate::article::{Architecture, Version};
use crate::search::files::Lines;
use binary::Format;
use judge::Verdict;
pub use known::Known;
pub use list::NotAListing;
pub use summary::{Finding, Status, Summary};
pub use walk::scan;

/// A file as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct File {
    /// Relative to the path that was given, with `/`; of a listing as that has it.
    pub path: String,
    /// Bytes.
    pub size: Option<u64>,
    /// As the file system has it, or the listing.
    pub modified: Option<DateTime>,
    /// Whether only the day of `modified` is known.
    #[serde(skip)]
    pub is_day: bool,
    pub format: Option<Format>,
    pub architecture: Option<Architecture>,
    /// The processor as its number in the header, where the archive knows no files for it.
    pub machine: Option<u16>,
    pub version: Option<Version>,
    /// When a PE was linked, in universal time.
    pub linked: Option<DateTime>,
    /// A build for finding faults, which has other sizes and dates than that for everybody.
    pub is_debug: bool,
    /// The name in the version block, where it is not that of the file.
    pub original_name: Option<String>,
    /// What does not hold together in it.
    pub damage: Option<String>,
}

/// A file that the archive knows, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    pub file: File,
    /// Where its history stands in [`Known::histories`].
    pub history: usize,
    /// The product lines it may belong to.
    pub lines: Lines,
    /// A verdict for each build that is for its processor and product.
    pub verdicts: Vec<Verdict>,
    /// Builds that are for another processor, and for another product.
    pub other_platform: u32,
    pub other_product: u32,
}

/// All that a scan found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scan {
    /// Files that were looked at, by name at least.
    pub files: u64,
    /// In order of path.
    pub examined: Vec<Examined>,
    /// Files under a short name (`TCPIP~1.SYS`) that may be one of the archive, or not.
    pub short_names: Vec<String>,
    /// Compressed files of installation media (`TCPIP.SY_`), which are not looked into.
    pub compressed: u64,
    /// Known files in the folders in which updates keep what they have replaced: they are meant to be old.
    pub backups: u64,
    /// Files, folders and lines that could not be read.
    pub problems: Vec<Problem>,
}

/// What could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    pub path: String,
    pub message: String,
}
