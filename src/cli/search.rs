use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[cfg(feature = "completions")]
use super::completions;
use super::{CliError, Context, Narrow, Outcome, Wording, batch, open, words};
use crate::markup::Markup;
use crate::output::{facets, hits, json};
use crate::search::{Request, Results, Sort, search};

const EXAMPLES: &str = "\
Examples:
  kbfix search memory leak password change
  kbfix search 'unable to control A20 line' --limit 3
  kbfix search rras --product 'windows nt' --version 4.0 --since 1998-05
  kbfix search tcpip.sys --brief | cut -f 1    numbers only
  kbfix search tcpip.sys --format jsonl | jq .fix.files
  pbpaste | kbfix search -                     a pasted error message
  kbfix search --batch queries.txt             one query a line, one answer a line
  kbfix search tcpip.sys --has fix-files --facets --limit 0
  kbfix search leak -printer 'product:nt4 \"access violation\" has:fix_files'

";

/// Find articles, the best first.
///
/// Each hit shows the symptom, the cause and the fix: the release that has it, the files with their versions and
/// dates, else what to do, else what Microsoft said; and what it applies to. A word that no article has is taken as
/// mistyped, unless it stands in quotation marks. What begins with `-` and is none of the options below is a word of the
/// query: `-printer` leaves out articles that name printers.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Search {
    /// Words to look for; `-` reads them from standard input, `kbfix help query` says what else there is.
    ///
    /// With a filter, none are needed: all articles that pass are listed.
    #[arg(value_name = "WORDS", allow_negative_numbers = true)]
    #[arg(required_unless_present_any = ["batch", "product", "version", "keyword", "kind", "has", "since", "until"])]
    #[cfg_attr(feature = "completions", arg(add = completions::words()))]
    words: Vec<String>,

    #[command(flatten)]
    options: Options,
}

/// How to search, and how to show what is found.
#[derive(Debug, Args)]
pub struct Options {
    /// Answer each line of a file (or of standard input, `-`) with one line of JSON.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "format"])]
    batch: Option<PathBuf>,

    /// Refuse what cannot be read as it is written, instead of taking it as words.
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    wording: Wording,

    #[command(flatten)]
    narrow: Narrow,

    /// Count all articles found by product, version, year, type, keyword and fix files, and show the N most frequent
    /// of each [default: 10].
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "10")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    facets: Option<u32>,

    /// Show every article that has any of the words.
    ///
    /// Otherwise an article must cover a fair share of the query, compared with the best one that passes the filters.
    #[arg(long)]
    any: bool,

    /// What to sort by: relevance, date (newest first) or number.
    #[arg(long, value_name = "ORDER", default_value = "relevance", value_parser = Sort::named)]
    #[arg(hide_default_value = true)]
    sort: Sort,

    /// How many articles to show; 0 only counts them.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = limit)]
    limit: usize,

    /// How many articles to pass over.
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,

    /// Say of each hit what makes its score: which word in which fields, and what else.
    #[arg(long)]
    explain: bool,

    /// How to show them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// The same as `--format brief`.
    #[arg(long, conflicts_with_all = ["format", "batch"])]
    brief: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: the hits and how many there are
    Json,
    /// One hit a line
    Jsonl,
    /// Number, date and title, tabs between them, one hit a line
    Brief,
}

impl Search {
    /// Asks the index and shows its answer.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        self.options.run(&self.words, context)
    }
}

impl Options {
    /// Searches for the words.
    pub(super) fn run(mut self, words: &[String], context: &mut Context<'_>) -> Result<Outcome, CliError> {
        if let Some(file) = self.batch.take() {
            return batch::run(&file, &self.into_request(words)?, context);
        }
        let format = if self.brief { Format::Brief } else { self.format };
        let request = self.into_request(words)?;
        let index = open::index(context)?;
        let results = search(&index, &request)?;
        show(&results, &request, format, context)
    }

