//! The names that people type for products, and the products that each of them means.
//!
//! They are data ([`PRODUCT_NAMES`], which explains how lines are written, and `--vocabulary FILE`): a filter must not
//! guess which products of the articles are Windows NT 4.0.

use ahash::AHashMap;

/// The names that kbfix comes with.
pub const PRODUCT_NAMES: &str = include_str!("product_names.txt");

/// What parts names and products on a line.
pub const MARK: &str = ":=";

/// How deep names may stand for names: a line that names itself must end.
const DEEPEST: usize = 8;

/// Products by the names that are typed for them.
#[derive(Clone, Debug, Default)]
pub struct ProductNames {
    lines: Vec<Line>,
    /// Places in `lines`.
    by_name: AHashMap<String, usize>,
}

#[derive(Clone, Debug, Default)]
struct Line {
    /// Folded; the last is the full one.
    names: Vec<String>,
    /// That the names take, as people write them: `4.0`, `95`.
    versions: Vec<String>,
    items: Vec<Item>,
}

/// Products of the articles, or those of another name.
#[derive(Clone, Debug)]
struct Item {
    /// `*` at its end stands for any ending.
    name: String,
    /// Of these the product must have one, if there are any.
    versions: Vec<String>,
}

/// Products that a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    pattern: String,
    /// The entry must have one of these, if there are any.
    pub versions: Vec<String>,
    /// The version that the product's name says: it stands for those of the entry.
    pub named_version: Option<String>,
}

impl Meant {
    /// Whether it is the product of that very name.
    pub fn is(&self, product: &str) -> bool {
        match self.pattern.strip_suffix('*') {
            Some(begin) => product.starts_with(begin),
            None => product == self.pattern,
        }
    }
}

impl ProductNames {
    /// Reads a line; none where a side has nothing.
    pub fn add(&mut self, line: &str) -> Option<()> {
        let (names, products) = line.split_once(MARK)?;
        let (names, versions) = match names.split_once('[') {
            Some((names, versions)) => (names, versions.trim().strip_suffix(']')?),
            None => (names, ""),
        };
        let names: Vec<String> = parts(names, ',').map(str::to_lowercase).collect();
        let items: Vec<Item> = parts(products, ';').map(item).collect();
        if names.is_empty() || items.is_empty() || items.iter().any(|item| item.name.is_empty()) {
            return None;
        }
        for name in &names {
            self.by_name.insert(name.clone(), self.lines.len());
        }
        let versions = versions.split_whitespace().map(str::to_lowercase).collect();
        self.lines.push(Line { names, versions, items });
        Some(())
    }

    /// All names, in order of lines; a version may follow some of them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().enumerate();
        let all = lines.flat_map(|(at, line)| line.names.iter().map(move |name| (at, name.as_str())));
        all.filter(|&(at, name)| self.by_name.get(name) == Some(&at)).map(|(_, name)| name)
    }

    /// The full name of a short one with a version: `vb6` is `visual basic 6.0`.
    pub fn versioned(&self, word: &str) -> Option<String> {
        let (line, version) = self.line_and_version(word)?;
        Some(format!("{} {version}", line.names.last()?))
    }

    /// The products that a folded name means; none where it is no such name. `in_versions` asks for those too that are
    /// meant by a version of their names: Word 97 by `word` in version 97.
    pub fn meaning(&self, name: &str, in_versions: bool) -> Option<Vec<Meant>> {
        let name = name.strip_prefix("microsoft ").unwrap_or(name);
        let mut meant = Vec::new();
        let versioned = self.line_and_version(name);
        let own = || versioned.and_then(|(line, version)| self.own_line(line, version));
        let Some(line) = self.line(name).or_else(own) else {
            let (line, version) = versioned?;
            self.expand(line, &[version.to_owned()], 0, &mut meant);
            return Some(meant);
        };
        self.expand(line, &[], 0, &mut meant);
        if in_versions {
            let version = line.names.iter().find_map(|name| self.line_and_version(name));
            let own = version.map(|(_, version)| (line, version));
            let owned = line
                .versions
                .iter()
                .filter_map(|version| Some((self.own_line(line, version)?, version.as_str())));
            own.into_iter()
                .chain(owned)
                .for_each(|(line, version)| self.add_named(line, version, &mut meant));
        }
        Some(meant)
    }

    fn line(&self, name: &str) -> Option<&Line> {
        self.by_name.get(name).map(|&at| &self.lines[at])
    }

    /// The products of a version's own line that are of this version by their names.
    fn add_named(&self, line: &Line, version: &str, meant: &mut Vec<Meant>) {
        let mut named = Vec::new();
        self.expand(line, &[], 0, &mut named);
        named.retain(|product| !product.versions.iter().any(|own| own == version));
        meant.extend(
            named.into_iter().map(|product| Meant { named_version: Some(version.to_owned()), ..product }),
        );
    }

    fn expand(&self, line: &Line, versions: &[String], depth: usize, meant: &mut Vec<Meant>) {
        for item in &line.items {
            let versions = if item.versions.is_empty() { versions } else { &item.versions };
            match self.line(&item.name) {
                Some(line) if depth < DEEPEST => self.expand(line, versions, depth + 1, meant),
                Some(_) => {}
                None => meant.push(Meant {
                    pattern: item.name.clone(),
                    versions: versions.to_vec(),
                    named_version: None,
                }),
            }
        }
    }

    /// The line of `nt 4.0`, where the one of `nt` has such.
    fn own_line(&self, line: &Line, version: &str) -> Option<&Line> {
        line.names.iter().find_map(|name| self.line(&format!("{name} {version}")))
    }

    /// The line of a name and the version that follows it: `nt4`, `nt 4.0`, `windows nt4`. A number that is no version
    /// of the product is none: `win32` is no Windows 3.2.
    fn line_and_version(&self, name: &str) -> Option<(&Line, &str)> {
        let word = name.rfind(' ').map_or(0, |blank| blank + 1);
        let mut digits = name[word..].match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| word + at);
        digits.find_map(|at| {
            let line = self.line(name[..at].trim_end())?;
            let version = line.versions.iter().find(|version| is_written(version, &name[at..]))?;
            Some((line, version.as_str()))
        })
    }
}

