use super::*;
use crate::article::FixFile;

fn dated(day: i8, resolution: &str, size: u64) -> Article {
    Article {
        id: ArticleId(7),
        title: "A driver leaks".into(),
        modified: Some(jiff::civil::date(1999, 1, day)),
        resolution: Some(resolution.into()),
        fix_files: vec![FixFile { name: "A.sys".into(), size: Some(size), ..FixFile::default() }],
        ..Article::default()
    }
}

/// `-` and `+` before each line, what is marked in brackets.
fn shown(change: &Change) -> Vec<String> {
    let line = |line: &Line| {
        let mut text = line.text.clone();
        for &(from, to) in line.marks.iter().rev() {
            text.insert(to, ']');
            text.insert(from, '[');
        }
        let sign = match line.fate {
            Fate::Kept => ' ',
            Fate::Removed => '-',
            Fate::Added => '+',
        };
        format!("{sign} {text}")
    };
    change.hunks.iter().flatten().map(line).collect()
}

#[test]
fn changes_are_told_by_field() {
    let old = dated(1, "Install the hotfix.\n\nIt is not on a CD.", 10);
    let new = dated(2, "Install service pack 3.\n\nIt is not on a CD.", 12);
    let history = of(&[new.clone(), old.clone()]).unwrap();
    assert_eq!((history.id, history.revisions.len()), (ArticleId(7), 2));
    let [newest, oldest] = &history.revisions[..] else { panic!("{history:?}") };
    let changes: Vec<_> =
        newest.changes.iter().map(|change| (change.field.as_str(), shown(change))).collect();
    assert_eq!(
        changes,
        [
            (
                "resolution",
                vec![
                    "- Install [the hotfix.]".into(),
                    "+ Install [service pack 3.]".into(),
                    "  It is not on a CD.".into()
                ]
            ),
            ("fix_files", vec!["- A.sys, [10]".into(), "+ A.sys, [12]".into()]),
        ]
    );
    assert_eq!((oldest.modified, oldest.changes.len()), (old.modified, 0));
}

#[test]
fn endless_texts_end_in_time() {
    let text = |seed: u64| {
        let mut random = fastrand::Rng::with_seed(seed);
        (0..200_000).map(|_| format!("{}\n", random.u16(..))).collect::<String>()
    };
    let history = of(&[dated(2, &text(1), 1), dated(1, &text(2), 1)]).unwrap();
    assert!(history.revisions[0].changes.iter().any(|change| change.field == "resolution"));
}
