//! Product lines: what a build was made from. Editions of a product that share their files are one line (Windows NT
//! 4.0 Server and Workstation), versions are lines of their own, and so is Terminal Server, which has its own sources.

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::Uncompared;
use crate::article::{Article, Version};

/// A product line by name: `Windows NT 4.0`, `Exchange Server 5.5`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Line(String);

/// Lines that come into question.
pub type Lines = BTreeSet<Line>;

impl Line {
    fn new(name: &str) -> Self {
        Self(name.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part of Windows that has the same numbers.
    pub fn other_name(&self) -> Option<&'static str> {
        match self.as_str() {
            "Windows 2000" => Some("Internet Information Services 5.0"),
            "Windows XP" => Some("Internet Information Services 5.1"),
            _ => None,
        }
    }

    /// The version that ends its name.
    fn version(&self) -> Option<Version> {
        self.0.rsplit(' ').next().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))?.parse().ok()
    }

    fn is_windows(&self) -> bool {
        self.0.starts_with("Windows ")
    }

    /// A bundle of other products.
    fn is_bundle(&self) -> bool {
        const BUNDLES: [&str; 5] =
            ["BackOffice", "Cluster Server", "Small Business", "Windows NT Option Pack", "Server Appliance"];
        BUNDLES.iter().any(|bundle| self.0.starts_with(bundle))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub const TERMINAL_SERVER: &str = "Windows NT 4.0 Terminal Server";

/// How products are called, and the line's name; `true` where a version follows it.
const PRODUCTS: &[(&str, &str, bool)] = &[
    ("windows nt server terminal server", TERMINAL_SERVER, false),
    ("terminal server", TERMINAL_SERVER, false),
    ("windows 2000", "Windows 2000", false),
    ("windows xp", "Windows XP", false),
    ("windows 98 second edition", "Windows 98 Second Edition", false),
    ("windows 98 se", "Windows 98 Second Edition", false),
    ("windows 98", "Windows 98", false),
    ("windows 95 oem service release", "Windows 95 OSR2", false),
    ("windows 95", "Windows 95", false),
    ("windows millennium", "Windows Millennium Edition", false),
    ("windows me", "Windows Millennium Edition", false),
    ("windows for workgroups", "Windows for Workgroups", true),
    ("windows nt", "Windows NT", true),
    ("window nt", "Windows NT", true),
    ("internet information server", "Internet Information Server", true),
    ("internet information services", "Internet Information Server", true),
    ("iis", "Internet Information Server", true),
    ("exchange 2000 server", "Exchange 2000 Server", false),
    ("exchange server", "Exchange Server", true),
    ("host integration server 2000", "Host Integration Server 2000", false),
    ("sna server", "SNA Server", true),
    ("systems management server", "Systems Management Server", true),
    ("proxy server", "Proxy Server", true),
    ("index server", "Index Server", true),
];

/// Words that name an edition, not another product.
const EDITIONS: &[&str] = &[
    "server",
    "workstation",
    "advanced",
    "datacenter",
    "professional",
    "enterprise",
    "standard",
    "learning",
    "home",
    "edition",
    "editions",
    "32-bit",
    "16-bit",
    "oem",
    "only",
    "retail",
    "version",
    "sp1",
    "sp2",
    "sp3",
];

/// The lines of the products that an article applies to; bundles only where there is nothing else.
pub fn of_article(article: &Article) -> Lines {
    let mut lines: Lines = article
        .applies_to
        .iter()
        .flat_map(|bullet| of_product(&bullet.product, bullet.versions.iter().map(String::as_str)))
        .collect();
    if lines.is_empty()
        && let Some(product) = &article.product
    {
        let versions = article.versions.iter().flat_map(|group| &group.versions).map(String::as_str);
        lines.extend(of_product(product, versions));
    }
    if lines.iter().any(|line| !line.is_bundle()) {
        lines.retain(|line| !line.is_bundle());
    }
    lines
}

/// The lines of one product in its versions.
fn of_product<'a>(product: &str, versions: impl Iterator<Item = &'a str>) -> Vec<Line> {
    let name = folded(product);
    let versions: Vec<String> = versions.filter_map(number).collect();
    let known = PRODUCTS.iter().find(|(phrase, ..)| starts_with(&name, phrase) && is_edition(&name, phrase));
    let (family, versioned) = match known {
        Some((_, family, versioned)) => ((*family).to_owned(), *versioned),
        None => (plain(product), true),
    };
    match versions.as_slice() {
        _ if !versioned => vec![Line(family)],
        [] => vec![line(&family, number_in(&name).as_deref())],
        versions => versions.iter().map(|version| line(&family, Some(version))).collect(),
    }
}

