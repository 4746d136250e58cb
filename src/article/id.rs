use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The number of an article, written `Q193829`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

impl ArticleId {
    /// The folder of the archive that holds the article: `193` for `Q193829`.
    pub fn folder(self) -> String {
        format!("{:03}", self.0 / 1000)
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{}", self.0)
    }
}

/// The text is not an article number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an article number; write it as Q186401, KB186401 or 186401")]
pub struct NotAnId(pub String);

/// `Q186401`, `q186401`, `KB186401`, `kb 186401` and `186401` are the same article.
impl FromStr for ArticleId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let lower = text.trim().to_ascii_lowercase();
        let digits =
            lower.strip_prefix("kb").or_else(|| lower.strip_prefix('q')).unwrap_or(&lower).trim_start();
        match digits.parse::<u32>() {
            Ok(number) if number > 0 && digits.len() <= 7 && !digits.starts_with('+') => Ok(Self(number)),
            _ => Err(NotAnId(text.to_owned())),
        }
    }
}

impl Serialize for ArticleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ArticleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for ArticleId {
    fn schema_name() -> Cow<'static, str> {
        "ArticleId".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^Q[1-9][0-9]*$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_one_number() {
        for text in ["Q186401", "q186401", "KB186401", "kb186401", "186401", " Q186401 ", "0186401"] {
            assert_eq!(text.parse(), Ok(ArticleId(186_401)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_named() {
        for text in ["", "Q", "Q0", "QQ1", "+5", "Q12345678", "XADM"] {
            assert_eq!(text.parse::<ArticleId>(), Err(NotAnId(text.to_owned())), "{text}");
        }
    }
}
