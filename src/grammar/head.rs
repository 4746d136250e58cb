//! What both envelopes say of an article before its body, and how their spellings are read.

use nom::{
    IResult, Parser,
    bytes::complete::{tag_no_case, take_while1},
    character::complete::{char, digit1, one_of, space0},
    combinator::{map_res, opt},
};

use super::line::fold;
use crate::article::{Article, ArticleId, Date, VersionGroup};

/// The raw values of a head, slices of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head<'a> {
    pub product: &'a str,
    pub versions: &'a str,
    pub operating_systems: &'a str,
    pub keywords: &'a str,
}

impl Head<'_> {
    /// Fills the record's head fields; the trailer may still replace versions and keywords.
    pub fn fill(&self, article: &mut Article) {
        article.article_type = tag(&article.title);
        article.product =
            Some(fold(self.product)).filter(|product| !product.is_empty() && product != "See article");
        article.versions = version_groups(self.versions);
        article.operating_systems = items(self.operating_systems, '|');
        article.keywords = words(self.keywords);
    }
}

/// The tag in front of a title: `FIX: …`, `WD97: …`; `HOW TO: …` is `HOWTO`.
fn tag(title: &str) -> Option<String> {
    let (tag, _) = title.split_once(':')?;
    let tag = match tag.trim() {
        "HOW TO" | "HOW-TO" | "How To" => "HOWTO",
        tag => tag,
    };
    let fits = (2..=8).contains(&tag.len())
        && tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    fits.then(|| tag.to_owned())
}

/// `Q193829`.
pub fn article_id(input: &str) -> IResult<&str, ArticleId> {
    let number = map_res(digit1, |digits: &str| digits.parse::<ArticleId>());
    (tag_no_case("Q"), number).map(|(_, id)| id).parse(input)
}

/// `20-MAY-2002`.
pub fn date(input: &str) -> IResult<&str, Date> {
    let number = || map_res(digit1, |digits: &str| digits.parse::<i16>());
    let dashed =
        (number(), one_of("-/ "), take_while1(|c: char| c.is_ascii_alphabetic()), one_of("-/ "), number());
    map_res(dashed, |(day, _, month, _, year): (i16, _, &str, _, i16)| {
        let day = i8::try_from(day).map_err(|_| ())?;
        Date::new(full_year(year), month_number(month).ok_or(())?, day).map_err(|_| ())
    })
    .parse(input)
}

/// Two-digit years: 80-99 are 19xx, 00-79 are 20xx.
pub fn full_year(year: i16) -> i16 {
    match year {
        80..=99 => 1900 + year,
        0..=79 => 2000 + year,
        _ => year,
    }
}

/// `MAY`, `may`, `September` → 1 to 12.
pub fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = name.get(..3)?;
    let at = MONTHS.iter().position(|month| start.eq_ignore_ascii_case(month))?;
    i8::try_from(at + 1).ok()
}

/// `[winnt]` → `winnt`.
pub fn product_code(input: &str) -> IResult<&str, &str> {
    let code = take_while1(|c: char| c != ']' && c != '\n');
    (space0, char('['), code, opt(char(']'))).map(|(_, _, code, _)| code).parse(input)
}

/// The items of a list, folded, without empty ones.
pub fn items(text: &str, separator: char) -> Vec<String> {
    text.split(separator).map(fold).filter(|item| !item.is_empty()).collect()
}

/// The words of a list split at white space and `|`.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || c == '|')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `WINDOWS:3.0,3.0 SP1; winnt:4.0` → two groups; `:2.0` has no platform; `5.10 | 5.10` and
/// `1.00 1.50` are lists too.
pub fn version_groups(text: &str) -> Vec<VersionGroup> {
    text.split(';').filter_map(version_group).collect()
}

fn version_group(text: &str) -> Option<VersionGroup> {
    let (platform, list) = text.split_once(':').unwrap_or(("", text));
    let platform = Some(fold(platform)).filter(|platform| !platform.is_empty());
    let versions: Vec<String> = list.split([',', '|']).flat_map(version_items).collect();
    (platform.is_some() || !versions.is_empty()).then_some(VersionGroup { platform, versions })
}

/// `1.00 1.50` is two versions, `3.0 SP1` one: blanks separate where every word begins with a digit.
fn version_items(item: &str) -> Vec<String> {
    let separate = item.split_whitespace().all(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    if separate { words(item) } else { vec![fold(item)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(text: &str) -> Vec<(Option<String>, Vec<String>)> {
        version_groups(text).into_iter().map(|group| (group.platform, group.versions)).collect()
    }

    fn group(platform: &str, versions: &[&str]) -> (Option<String>, Vec<String>) {
        let platform = Some(platform.to_owned()).filter(|name| !name.is_empty());
        (platform, versions.iter().map(|&version| version.to_owned()).collect())
    }

    #[test]
    fn tags_of_titles() {
        for (title, found) in [
            ("FIX: Leak in Services.exe", Some("FIX")),
            ("WD97: Table Is Cut Off", Some("WD97")),
            ("HOW TO: Map a Drive", Some("HOWTO")),
            ("PC Win: Mail Hangs", None),
            ("Err Msg: Out of Memory", None),
            ("STOP 0xA: Tcpip.sys", None),
            ("3COM: Card Not Found", None),
            ("Leak", None),
        ] {
            assert_eq!(tag(title).as_deref(), found, "{title}");
        }
    }

    #[test]
    fn version_fields() {
        assert_eq!(groups(""), []);
        assert_eq!(groups(":2.0"), [group("", &["2.0"])]);
        assert_eq!(groups("5.10   | 5.10"), [group("", &["5.10", "5.10"])]);
        assert_eq!(groups("1.00 1.50"), [group("", &["1.00", "1.50"])]);
        assert_eq!(
            groups("WINDOWS:3.0,3.0 SP1; winnt:4.0"),
            [group("WINDOWS", &["3.0", "3.0 SP1"]), group("winnt", &["4.0"])]
        );
        assert_eq!(groups("MS-DOS:4.0; NT:; "), [group("MS-DOS", &["4.0"]), group("NT", &[])]);
    }

    #[test]
    fn dates() {
        assert_eq!(date("20-MAY-2002").map(|(_, day)| day.to_string()), Ok("2002-05-20".into()));
        assert_eq!(date("1-jan-89").map(|(_, day)| day.to_string()), Ok("1989-01-01".into()));
        assert!(date("31-FEB-1999").is_err());
        assert!(date("soon").is_err());
    }
}
