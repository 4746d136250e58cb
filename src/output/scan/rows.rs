//! The report as rows: one for each article and file that says something of it.

use super::Report;
use crate::scan::Finding;
use crate::scan::summary::Told;

pub const COLUMNS: [&str; 16] = [
    "article",
    "title",
    "severity",
    "status",
    "path",
    "answer",
    "strength",
    "reason",
    "because",
    "version",
    "date",
    "size",
    "fix_version",
    "fix_date",
    "fix_size",
    "fix_product_line",
];

pub fn rows(report: Report<'_>) -> impl Iterator<Item = Vec<String>> {
    let row_of =
        |finding: &'_ Finding<'_>| finding.files.iter().map(|told| row(finding, told)).collect::<Vec<_>>();
    report.summary.findings.iter().flat_map(row_of)
}

fn row(finding: &Finding<'_>, told: &Told<'_>) -> Vec<String> {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    let (file, build, verdict) = (&told.examined.file, told.build, told.verdict);
    vec![
        finding.article.id.to_string(),
        finding.article.title.clone(),
        <&str>::from(finding.severity).to_owned(),
        <&str>::from(finding.status).to_owned(),
        file.path.clone(),
        <&str>::from(verdict.answer).to_owned(),
        text(verdict.strength.map(<&str>::from)),
        <&str>::from(verdict.reason).to_owned(),
        told.because(),
        text(file.version.as_ref()),
        text(file.made_on()),
        text(file.size),
        text(build.version.as_ref()),
        text(build.date),
        text(build.size),
        text(build.product_line.as_ref()),
    ]
}
