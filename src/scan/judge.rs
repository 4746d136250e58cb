//! The verdict of one build on one file. The head of [`crate::scan`] says what it rests on.

use jiff::civil::DateTime;
use serde::Serialize;
use strum::IntoStaticStr;

use super::{Examined, File, Known};
use crate::article::{Architecture, Version};
use crate::index::document::days;
use crate::search::files::{Build, Lines, Strength, ZONES, narrowed, precedes};

/// What a build says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Where the build stands in its history.
    pub build: u32,
    pub answer: Answer,
    /// Of all but [`Answer::CannotTell`].
    pub strength: Option<Strength>,
    pub reason: Reason,
}

/// How a file stands to a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Answer {
    HasTheFix,
    Newer,
    OlderThanTheFix,
    CannotTell,
}

/// What it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The versions, and nothing is against them.
    Version,
    /// The versions are equal, but the sizes are not.
    VersionNotSize,
    /// The versions say so, but the dates say otherwise.
    VersionNotDate,
    /// Versions of different branches, in the order of the dates.
    VersionAndDate,
    /// Date and size are the same.
    DateAndSize,
    /// The dates; a version is missing.
    Date,
    /// Versions, dates and sizes contradict each other.
    Contradiction,
    /// Versions of different branches, and no dates that would decide.
    OtherBranch,
    /// There is too little to compare.
    TooLittle,
    /// The sizes are so different that they must be different files.
    OtherSize,
    /// It is a build for finding faults.
    DebugBuild,
    /// The file may be of several products.
    ProductNotKnown,
    /// The articles do not say what the build is for.
    BuildNotPlaced,
}

/// Holds a file against all builds of its name.
pub fn examine(known: &Known, history: usize, file: File) -> Examined {
    let builds = &known.histories[history].builds;
    let lines = lines(builds, &file, known);
    let mut examined =
        Examined { file, history, lines, verdicts: Vec::new(), other_platform: 0, other_product: 0 };
    for (at, build) in (0..).zip(builds) {
        if is_for_other_platform(&examined.file, build) {
            examined.other_platform += 1;
        } else if is_for_other_product(&examined.lines, build) {
            examined.other_product += 1;
        } else {
            let sure = examined.lines.len() == 1;
            examined.verdicts.push(Verdict { build: at, ..judge(&examined.file, build, sure) });
        }
    }
    examined.verdicts.shrink_to_fit();
    examined
}

/// The product lines that a file may be of: that of a build that it is recognised as; else those of all builds of its
/// name, narrowed by its version.
fn lines(builds: &[Build], file: &File, known: &Known) -> Lines {
    let recognised = builds.iter().filter(|build| is_recognised(file, build));
    let mut all: Lines = recognised.filter_map(|build| build.product_line.clone()).collect();
    if all.len() != 1 {
        all = builds.iter().flat_map(|build| &build.product_lines).cloned().collect();
    }
    // A version of a system that no article gives builds for leaves none.
    let version = file.version.as_ref().map(|own| as_printed(own, 3));
    let mut lines = narrowed(&all, None, version.as_ref()).unwrap_or_default();
    known.products.narrow(&mut lines);
    lines
}

/// Whether size and minute are those of a build, which no other has.
fn is_recognised(file: &File, build: &Build) -> bool {
    let plausible = file.modified.is_some_and(|time| YEARS.contains(&time.year()));
    let timed = build.time.is_some() && !file.is_day && plausible;
    let same_size = file.size.is_some() && file.size == build.size;
    timed && same_size && made(file, build) == Some(Made::Then)
}

fn is_for_other_platform(file: &File, build: &Build) -> bool {
    let unknown = file.machine.is_some() && build.architecture.is_some();
    let other = file.architecture.zip(build.architecture).is_some_and(|(file, build)| file != build);
    // A platform that is no processor stands for PCs.
    let only_x86 = build.architecture.is_none() && build.platform.is_some();
    other || unknown || only_x86 && file.architecture.is_some_and(|one| one != Architecture::X86)
}

fn is_for_other_product(lines: &Lines, build: &Build) -> bool {
    // A build of no known product may still be recognised, unless the file is of none that was asked for.
    (lines.is_empty() || !build.product_lines.is_empty()) && lines.is_disjoint(&build.product_lines)
}

/// The verdict, without the build's place.
fn judge(file: &File, build: &Build, is_line_sure: bool) -> Verdict {
    let verdict = compare(file, build);
    let is_it = verdict.answer == Answer::HasTheFix;
    match verdict.answer {
        Answer::CannotTell => verdict,
        _ if file.is_debug && verdict.reason != Reason::Version => cannot_tell(Reason::DebugBuild),
        // The build itself is recognised whatever it is for.
        _ if build.uncompared.is_some() && !is_it => cannot_tell(Reason::BuildNotPlaced),
        _ if !is_line_sure && !is_it => cannot_tell(Reason::ProductNotKnown),
        _ => verdict,
    }
}

fn verdict(answer: Answer, strength: Strength, reason: Reason) -> Verdict {
    Verdict { build: 0, answer, strength: Some(strength), reason }
}

fn cannot_tell(reason: Reason) -> Verdict {
    Verdict { build: 0, answer: Answer::CannotTell, strength: None, reason }
}

