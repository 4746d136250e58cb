//! The names that the language knows.

use strum::{EnumIter, EnumString, IntoEnumIterator as _, IntoStaticStr};

/// What may stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Field {
    Title,
    Symptoms,
    Cause,
    Resolution,
    Product,
    Version,
    Keyword,
    Type,
    File,
    Error,
    Event,
    Id,
    Refs,
    Modified,
    Has,
}

/// What an article may have, by the names of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Part {
    Symptoms,
    Cause,
    Resolution,
    Workaround,
    Status,
    MoreInformation,
    FixFiles,
    FixedIn,
    References,
    Errors,
    ErrorMessages,
    Keywords,
    Urls,
    RegistryKeys,
}

/// How alike two names are (1.0 for the same) where one may be meant for the other.
const ALIKE: f64 = 0.75;

impl Field {
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The field that was meant by a name that is none.
    pub fn near(name: &str) -> Option<Self> {
        let likeness = |field: Self| strsim::jaro(name, field.name());
        let best = Self::iter().max_by(|&a, &b| likeness(a).total_cmp(&likeness(b)));
        best.filter(|&field| likeness(field) >= ALIKE)
    }

    /// All names, each with its colon.
    pub fn list() -> String {
        let names: Vec<String> = Self::iter().map(|field| format!("{}:", field.name())).collect();
        names.join(", ")
    }
}

impl Part {
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The part that a person names: `fix-files` and `fix_files` are the same.
    ///
    /// # Errors
    /// What an article may have, where it is none of these.
    pub fn named(name: &str) -> Result<Self, String> {
        let name = name.to_lowercase().replace('-', "_");
        name.parse().map_err(|_| format!("an article has {}", Self::list()))
    }

    /// All names.
    pub fn list() -> String {
        let names: Vec<&str> = Self::iter().map(Self::name).collect();
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_seen() {
        for (typed, field) in [
            ("produkt", Some(Field::Product)),
            ("titel", Some(Field::Title)),
            ("versions", Some(Field::Version)),
            ("std", None),
            ("localhost", None),
        ] {
            assert_eq!(Field::near(typed), field, "{typed}");
        }
    }
}
