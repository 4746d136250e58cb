//! The report of a scan: for people, and as a page, rows or one document.

pub mod html;
pub mod record;
pub mod rows;

use super::layout::{Align, labelled, markup_width, table, wrap};
use super::words;
use crate::markup::{Markup, Role};
use crate::scan::judge::Answer;
use crate::scan::severity::Severity;
use crate::scan::summary::Told;
use crate::scan::{Examined, Finding, Known, Scan, Status, Summary};
use crate::search::files::Strength;

/// A scan and what it was held against.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub known: &'a Known,
    pub scan: &'a Scan,
    pub summary: &'a Summary<'a>,
}

/// Columns up to the title of an article.
const TITLE: usize = 9;

/// Files of one article that are listed where not all are asked for.
const FILES: usize = 3;

/// The report for people; `all` lists also what is there and what cannot be told.
pub fn render(report: Report<'_>, all: bool, columns: usize) -> Markup {
    let mut out = Markup::new();
    out.lines(wrap(&Markup::from(counts(report)), columns));
    advice(report, &mut out);
    let sections = [
        ("MISSING", Status::Missing, Some(Strength::Strong)),
        ("LIKELY MISSING", Status::Missing, Some(Strength::Likely)),
        ("PRESENT", Status::Present, None),
        ("CANNOT TELL", Status::CannotTell, None),
    ];
    for (name, status, strength) in sections {
        let is_in = |finding: &&Finding<'_>| {
            finding.status == status && (strength.is_none() || finding.strength == strength)
        };
        let findings: Vec<_> = report.summary.findings.iter().filter(is_in).collect();
        if !findings.is_empty() {
            out.line("");
            let count = words::counted(findings.len() as u64, "article");
            out.line(Markup::of(Role::Heading, name).with(Role::Dim, format!("  {count}")));
            let whole = all || status == Status::Missing;
            if whole {
                findings.iter().for_each(|one| finding(one, all, columns, &mut out));
            } else {
                let ids: Vec<String> = findings.iter().map(|one| one.article.id.to_string()).collect();
                out.lines(wrap(&Markup::from(ids.join(", ")), columns));
            }
        }
    }
    out
}

/// What was looked at, in a sentence or two.
pub fn counts(report: Report<'_>) -> String {
    let scan = report.scan;
    let count = |answer| scan.examined.iter().filter(|one| one.answer() == Some(answer)).count() as u64;
    let known = scan.examined.len() as u64;
    let mut text = format!(
        "{} looked at, {} known to the archive: {} older than a fix",
        words::counted(scan.files, "file"),
        words::count(known),
        words::count(count(Answer::OlderThanTheFix)),
    );
    let fine = count(Answer::HasTheFix) + count(Answer::Newer);
    let untold = known - fine - count(Answer::OlderThanTheFix);
    text += &format!(", {} not, {} that cannot be told.", words::count(fine), words::count(untold));
    for (number, what) in [
        (scan.backups, "that an update has put aside"),
        (scan.compressed, "compressed, not looked into"),
        (scan.short_names.len() as u64, "under a short name that may be another's"),
        (scan.problems.len() as u64, "damaged or not readable"),
    ] {
        if number > 0 {
            text += &format!(" {} {what}.", words::counted(number, "file"));
        }
    }
    text
}

/// For each file that is older than a fix the newest one.
fn advice(report: Report<'_>, out: &mut Markup) {
    let rows: Vec<Vec<String>> =
        report.scan.examined.iter().filter_map(|one| advice_row(report, one)).collect();
    if !rows.is_empty() {
        out.line("");
        out.line(Markup::of(Role::Heading, "WHAT TO GET"));
        out.lines(table(&ADVICE, &rows));
    }
}

const ADVICE: [(&str, Align); 5] = [
    ("File", Align::Left),
    ("Has", Align::Left),
    ("Newest fix", Align::Left),
    ("Of", Align::Left),
    ("Article", Align::Left),
];

fn advice_row(report: Report<'_>, examined: &Examined) -> Option<Vec<String>> {
    let (build, strength) = examined.newest(report.known)?;
    let build = report.known.build(examined.history, build);
    let likely = if strength == Strength::Likely { "?" } else { "" };
    let article = build.articles.last().map(|article| format!("{}{likely}", article.id));
    Some(vec![
        name(&examined.file.path),
        own(examined),
        build.version.clone().unwrap_or_default(),
        build.date.map(|date| date.to_string()).unwrap_or_default(),
        article.unwrap_or_default(),
    ])
}

/// The version of a file, or else its date.
fn own(examined: &Examined) -> String {
    let file = &examined.file;
    let version = file.version.as_ref().map(ToString::to_string);
    version.or_else(|| file.made_on().map(|date| date.to_string())).unwrap_or_default()
}

/// The end of a path, as long as a table has room for.
fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

fn finding(finding: &Finding<'_>, all: bool, columns: usize, out: &mut Markup) {
    let id = finding.article.id.to_string();
    let label = Markup::of(Role::Id, &id);
    let mut title = Markup::of(Role::Title, &finding.article.title);
    if finding.severity > Severity::Other {
        title.push(Role::Warn, format!(" ({})", severity(finding.severity)));
    }
    out.lines(labelled(&label, TITLE, wrap(&title, columns.saturating_sub(TITLE))));
    let told: Vec<&Told<'_>> =
        finding.files.iter().filter(|told| all || is_telling(finding.status, told)).collect();
    let most = if all { told.len() } else { FILES };
    let indent = Markup::from(super::layout::blanks(TITLE));
    for one in told.iter().take(most) {
        let text = format!("{}: {}", one.examined.file.path, one.because());
        let lines = wrap(&Markup::of(Role::Text, text), columns.saturating_sub(TITLE));
        out.lines(labelled(&indent, markup_width(&indent), lines));
    }
    if told.len() > most {
        out.lines(labelled(
            &indent,
            TITLE,
            vec![Markup::of(Role::Dim, format!("and {} more", told.len() - most))],
        ));
    }
}

/// Whether a file is why the article has its status.
fn is_telling(status: Status, told: &Told<'_>) -> bool {
    let older = told.verdict.answer == Answer::OlderThanTheFix;
    (status == Status::Missing) == older
}

/// How bad what an article fixes is, in a word or two.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Security => "security",
        Severity::DataLoss => "loss of data",
        Severity::Crash => "crash",
        Severity::Hang => "hang or leak",
        Severity::Other => "",
    }
}

/// For stderr: what could not be read.
pub fn render_problems(scan: &Scan) -> Markup {
    let mut out = Markup::new();
    for problem in &scan.problems {
        out.line(
            Markup::of(Role::Warn, "not read")
                .with(Role::Text, format!(": {}: {}", problem.path, problem.message)),
        );
    }
    out
}
