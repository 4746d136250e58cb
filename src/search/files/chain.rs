//! Which later build takes the place of which.
//!
//! Fixes are cumulative, with rare exceptions, as Microsoft said itself (Q161020): a later build of a file from the
//! same sources has the earlier fixes. So the question is only what is later, and from the same sources:
//!
//! - Builds must share platform, variant and product line, and each must have just one line.
//! - Of a version a.b.c.d the numbers a.b are the product's, c counts what is built day by day, and d the fixes for one
//!   such build ([`precedes`]): 4.0.1381.7092 and then 4.0.1381.7109; 5.5.2402.0, then 5.5.2445.0, and 5.5.2448.8, made from
//!   5.5.2448.0. What a build was made from it has, which is strong evidence.
//! - Versions of different branches say nothing by themselves: 5.5.2448.8, a fix for a service pack, was made after
//!   5.5.2502.0. With a later date too a higher version is likely to have the fix.
//! - Where a version is missing, a later date makes it likely, never more: a fix for an old service pack may have been built
//!   after one for a new one. A size that is another by more than a third speaks for another file.
//! - Where version and date contradict each other, nothing is said.
//! - Where an article gives one version in several sizes (Systems Management Server has one for each group of languages),
//!   versions are no single series: nothing is more than likely there.
//! - Articles of the last years often leave out the platform. Such a build is compared with those of a processor where its
//!   size is within a tenth of theirs (Alpha files are larger by a third and more); what comes of it is never more than likely.

use super::build::{Key, ZONES};
use super::{Build, Evidence, Strength, Superseded, Uncompared};
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
    let (old_key, new_key) = (old.key(), new.key());
    if of == by || !comparable || old_key.source != new_key.source {
        return None;
    }
    let same = old_key.platform == new_key.platform;
    if !same && !is_told_by_size(old, new) {
        return None;
    }
    let (by_what, strength) = evidence(old, new)?;
    let one_series = old.architecture.is_none() || !has_variants(builds, &old_key);
    let strength = if same && one_series { strength } else { Strength::Likely };
    Some(Superseded {
        build: by,
        articles: new.articles.iter().map(|article| article.id).collect(),
        by: by_what,
        strength,
        because: because(old, new, by_what),
    })
}

/// Whether there is one version in several sizes, for one processor.
fn has_variants(builds: &[Build], key: &Key<'_>) -> bool {
    let doubtful =
        |build: &&Build| build.uncompared == Some(Uncompared::SeveralBuilds) && build.key() == *key;
    let doubtful: Vec<&Build> = builds.iter().filter(doubtful).collect();
    let differ = |a: &Build, b: &Build| {
        a.version_number.is_some() && a.version_number == b.version_number && a.size != b.size
    };
    doubtful.iter().any(|a| doubtful.iter().any(|b| differ(a, b)))
}

fn evidence(old: &Build, new: &Build) -> Option<(Evidence, Strength)> {
    let order = later(old, new);
    match (&old.version_number, &new.version_number) {
        (Some(a), Some(b)) if a < b && order != Some(Later::No) => match order {
            _ if precedes(a, b) => Some((Evidence::Version, Strength::Strong)),
            Some(Later::Yes) => Some((Evidence::VersionAndDate, Strength::Likely)),
            _ => None,
        },
        (Some(_), Some(_)) => None,
        _ => (order == Some(Later::Yes) && is_near_in_size(old, new))
            .then_some((Evidence::Date, Strength::Likely)),
    }
}

/// Whether what has version `b` was made from what had the lower version `a`: the next fix of the same build, or anything
/// later than a build that is no fix itself (its last number is 0, in IIS 1).
pub fn precedes(a: &Version, b: &Version) -> bool {
    let part = |version: &Version, at: usize| version.0.get(at).copied().unwrap_or(0);
    let same = |parts: std::ops::Range<usize>| parts.into_iter().all(|at| part(a, at) == part(b, at));
    let fix = part(a, 3) > 1 || a.0.len() > 4 || b.0.len() > 4;
    a < b && same(0..2) && (same(2..3) || !fix)
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

/// Whether one names a processor and the other nothing, and their sizes say that they are of the same.
fn is_told_by_size(a: &Build, b: &Build) -> bool {
    let (Some(a_size), Some(b_size)) = (a.size, b.size) else { return false };
    let one_without = a.platform.is_none() != b.platform.is_none();
    let processor = a.architecture.or(b.architecture).is_some();
    one_without && processor && a_size.abs_diff(b_size) * 10 <= a_size.min(b_size)
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
    let told = match by {
        Evidence::Version => versions(),
        Evidence::VersionAndDate => format!("{}, and {}", versions(), dates()),
        Evidence::Date => dates(),
    };
    if old.key().platform == new.key().platform {
        return told;
    }
    let silent = if old.platform.is_none() { "the older" } else { "the later" };
    format!("{told}; for {silent} no platform is given, but its size is near")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_has_what_it_was_made_from() {
        for (a, b, made_from) in [
            ("4.0.1381.7092", "4.0.1381.7109", true),
            ("4.0.1381.7109", "4.0.1381.7092", false),
            ("4.0.1381.7109", "4.0.1381.7109", false),
            ("5.5.2402.0", "5.5.2445.0", true),
            ("5.5.1960.0", "5.5.2448.8", true),
            ("5.5.2448.8", "5.5.2502.0", false),
            ("5.05.1960.8", "5.5.2448.8", false),
            ("4.2.753.1", "4.2.764.1", true),
            ("3.2.12", "3.2.15", true),
            ("3.2.18", "3.5.20", false),
            ("6.0.87.6", "6.00.8764", false),
            ("4.10.1998", "4.10.2149", true),
        ] {
            assert_eq!(precedes(&a.parse().unwrap(), &b.parse().unwrap()), made_from, "{a} {b}");
        }
    }
}