/// Whether nothing but an edition and a version follows the phrase.
fn is_edition(name: &str, phrase: &str) -> bool {
    let rest = name[phrase.len()..].split(' ').filter(|word| !word.is_empty());
    rest.into_iter().all(|word| EDITIONS.contains(&word) || number(word).is_some())
}

/// IIS 5.0 and 5.1 are parts of Windows, made and numbered with it.
fn line(family: &str, version: Option<&str>) -> Line {
    match (family, version) {
        ("Internet Information Server", Some("5.0")) | ("Windows", Some("2000")) => Line::new("Windows 2000"),
        ("Internet Information Server", Some("5.1")) => Line::new("Windows XP"),
        (family, Some(version)) if family.ends_with(version) => Line::new(family),
        (family, Some(version)) => Line(format!("{family} {version}")),
        (family, None) => Line::new(family),
    }
}

/// A product's name without maker and edition.
fn plain(product: &str) -> String {
    let words = product.split([' ', ',']).filter(|word| !word.is_empty());
    let told = |word: &&str| {
        let lower = word.to_ascii_lowercase();
        lower != "microsoft" && (!EDITIONS.contains(&lower.as_str()) || lower == "server")
    };
    let name = words.filter(told).collect::<Vec<_>>().join(" ");
    let name = name.replace("98 Second", "98 Second Edition");
    // `Windows Advanced Server 2000` has its year as version.
    if name == "Windows Server" { "Windows".to_owned() } else { name }
}

fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words =
        lower.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty() && *word != "microsoft");
    words.collect::<Vec<_>>().join(" ")
}

fn starts_with(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The number that a version begins with, as `major.minor`: `4.0 SP3` is `4.0`, `5.5 Service Packs 1,2` is `5.5`.
fn number(version: &str) -> Option<String> {
    let digits = version.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let mut parts = digits.split('.').filter(|part| !part.is_empty());
    let major: u32 = parts.next()?.parse().ok()?;
    let minor = parts.next();
    Some(match minor {
        Some(minor) => format!("{major}.{minor}"),
        None if major >= 95 => major.to_string(),
        None => format!("{major}.0"),
    })
}

fn number_in(name: &str) -> Option<String> {
    name.split(' ').filter(|word| word.contains('.')).find_map(number)
}

/// The lines that a sub-heading names; those of `candidates` where it gives a product without version.
fn named_in(context: &str, candidates: &Lines) -> Lines {
    let text = folded(&context.replace(['/', ':'], " "));
    let mut named = Lines::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let known = PRODUCTS.iter().find(|(phrase, ..)| starts_with(rest, phrase));
        let step = known.map_or_else(
            || rest.find(' ').map_or(rest.len(), |blank| blank + 1),
            |(phrase, ..)| phrase.len(),
        );
        if let Some((phrase, family, versioned)) = known {
            let (found, read) = following(&rest[phrase.len()..], family, *versioned, candidates);
            named.extend(found);
            at += read;
        }
        at += step;
        at += text[at..].len() - text[at..].trim_start().len();
    }
    // `Windows NT Server 4.0, Terminal Server Edition` is one product.
    let terminal = Line::new(TERMINAL_SERVER);
    if named.contains(&terminal) && text.contains("nt server 4.0 terminal server") {
        named.remove(&Line::new("Windows NT 4.0"));
    }
    named
}

/// The line that a family with what follows it in a heading is, and how far that was read.
fn following(rest: &str, family: &str, versioned: bool, candidates: &Lines) -> (Lines, usize) {
    if !versioned {
        return (Lines::from([Line::new(family)]), 0);
    }
    let mut read = 0;
    for word in rest.split_inclusive(' ') {
        let bare = word.trim();
        if let Some(version) = number(bare).filter(|_| bare.contains('.')) {
            return (Lines::from([line(family, Some(&version))]), read);
        }
        if !bare.is_empty() && !EDITIONS.contains(&bare) && bare != "or" && bare != "and" {
            break;
        }
        read += word.len();
    }
    let of_family = |line: &&Line| line.0.starts_with(family) && line.0 != TERMINAL_SERVER;
    (candidates.iter().filter(of_family).cloned().collect(), 0)
}

