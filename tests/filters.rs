//! Filters over the whole archive: each finds exactly the articles whose record satisfies it, judged here from the
//! record alone, and each value of a facet finds as many as it counts.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::OnceLock,
};

use kbfix::{
    article::{Article, Period, ProductVersion},
    index::Index,
    query::Part,
    search::{Count, Filters, PRODUCT_NAMES, Request, matches, search},
};
use rayon::prelude::*;

use crate::archive::archive_index;

/// The index of the archive and what it holds, read once.
struct Archive {
    index: Index,
    articles: BTreeMap<u32, Article>,
    /// The articles of each entry, a product and its versions.
    entries: BTreeMap<(String, Vec<String>), Ids>,
}

/// What the archive holds. Says that the test is skipped where there is no archive.
fn archive() -> Option<&'static Archive> {
    static ARCHIVE: OnceLock<Archive> = OnceLock::new();
    let folder = archive_index()?;
    Some(ARCHIVE.get_or_init(|| read(folder)))
}

fn read(folder: &Path) -> Archive {
    let index = Index::open(folder).unwrap();
    let part = |&(id, address): &(kbfix::article::ArticleId, _)| {
        let Article {
            applies_to,
            product,
            versions,
            keywords,
            article_type,
            issue_type,
            solution_type,
            modified,
            ..
        } = index.article_at(address).unwrap().unwrap();
        let article = Article {
            applies_to,
            product,
            versions,
            keywords,
            article_type,
            issue_type,
            solution_type,
            modified,
            ..Article::default()
        };
        (id.0, article)
    };
    let articles: BTreeMap<u32, Article> = index.addresses().unwrap().par_iter().map(part).collect();
    let mut by_entry: BTreeMap<(String, Vec<String>), Ids> = BTreeMap::new();
    for (&id, article) in &articles {
        for (product, versions) in entries(article) {
            let versions = versions.into_iter().map(str::to_owned).collect();
            by_entry.entry((product.to_owned(), versions)).or_default().insert(id);
        }
    }
    Archive { index, articles, entries: by_entry }
}

type Ids = BTreeSet<u32>;

impl Archive {
    fn found(&self, query: &str, filters: Filters) -> Ids {
        let request = Request {
            query: query.to_owned(),
            filters,
            strict: true,
            limit: usize::MAX,
            ..Request::default()
        };
        let found = matches(&self.index, &request).unwrap();
        found.addresses.iter().map(|&address| self.index.id_at(address).unwrap().0).collect()
    }

    fn judged(&self, passes: impl Fn(&Article) -> bool) -> Ids {
        self.articles.iter().filter(|(_, article)| passes(article)).map(|(id, _)| *id).collect()
    }

    /// The articles with an entry whose product and versions pass.
    fn judged_by_entry(&self, passes: impl Fn(&str, &[&str]) -> bool) -> Ids {
        let passes = |(product, versions): &(String, Vec<String>)| {
            passes(product, &versions.iter().map(String::as_str).collect::<Vec<_>>())
        };
        self.entries
            .iter()
            .filter(|(entry, _)| passes(entry))
            .flat_map(|(_, ids)| ids.iter().copied())
            .collect()
    }
}

fn of_product(name: &str) -> Filters {
    Filters { products: vec![name.to_owned()], ..Filters::default() }
}

fn of_version(version: &str) -> Filters {
    Filters { versions: vec![version.to_owned()], ..Filters::default() }
}

/// Product and versions of each entry: the bullets, or the head where there is none.
fn entries(article: &Article) -> Vec<(&str, Vec<&str>)> {
    let bullets = article.applies_to.iter();
    let mut entries: Vec<(&str, Vec<&str>)> = bullets
        .map(|bullet| (bullet.product.as_str(), bullet.versions.iter().map(String::as_str).collect()))
        .collect();
    if entries.is_empty() {
        entries.extend(article.product.as_deref().map(|product| (product, head_versions(article))));
    }
    entries
}

fn head_versions(article: &Article) -> Vec<&str> {
    article.versions.iter().flat_map(|group| &group.versions).map(String::as_str).collect()
}

fn all_versions(article: &Article) -> Vec<&str> {
    let bullets = article.applies_to.iter().flat_map(|bullet| &bullet.versions);
    head_versions(article).into_iter().chain(bullets.map(String::as_str)).collect()
}

/// A version with its number alone, where more stands behind that: `4.0 SP3`, `4.0`.
fn whole_and_number(version: &str) -> [String; 2] {
    let folded = version.to_lowercase().replace("..", ".").split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = match folded.parse::<ProductVersion>() {
        Ok(version) => version.to_string().replace("sp", " sp"),
        Err(_) => folded,
    };
    let number = folded.split(' ').next().unwrap().to_owned();
    [folded, number]
}

