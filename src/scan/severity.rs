//! How bad what an article fixes is, as its title and keywords say.

use serde::Serialize;
use strum::IntoStaticStr;

use crate::article::Article;

/// From what matters least to what matters most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    #[default]
    Other,
    /// Something hangs, leaks, or uses up the processor.
    Hang,
    /// A program or the system ends: stop errors, access violations.
    Crash,
    /// Data is lost or damaged.
    DataLoss,
    /// Strangers can do what they must not.
    Security,
}

/// Words of titles, the gravest first.
const SIGNS: &[(Severity, &[&str])] = &[
    (
        Severity::Security,
        &[
            "denial of service",
            "denial-of-service",
            "security",
            "vulnerab",
            "malicious",
            "attack",
            "buffer overrun",
            "buffer overflow",
            "spoof",
            "hacker",
            "unauthorized",
            "exploit",
        ],
    ),
    (
        Severity::DataLoss,
        &[
            "data loss",
            "lose data",
            "lost data",
            "loss of data",
            "corrupt",
            "data is lost",
            "damaged data",
            "lost mail",
        ],
    ),
    (
        Severity::Crash,
        &[
            "stop 0x",
            "stop error",
            "stop:",
            "blue screen",
            "access violation",
            "crash",
            "dr. watson",
            "fault in",
            "gp fault",
            "stops unexpectedly",
            "terminates",
            "bugcheck",
            "\"stop",
            "stop 50",
        ],
    ),
    (
        Severity::Hang,
        &[
            "hang",
            "stops responding",
            "stop responding",
            "leak",
            "100 percent",
            "100%",
            "deadlock",
            "not responding",
        ],
    ),
];

/// How bad what an article fixes is.
pub fn of(article: &Article) -> Severity {
    let keywords = article.keywords.iter().chain(&article.query_words).map(String::as_str);
    let told = std::iter::once(article.title.as_str()).chain(keywords.filter(|word| is_telling(word)));
    let told = told.collect::<Vec<_>>().join(" ").to_lowercase();
    let sign = SIGNS.iter().find(|(_, words)| words.iter().any(|word| told.contains(word)));
    sign.map_or(Severity::Other, |(severity, _)| *severity)
}

/// Of the keywords those that tell more than a topic.
fn is_telling(word: &str) -> bool {
    ["security_patch", "kbsecbulletin", "kbsecvulnerability", "kbdatacorrupt"]
        .contains(&word.to_lowercase().as_str())
}
