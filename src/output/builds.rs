//! Builds of files: a table a product and platform, each build with its articles and what takes its place.

use super::layout::{Align, cut, table, width};
use super::words;
use crate::article::Architecture;
use crate::markup::{Markup, Role};
use crate::search::files::{Build, Files, History, Line, Strength, Uncompared};

/// All files, each below its name.
pub fn render(files: &Files, columns: usize) -> Markup {
    let mut out = Markup::new();
    for (at, file) in files.files.iter().enumerate() {
        if at > 0 {
            out.line("");
        }
        out.append(history(file, columns));
    }
    out
}

/// For stderr: nothing matches.
pub fn render_nothing(files: &Files) -> Markup {
    let mut out = Markup::new();
    let text = format!(": no article gives the builds of a file `{}`", files.pattern);
    out.line(Markup::of(Role::Warn, "nothing found").with(Role::Text, text));
    out
}

fn history(file: &History, columns: usize) -> Markup {
    let mut out = Markup::new();
    let mut articles: Vec<_> =
        file.builds.iter().flat_map(|build| &build.articles).map(|one| one.id).collect();
    articles.sort_unstable();
    articles.dedup();
    let builds = words::counted(file.builds.len() as u64, "build");
    let articles = words::counted(articles.len() as u64, "article");
    out.line(Markup::of(Role::Title, &file.name).with(Role::Dim, format!("  {builds} in {articles}")));
    for group in groups(file) {
        out.line("");
        out.line(Markup::of(Role::Heading, cut(&group.heading, columns)));
        let last = group.builds.len() - 1;
        let rows = group.builds.iter().enumerate();
        let rows = rows.map(|(at, &(build, is_target))| row(build, is_target && at == last)).collect();
        let lines = table(&HEADER, &fitted(rows, columns));
        out.lines(lines);
    }
    out
}

/// Builds for one product and platform.
pub struct Group<'a> {
    pub heading: String,
    /// Each with whether it takes the place of another.
    pub builds: Vec<(&'a Build, bool)>,
}

/// The builds of a file in the order they have, by their headings.
pub fn groups(file: &History) -> Vec<Group<'_>> {
    let mut is_target = vec![false; file.builds.len()];
    for next in file.builds.iter().filter_map(|build| build.superseded_by.as_ref()) {
        is_target[next.build] = true;
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (build, is_target) in file.builds.iter().zip(is_target) {
        let heading = heading(build);
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.builds.push((build, is_target)),
            None => groups.push(Group { heading, builds: vec![(build, is_target)] }),
        }
    }
    groups
}

/// `Windows NT 4.0, Alpha`.
pub fn heading(build: &Build) -> String {
    let lines: Vec<&str> = build.product_lines.iter().map(Line::as_str).collect();
    let product = match lines.as_slice() {
        [] => "product not known".to_owned(),
        [line] => (*line).to_owned(),
        [lines @ .., last] if lines.len() < 3 => format!("{} or {last}", lines.join(", ")),
        many => format!("one of {} products", many.len()),
    };
    let platform =
        build.architecture.map(|one| architecture(one).to_owned()).or_else(|| build.platform.clone());
    let parts = [Some(product), platform, build.variant.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A processor as people call it.
pub const fn architecture(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X86 => "x86",
        Architecture::Alpha => "Alpha",
        Architecture::Mips => "MIPS",
        Architecture::PowerPc => "PowerPC",
        Architecture::Ia64 => "IA-64",
    }
}

const HEADER: [(&str, Align); 6] = [
    ("Version", Align::Left),
    ("Date", Align::Left),
    ("Time", Align::Left),
    ("Size", Align::Right),
    ("Article", Align::Left),
    ("Replaced by", Align::Left),
];

fn row(build: &Build, is_newest: bool) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let time = text(&build.time);
    vec![
        text(&build.version),
        build.date.map(|date| date.to_string()).unwrap_or_default(),
        time.get(..5).unwrap_or(&time).to_owned(),
        build.size.map(words::count).unwrap_or_default(),
        numbers(build.articles.iter().map(|article| article.id)),
        replaced_by(build, is_newest),
    ]
}