    fn into_request(self, words: &[String]) -> Result<Request, CliError> {
        if self.facets.is_some() && self.format == Format::Jsonl {
            return Err(CliError::new("cannot count facets", "lines of hits have no place for them")
                .try_instead("--format json"));
        }
        Ok(Request {
            query: words::query(words)?,
            strict: self.strict,
            filters: self.narrow.into_filters()?,
            any: self.any,
            sort: self.sort,
            limit: self.limit,
            offset: self.offset,
            facets: self.facets.map(|most| most as usize),
            explain: self.explain,
            vocabulary: self.wording.into_vocabulary()?,
        })
    }
}

fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(limit @ 0..=10_000) => Ok(limit),
        _ => Err("write a number from 0 to 10000".to_owned()),
    }
}

fn show(
    results: &Results,
    request: &Request,
    format: Format,
    context: &mut Context<'_>,
) -> Result<Outcome, CliError> {
    let offset = request.offset;
    let is_found = results.total > 0 && (request.limit == 0 || !results.hits.is_empty());
    match format {
        Format::Json => json::write_document(&mut context.out, results)?,
        Format::Jsonl => {
            json::write_each(&mut context.out, &results.hits)?;
            context.flush_results()?;
            context.err.print(&hits::notes(&results.notes))?;
        }
        Format::Text | Format::Brief if !is_found => {
            context.err.print(&hits::render_nothing(results, offset))?;
        }
        Format::Brief => {
            let terminal = context.out.terminal();
            let mut lines = Markup::new();
            lines.lines(results.hits.iter().map(|hit| hits::brief(hit, terminal)));
            context.out.print(&lines)?;
            context.flush_results()?;
            context.err.print(&hits::notes(&results.notes))?;
        }
        Format::Text => {
            let mut page = notes_above(results, context)?;
            let columns = context.out.width();
            page.append(hits::render(results, offset, columns));
            page.append(facets::render(results, columns));
            context.out.page(&page)?;
            context.flush_results()?;
            context.err.print(&hits::render_summary(results, offset))?;
        }
    }
    Ok(Outcome::any(is_found))
}