fn is_same(one: &str, other: &str) -> bool {
    match (one.parse::<ProductVersion>(), other.parse::<ProductVersion>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => {
            let [one, other] = [one, other].map(|text| with_point(&whole_and_number(text)[0]));
            one == other
        }
    }
}

/// `1994 edition` is counted as `1994.0 edition`, and `4.00 (x)` as `4.0 (x)`.
fn with_point(version: &str) -> String {
    let (number, rest) = version.split_once(' ').map_or((version, ""), |(number, rest)| (number, rest));
    match number.parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && !number.ends_with('.') => format!("{value:.1} {rest}"),
        _ => format!("{number} {rest}"),
    }
}

fn has_version(versions: &[&str], wanted: &str) -> bool {
    versions.iter().any(|version| whole_and_number(version).iter().any(|own| is_same(own, wanted)))
}

fn first_difference(what: &str, found: &Ids, judged: &Ids) -> Option<String> {
    let (more, less) = (found.difference(judged).next(), judged.difference(found).next());
    (found != judged).then(|| {
        format!(
            "{what}: {} found, {} judged; Q{more:?} too much, Q{less:?} missing",
            found.len(),
            judged.len()
        )
    })
}

/// The table of names, read without the help of the search.
struct Names<'a> {
    lines: Vec<(Vec<&'a str>, Vec<&'a str>, Vec<&'a str>)>,
}

/// A product or the beginning of one, and the versions of which it must have one.
type Wanted<'a> = Vec<(&'a str, Vec<&'a str>)>;

impl<'a> Names<'a> {
    fn read(text: &'a str) -> Self {
        let list = |text: &'a str, by: char| -> Vec<&'a str> {
            text.split(by).map(str::trim).filter(|part| !part.is_empty()).collect()
        };
        let lines =
            text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(":="));
        let lines = lines.map(|(names, products)| {
            let (names, versions) = names.split_once('[').unwrap_or((names, ""));
            (list(names, ','), list(versions.trim().trim_end_matches(']'), ' '), list(products, ';'))
        });
        Self { lines: lines.collect() }
    }

    fn line(&self, name: &str) -> Option<usize> {
        self.lines.iter().position(|(names, ..)| names.contains(&name))
    }

    fn wanted(&self, line: usize, versions: &[&'a str]) -> Wanted<'a> {
        let mut wanted = Wanted::new();
        for item in &self.lines[line].2 {
            let (name, own) = item.split_once(" @ ").unwrap_or((item, ""));
            let own: Vec<&str> = own.split(", ").filter(|version| !version.is_empty()).collect();
            let versions = if own.is_empty() { versions.to_vec() } else { own };
            match self.line(name) {
                Some(line) => wanted.extend(self.wanted(line, &versions)),
                None => wanted.push((name, versions)),
            }
        }
        wanted
    }
}

fn is_product(pattern: &str, product: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == product, |begin| product.starts_with(begin))
}

fn is_wanted(product: &str, own: &[&str], wanted: &Wanted<'_>) -> bool {
    wanted.iter().any(|(pattern, versions)| {
        let has = || versions.is_empty() || versions.iter().any(|version| has_version(own, version));
        is_product(pattern, product) && has()
    })
}

