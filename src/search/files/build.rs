//! From the rows of fix tables to builds: rows that say the same are one, whoever prints them.

use std::collections::BTreeMap;

use ahash::AHashMap;

use super::line::{self, Lines};
use super::{Build, History, Shipped, Uncompared};
use crate::article::{Architecture, Article, Date, FixFile};
use crate::index::document::{days, fold};

/// The builds of every wanted file, in order.
pub fn histories(articles: &[Article], wanted: &dyn Fn(&str) -> bool) -> Vec<History> {
    let mut files: BTreeMap<String, Vec<Build>> = BTreeMap::new();
    for article in articles {
        let lines = line::of_article(article);
        for file in &article.fix_files {
            let name = fold(&file.name);
            if wanted(&name) {
                files.entry(name).or_default().push(row(article, file, &lines));
            }
        }
    }
    files.into_values().map(history).collect()
}

/// A row as a build that one article ships.
fn row(article: &Article, file: &FixFile, lines: &Lines) -> Build {
    let shipped = Shipped {
        id: article.id,
        title: article.title.clone(),
        modified: article.modified,
        name: file.name.clone(),
        context: file.context.clone(),
        path: file.path.clone(),
        fixed_in: article.fixed_in.clone(),
        products: article.applies_to.iter().map(|bullet| bullet.product.clone()).collect(),
        lines: line::narrowed(lines, file.context.as_deref(), file.version_number.as_ref()),
    };
    Build {
        platform: file.platform.clone(),
        architecture: file.architecture,
        version: file.version.clone(),
        version_number: file.version_number.clone(),
        date: file.date,
        time: file.time.clone(),
        size: file.size,
        variant: variant(file),
        articles: vec![shipped],
        ..Build::default()
    }
}

/// Words that tell builds of one name apart, and how they are written here.
const VARIANTS: &[(&str, &str)] = &[
    ("128-bit", "128-bit"),
    ("128bit", "128-bit"),
    ("56-bit", "56-bit"),
    ("56bit", "56-bit"),
    ("40-bit", "40-bit"),
    ("40bit", "40-bit"),
    ("japanese", "Japanese"),
    ("german", "German"),
    ("french", "French"),
    ("korean", "Korean"),
    ("chinese", "Chinese"),
    ("nec98", "NEC PC-98"),
    ("pc-98", "NEC PC-98"),
    ("symbols", "symbols"),
    ("os/2", "OS/2"),
    ("os2", "OS/2"),
    ("ms-dos", "MS-DOS"),
    ("with winsock", "with Winsock 2"),
    ("without winsock", "without Winsock 2"),
];

fn variant(file: &FixFile) -> Option<String> {
    let told = [&file.platform, &file.context, &file.path].map(|text| text.as_deref().unwrap_or_default());
    let told = told.join(" ").to_lowercase();
    let (_, variant) = VARIANTS.iter().rev().find(|(word, _)| told.contains(word))?;
    Some((*variant).to_owned())
}

fn history(mut rows: Vec<Build>) -> History {
    let name = usual_name(&rows);
    rows.sort_by_key(|row| std::cmp::Reverse(known(row)));
    let mut builds: Vec<Build> = Vec::new();
    for row in rows {
        match place(&builds, &row) {
            Some(at) => join(&mut builds[at], row),
            None => builds.push(row),
        }
    }
    builds.iter_mut().for_each(settle);
    doubt(&mut builds);
    builds.sort_by(|a, b| order(a).cmp(&order(b)));
    History { name, builds }
}

/// The spelling that most rows have; of equally many the first.
fn usual_name(rows: &[Build]) -> String {
    let mut counts: AHashMap<&str, usize> = AHashMap::new();
    let names = rows.iter().flat_map(|row| &row.articles).map(|article| article.name.as_str());
    names.clone().for_each(|name| *counts.entry(name).or_default() += 1);
    let most = counts.values().max().copied();
    names.into_iter().find(|name| counts.get(name).copied() == most).unwrap_or_default().to_owned()
}

