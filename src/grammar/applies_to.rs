//! The block "The information in this article applies to:".
//!
//! ```text
//! block    = label { bullet }
//! bullet   = { blank } "-" [ kind ] product [ relation ":" ]      indented: a host of the bullet above
//! kind     = "the operating system:" | "the hardware:"
//! relation = [ "," ] ( "used with" | "included with" | "on platform(s)" )
//! ```
//!
//! What stands in `product` is read by [`super::product`].

use std::ops::Range;

use nom::{IResult, Parser, branch::alt, bytes::complete::tag_no_case, combinator::value};

use super::{Placed, line::Line, product};
use crate::article::{AppliesTo, Host, HostKind, Relation};

/// Where the block stands among the body's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The block with its label and both rules.
    pub range: Range<usize>,
    /// The bullets alone.
    pub bullets: Range<usize>,
    /// Whether a rule ends it.
    pub closed: bool,
}

const LABEL: &str = "The information in this article applies to:";

/// Lines that are no bullet are forgiven up to this many, where a rule still ends the block.
const LOOSE: usize = 3;

/// Finds the block: its label within the first lines, its bullets, the rule that ends it.
pub fn find(lines: &[Line<'_>]) -> Option<Block> {
    let label = lines.iter().take(60).position(|line| line.text == LABEL)?;
    let bullets = label + 1;
    let (mut end, mut loose, mut closed) = (bullets, 0, false);
    for (at, line) in lines.iter().enumerate().skip(bullets) {
        if line.is_rule(b'-', 20) {
            (end, closed) = (at, true);
            break;
        }
        if !line.is_blank() && !is_part(line) {
            loose += 1;
        }
        if loose > LOOSE {
            break;
        }
        if loose == 0 {
            end = at + 1;
        }
    }
    let start = if label > 0 && lines[label - 1].is_rule(b'-', 7) { label - 1 } else { label };
    Some(Block { range: start..end + usize::from(closed), bullets: bullets..end, closed })
}

/// A bullet, or the deeper-indented rest of one.
fn is_part(line: &Line<'_>) -> bool {
    line.text.trim_start().starts_with("- ") || line.text.trim_start() == "-" || line.indent() > 1
}

/// Reads the bullets, slices of `source`; `unread` is told of each line that is none.
pub fn read<'a>(
    bullets: &[Line<'a>],
    source: &str,
    unread: &mut dyn FnMut(&Line<'a>),
) -> Vec<Placed<AppliesTo>> {
    let mut all: Vec<Placed<AppliesTo>> = Vec::new();
    // A bullet without a word: what is nested below it stands for itself.
    let mut open = false;
    for line in bullets.iter().filter(|line| !line.is_blank()) {
        let Some(bullet) = line.text.trim_start().strip_prefix('-').map(str::trim) else {
            unread(line);
            continue;
        };
        let nested = line.text.starts_with([' ', '\t']);
        if bullet.is_empty() {
            open &= nested;
            continue;
        }
        match all.last_mut() {
            Some(above) if nested && open => {
                above.value.hosts.push(host(bullet));
                above.span.end = Placed::new((), source, bullet, bullet).span.end;
            }
            _ => {
                all.push(Placed::new(entry(bullet), source, bullet, bullet));
                open = !nested;
            }
        }
    }
    all
}

fn entry(bullet: &str) -> AppliesTo {
    let (bullet, _) = kind(bullet).unwrap_or((bullet, HostKind::Product));
    let (name, relation) = relation(bullet);
    let (product, versions) = product::read(name);
    AppliesTo { product, versions, relation, hosts: Vec::new() }
}

/// A host's own relation, to the host nested below it, has no place in the record.
fn host(bullet: &str) -> Host {
    let (bullet, kind) = kind(bullet).unwrap_or((bullet, HostKind::Product));
    let (product, versions) = product::read(relation(bullet).0);
    Host { kind, product, versions }
}

/// `the operating system: Microsoft Windows NT`.
fn kind(input: &str) -> IResult<&str, HostKind> {
    alt((
        value(HostKind::OperatingSystem, tag_no_case("the operating system:")),
        value(HostKind::Hardware, tag_no_case("the hardware:")),
    ))
    .parse(input)
}

/// Takes the relation off the bullet's end: `…, used with:`.
fn relation(bullet: &str) -> (&str, Option<Relation>) {
    const PHRASES: [(&str, Relation); 3] = [
        ("used with", Relation::UsedWith),
        ("included with", Relation::IncludedWith),
        ("on platform(s)", Relation::OnPlatforms),
    ];
    let Some(phrase) = bullet.strip_suffix(':') else {
        return (bullet, None);
    };
    PHRASES
        .iter()
        .find_map(|&(words, relation)| Some((phrase.strip_suffix(words)?, Some(relation))))
        .unwrap_or((bullet, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::line;

    fn block(text: &str) -> (Vec<String>, usize) {
        let lines: Vec<Line<'_>> = line::lines(text).map(Line::page).collect();
        let mut unread = 0;
        let entries = read(&lines, text, &mut |_| unread += 1);
        (entries.iter().map(|entry| show(&entry.value)).collect(), unread)
    }

    fn show(entry: &AppliesTo) -> String {
        let mut out = format!("{} {:?}", entry.product, entry.versions);
        if let Some(relation) = entry.relation {
            out += &format!(" {relation:?}");
        }
        for host in &entry.hosts {
            out += &format!(" > {:?} {} {:?}", host.kind, host.product, host.versions);
        }
        out
    }

    #[test]
    fn bullets() {
        for (text, shown) in [
            ("- Microsoft Fax", r"Microsoft Fax []"),
            ("- Microsoft Mail, version 3.5", r#"Microsoft Mail ["3.5"]"#),
            ("- the operating system: Microsoft Windows 98", "Microsoft Windows 98 []"),
            (
                "- Microsoft Mail, version 3.0, used with:\n   - Microsoft Windows, version 3.1",
                r#"Microsoft Mail ["3.0"] UsedWith > Product Microsoft Windows ["3.1"]"#,
            ),
            (
                "- Microsoft SNA Server, version 2.1, on platform(s):\n   - the hardware: DEC Alpha",
                r#"Microsoft SNA Server ["2.1"] OnPlatforms > Hardware DEC Alpha []"#,
            ),
            (
                "- The C Run-Time (CRT), included with:\n   - the operating system: OS/2, used with:\n      - the hardware: MIPS",
                "The C Run-Time (CRT) [] IncludedWith > OperatingSystem OS/2 [] > Hardware MIPS []",
            ),
        ] {
            assert_eq!(block(text), (vec![shown.to_owned()], 0), "{text}");
        }
    }

    #[test]
    fn what_is_no_bullet_is_told() {
        let (entries, unread) = block("- Microsoft Fax\nas they apply to:\n- Microsoft Mail");
        assert_eq!((entries.len(), unread), (2, 1));
    }

    #[test]
    fn nested_below_an_empty_bullet() {
        let (entries, unread) = block("- Microsoft Fax\n-\n   - Microsoft Mail\n   - Microsoft Word");
        assert_eq!((entries.len(), unread), (3, 0));
        assert_eq!(block("-"), (vec![], 0));
    }
}