/// What a person reads above the hits. Where programs read those, it goes to standard error.
fn notes_above(results: &Results, context: &mut Context<'_>) -> Result<Markup, CliError> {
    let mut notes = hits::notes(&results.notes);
    if !context.out.terminal().is_terminal {
        context.err.print(&notes)?;
        return Ok(Markup::new());
    }
    if !notes.is_empty() {
        notes.line("");
    }
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::context::capture;
    use crate::output::{sample, terminal::Terminal};

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        search: Search,
    }

    fn page() -> Request {
        Request { limit: 10, ..Request::default() }
    }

    fn request(line: &str) -> Result<Request, CliError> {
        let line = Line::try_parse_from(line.split(' ')).unwrap();
        line.search.options.into_request(&line.search.words)
    }

    #[test]
    fn flags_become_a_request() {
        let request = request(
            "search memory leak --product nt --product sna --version 4.0 --keyword kbfix --type bug --has fix-files \
             --since 1998 --until 1998-05 --limit 3 --offset 6",
        );
        insta::assert_debug_snapshot!(request.unwrap(), @r#"
        Request {
            query: "memory leak",
            strict: false,
            filters: Filters {
                products: [
                    "nt",
                    "sna",
                ],
                versions: [
                    "4.0",
                ],
                keywords: [
                    "kbfix",
                ],
                types: [
                    "bug",
                ],
                parts: [
                    FixFiles,
                ],
                since: Some(
                    1998-01-01,
                ),
                until: Some(
                    1998-05-31,
                ),
            },
            any: false,
            sort: Relevance,
            limit: 3,
            offset: 6,
            facets: None,
            explain: false,
            vocabulary: None,
        }
        "#);
    }

    #[test]
    fn a_period_has_its_days_in_order() {
        let error = request("search leak --since 1999 --until 1998").unwrap_err();
        assert_eq!(error.to_string(), "cannot search: no day is after 1999-01-01 and before 1998-12-31");
    }

    #[test]
    fn a_negative_error_number_is_a_word() {
        assert_eq!(request("search jet -1018").unwrap().query, "jet -1018");
    }

    #[test]
    fn facets_take_a_number_only_behind_an_equals_sign() {
        for (line, count) in [("leak", None), ("--facets leak", Some(10)), ("--facets=25 leak", Some(25))] {
            assert_eq!(request(&format!("search {line}")).unwrap().facets, count, "{line}");
        }
        assert!(request("search --facets --format jsonl leak").is_err());
    }

    #[test]
    fn what_is_only_counted_is_found() {
        let results = Results { hits: Vec::new(), ..sample::results() };
        let request = Request { limit: 0, ..page() };
        let (out, err, outcome) =
            capture(Terminal::PIPE, |context| show(&results, &request, Format::Text, context));
        assert_eq!((out.as_str(), err.as_str(), outcome), ("", "128 articles, 4.2 ms\n", Outcome::Found));
    }

    #[test]
    fn a_limit_is_a_number() {
        for limit in ["-1", "many", "10001"] {
            let line = ["search", "leak", "--limit", limit];
            assert!(Line::try_parse_from(line).is_err(), "{limit}");
        }
    }

    #[test]
    fn json_has_nothing_beside_it() {
        for format in [Format::Json, Format::Jsonl] {
            let results = sample::results();
            let (out, err, outcome) =
                capture(Terminal::PIPE, |context| show(&results, &page(), format, context));
            assert!(out.starts_with('{') && out.ends_with("}\n"), "{out}");
            assert_eq!((err.as_str(), outcome), ("", Outcome::Found));
        }
    }

    #[test]
    fn notes_stand_beside_lines_and_inside_a_document() {
        let results = Results { notes: vec!["a word".to_owned()], ..sample::results() };
        for (format, said) in [(Format::Jsonl, "note: a word\n"), (Format::Json, "")] {
            let (out, err, _) = capture(Terminal::PIPE, |context| show(&results, &page(), format, context));
            assert_eq!((err.as_str(), out.contains("a word")), (said, said.is_empty()));
        }
    }

    #[test]
    fn notes_stand_above_hits_on_a_screen() {
        let results = Results { notes: vec!["a word".to_owned()], ..sample::results() };
        let screen = Terminal { is_terminal: true, ..Terminal::PIPE };
        for (terminal, is_screen) in [(screen, true), (Terminal::PIPE, false)] {
            let (out, err, _) = capture(terminal, |context| show(&results, &page(), Format::Text, context));
            assert_eq!(out.starts_with("note: a word\n\n 1  Q193829"), is_screen, "{out}");
            assert_eq!(err.starts_with("note: a word\n"), !is_screen, "{err}");
        }
    }

    #[test]
    fn brief_hits_are_lines_for_scripts() {
        let results = Results { notes: vec!["a word".to_owned()], ..sample::results() };
        let (out, err, _) =
            capture(Terminal::PIPE, |context| show(&results, &page(), Format::Brief, context));
        assert_eq!(out.lines().map(|line| line.split('\t').count()).collect::<Vec<_>>(), [3; 3]);
        assert_eq!(
            (out.lines().next_back(), err.as_str()),
            (Some("Q9\t\tINFO: Handles Are Not Inherited"), "note: a word\n")
        );
        for line in ["search x --brief --format json", "search --batch x --brief"] {
            assert!(Line::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }

    #[test]
    fn nothing_found_is_said_on_stderr() {
        let results = Results { total: 0, hits: Vec::new(), ..sample::results() };
        let (out, err, outcome) =
            capture(Terminal::PIPE, |context| show(&results, &page(), Format::Text, context));
        assert_eq!((out.as_str(), outcome), ("", Outcome::NothingFound));
        assert_eq!(err, "nothing found for `password change memory leak`\n");
    }
}
