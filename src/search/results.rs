use serde::Serialize;

use super::snippet::Terms;
use crate::article::{AppliesTo, ArticleId, Date, Disposition, FixFile};

/// The answer to one request.
#[derive(Clone, Debug, Serialize)]
pub struct Results {
    pub query: String,
    /// Articles that match, of which `hits` is one page.
    pub total: usize,
    /// Milliseconds from request to results.
    pub took_ms: f64,
    pub hits: Vec<Hit>,
    /// What the search did that was not typed, such as a corrected spelling.
    pub notes: Vec<String>,
    /// Words that were taken as mistyped; where nothing was found, none.
    pub corrections: Vec<Correction>,
    /// What to mark in texts. Not in JSON, which has its marks.
    #[serde(skip)]
    pub terms: Terms,
}

/// A word that hardly any article has, and the one that was looked for in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    pub typed: String,
    /// As an article of the page writes it, in lower case.
    pub shown: String,
}

/// One article of the answer.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    pub id: ArticleId,
    pub title: String,
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
}

/// The passage that matches best.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// Name of the record's field it stands in (`symptoms`, `body` …).
    pub section: String,
    pub text: String,
    /// Byte ranges of `text` that match, in order, not overlapping.
    pub marks: Vec<(usize, usize)>,
}

/// The fix in brief.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fix {
    pub disposition: Option<Disposition>,
    pub fixed_in: Vec<String>,
    pub files: Vec<FixFile>,
    /// First sentence of the resolution or workaround that says something.
    pub text: Option<String>,
}