/// How many attributes a row gives.
fn known(row: &Build) -> usize {
    let known = [
        row.version.is_some(),
        row.date.is_some(),
        row.time.is_some(),
        row.size.is_some(),
        row.platform.is_some(),
    ];
    known.into_iter().filter(|known| *known).count()
}

/// The build that a row says again; none where it fits several.
fn place(builds: &[Build], row: &Build) -> Option<usize> {
    if let Some(same) = builds.iter().position(|build| attributes(build) == attributes(row)) {
        return Some(same);
    }
    let mut fitting = builds.iter().enumerate().filter(|(_, build)| is_same(build, row));
    let (at, _) = fitting.next()?;
    fitting.next().is_none().then_some(at)
}

type Attributes<'a> = (
    Option<&'a [u32]>,
    Option<Date>,
    Option<&'a str>,
    Option<u64>,
    Option<Architecture>,
    Option<String>,
    Option<&'a str>,
);

fn attributes(build: &Build) -> Attributes<'_> {
    (
        build.version_number.as_ref().map(|version| version.0.as_slice()),
        build.date,
        build.time.as_deref(),
        build.size,
        build.architecture,
        build.other_platform(),
        build.variant.as_deref(),
    )
}

/// Whether two rows are about one build. A row without platform is that of a platform only where date, time and size
/// are the same.
fn is_same(a: &Build, b: &Build) -> bool {
    let agree = |same: Option<bool>| same != Some(false);
    let version = a.version_number.as_ref().zip(b.version_number.as_ref()).map(|(a, b)| a == b);
    let size = a.size.zip(b.size).map(|(a, b)| a == b);
    let moment = is_same_moment(a, b);
    let proven = size == Some(true) && moment == Some(true) && a.time.is_some() && b.time.is_some();
    let platform = (a.architecture, a.other_platform()) == (b.architecture, b.other_platform());
    let one_without = a.platform.is_none() || b.platform.is_none();
    let told = version == Some(true) || (size == Some(true) && moment == Some(true));
    a.variant == b.variant
        && agree(version)
        && agree(size)
        && agree(moment)
        && (proven && (platform || one_without) || told && platform)
}

/// Whether both were made at one time, as far as both say. The same minute in another time zone counts where the size
/// is the same: articles give local times of several places.
fn is_same_moment(a: &Build, b: &Build) -> Option<bool> {
    let (a_date, b_date) = a.date.zip(b.date)?;
    let times = a.minutes().zip(b.minutes());
    let Some((a_time, b_time)) = times else { return Some(a_date == b_date) };
    let apart = (days(b_date) - days(a_date)) * 24 * 60 + b_time - a_time;
    let is_shift = apart % 60 == 0 && apart.abs() <= ZONES && a.size.is_some() && a.size == b.size;
    Some(apart == 0 || is_shift)
}

/// Minutes that local times of one moment are apart at most.
pub const ZONES: i64 = 14 * 60;

impl Build {
    /// The time of day.
    pub fn minutes(&self) -> Option<i64> {
        let mut parts = self.time.as_deref()?.split(':').map_while(|part| part.parse::<i64>().ok());
        Some(parts.next()? * 60 + parts.next()?)
    }

    /// Minutes since 1970 of the earliest and the latest moment that its date and time may mean.
    pub fn moment(&self) -> Option<(i64, i64)> {
        let midnight = days(self.date?) * 24 * 60;
        Some(match self.minutes() {
            Some(minutes) => (midnight + minutes, midnight + minutes),
            None => (midnight, midnight + 24 * 60 - 1),
        })
    }

    /// A platform that is no processor: `Windows 95`.
    pub fn other_platform(&self) -> Option<String> {
        self.platform.as_deref().filter(|_| self.architecture.is_none()).map(fold)
    }
}

