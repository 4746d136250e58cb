//! The report of `kbfix check`: fields, then kinds of notes with examples.

use super::{
    layout::{Align, blanks, table},
    notes::meaning,
    words,
};
use crate::{
    grammar::report::{Example, FieldCount, KindCount, Report},
    markup::{Markup, Role},
};

/// The whole report.
pub fn render(report: &Report) -> Markup {
    let mut out = Markup::new();
    out.line(summary(report));
    if !report.fields.is_empty() {
        out.push(Role::Text, "\n");
        out.lines(fields(&report.fields));
    }
    for kind in &report.kinds {
        out.push(Role::Text, "\n");
        out.lines(self::kind(kind));
    }
    out
}

fn summary(report: &Report) -> Markup {
    let articles = words::counted(report.articles, "article");
    let said = match report.notes() {
        0 => ", nothing to note".to_owned(),
        notes => format!(", {} in {} of them", words::counted(notes, "note"), words::count(report.noted)),
    };
    Markup::of(Role::Title, articles).with(Role::Text, said)
}

fn fields(fields: &[FieldCount]) -> Vec<Markup> {
    let header = [
        ("Field", Align::Left),
        ("clean", Align::Right),
        ("noted", Align::Right),
        ("not understood", Align::Right),
        ("not stated", Align::Right),
    ];
    let row = |count: &FieldCount| {
        let numbers = [count.clean, count.noted, count.not_understood, count.not_stated];
        std::iter::once(count.field.to_owned()).chain(numbers.map(words::count)).collect()
    };
    table(&header, &fields.iter().map(row).collect::<Vec<_>>())
}

fn kind(count: &KindCount) -> Vec<Markup> {
    let notes = words::counted(count.notes, "note");
    let articles = words::counted(count.articles, "article");
    let head = Markup::of(Role::Warn, count.kind.name())
        .with(Role::Text, format!("  {notes} in {articles}: {}", meaning(count.kind)));
    std::iter::once(head).chain(count.examples.iter().flat_map(example)).collect()
}

/// The place, the line, and a mark under where the note begins.
fn example(example: &Example) -> [Markup; 3] {
    let Example { path, line, column, text } = example;
    let shown = text.replace('\t', " ");
    let before = shown.chars().take(column - 1).collect::<String>();
    let rest = super::layout::width(&shown).saturating_sub(super::layout::width(&before)).max(1);
    [
        Markup::of(Role::Title, format!("  {path}:{line}:{column}")),
        Markup::from(format!("    {shown}")),
        Markup::of(Role::Match, format!("{}{}", blanks(4 + super::layout::width(&before)), "^".repeat(rest))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        grammar::{Cursor, Note, NoteKind},
    };

    #[test]
    fn a_report() {
        let mut report = Report::default();
        report.add(&Article::default(), &[(NoteKind::ReleaseNotRead, 1)].into());
        report.fields.retain(|count| ["title", "fixed_in"].contains(&count.field));
        let text = "STATUS\n======\n\nIt is\tfixed in a patch.\n";
        let note = Note { kind: NoteKind::ReleaseNotRead, offset: text.find("fixed").unwrap() };
        report.show(note.kind, Example::new("a.txt", &mut Cursor::new(text), note), 3);
        insta::assert_snapshot!(render(&report), @"
        1 article, 1 note in 1 of them

        Field     clean  noted  not understood  not stated
        title         0      0               0           1
        fixed_in      0      0               1           0

        release_not_read  1 note in 1 article: a release is said to correct the problem, but which one was not understood
          a.txt:4:7
            It is fixed in a patch.
                  ^^^^^^^^^^^^^^^^^
        ");
    }
}