#[test]
fn names_of_products_find_their_products_alone() {
    let Some(archive) = archive() else { return };
    let names = Names::read(PRODUCT_NAMES);
    assert!(names.lines.len() > 100);
    let mut asked: Vec<(String, Wanted<'_>)> = Vec::new();
    for (at, (own, versions, _)) in names.lines.iter().enumerate() {
        asked.extend(own.iter().map(|name| ((*name).to_owned(), names.wanted(at, &[]))));
        for version in versions {
            let line = own.iter().find_map(|name| names.line(&format!("{name} {version}")));
            let wanted = line.map_or_else(|| names.wanted(at, &[version]), |line| names.wanted(line, &[]));
            let spelled = own.iter().map(|name| format!("{name} {version}"));
            asked.extend(spelled.map(|name| (name, wanted.clone())));
            let glued = own
                .iter()
                .filter(|name| !name.contains(' ') && names.line(&format!("{name}{version}")).is_none());
            asked.extend(glued.map(|name| (format!("{name}{version}"), wanted.clone())));
        }
    }
    let wrong: Vec<String> = asked
        .par_iter()
        .filter_map(|(name, wanted)| {
            let found = archive.found("", of_product(name));
            let judged = archive.judged_by_entry(|product, own| is_wanted(product, own, wanted));
            first_difference(name, &found, &judged)
        })
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_name_with_a_version_means_the_same_as_name_and_version() {
    let Some(archive) = archive() else { return };
    for (name, version, whole) in [
        ("nt", "4.0", "nt4"),
        ("windows nt", "3.51", "nt 3.51"),
        ("iis", "4.0", "iis4"),
        ("word", "97", "word97"),
        ("exchange server", "2000", "exchange server 2000"),
        ("vb", "6.0", "vb6"),
        ("windows", "98", "win98"),
    ] {
        let filters = Filters { versions: vec![version.to_owned()], ..of_product(name) };
        let (both, whole) = (archive.found("", filters), archive.found("", of_product(whole)));
        let missing = whole.difference(&both).count();
        assert!(
            missing == 0 && !whole.is_empty(),
            "{name} {version}: {missing} of {} are missing",
            whole.len()
        );
        let query = archive.found(&format!("product:\"{name}\" version:{version}"), Filters::default());
        assert_eq!(query, both, "{name} {version}");
    }
}

#[test]
fn each_product_of_the_names_is_in_the_archive() {
    let Some(archive) = archive() else { return };
    let products: BTreeSet<&str> = archive
        .articles
        .values()
        .flat_map(|article| entries(article).into_iter().map(|(name, _)| name))
        .collect();
    let names = Names::read(PRODUCT_NAMES);
    let items = names.lines.iter().flat_map(|(.., items)| items);
    let patterns = items.map(|item| item.split(" @ ").next().unwrap());
    let lost: Vec<&str> = patterns
        .filter(|&pattern| names.line(pattern).is_none())
        .filter(|&pattern| !products.iter().any(|product| is_product(pattern, product)))
        .collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn a_product_and_a_version_are_of_one_entry() {
    let Some(archive) = archive() else { return };
    let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
    for article in archive.articles.values() {
        let versions =
            |(name, versions): (_, Vec<_>)| versions.into_iter().map(move |version| (name, version));
        pairs.extend(entries(article).into_iter().flat_map(versions));
    }
    let pairs: Vec<_> = pairs.into_iter().step_by(11).collect();
    assert!(pairs.len() > 200, "{}", pairs.len());
    let wrong: Vec<String> = pairs
        .par_iter()
        .filter_map(|(product, version)| {
            // Two points would make a range.
            let version = &version.replace("..", ".");
            let filters = Filters { versions: vec![version.clone()], ..of_product(&format!("={product}")) };
            let judged = archive.judged_by_entry(|name, own| name == *product && has_version(own, version));
            first_difference(&format!("{product} {version}"), &archive.found("", filters), &judged)
        })
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn ranges_of_versions_are_exact() {
    let Some(archive) = archive() else { return };
    let version = |text: &str| (!text.is_empty()).then(|| text.parse::<ProductVersion>().unwrap());
    for (from, to) in [("4.0sp3", "4.0sp6"), ("", "3.51"), ("6.0", ""), ("3.0", "3.1"), ("2.11", "2.11sp2")] {
        let (first, last) = (version(from), version(to));
        let within = |versions: &[&str]| {
            let parsed = versions.iter().filter_map(|text| text.parse::<ProductVersion>().ok());
            let mut parsed = parsed.filter(|own| first.as_ref().is_none_or(|first| first <= own));
            parsed.any(|own| last.as_ref().is_none_or(|last| own <= *last))
        };
        let range = format!("{from}..{to}");
        let judged = archive.judged(|article| within(&all_versions(article)));
        assert_eq!(first_difference(&range, &archive.found("", of_version(&range)), &judged), None);
        for product in ["Microsoft Windows NT Server", "Microsoft SNA Server", "Microsoft Windows"] {
            let filters = Filters { versions: vec![range.clone()], ..of_product(&format!("={product}")) };
            let judged = archive.judged_by_entry(|name, own| name == product && within(own));
            assert_eq!(first_difference(&range, &archive.found("", filters), &judged), None, "{product}");
        }
    }
}

#[test]
fn a_name_that_is_not_known_finds_the_products_that_have_its_words() {
    let Some(archive) = archive() else { return };
    for (typed, products) in [
        ("flight simulator 98 ", &["Microsoft Flight Simulator 98"][..]),
        ("certificate server", &["Microsoft Certificate Server"]),
        ("Train Simulator", &["Microsoft Train Simulator"]),
        ("word viewer", &["Microsoft Word Viewer 97-2000"]),
        ("windows 95 oem preinstall", &["Windows 95 OEM Preinstall Kit (OPK)"]),
        ("preinstall oem", &["Windows 95 OEM Preinstall Kit (OPK)"]),
    ] {
        let judged = archive.judged_by_entry(|name, _| products.contains(&name));
        assert_eq!(first_difference(typed, &archive.found("", of_product(typed)), &judged), None);
    }
    let excel = archive.judged_by_entry(|name, _| name == "Microsoft Excel for Windows 95");
    let win95 = archive.found("", of_product("windows 95"));
    assert!(!excel.is_empty() && win95.len() > 3000);
    let only_excel = excel.iter().filter(|id| entries(&archive.articles[id]).len() == 1);
    assert_eq!(only_excel.filter(|id| win95.contains(id)).count(), 0);
    let versioned = archive.found("", of_product("train simulator 1.0"));
    let judged =
        archive.judged_by_entry(|name, own| name == "Microsoft Train Simulator" && has_version(own, "1.0"));
    assert_eq!(first_difference("train simulator 1.0", &versioned, &judged), None);
}

/// The filter that asks for a value.
type ByValue<'a> = &'a (dyn Fn(&str) -> Filters + Sync);

#[test]
fn each_value_of_a_facet_finds_what_it_counts() {
    let Some(archive) = archive() else { return };
    let request = Request { query: "id:Q1..".to_owned(), facets: Some(100_000), ..Request::default() };
    let facets = search(&archive.index, &request).unwrap().facets.unwrap();
    let some = |value: &str| vec![value.to_owned()];
    let period = |value: &str| value.parse::<Period>().ok();
    let filters: [(&str, &[Count], ByValue<'_>); 5] = [
        ("product", &facets.product, &|value| of_product(&format!("={value}"))),
        ("version", &facets.version, &of_version),
        ("type", &facets.kind, &|value| Filters { types: some(value), ..Filters::default() }),
        ("keyword", &facets.keyword, &|value| Filters { keywords: some(value), ..Filters::default() }),
        ("year", &facets.year, &|value| Filters::default().within(period(value), period(value)).unwrap()),
    ];
    for (facet, counts, filter) in filters {
        assert!(counts.len() > 5, "{facet}");
        let wrong: Vec<String> = counts
            .par_iter()
            .filter_map(|count| {
                let found = archive.found("", filter(&count.value)).len() as u64;
                (found != count.count)
                    .then(|| format!("{facet} {}: {found}, not {}", count.value, count.count))
            })
            .collect();
        assert_eq!(wrong, [""; 0]);
    }
    let files = archive.found("", Filters { parts: vec![Part::FixFiles], ..Filters::default() }).len() as u64;
    assert_eq!(facets.has_fix_files.iter().find(|count| count.value == "yes").unwrap().count, files);
}

#[test]
fn types_and_keywords_and_versions_find_the_articles_that_show_them() {
    let Some(archive) = archive() else { return };
    let mut types: BTreeMap<String, Ids> = BTreeMap::new();
    let mut keywords: BTreeMap<String, Ids> = BTreeMap::new();
    for (&id, article) in &archive.articles {
        let written = [&article.article_type, &article.issue_type, &article.solution_type];
        for word in written.into_iter().flatten().flat_map(|text| text.split(' ')) {
            let lower = word.to_lowercase();
            types.entry(lower.strip_prefix("kb").unwrap_or(&lower).to_owned()).or_default().insert(id);
        }
        for keyword in &article.keywords {
            keywords.entry(keyword.to_lowercase()).or_default().insert(id);
        }
    }
    assert!(types.len() > 200 && types["fix"].len() > 8_000, "{}", types["fix"].len());
    for (name, judged) in &types {
        for spelling in [name.clone(), format!("kb{name}"), name.to_uppercase()] {
            let filters = Filters { types: vec![spelling.clone()], ..Filters::default() };
            assert_eq!(first_difference(&spelling, &archive.found("", filters), judged), None);
        }
    }
    let both = archive.found("", Filters { types: vec!["kbhowto kbinfo".to_owned()], ..Filters::default() });
    assert_eq!(both, types["howto"].intersection(&types["info"]).copied().collect());
    for (keyword, judged) in keywords.iter().step_by(5) {
        let filters = Filters { keywords: vec![keyword.clone()], ..Filters::default() };
        assert_eq!(first_difference(keyword, &archive.found("", filters), judged), None);
    }
    for version in ["4.0", "4.0 SP3", "5.5 Service Pack 1", "3.0a", "97", "1994 edition", "2000", "6.0sp3"] {
        let judged = archive.judged(|article| has_version(&all_versions(article), version));
        assert!(!judged.is_empty(), "{version}");
        assert_eq!(first_difference(version, &archive.found("", of_version(version)), &judged), None);
    }
}

#[test]
fn days_are_exact() {
    let Some(archive) = archive() else { return };
    for (since, until) in
        [(Some("1998"), None), (None, Some("1996-05")), (Some("1999-02-03"), Some("1999-02-03"))]
    {
        let period = |text: Option<&str>| text.map(|text| text.parse::<Period>().unwrap());
        let filters = Filters::default().within(period(since), period(until)).unwrap();
        let (first, last) = (filters.since, filters.until);
        let judged = archive.judged(|article| {
            let within = |day| first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last);
            article.modified.is_some_and(within)
        });
        assert!(!judged.is_empty());
        assert_eq!(first_difference("days", &archive.found("", filters), &judged), None);
    }
}