/// `Q254930 +2`: the first, and how many more.
fn numbers(ids: impl Iterator<Item = crate::article::ArticleId>) -> String {
    let mut ids: Vec<_> = ids.collect();
    ids.dedup();
    match ids.as_slice() {
        [] => String::new(),
        [one] => one.to_string(),
        [first, others @ ..] => format!("{first} +{}", others.len()),
    }
}

fn replaced_by(build: &Build, is_newest: bool) -> String {
    match (&build.superseded_by, build.uncompared) {
        (Some(next), _) => {
            let likely = if next.strength == Strength::Likely { "?" } else { "" };
            format!("{}{likely}", numbers(next.articles.iter().copied()))
        }
        (None, Some(why)) => format!("({})", reason(why)),
        (None, None) if is_newest => "newest known".to_owned(),
        (None, None) => String::new(),
    }
}

/// Why a build is not compared.
pub const fn reason(why: Uncompared) -> &'static str {
    match why {
        Uncompared::NoProduct => "no product",
        Uncompared::SeveralProducts => "several products",
        Uncompared::Contradiction => "contradictory",
        Uncompared::SeveralBuilds => "several builds",
        Uncompared::SeveralVariants => "several variants",
    }
}

/// Cuts versions, which may be sentences, where the table is too wide.
fn fitted(mut rows: Vec<Vec<String>>, columns: usize) -> Vec<Vec<String>> {
    let widest =
        |rows: &[Vec<String>], column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0);
    let all: usize = (0..HEADER.len()).map(|column| widest(&rows, column) + 2).sum();
    if all > columns + 2 {
        let room = widest(&rows, 0).saturating_sub(all - columns - 2).max(12);
        rows.iter_mut().for_each(|row| row[0] = cut(&row[0], room));
    }
    rows
}

/// The columns of [`records`].
pub const COLUMNS: [&str; 21] = [
    "name",
    "platform",
    "architecture",
    "version",
    "date",
    "time",
    "size",
    "variant",
    "product_line",
    "uncompared",
    "article",
    "title",
    "modified",
    "context",
    "path",
    "fixed_in",
    "superseded_by",
    "by",
    "strength",
    "because",
    "newest",
];

/// A row for each build and article that ships it.
pub fn records(files: &Files) -> impl Iterator<Item = Vec<String>> {
    files.files.iter().flat_map(|file| file.builds.iter().flat_map(|build| build_records(file, build)))
}

fn build_records(file: &History, build: &Build) -> Vec<Vec<String>> {
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    let ids =
        |build: &Build| build.articles.iter().map(|one| one.id.to_string()).collect::<Vec<_>>().join(" ");
    let next = build.superseded_by.as_ref();
    let row = |shipped: &crate::search::files::Shipped| {
        vec![
            file.name.clone(),
            text(build.platform.as_ref()),
            build.architecture.map(|one| <&str>::from(one).to_owned()).unwrap_or_default(),
            text(build.version.as_ref()),
            build.date.map(|date| date.to_string()).unwrap_or_default(),
            text(build.time.as_ref()),
            build.size.map(|size| size.to_string()).unwrap_or_default(),
            text(build.variant.as_ref()),
            build.product_line.as_ref().map(Line::to_string).unwrap_or_default(),
            build.uncompared.map(|why| <&str>::from(why).to_owned()).unwrap_or_default(),
            shipped.id.to_string(),
            shipped.title.clone(),
            shipped.modified.map(|date| date.to_string()).unwrap_or_default(),
            text(shipped.context.as_ref()),
            text(shipped.path.as_ref()),
            shipped.fixed_in.join("; "),
            next.map(|next| ids(&file.builds[next.build])).unwrap_or_default(),
            next.map(|next| <&str>::from(next.by).to_owned()).unwrap_or_default(),
            next.map(|next| <&str>::from(next.strength).to_owned()).unwrap_or_default(),
            next.map(|next| next.because.clone()).unwrap_or_default(),
            build.newest.map(|newest| ids(&file.builds[newest])).unwrap_or_default(),
        ]
    };
    build.articles.iter().map(row).collect()
}
