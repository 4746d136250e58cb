use schemars::JsonSchema;
use serde::Serialize;

use super::Filters;
use super::facet::Facets;
use super::snippet::Terms;
use crate::article::{AppliesTo, ArticleId, Date, Disposition, FixFile};

/// The answer to one request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Results {
    pub query: String,
    /// Answers, of which `hits` is one page: the articles that pass the filters and cover a fair share of the query, as
    /// measured against the best of them.
    pub total: usize,
    /// Articles that pass the filters and have any word of the query that says something.
    pub matches: usize,
    /// Milliseconds from request to results.
    pub took_ms: f64,
    pub hits: Vec<Hit>,
    /// What the search did that was not typed, such as a corrected spelling; where it found nothing, what to leave out.
    pub notes: Vec<String>,
    /// Where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
    /// Words that were taken as mistyped; where nothing was found, none.
    pub corrections: Vec<Correction>,
    /// Where nothing was found, what is found without something; the notes say the same.
    #[serde(skip)]
    pub wider: Vec<Wider>,
    /// What to mark in texts. Not in JSON, which has its marks.
    #[serde(skip)]
    pub terms: Terms,
}

/// A request that leaves something out and finds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wider {
    /// What it leaves out, as it is typed at a command line.
    pub what: String,
    pub query: String,
    pub filters: Filters,
    /// Articles.
    pub found: usize,
}

/// A word that hardly any article has, and the one that was looked for in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Correction {
    pub typed: String,
    /// As an article of the page writes it, in lower case.
    pub shown: String,
}

impl Results {
    /// How many matches are no answers.
    pub fn other_matches(&self) -> usize {
        self.matches.saturating_sub(self.total)
    }

    /// The notes that neither other matches, corrections nor wider requests say.
    pub fn other_notes(&self) -> &[String] {
        let said = usize::from(self.other_matches() > 0 && self.total > 0)
            + usize::from(!self.corrections.is_empty())
            + self.wider.len();
        &self.notes[..self.notes.len().saturating_sub(said)]
    }
}

/// Says how many match, where only some of them are answers.
pub fn matches_note(total: usize, matches: usize) -> Option<String> {
    let note = || {
        format!(
            "{matches} articles have a word of the query, {total} of them cover enough of it; --any shows all"
        )
    };
    (0 < total && total < matches).then(note)
}

/// One article of the answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Hit {
    pub id: ArticleId,
    pub title: String,
    /// The address of its page on a server; only where a server answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    pub url: Option<String>,
    pub modified: Option<Date>,
    pub score: f32,
    pub product: Option<String>,
    pub applies_to: Vec<AppliesTo>,
    pub snippet: Snippet,
    /// The best passage of the symptoms, where the article has them. Not in JSON: it has the best of all.
    #[serde(skip)]
    pub symptom: Option<Snippet>,
    /// First sentence of the cause that says something.
    pub cause: Option<String>,
    pub fix: Fix,
    /// The days of older copies, the newest first; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub older: Vec<Option<Date>>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// Why an article is where it is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Explanation {
    /// How much of the query's words it has, weighed by how rare they are, from 0 to 1; words count times this.
    pub covered: f32,
    /// The words of the query that it has, those that count most first.
    pub words: Vec<WordFound>,
    /// Parts of the score, the greatest first; they add up to it.
    pub reasons: Vec<Reason>,
}

/// A word of the query, or what stands for it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WordFound {
    /// As it was typed.
    pub word: String,
    /// The words of the index that were found for it.
    pub found: String,
    /// 1 for the word itself, less for what stands for it.
    pub weight: f32,
    /// Where it stands: title, symptoms, solution, text, tags, products.
    pub fields: Vec<String>,
    /// Its part of the score by words, which chooses the articles that are ranked.
    pub score: f32,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// A feature of the article, times its weight.
    Feature { feature: String, value: f32, score: f32 },
    /// It is not among the best by words, which alone are ranked by their features, and so stands behind them.
    Beyond { score: f32 },
    /// It was asked for by its number.
    Number { score: f32 },
}

impl Reason {
    pub fn score(&self) -> f32 {
        match self {
            Self::Feature { score, .. } | Self::Beyond { score } | Self::Number { score } => *score,
        }
    }
}

/// The passage that matches best.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snippet {
    /// Name of the record's field it stands in (`symptoms`, `body` …).
    pub section: String,
    pub text: String,
    /// Byte ranges of `text` that match, in order, not overlapping.
    pub marks: Vec<(usize, usize)>,
}

/// The fix in brief.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Fix {
    pub disposition: Option<Disposition>,
    pub fixed_in: Vec<String>,
    pub files: Vec<FixFile>,
    /// First sentence of the resolution or workaround that says something.
    pub text: Option<String>,
}