fn compare(file: &File, build: &Build) -> Verdict {
    let made = made(file, build);
    let fix = build.version_number.as_ref();
    let own = file.version.as_ref().map(|own| as_printed(own, fix.map_or(4, |fix| fix.0.len())));
    match (&own, fix) {
        (Some(own), Some(fix)) if own == fix => same_version(file, build, made),
        (Some(own), Some(fix)) => other_version(own, fix, made),
        _ => without_version(file, build, made),
    }
}

/// A version block has four numbers; what Windows 95 and 98 print as 4.00.950 and 4.10.2222 is 4.0.0.950 and 4.10.0.2222
/// there.
fn as_printed(own: &Version, parts: usize) -> Version {
    match *own.0.as_slice() {
        [major, minor, 0, build] if parts == 3 && build > 0 => Version(vec![major, minor, build]),
        _ => own.clone(),
    }
}

/// When a file was made, seen from a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    Before,
    /// At the same minute, in whatever time zone; on the same day, where minutes are not known.
    Then,
    /// Within the reach of time zones, but at another minute.
    Near,
    After,
}

/// Equal versions: one thing against it makes it likely only, two contradict it.
fn same_version(file: &File, build: &Build, made: Option<Made>) -> Verdict {
    let other_size = both(file.size, build.size).is_some_and(|(a, b)| a != b);
    let other_date = matches!(made, Some(Made::Before | Made::After));
    match (other_size, other_date) {
        (false, false) => verdict(Answer::HasTheFix, Strength::Strong, Reason::Version),
        (true, false) => verdict(Answer::HasTheFix, Strength::Likely, Reason::VersionNotSize),
        (false, true) => verdict(Answer::HasTheFix, Strength::Likely, Reason::VersionNotDate),
        (true, true) => cannot_tell(Reason::Contradiction),
    }
}

fn other_version(own: &Version, fix: &Version, made: Option<Made>) -> Verdict {
    let (older, newer) = (Answer::OlderThanTheFix, Answer::Newer);
    match made {
        Some(Made::After) if precedes(own, fix) => verdict(older, Strength::Likely, Reason::VersionNotDate),
        Some(Made::Before) if precedes(fix, own) => verdict(newer, Strength::Likely, Reason::VersionNotDate),
        _ if precedes(own, fix) => verdict(older, Strength::Strong, Reason::Version),
        _ if precedes(fix, own) => verdict(newer, Strength::Strong, Reason::Version),
        Some(Made::Before) if own < fix => verdict(older, Strength::Likely, Reason::VersionAndDate),
        Some(Made::After) if own > fix => verdict(newer, Strength::Likely, Reason::VersionAndDate),
        Some(Made::Before | Made::After) => cannot_tell(Reason::Contradiction),
        _ => cannot_tell(Reason::OtherBranch),
    }
}

fn without_version(file: &File, build: &Build, made: Option<Made>) -> Verdict {
    let sizes = both(file.size, build.size);
    let same_size = sizes.is_some_and(|(a, b)| a == b);
    let far_size = sizes.is_some_and(|(a, b)| a.max(b) * 3 > a.min(b) * 4);
    match made {
        Some(Made::Then) if same_size => verdict(Answer::HasTheFix, Strength::Likely, Reason::DateAndSize),
        _ if far_size => cannot_tell(Reason::OtherSize),
        Some(Made::Before) => verdict(Answer::OlderThanTheFix, Strength::Likely, Reason::Date),
        Some(Made::After) => verdict(Answer::Newer, Strength::Likely, Reason::Date),
        Some(Made::Then) if sizes.is_some() => cannot_tell(Reason::Contradiction),
        Some(Made::Then | Made::Near) | None => cannot_tell(Reason::TooLittle),
    }
}

fn both<T>(a: Option<T>, b: Option<T>) -> Option<(T, T)> {
    a.zip(b)
}

/// Years that a file of these systems can have been made in; any other date is that of a copy.
const YEARS: std::ops::RangeInclusive<i16> = 1985..=2004;

/// Minutes by which the time of linking may differ from that of the file: it is made when all is linked, and signed.
const LINKED: i64 = 3 * 24 * 60;

impl File {
    /// The day that counts as that on which it was made: that of the file, or else of its link.
    pub fn made_on(&self) -> Option<jiff::civil::Date> {
        let plausible = |time: &DateTime| YEARS.contains(&time.year());
        self.modified.filter(plausible).or(self.linked.filter(plausible)).map(DateTime::date)
    }
}

/// Compares when both were made, where that is known.
fn made(file: &File, build: &Build) -> Option<Made> {
    let (from, to) = build.moment()?;
    let plausible = |time: &DateTime| YEARS.contains(&time.year());
    let (moment, slack, coarse) = match file.modified.filter(plausible) {
        Some(modified) if file.is_day => (modified, ZONES + 24 * 60, true),
        Some(modified) => (modified, ZONES, from != to),
        None => (file.linked.filter(plausible)?, LINKED, true),
    };
    let at = days(moment.date()) * 24 * 60 + i64::from(moment.hour()) * 60 + i64::from(moment.minute());
    // The file system keeps every other second, and a copy may round up.
    let same_minute = matches!((at - from).rem_euclid(60), 0 | 1 | 59);
    Some(match () {
        () if at < from - slack => Made::Before,
        () if at > to + slack => Made::After,
        () if coarse || same_minute => Made::Then,
        () => Made::Near,
    })
}