/// Whether a number is a way to write a version: `4.0`, `40` and `4`; `3.51` and `351`.
fn is_written(version: &str, number: &str) -> bool {
    version == number || version.strip_suffix(".0") == Some(number) || version.replace('.', "") == number
}

fn item(text: &str) -> Item {
    let (name, versions) = text.split_once('@').unwrap_or((text, ""));
    Item { name: name.trim().to_owned(), versions: parts(versions, ',').map(str::to_lowercase).collect() }
}

fn parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> ProductNames {
        let mut names = ProductNames::default();
        text.lines().for_each(|line| names.add(line).unwrap());
        names
    }

    /// The products of a name, each with its versions behind `@` and the version of its name in parentheses.
    fn shown(names: &ProductNames, name: &str, in_versions: bool) -> Option<Vec<String>> {
        let show = |meant: &Meant| {
            let named =
                meant.named_version.as_ref().map(|version| format!("({version})")).unwrap_or_default();
            let versions = meant.versions.iter().map(|version| format!("@{version}")).collect::<String>();
            format!("{}{versions}{named}", meant.pattern)
        };
        names.meaning(name, in_versions).map(|meant| meant.iter().map(show).collect())
    }

    const LINES: &str = "\
nt, windows nt [3.51 4.0 5.0] := Windows NT*
nt 4.0 := nt @ 4.0; Windows NT 4.0
nt 5.0 := w2k
w2k, windows 2000 := Windows 2000; Windows Server @ 2000
loop := loop; Loop";

    #[test]
    fn a_name_is_its_products() {
        let names = names(LINES);
        let some = |texts: &[&str]| Some(texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        for (name, products) in [
            ("nt", some(&["Windows NT*"])),
            ("microsoft windows nt", some(&["Windows NT*"])),
            ("nt4", some(&["Windows NT*@4.0", "Windows NT 4.0"])),
            ("windows nt4.0", some(&["Windows NT*@4.0", "Windows NT 4.0"])),
            ("nt 351", some(&["Windows NT*@3.51"])),
            ("nt5", some(&["Windows 2000", "Windows Server@2000"])),
            ("w2k", some(&["Windows 2000", "Windows Server@2000"])),
            ("loop", some(&["Loop"; 9])),
            ("nt6", None),
            ("nt32", None),
            ("2000", None),
            ("", None),
        ] {
            assert_eq!(shown(&names, name, false), products, "{name}");
        }
    }

    #[test]
    fn a_version_may_be_part_of_a_name() {
        let names = names(LINES);
        let named = |name: &str| {
            let mut meant = shown(&names, name, true).unwrap();
            meant.retain(|meant| meant.contains('('));
            meant
        };
        assert_eq!(named("nt"), ["Windows NT 4.0(4.0)", "Windows 2000(5.0)", "Windows Server@2000(5.0)"]);
        assert_eq!(named("nt4"), ["Windows NT 4.0(4.0)"]);
        assert_eq!(named("nt351"), [""; 0]);
    }

    #[test]
    fn a_later_line_replaces_a_name() {
        let names = names("a, b := X\na := Y\n");
        assert_eq!(shown(&names, "a", false), Some(vec!["Y".to_owned()]));
        assert_eq!(shown(&names, "b", false), Some(vec!["X".to_owned()]));
        assert_eq!(names.names().collect::<Vec<_>>(), ["b", "a"]);
    }

    #[test]
    fn a_line_without_a_side_is_none() {
        for line in [":= X", "a :=", "a [4.0 := X", "a := @ 4.0", "a = X"] {
            assert_eq!(ProductNames::default().add(line), None, "{line}");
        }
    }
}
