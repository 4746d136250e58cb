//! The report as one document.

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::Report;
use crate::article::{Architecture, ArticleId, Date};
use crate::scan::judge::{Answer, Reason};
use crate::scan::severity::Severity;
use crate::scan::summary::Told;
use crate::scan::{Examined, File, Finding, Status};
use crate::search::files::{Line, Lines, Strength};

/// Articles in the order of the report, then files. Each is made when it is written: together they are many times as
/// large as what they are made from.
pub struct Record<'a>(pub Report<'a>);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Report { scan, summary, .. } = self.0;
        let mut record = serializer.serialize_struct("Record", 5)?;
        record.serialize_field("counts", &Counts::of(self.0))?;
        record.serialize_field("articles", &Each(|| summary.findings.iter().map(article)))?;
        record.serialize_field("files", &Each(|| scan.examined.iter().map(|one| known(self.0, one))))?;
        record.serialize_field("short_names", &scan.short_names)?;
        record.serialize_field("problems", &scan.problems)?;
        record.end()
    }
}

/// What an iterator yields, as a list.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct Counts {
    files: u64,
    known: usize,
    older: usize,
    backups: u64,
    compressed: u64,
    missing: usize,
    present: usize,
    cannot_tell: usize,
}

#[derive(Serialize)]
struct Article<'a> {
    id: ArticleId,
    title: &'a str,
    modified: Option<Date>,
    fixed_in: &'a [String],
    severity: Severity,
    status: Status,
    strength: Option<Strength>,
    files: Vec<Evidence<'a>>,
}

/// What one file says of one article.
#[derive(Serialize)]
struct Evidence<'a> {
    path: &'a str,
    answer: Answer,
    strength: Option<Strength>,
    reason: Reason,
    because: String,
    fix: Fix<'a>,
}

/// A build of the archive.
#[derive(Serialize)]
struct Fix<'a> {
    platform: Option<&'a str>,
    architecture: Option<Architecture>,
    version: Option<&'a str>,
    date: Option<Date>,
    time: Option<&'a str>,
    size: Option<u64>,
    product_line: Option<&'a Line>,
}

#[derive(Serialize)]
struct Known<'a> {
    #[serde(flatten)]
    file: &'a File,
    product_lines: &'a Lines,
    /// The gravest of its answers.
    answer: Option<Answer>,
    other_platform: u32,
    other_product: u32,
    newest_fix: Option<Newest<'a>>,
}

#[derive(Serialize)]
struct Newest<'a> {
    articles: Vec<ArticleId>,
    strength: Strength,
    #[serde(flatten)]
    fix: Fix<'a>,
}

impl Counts {
    fn of(Report { scan, summary, .. }: Report<'_>) -> Self {
        let older = |examined: &&Examined| examined.answer() == Some(Answer::OlderThanTheFix);
        Self {
            files: scan.files,
            known: scan.examined.len(),
            older: scan.examined.iter().filter(older).count(),
            backups: scan.backups,
            compressed: scan.compressed,
            missing: summary.count(Status::Missing),
            present: summary.count(Status::Present),
            cannot_tell: summary.count(Status::CannotTell),
        }
    }
}

fn article<'a>(finding: &'a Finding<'a>) -> Article<'a> {
    Article {
        id: finding.article.id,
        title: &finding.article.title,
        modified: finding.article.modified,
        fixed_in: &finding.article.fixed_in,
        severity: finding.severity,
        status: finding.status,
        strength: finding.strength,
        files: finding.files.iter().map(evidence).collect(),
    }
}

fn evidence<'a>(told: &Told<'a>) -> Evidence<'a> {
    Evidence {
        path: &told.examined.file.path,
        answer: told.verdict.answer,
        strength: told.verdict.strength,
        reason: told.verdict.reason,
        because: told.because(),
        fix: fix(told.build),
    }
}

fn fix(build: &crate::search::files::Build) -> Fix<'_> {
    Fix {
        platform: build.platform.as_deref(),
        architecture: build.architecture,
        version: build.version.as_deref(),
        date: build.date,
        time: build.time.as_deref(),
        size: build.size,
        product_line: build.product_line.as_ref(),
    }
}

fn known<'a>(report: Report<'a>, examined: &'a Examined) -> Known<'a> {
    let newest = examined.newest(report.known).map(|(build, strength)| {
        let build = report.known.build(examined.history, build);
        let articles = build.articles.iter().map(|article| article.id).collect();
        Newest { articles, strength, fix: fix(build) }
    });
    Known {
        file: &examined.file,
        product_lines: &examined.lines,
        answer: examined.answer(),
        other_platform: examined.other_platform,
        other_product: examined.other_product,
        newest_fix: newest,
    }
}