/// Adds what a row says to the build it is about.
fn join(build: &mut Build, row: Build) {
    if build.platform.is_none() {
        (build.platform, build.architecture) = (row.platform, row.architecture);
    }
    if build.version.is_none() {
        (build.version, build.version_number) = (row.version, row.version_number);
    }
    build.date = build.date.or(row.date);
    build.size = build.size.or(row.size);
    if build.time.is_none() {
        build.time = row.time;
    }
    for article in row.articles {
        if !build.articles.iter().any(|known| known.id == article.id && known.context == article.context) {
            build.articles.push(article);
        }
    }
    build.articles.sort_by_key(|article| article.id);
}

/// Finds the product line: what all articles of the build leave.
fn settle(build: &mut Build) {
    let told: Vec<&Lines> = build
        .articles
        .iter()
        .filter_map(|article| article.lines.as_ref().ok())
        .filter(|lines| !lines.is_empty())
        .collect();
    let contradicted = build.articles.iter().any(|article| article.lines.is_err());
    let Some((first, others)) = told.split_first() else {
        build.uncompared = Some(if contradicted { Uncompared::Contradiction } else { Uncompared::NoProduct });
        return;
    };
    let left = others.iter().fold((*first).clone(), |left, lines| &left & lines);
    build.uncompared = match left.len() {
        0 => Some(Uncompared::Contradiction),
        1 => None,
        _ => Some(Uncompared::SeveralProducts),
    };
    build.product_lines = if left.is_empty() { told.into_iter().flatten().cloned().collect() } else { left };
    build.product_line = build.product_lines.first().filter(|_| build.uncompared.is_none()).cloned();
}

/// An article that gives two builds for one platform of one product does not say which is whose.
fn doubt(builds: &mut [Build]) {
    let beside =
        |a: &Build, b: &Build| a.articles.iter().any(|one| b.articles.iter().any(|other| one.id == other.id));
    let plain = |build: &Build, others: &[Build]| {
        build.articles.iter().any(|article| {
            let again = |other: &&Build| other.articles.iter().any(|known| known.id == article.id);
            others.iter().filter(|other| other.key() == build.key()).filter(again).count() == 1
        })
    };
    let doubtful: Vec<bool> = builds
        .iter()
        .map(|build| {
            let twice =
                builds.iter().filter(|other| other.key() == build.key() && beside(build, other)).count() > 1;
            build.uncompared.is_none() && twice && !plain(build, builds)
        })
        .collect();
    let by_key_length =
        |build: &Build| build.variant.as_deref().is_some_and(|variant| variant.ends_with("-bit"));
    let has_lengths = builds.iter().any(by_key_length);
    for (build, doubtful) in builds.iter_mut().zip(doubtful) {
        if doubtful {
            build.uncompared = Some(Uncompared::SeveralBuilds);
        } else if has_lengths && build.variant.is_none() && build.uncompared.is_none() {
            build.uncompared = Some(Uncompared::SeveralVariants);
        }
    }
}

/// What two builds are compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    pub platform: (Option<Architecture>, Option<String>),
    /// Product line and variant.
    pub source: (Option<&'a line::Line>, Option<&'a str>),
}

impl Build {
    pub fn key(&self) -> Key<'_> {
        Key {
            platform: (self.architecture, self.other_platform()),
            source: (self.product_line.as_ref(), self.variant.as_deref()),
        }
    }
}

type Order<'a> = (
    u8,
    Option<Architecture>,
    Option<String>,
    (bool, Option<&'a line::Line>, &'a Lines),
    Option<&'a crate::article::Version>,
    Option<Date>,
    Option<&'a str>,
    Option<u64>,
);

/// Processors, then other platforms, then none; products by name, builds without one last.
fn order(build: &Build) -> Order<'_> {
    let class = match (build.architecture, &build.platform) {
        (Some(_), _) => 0,
        (None, Some(_)) => 1,
        (None, None) => 2,
    };
    (
        class,
        build.architecture,
        build.other_platform(),
        (build.product_line.is_none(), build.product_line.as_ref(), &build.product_lines),
        build.version_number.as_ref(),
        build.date,
        build.time.as_deref(),
        build.size,
    )
}
