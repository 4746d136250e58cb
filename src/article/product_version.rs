use std::{fmt, str::FromStr};

use super::Version;

/// A product's version: its number, letters behind that, and a service pack (`4.0a SP3`). It is ordered by
/// number, then letters, then service pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProductVersion {
    number: Version,
    letters: String,
    /// 0 for none.
    service_pack: u32,
}

/// The text is no such version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a version; write a number, perhaps with a service pack: 4.0 or 4.0sp3")]
pub struct NotAProductVersion(pub String);

/// `4.0sp3`, `4.0 SP3`, `4.0 Service Pack 3` and `4.00sp3` are the same version.
impl FromStr for ProductVersion {
    type Err = NotAProductVersion;

    fn from_str(text: &str) -> Result<Self, NotAProductVersion> {
        parse(&text.trim().to_ascii_lowercase()).ok_or_else(|| NotAProductVersion(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<ProductVersion> {
    let (number, rest) = split(text, |c| c.is_ascii_digit() || c == '.');
    let parts = number.split('.').map(|part| part.parse().ok());
    let number = Version(parts.collect::<Option<Vec<u32>>>()?);
    let (letters, _) = split(rest, |c| c.is_ascii_lowercase());
    let (letters, rest) = match letters.strip_suffix("sp").or_else(|| letters.strip_suffix("service")) {
        Some(letters) => (letters, &rest[letters.len()..]),
        None => rest.split_at(letters.len()),
    };
    let service_pack = if rest.is_empty() { 0 } else { service_pack(rest.trim_start())? };
    (letters.len() <= 2).then(|| ProductVersion { number, letters: letters.to_owned(), service_pack })
}

/// The number of `sp3` or `service pack 3`.
fn service_pack(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("sp").or_else(|| text.strip_prefix("service pack"))?;
    digits.trim_start().parse().ok().filter(|&pack| pack > 0)
}

fn split(text: &str, inside: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !inside(c)).unwrap_or(text.len()))
}

/// `4.0a sp3` without the blank.
impl fmt::Display for ProductVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.letters)?;
        if self.service_pack > 0 { write!(f, "sp{}", self.service_pack) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> ProductVersion {
        text.parse().unwrap()
    }

    #[test]
    fn spellings_of_one_version() {
        for text in ["4.0sp3", "4.0 SP3", "4.0 Service Pack 3", "4.00 sp 3", " 4sp3 "] {
            assert_eq!(version(text), version("4.0 SP3"), "{text}");
            assert_eq!(version(&version(text).to_string()), version(text), "{text}");
        }
    }

    #[test]
    fn versions_are_in_order() {
        let order = ["3.51", "4.0", "4.0 SP1", "4.0sp10", "4.0a", "4.0a sp1", "4.01", "97"];
        assert!(order.windows(2).all(|pair| version(pair[0]) < version(pair[1])));
    }

    #[test]
    fn what_is_no_version() {
        for text in ["", "x", "sp3", "4..0", "4.0 standard", "4.0sp", "4.0 sp0", "4.0 3", "99999999999"] {
            assert_eq!(text.parse::<ProductVersion>(), Err(NotAProductVersion(text.to_owned())), "{text}");
        }
    }
}
