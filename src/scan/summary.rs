//! What a scan comes to, article by article: what is missing first, and of that the gravest.

use std::collections::BTreeMap;

use serde::Serialize;
use strum::IntoStaticStr;

use super::judge::{Answer, Reason, Verdict};
use super::{Examined, Known, Scan, severity::Severity};
use crate::article::ArticleId;
use crate::search::files::{Build, Shipped, Strength};

/// All articles that a scan says something of.
pub struct Summary<'a> {
    pub findings: Vec<Finding<'a>>,
}

/// One article, and the files that speak for or against it.
pub struct Finding<'a> {
    pub article: &'a Shipped,
    pub severity: Severity,
    pub status: Status,
    /// Of the strongest evidence for the status; none where it cannot be told.
    pub strength: Option<Strength>,
    /// In order of path.
    pub files: Vec<Told<'a>>,
}

/// What one file says of one article.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub examined: &'a Examined,
    pub build: &'a Build,
    pub verdict: Verdict,
}

/// Whether a system has an article's fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// A file is older than the fix.
    Missing,
    /// No file is older, and one has the fix or is newer.
    Present,
    /// Nothing can be told.
    CannotTell,
}

impl<'a> Summary<'a> {
    pub fn new(known: &'a Known, scan: &'a Scan) -> Self {
        let mut articles: BTreeMap<ArticleId, (&'a Shipped, Vec<Told<'a>>)> = BTreeMap::new();
        for examined in &scan.examined {
            for (id, (shipped, told)) in by_article(known, examined) {
                articles.entry(id).or_insert_with(|| (shipped, Vec::new())).1.push(told);
            }
        }
        let finding = |(article, files)| finding(known, article, files);
        let mut findings: Vec<Finding<'a>> = articles.into_values().map(finding).collect();
        findings.sort_by_key(|finding| {
            let gravest = std::cmp::Reverse((finding.strength, finding.severity));
            (finding.status, gravest, finding.article.id)
        });
        Self { findings }
    }

    /// How many articles have a status.
    pub fn count(&self, status: Status) -> usize {
        self.findings.iter().filter(|finding| finding.status == status).count()
    }
}

/// What a file says of each article: of several builds of one article the one that settles it.
fn by_article<'a>(known: &'a Known, examined: &'a Examined) -> BTreeMap<ArticleId, (&'a Shipped, Told<'a>)> {
    let mut articles: BTreeMap<ArticleId, (&'a Shipped, Told<'a>)> = BTreeMap::new();
    for &verdict in &examined.verdicts {
        let build = known.build(examined.history, verdict.build);
        for shipped in &build.articles {
            let told = Told { examined, build, verdict };
            let entry = articles.entry(shipped.id).or_insert((shipped, told));
            entry.1 = settled(entry.1, told);
        }
    }
    articles
}

/// Of two verdicts on one file for one article: the build itself settles it; older and newer at once settle nothing.
fn settled<'a>(one: Told<'a>, other: Told<'a>) -> Told<'a> {
    let (first, second) = if rank(one) <= rank(other) { (one, other) } else { (other, one) };
    let answers = (first.verdict.answer, second.verdict.answer);
    if answers == (Answer::Newer, Answer::OlderThanTheFix) {
        let verdict = Verdict {
            answer: Answer::CannotTell,
            strength: None,
            reason: Reason::Contradiction,
            ..second.verdict
        };
        return Told { verdict, ..second };
    }
    first
}

fn rank(told: Told<'_>) -> (Answer, std::cmp::Reverse<Option<Strength>>) {
    (told.verdict.answer, std::cmp::Reverse(told.verdict.strength))
}

fn finding<'a>(known: &Known, article: &'a Shipped, files: Vec<Told<'a>>) -> Finding<'a> {
    let strongest = |answers: &[Answer]| {
        let told = files.iter().filter(|told| answers.contains(&told.verdict.answer));
        told.map(|told| told.verdict.strength).max().flatten()
    };
    let missing = strongest(&[Answer::OlderThanTheFix]);
    let present = strongest(&[Answer::HasTheFix, Answer::Newer]);
    let (status, strength) = match (missing, present) {
        (Some(_), _) => (Status::Missing, missing),
        (None, Some(_)) => (Status::Present, present),
        (None, None) => (Status::CannotTell, None),
    };
    Finding { article, severity: known.severity(article.id), status, strength, files }
}

impl Examined {
    /// The newest build that the file is older than, by its place, and how sure that is: what to get.
    pub fn newest(&self, known: &Known) -> Option<(u32, Strength)> {
        let builds = &known.histories[self.history].builds;
        let older = self.verdicts.iter().filter(|verdict| verdict.answer == Answer::OlderThanTheFix);
        let best = older.max_by_key(|verdict| {
            let build = &builds[verdict.build as usize];
            (verdict.strength, build.version_number.clone(), build.moment())
        })?;
        Some((best.build, best.strength?))
    }

    /// The gravest answer of all its builds.
    pub fn answer(&self) -> Option<Answer> {
        let answers = || self.verdicts.iter().map(|verdict| verdict.answer);
        let any = |answer| answers().any(|one| one == answer);
        [Answer::OlderThanTheFix, Answer::HasTheFix, Answer::Newer, Answer::CannotTell]
            .into_iter()
            .find(|&one| any(one))
    }
}

impl Told<'_> {
    /// The evidence in words.
    pub fn because(&self) -> String {
        let (file, build) = (&self.examined.file, self.build);
        let own = file.version.as_ref().map(ToString::to_string).unwrap_or_default();
        let fix = build.version.clone().unwrap_or_default();
        let own_date = file.made_on().map(|date| date.to_string()).unwrap_or_default();
        let fix_date = build.date.map(|date| date.to_string()).unwrap_or_default();
        let (height, order) = match self.verdict.answer {
            Answer::OlderThanTheFix => ("lower", "earlier"),
            _ => ("higher", "later"),
        };
        let versions = format!("version {own} is {height} than {fix}");
        let dates = format!("{own_date} is {order} than {fix_date}");
        let is_it = self.verdict.answer == Answer::HasTheFix;
        match self.verdict.reason {
            Reason::Version if is_it => format!("version {own} is the fix's"),
            Reason::Version => versions,
            Reason::VersionNotSize => format!("version {own} is the fix's, but its size is not"),
            Reason::VersionNotDate if is_it => format!("version {own} is the fix's, but its date is not"),
            Reason::VersionNotDate => format!("{versions}, but {own_date} and {fix_date} say otherwise"),
            Reason::VersionAndDate => format!("{versions}, of another branch, and {dates}"),
            Reason::DateAndSize => format!("date and size are the fix's: {fix_date}"),
            Reason::Date => dates,
            Reason::Contradiction => "version, date and size contradict each other".to_owned(),
            Reason::OtherBranch => format!("version {own} is of another branch than {fix}"),
            Reason::TooLittle => "there is too little to compare".to_owned(),
            Reason::OtherSize => "the sizes are those of different files".to_owned(),
            Reason::DebugBuild => "it is a build for finding faults".to_owned(),
            Reason::ProductNotKnown => "it may be of several products".to_owned(),
            Reason::BuildNotPlaced => "the article does not say what its file is for".to_owned(),
        }
    }
}
