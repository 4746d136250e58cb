use std::{cmp::Ordering, fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A version as numbers: `4.0.1381.33478` is later than `4.0.1381.7086`, and `4.0` is `4.00`. Letters behind a
/// number (`3.2a`) do not count.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Version(pub Vec<u32>);

/// The text has no number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a version begins with a number, such as 4.0.1381.7086")]
pub struct NotAVersion;

impl Version {
    /// The numbers without zeros at the end.
    fn significant(&self) -> &[u32] {
        let length = self.0.iter().rposition(|&number| number != 0).map_or(0, |last| last + 1);
        &self.0[..length]
    }

    /// Text that sorts as the version does, for databases: each number with ten digits
    /// (`0000000004.0000000000.0000001381`), zeros at the end left out.
    pub fn sort_key(&self) -> String {
        let numbers: Vec<String> = self.significant().iter().map(|number| format!("{number:010}")).collect();
        numbers.join(".")
    }
}

/// Numbers parted by points or commas, perhaps behind a `v`: `v4.0.1381`, `2, 5, 1, 265`.
impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let text = text.trim_start_matches(['v', 'V', '.']);
        let numbers = text.split(['.', ',']).map_while(|part| {
            let part = part.trim();
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            part[..digits].parse().ok()
        });
        let numbers: Vec<u32> = numbers.collect();
        if numbers.is_empty() { Err(NotAVersion) } else { Ok(Self(numbers)) }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, number) in self.0.iter().enumerate() {
            let point = if at > 0 { "." } else { "" };
            write!(f, "{point}{number}")?;
        }
        Ok(())
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.significant() == other.significant()
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.significant().cmp(other.significant())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(version("4.0.1381.33478") > version("4.0.1381.7086"));
        assert!(version("4.0.1381") > version("4.0"));
        assert!(version("5.0") > version("4.72.3110.1"));
        assert_eq!(version("4"), version("4.00"));
        assert_eq!(version("v.5.01.4314"), version("5.1.4314"));
    }

    #[test]
    fn keys_sort_as_versions_do() {
        let texts =
            ["0", "3", "3.0.1", "4.0.1381.7086", "4.0.1381.33478", "4.00.1382", "4294967295", "4", "10.1"];
        for (one, other) in
            texts.iter().flat_map(|one| texts.iter().map(move |other| (version(one), version(other))))
        {
            assert_eq!(one.sort_key().cmp(&other.sort_key()), one.cmp(&other), "{one} {other}");
        }
    }

    #[test]
    fn other_spellings() {
        assert_eq!(version("2, 5, 1, 265").to_string(), "2.5.1.265");
        assert_eq!(version("3.2a").0, [3, 2]);
        assert_eq!("none".parse::<Version>(), Err(NotAVersion));
    }
}