/// The lines that a sub-heading leaves: those of the article that it names, else what it names. Above the files of IIS 4.0
/// it may be the system that this came with.
fn told(context: &str, lines: &Lines) -> Lines {
    let named = named_in(context, lines);
    let option = Line::new("Internet Information Server 4.0");
    let both = &named & lines;
    if !both.is_empty() {
        both
    } else if named.contains(&Line::new("Windows NT 4.0")) && lines.contains(&option) {
        [option].into()
    } else {
        named
    }
}

/// The systems whose own files have versions of this kind.
fn of_version(version: &Version) -> Option<Line> {
    let name = match *version.0.as_slice() {
        [3, 10, 511 | 528, ..] => "Windows NT 3.1",
        [3, 50, 807, ..] => "Windows NT 3.5",
        [3, 51, 1057, ..] => "Windows NT 3.51",
        [4, 0, 1381, private, ..] if private >= 33_000 => TERMINAL_SERVER,
        [4, 0, 1381, ..] => "Windows NT 4.0",
        [5, 0, 2195, ..] => "Windows 2000",
        [5, 1, 2600, ..] => "Windows XP",
        _ => return None,
    };
    Some(Line::new(name))
}

/// As [`of_version`], of systems whose numbers other products have too.
fn of_shared_version(version: &Version) -> Option<Line> {
    let name = match *version.0.as_slice() {
        [4, 0, 950..=999, ..] => "Windows 95",
        [4, 0, 1000..=1299, ..] => "Windows 95 OSR2",
        [4, 10, 1998..=2221, ..] => "Windows 98",
        [4, 10, build, ..] if build >= 2222 => "Windows 98 Second Edition",
        [4, 90, build, ..] if build >= 3000 => "Windows Millennium Edition",
        _ => return None,
    };
    Some(Line::new(name))
}

/// The lines that a build may belong to: of the article's `lines` those that the sub-heading above the row names and
/// that its version fits.
///
/// # Errors
/// Where the version belongs to a system that is not among them.
pub fn narrowed(
    lines: &Lines,
    context: Option<&str>,
    version: Option<&Version>,
) -> Result<Lines, Uncompared> {
    let told = context.map(|context| told(context, lines)).unwrap_or_default();
    let lines = if told.is_empty() { lines } else { &told };
    let Some(version) = version else { return Ok(lines.clone()) };
    if let Some(line) = of_version(version) {
        let others = lines.iter().any(Line::is_windows);
        return if lines.contains(&line) || !others {
            Ok([line].into())
        } else {
            Err(Uncompared::Contradiction)
        };
    }
    if lines.iter().any(|line| line.0.starts_with("Windows 9") || line.0.starts_with("Windows M"))
        && let Some(line) = of_shared_version(version)
    {
        return if lines.contains(&line) { Ok([line].into()) } else { Err(Uncompared::Contradiction) };
    }
    let fits = |line: &&Line| line.version().is_some_and(|own| fits(&own, version));
    let fitting: Lines = lines.iter().filter(fits).cloned().collect();
    Ok(if fitting.is_empty() { lines.clone() } else { fitting })
}

