//! The report as a page of its own, to be handed on: no script, nothing fetched, everything from strangers escaped.

use std::io::{self, Write};

use html_escape::encode_text as text;

use super::{Report, advice_row, counts, severity};
use crate::output::terminal::visible;
use crate::scan::severity::Severity;
use crate::scan::{Finding, Status};
use crate::search::files::Strength;

const STYLE: &str = "\
:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}
body{max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884}
th{font-weight:600}td{overflow-wrap:anywhere}
.n{white-space:nowrap}.g{color:#a40000;font-weight:600}.d{opacity:.7}
@media(prefers-color-scheme:dark){.g{color:#ff8080}}
@media print{body{max-width:none;margin:0}}
";

/// Writes the page.
pub fn write(out: &mut dyn Write, report: Report<'_>, scanned: &str) -> io::Result<()> {
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Fixes that {0} lacks</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>Fixes that {0} lacks</h1>\n<p>{1}</p>\n",
        safe(scanned),
        safe(&counts(report)),
    )?;
    advice(out, report)?;
    let missing =
        |strength| move |one: &&Finding<'_>| one.status == Status::Missing && one.strength == Some(strength);
    section(out, "Missing", report, missing(Strength::Strong))?;
    section(out, "Likely missing", report, missing(Strength::Likely))?;
    section(out, "Present", report, |one| one.status == Status::Present)?;
    section(out, "Cannot be told", report, |one| one.status == Status::CannotTell)?;
    problems(out, report)?;
    let version = env!("CARGO_PKG_VERSION");
    writeln!(
        out,
        "<p class=\"d\">By kbfix {version}, from the archive of Microsoft Knowledge Base articles (1985-2002). \
         Nothing was changed on what was looked at.</p>\n</body>\n</html>"
    )
}

/// What strangers wrote: nothing in it is a tag, and nothing in it hides.
fn safe(words: &str) -> String {
    text(&visible(words)).into_owned()
}

fn advice(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let rows: Vec<_> = report
        .scan
        .examined
        .iter()
        .filter_map(|one| Some((one.file.path.as_str(), advice_row(report, one)?)))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>What to get</h2>\n<table>\n<tr><th>File<th>Has<th>Newest fix<th>Of<th>Article</tr>")?;
    for (path, row) in rows {
        write!(out, "<tr><td>{}", safe(path))?;
        row[1..].iter().try_for_each(|cell| write!(out, "<td class=\"n\">{}", safe(cell)))?;
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table>")
}

fn section(
    out: &mut dyn Write,
    name: &str,
    report: Report<'_>,
    is_in: impl Fn(&&Finding<'_>) -> bool,
) -> io::Result<()> {
    let findings: Vec<_> = report.summary.findings.iter().filter(is_in).collect();
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>{name} <span class=\"d\">{}</span></h2>\n<table>", findings.len())?;
    writeln!(out, "<tr><th>Article<th>Title<th>Evidence</tr>")?;
    for finding in findings {
        let article = finding.article;
        write!(out, "<tr><td class=\"n\">{}<td>{}", article.id, safe(&article.title))?;
        if finding.severity > Severity::Other {
            write!(out, " <span class=\"g\">{}</span>", severity(finding.severity))?;
        }
        write!(out, "<td>")?;
        for (at, told) in finding.files.iter().enumerate() {
            let line_end = if at > 0 { "<br>" } else { "" };
            write!(out, "{line_end}{}: {}", safe(&told.examined.file.path), safe(&told.because()))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table>")
}

fn problems(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    if report.scan.problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Not read</h2>\n<ul>")?;
    for problem in &report.scan.problems {
        writeln!(out, "<li>{}: {}</li>", safe(&problem.path), safe(&problem.message))?;
    }
    writeln!(out, "</ul>")
}
