//! Values in words: numbers, sizes, versions, files.

use std::collections::BTreeMap;

use crate::article::{AppliesTo, Disposition, FixFile, Format, HostKind, Relation};

/// `60,338`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 article`, `2 articles`.
pub fn counted(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", count(number))
}

/// Bytes as people say them: `512 bytes`, `1.4 kB`, `212 MB`; a kB is 1000 bytes.
pub fn size(bytes: u64) -> String {
    if bytes < 1000 {
        return counted(bytes, "byte");
    }
    let (mut tenths, mut unit) = (bytes / 100, "kB");
    for larger in ["MB", "GB", "TB"] {
        if tenths < 10_000 {
            break;
        }
        (tenths, unit) = (tenths / 1000, larger);
    }
    match (tenths / 10, tenths % 10) {
        (whole, tenth) if whole < 10 => format!("{whole}.{tenth} {unit}"),
        (whole, _) => format!("{whole} {unit}"),
    }
}

/// `0.8 ms`, `120 ms`, `4.2 s`, `1 min 40 s`.
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 0.01 => format!("{:.1} ms", s * 1000.0),
        s if s < 1.0 => format!("{:.0} ms", s * 1000.0),
        s if s < 60.0 => format!("{s:.1} s"),
        s => format!("{:.0} min {:.0} s", (s / 60.0).floor(), (s % 60.0).floor()),
    }
}

/// Versions in brief: up to three in full, a longer list by its ends (`3.0 – 4.0 SP1`) if it rises or
/// falls all the way, else by its beginning.
pub fn versions_in_brief(versions: &[String]) -> String {
    match versions {
        [first, _, _, .., last] if is_rising(versions.iter()) => format!("{first} – {last}"),
        [last, _, _, .., first] if is_rising(versions.iter().rev()) => format!("{first} – {last}"),
        [first, second, _, _, ..] => format!("{first}, {second}, …"),
        few => few.join(", "),
    }
}

fn is_rising<'a>(versions: impl Iterator<Item = &'a String>) -> bool {
    let numbers: Option<Vec<Vec<u32>>> = versions.map(|text| numbers(text)).collect();
    numbers.is_some_and(|numbers| numbers.is_sorted())
}

/// The dotted numbers that a version begins with; `None` if there are none.
fn numbers(version: &str) -> Option<Vec<u32>> {
    let dotted = version.split(|char: char| !char.is_ascii_digit() && char != '.').next()?;
    dotted.split('.').map(|part| part.parse().ok()).collect()
}

/// `Microsoft SNA Server 3.0 – 4.0 SP1`, one string a product, repeats left out.
pub fn products_in_brief(applies_to: &[AppliesTo]) -> Vec<String> {
    unique(applies_to.iter().map(|bullet| {
        let versions = versions_in_brief(&bullet.versions);
        spaced(&[&bullet.product, &versions])
    }))
}

/// A bullet of the applies-to block with all it says.
pub fn product_in_full(bullet: &AppliesTo) -> String {
    let mut text = spaced(&[&bullet.product, &bullet.versions.join(", ")]);
    for (index, host) in bullet.hosts.iter().enumerate() {
        text.push_str(match (index, bullet.relation) {
            (0, Some(Relation::UsedWith)) => ", used with ",
            (0, Some(Relation::IncludedWith)) => ", included with ",
            (0, Some(Relation::OnPlatforms)) => ", on ",
            (0, None) => ", with ",
            _ => "; ",
        });
        text.push_str(match host.kind {
            HostKind::Product => "",
            HostKind::OperatingSystem => "the operating system ",
            HostKind::Hardware => "the hardware ",
        });
        text.push_str(&spaced(&[&host.product, &host.versions.join(", ")]));
    }
    text
}

/// `Snapmp.exe 4.0.1 1998-09-15 11:42`, one string a build, the platforms of equal ones together.
pub fn files_in_brief(files: &[FixFile]) -> Vec<String> {
    let mut order = Vec::new();
    let mut platforms: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in files {
        let date = file.date.map(|date| date.to_string());
        let version = file.version.as_deref().unwrap_or_default();
        let time = file.time.as_deref().unwrap_or_default();
        let build = spaced(&[&file.name, version, date.as_deref().unwrap_or_default(), time]);
        let known = platforms.entry(build.clone()).or_insert_with(|| {
            order.push(build);
            Vec::new()
        });
        known.extend(file.platform.as_deref().filter(|name| !known.contains(name)));
    }
    order
        .into_iter()
        .map(|build| match platforms.get(&build).map(|names| names.join(", ")) {
            Some(names) if !names.is_empty() => format!("{build} ({names})"),
            _ => build,
        })
        .collect()
}

/// What Microsoft said of the problem.
pub const fn disposition(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Fixed => "fixed",
        Disposition::Confirmed => "confirmed",
        Disposition::ByDesign => "by design",
        Disposition::Researching => "being researched",
    }
}

/// The envelope that a copy of an article is in.
pub const fn format(format: Format) -> &'static str {
    match format {
        Format::Document => "text",
        Format::Jekyll => "page",
    }
}

/// White space folded to one blank.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts that say something, one blank apart.
fn spaced(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn unique(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), text);
        }
        assert_eq!(counted(1, "article"), "1 article");
    }

    #[test]
    fn sizes_have_two_or_three_figures() {
        for (bytes, text) in [
            (1, "1 byte"),
            (999, "999 bytes"),
            (1400, "1.4 kB"),
            (999_949, "999 kB"),
            (212_000_000, "212 MB"),
            (3_200_000_000, "3.2 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn durations_are_what_a_person_would_say() {
        for (seconds, text) in [(0.0042, "4.2 ms"), (0.12, "120 ms"), (4.21, "4.2 s"), (100.0, "1 min 40 s")]
        {
            assert_eq!(duration(seconds), text);
        }
    }

    #[test]
    fn long_version_lists_are_ranges_only_where_they_rise() {
        for (list, text) in [
            (&["4.0"][..], "4.0"),
            (&["3.0", "3.5", "4.0"], "3.0, 3.5, 4.0"),
            (&["3.0", "3.0 SP1", "3.0 SP2", "4.0 SP1"], "3.0 – 4.0 SP1"),
            (&["9.0", "10.0", "11.0", "11.5"], "9.0 – 11.5"),
            (&["4.0", "3.51", "3.5", "3.1"], "3.1 – 4.0"),
            (&["97", "2000", "all", "XP"], "97, 2000, …"),
        ] {
            let list: Vec<String> = list.iter().map(|&item| item.to_owned()).collect();
            assert_eq!(versions_in_brief(&list), text);
        }
    }

    #[test]
    fn equal_builds_are_one_with_their_platforms() {
        let file = |platform: &str| FixFile {
            name: "Tcpip.sys".to_owned(),
            time: Some("11:42".to_owned()),
            platform: Some(platform.to_owned()),
            ..FixFile::default()
        };
        let files = [file("Intel"), file("Alpha"), file("Intel")];
        assert_eq!(files_in_brief(&files), ["Tcpip.sys 11:42 (Intel, Alpha)"]);
    }
}