/// A product's files begin their versions with its own; those of IIS 4.0 with 4.2.
fn fits(own: &Version, version: &Version) -> bool {
    let first = |version: &Version| (version.0.first().copied(), version.0.get(1).copied().unwrap_or(0));
    let (own, of) = (first(own), first(version));
    own == of || (own == (Some(4), 0) && of == (Some(4), 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::AppliesTo;

    fn lines(names: &[&str]) -> Lines {
        names.iter().map(|name| Line::new(name)).collect()
    }

    #[test]
    fn products_and_their_lines() {
        for (product, versions, line) in [
            ("Microsoft Windows NT Server", &["4.0", "4.0 SP3"][..], &["Windows NT 4.0"][..]),
            ("Microsoft Windows NT Server, Enterprise Edition", &["4.0 SP4"], &["Windows NT 4.0"]),
            ("Microsoft Windows NT Server, Terminal Server Edition", &["4.0"], &[TERMINAL_SERVER]),
            ("Microsoft Windows NT Workstation", &["3.51", "4.0"], &["Windows NT 3.51", "Windows NT 4.0"]),
            (
                "Microsoft Windows NT Services for UNIX Add-On Pack",
                &[],
                &["Windows NT Services for UNIX Add-On Pack"],
            ),
            ("Microsoft Windows 2000 Advanced Server", &[], &["Windows 2000"]),
            ("Microsoft Windows Advanced Server", &["2000", "2000 SP1"], &["Windows 2000"]),
            ("Microsoft Windows 2000 SP2", &[], &["Windows 2000"]),
            ("Microsoft Internet Information Server 4.0", &[], &["Internet Information Server 4.0"]),
            ("Microsoft Internet Information Services", &["5.0"], &["Windows 2000"]),
            ("Microsoft Exchange Server", &["5.5 Service Packs 1,2"], &["Exchange Server 5.5"]),
            ("Microsoft Windows 98 Second Edition", &[], &["Windows 98 Second Edition"]),
            (
                "Microsoft Visual Basic Enterprise Edition for Windows",
                &["6.0"],
                &["Visual Basic for Windows 6.0"],
            ),
            ("Microsoft Mail for PC Networks", &["3.2a"], &["Mail for PC Networks 3.2"]),
        ] {
            let mut have = of_product(product, versions.iter().copied());
            have.dedup();
            assert_eq!(have.iter().map(Line::as_str).collect::<Vec<_>>(), line, "{product}");
        }
    }

    #[test]
    fn bundles_are_no_line_beside_others() {
        let bullet = |product: &str, version: &str| AppliesTo {
            product: product.to_owned(),
            versions: vec![version.to_owned()],
            ..AppliesTo::default()
        };
        let applies_to = vec![
            bullet("Microsoft BackOffice Small Business Server", "4.5"),
            bullet("Microsoft Windows NT Server", "4.0"),
        ];
        let article = Article { applies_to, ..Article::default() };
        assert_eq!(of_article(&article), lines(&["Windows NT 4.0"]));
    }

    #[test]
    fn a_sub_heading_names_lines() {
        let all =
            lines(&["Windows NT 3.51", "Windows NT 4.0", TERMINAL_SERVER, "Windows 2000", "Windows 95"]);
        for (context, named) in [
            ("Windows NT 3.51", &["Windows NT 3.51"][..]),
            ("Windows NT 4.0 SP3", &["Windows NT 4.0"]),
            ("Windows NT Server or Workstation 4.0", &["Windows NT 4.0"]),
            ("Windows NT Server 4.0, Terminal Server Edition", &[TERMINAL_SERVER]),
            ("Windows NT Server, Terminal Server Edition", &[TERMINAL_SERVER]),
            ("Windows NT Server and Workstation", &["Windows NT 3.51", "Windows NT 4.0"]),
            ("Windows NT", &["Windows NT 3.51", "Windows NT 4.0"]),
            ("Terminal Server", &[TERMINAL_SERVER]),
            ("IIS Version 5.0 on Microsoft Windows 2000 Server", &["Windows 2000"]),
            ("IIS 4.0", &["Internet Information Server 4.0"]),
            ("Exchange Server Version 5.0", &["Exchange Server 5.0"]),
            (
                "Windows 95, Windows 98, and Windows 98 SE",
                &["Windows 95", "Windows 98", "Windows 98 Second Edition"],
            ),
            ("To download the updated file", &[]),
        ] {
            assert_eq!(named_in(context, &all), lines(named), "{context}");
        }
    }

    #[test]
    fn versions_tell_lines_apart() {
        let place = |names: &[&str], version: &str| {
            narrowed(&lines(names), None, Some(&version.parse().unwrap()))
                .map(|lines| lines.iter().map(Line::to_string).collect::<Vec<_>>().join("; "))
        };
        let nt = &["Windows NT 3.51", "Windows NT 4.0", TERMINAL_SERVER];
        assert_eq!(place(nt, "4.0.1381.7086").unwrap(), "Windows NT 4.0");
        assert_eq!(place(nt, "4.0.1381.33478").unwrap(), TERMINAL_SERVER);
        assert_eq!(place(nt, "5.0.2195.4978"), Err(Uncompared::Contradiction), "as Q319420 has it");
        let exchange = &["Exchange Server 4.0", "Exchange Server 5.0", "Exchange Server 5.5"];
        assert_eq!(place(exchange, "5.05.1960.8").unwrap(), "Exchange Server 5.5");
        assert_eq!(place(exchange, "4.0.996.30").unwrap(), "Exchange Server 4.0");
        let iis = &["Internet Information Server 4.0", "Windows 2000"];
        assert_eq!(place(iis, "4.2.753.1").unwrap(), "Internet Information Server 4.0");
        assert_eq!(place(iis, "5.0.2195.2784").unwrap(), "Windows 2000");
        assert_eq!(place(&["Windows 95", "Windows 95 OSR2"], "4.00.1113").unwrap(), "Windows 95 OSR2");
        assert_eq!(place(&["Windows NT 4.0", "Windows 95"], "3.2").unwrap(), "Windows 95; Windows NT 4.0");
    }
}
