//! Which later build takes the place of which.
//!
//! Fixes are cumulative, with rare exceptions, as Microsoft said itself (Q161020): a later build of a file from the
//! same sources has the earlier fixes. So the question is only what is later, and from the same sources:
//!
//! - Builds must share platform, variant and product line, and each must have just one line.
//! - Two versions that differ in one number alone (4.0.1381.7092 and 4.0.1381.7109, 5.5.2402.0 and 5.5.2445.0) are of one
//!   branch; there the higher is the later, which is strong evidence.
//! - Versions of different branches say nothing by themselves: 5.5.2448.8, a fix for a service pack, was made after
//!   5.5.2502.0. With a later date too it is likely.
//! - Where a version is missing, a later date makes it likely, never more: a fix for an old service pack may have been built
//!   after one for a new one. A size that is another by more than a third speaks for another file.
//! - Where version and date contradict each other, nothing is said.

use super::build::ZONES;
use super::{Build, Evidence, Strength, Superseded};
use crate::article::Version;

/// Finds for each build the next one that takes its place.
pub fn link(builds: &mut [Build]) {
    let next: Vec<Option<Superseded>> = (0..builds.len()).map(|at| next(builds, at)).collect();
    for (build, next) in builds.iter_mut().zip(next) {
        build.superseded_by = next;
    }
    let newest: Vec<Option<usize>> = (0..builds.len()).map(|at| last(builds, at)).collect();
    for (build, newest) in builds.iter_mut().zip(newest) {
        build.newest = newest;
    }
}

/// The last build of the chain that begins at one.
fn last(builds: &[Build], from: usize) -> Option<usize> {
    let step = |at: &usize| builds[*at].superseded_by.as_ref().map(|next| next.build);
    // A chain is no longer than the list.
    std::iter::successors(step(&from), step).take(builds.len()).last()
}

/// Of the builds that take the place of one those with the strongest evidence, and of these the earliest.
fn next(builds: &[Build], of: usize) -> Option<Superseded> {
    let claims = (0..builds.len()).filter_map(|by| claim(builds, of, by));
    claims.reduce(|best, other| {
        let earlier = is_earlier(&builds[other.build], &builds[best.build]);
        let better = other.strength > best.strength || (other.strength == best.strength && earlier);
        if better { other } else { best }
    })
}

fn is_earlier(a: &Build, b: &Build) -> bool {
    match (&a.version_number, &b.version_number) {
        (Some(a), Some(b)) if a != b => a < b,
        _ => a.moment() < b.moment(),
    }
}

/// That one build takes the place of another, if that can be said.
fn claim(builds: &[Build], of: usize, by: usize) -> Option<Superseded> {
    let (old, new) = (&builds[of], &builds[by]);
    let comparable = [old, new].iter().all(|build| build.uncompared.is_none());
    if of == by || !comparable || old.key() != new.key() {
        return None;
    }
    let (by_what, strength) = evidence(old, new)?;
    Some(Superseded {
        build: by,
        articles: new.articles.iter().map(|article| article.id).collect(),
        by: by_what,
        strength,
        because: because(old, new, by_what),
    })
}

fn evidence(old: &Build, new: &Build) -> Option<(Evidence, Strength)> {
    let order = later(old, new);
    match (&old.version_number, &new.version_number) {
        (Some(a), Some(b)) if a < b && order != Some(Later::No) => match order {
            _ if is_one_branch(a, b) => Some((Evidence::Version, Strength::Strong)),
            Some(Later::Yes) => Some((Evidence::VersionAndDate, Strength::Likely)),
            _ => None,
        },
        (Some(_), Some(_)) => None,
        _ => (order == Some(Later::Yes) && is_near_in_size(old, new))
            .then_some((Evidence::Date, Strength::Likely)),
    }
}

/// Whether two versions differ in one number alone.
fn is_one_branch(a: &Version, b: &Version) -> bool {
    let length = a.0.len().max(b.0.len());
    let number = |version: &Version, at: usize| version.0.get(at).copied().unwrap_or(0);
    (0..length).filter(|&at| number(a, at) != number(b, at)).count() == 1
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Later {
    Yes,
    /// By less than time zones make.
    Unsure,
    No,
}

/// Whether the new build was made later, where both are dated.
fn later(old: &Build, new: &Build) -> Option<Later> {
    let (old, new) = old.moment().zip(new.moment())?;
    Some(if new.0 - old.1 > ZONES {
        Later::Yes
    } else if old.0 - new.1 > ZONES {
        Later::No
    } else {
        Later::Unsure
    })
}

fn is_near_in_size(a: &Build, b: &Build) -> bool {
    let Some((a, b)) = a.size.zip(b.size) else { return true };
    a.max(b) * 3 <= a.min(b) * 4
}

fn because(old: &Build, new: &Build, by: Evidence) -> String {
    let version = |build: &Build| build.version.clone().unwrap_or_default();
    let date = |build: &Build| build.date.map(|date| date.to_string()).unwrap_or_default();
    let versions = || format!("version {} is higher than {}", version(new), version(old));
    let dates = || format!("{} is later than {}", date(new), date(old));
    match by {
        Evidence::Version => versions(),
        Evidence::VersionAndDate => format!("{}, and {}", versions(), dates()),
        Evidence::Date => dates(),
    }
}
