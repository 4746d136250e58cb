//! Searches over a small index in memory.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use tantivy::IndexWriter;

use super::*;
use crate::article::{AppliesTo, Article, ArticleId, ErrorKind, ErrorNumber, FixFile};
use crate::index::{analysis, compress::Compressor, document::document};

fn article(id: u32, title: &str, product: &str, symptoms: &str) -> Article {
    Article {
        id: ArticleId(id),
        title: title.into(),
        modified: Some(jiff::civil::date(1990 + id as i16, 1, 1)),
        keywords: vec![format!("kb{id}")],
        applies_to: vec![AppliesTo {
            product: product.into(),
            versions: vec!["4.0 SP1".into()],
            ..AppliesTo::default()
        }],
        symptoms: Some(symptoms.into()),
        ..Article::default()
    }
}

fn articles() -> Vec<Article> {
    let mut all = vec![
        article(1, "Leak in Services.exe", "Microsoft Windows NT Server", "Private bytes grow."),
        article(2, "Keyboard is dead", "Microsoft Windows 95", "The keyboard hangs after a leak."),
        article(3, "STOP 0x0000000A in Tcpip.sys", "Microsoft Visual Basic for Windows", "See Q1 and Q2."),
    ];
    let error = |kind, number| ErrorNumber { kind, number, text: String::new(), source: None };
    all[0].fix_files = vec![FixFile { name: "Ntdll.dll".into(), ..FixFile::default() }];
    all[0].errors = vec![error(ErrorKind::Win32, 53), error(ErrorKind::Event, 9)];
    all[1].article_type = Some("PRB".into());
    all[1].keywords.push("KB2".into());
    all[1].cause = Some("A loose cable.".into());
    all[1].resolution = Some("Plug it in.".into());
    all[2].references = vec![ArticleId(1)];
    all[2].applies_to.push(AppliesTo {
        product: "Microsoft Fax".into(),
        versions: vec!["5.0".into()],
        ..AppliesTo::default()
    });
    all.extend((4..12).map(|id| article(id, "Keyboard", "Microsoft Works", "Nothing.")));
    all
}

/// Articles of an index in memory.
struct Shelf {
    articles: Vec<Article>,
    schema: Schema,
    searcher: Searcher,
    stores: Stores,
}

impl Shelf {
    fn new(articles: Vec<Article>) -> Self {
        let schema = Schema::build();
        let index = tantivy::Index::create_in_ram(schema.tantivy.clone());
        analysis::register(&index);
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
        let compressor = Compressor::new(b"").unwrap();
        for article in &articles {
            let copies = compressor.compress(&article.id.0.to_le_bytes()).unwrap();
            writer.add_document(document(&schema, article, &copies)).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let stores = Stores::open(&searcher, schema.copies, b"").unwrap();
        Self { articles, schema, searcher, stores }
    }

    fn ask(&self, request: &Request) -> Results {
        let Self { articles, schema, searcher, stores } = self;
        let load = |copies: &[u8]| {
            let id = u32::from_le_bytes(copies.try_into().ok()?);
            let article = articles.iter().find(|article| article.id.0 == id)?.clone();
            Some(Merged { article, ..Merged::default() })
        };
        let entries = entry::Terms::default();
        let place = Place { searcher, schema, stores, embeddings: None, entries: &entries, held: None };
        let results = super::ask(&place, request, &load).unwrap();
        // What is held in memory says the same.
        let held = Held::read(searcher).unwrap();
        let again = super::ask(&Place { held: Some(&held), ..place }, request, &load).unwrap();
        assert_eq!(again.facets, results.facets);
        results
    }
}

fn ask(request: &Request) -> Results {
    static SHELF: LazyLock<Shelf> = LazyLock::new(|| Shelf::new(articles()));
    SHELF.ask(request)
}

fn ids(query: &str, filters: Filters) -> Vec<u32> {
    let request = Request { query: query.into(), filters, any: true, limit: 3, ..Request::default() };
    ask(&request).hits.iter().map(|hit| hit.id.0).collect()
}

#[test]
fn words_are_alternatives() {
    assert_eq!(ids("services.exe leak", Filters::default()), [1, 2]);
    assert_eq!(ids("stop 0xA", Filters::default()), [3]);
    assert_eq!(ids("the of and", Filters::default()), [0; 0]);
    assert_eq!(ids("", Filters::default()), [0; 0]);
}

#[test]
fn a_number_puts_its_article_first() {
    assert_eq!(ids("Q2", Filters::default()), [2, 3]);
    assert_eq!(ids("2", Filters::default()), [2]);
}

#[test]
fn filters_are_required() {
    let some = |text: &str| vec![text.to_owned()];
    let product = |name| Filters { products: some(name), ..Filters::default() };
    assert_eq!(ids("leak", product("windows nt")), [1]);
    assert_eq!(ids("leak", product("win95")), [2]);
    assert_eq!(ids("", product("VB")), [3]);
    let version = |text| Filters { versions: some(text), ..Filters::default() };
    assert_eq!(ids("leak services", version("4")), [1, 2]);
    assert_eq!(ids("leak", version("3.51")), [0; 0]);
    assert_eq!(ids("leak", version("4.0sp1..4.0sp6")), [1, 2]);
    assert_eq!(ids("leak", version("4.0sp2..")), [0; 0]);
    let kind = |text| Filters { types: some(text), ..Filters::default() };
    assert_eq!(ids("leak", kind("prb")), [2]);
    let has = |parts: &[Part]| Filters { parts: parts.to_vec(), ..Filters::default() };
    assert_eq!(ids("leak", has(&[Part::FixFiles])), [1]);
    assert_eq!(ids("leak", has(&[Part::FixFiles, Part::Cause])), [1, 2]);
    let both = Filters { types: some("prb"), ..has(&[Part::FixFiles]) };
    assert_eq!(ids("leak", both), [0; 0]);
    let keyword = Filters { keywords: some("KB2"), ..Filters::default() };
    assert_eq!(ids("leak", keyword), [2]);
    let since = Some(jiff::civil::date(1992, 1, 1));
    assert_eq!(ids("leak", Filters { since, ..Filters::default() }), [2]);
    assert_eq!(ids("leak", Filters { until: since, ..Filters::default() }), [1, 2]);
}

#[test]
fn a_misspelt_word_is_corrected_and_said() {
    let request = Request { query: "keybord".into(), limit: 2, ..Request::default() };
    let results = ask(&request);
    assert_eq!((results.total, results.hits.len()), (9, 2));
    let correction = Correction { typed: "keybord".into(), shown: "keyboard".into() };
    assert_eq!(results.corrections, [correction]);
    assert_eq!(results.notes, ["showing results for keyboard; quote the word to insist: \"keybord\""]);
    let marks = &results.hits[0].snippet;
    assert!(marks.marks.iter().all(|&(from, to)| marks.text[from..to].eq_ignore_ascii_case("keyboard")));
}

#[test]
fn first_letters_are_corrected_too() {
    for query in ["kyeboard", "eybboard", "ykeboard", "leyboard", "eyboard", "kkeyboard"] {
        let results = ask(&Request { query: query.into(), limit: 2, ..Request::default() });
        assert_eq!(results.total, 9, "{query}: {:?}", results.corrections);
    }
}

#[test]
fn what_is_meant_as_typed_is_not_corrected() {
    for query in ["\"keybord\"", "keybord.sys", "title:keybord", "keyb0rd", "\\keybord", "lak", "-keybord"] {
        let results = ask(&Request { query: query.into(), limit: 2, ..Request::default() });
        assert_eq!(results.corrections, [], "{query}");
    }
}

#[test]
fn pages_follow_each_other() {
    let page = |offset| ask(&Request { query: "keyboard".into(), limit: 4, offset, ..Request::default() });
    let all: Vec<_> = [0, 4, 8, 12].into_iter().flat_map(|at| page(at).hits).map(|hit| hit.id.0).collect();
    assert_eq!(all.len(), 9);
    assert!((2..12).filter(|id| *id != 3).all(|id| all.contains(&id)));
}

#[test]
fn the_language_narrows() {
    for (query, found) in [
        ("leak -keyboard", vec![1]),
        ("leak title:services.exe", vec![1]),
        ("\"after a leak\"", vec![2]),
        ("leak product:win95", vec![2]),
        ("leak (product:nt OR product:vb)", vec![1]),
        ("stop OR services.exe", vec![1, 3]),
        ("-works", vec![1, 2, 3]),
        ("id:Q1..Q2", vec![1, 2]),
        ("modified:..1992 leak", vec![1, 2]),
        ("modified:1992..1993", vec![2, 3]),
        ("version:4.0sp1 services", vec![1]),
        ("version:4.0..4.0sp2 services", vec![1]),
        ("version:4.0sp2.. services", vec![]),
        ("refs:Q1", vec![3]),
        ("error:0xA", vec![3]),
        ("file:tcpip.sys", vec![3]),
        ("keyword:kb2", vec![2]),
        ("refs:Q2", vec![]),
        ("file:ntdll.dll", vec![1]),
        ("error:53", vec![1]),
        ("error:9", vec![]),
        ("event:9", vec![1]),
        ("event:53", vec![]),
        ("cause:cable", vec![2]),
        ("cause:plug", vec![]),
        ("resolution:plug", vec![2]),
        ("has:fix_files", vec![1]),
        ("has:cause -keyboard", vec![]),
        ("product:win95 OR services.exe", vec![1, 2]),
    ] {
        let mut ids = ids(query, Filters::default());
        ids.sort_unstable();
        assert_eq!(ids, found, "{query}");
    }
}

#[test]
fn a_product_and_a_version_beside_it_are_of_one_entry() {
    for (query, found) in [
        ("product:fax version:5.0", vec![3]),
        ("product:fax version:4.0", vec![]),
        ("product:vb version:5.0", vec![]),
        ("product:vb version:4.0 title:tcpip.sys", vec![3]),
        ("product:fax version:4.5..", vec![3]),
        ("product:fax version:..4.5", vec![]),
        ("version:5.0 version:4.0sp1", vec![3]),
        ("product:fax version:5.0 version:4.0sp1", vec![]),
        ("product:fax product:vb", vec![3]),
        ("product:fax (version:4.0 OR version:5.0)", vec![3]),
        ("product:fax (version:4.0 OR version:6.0)", vec![]),
        ("product:fax (version:4.0 OR title:tcpip.sys)", vec![3]),
        ("version:4.0 (product:fax OR product:win95)", vec![2]),
        ("version:4.0 (product:fax OR title:services.exe)", vec![1]),
        ("title:tcpip.sys -(product:fax version:4.0)", vec![3]),
        ("title:tcpip.sys -(product:fax version:5.0)", vec![]),
        ("product:fax -version:4.0", vec![]),
        ("product:fax -version:6.0", vec![3]),
    ] {
        assert_eq!(ids(query, Filters::default()), found, "{query}");
    }
    let some = |text: &str| vec![text.to_owned()];
    for (version, found) in [("5.0", vec![3]), ("4.0", vec![])] {
        let both = Filters { products: some("fax"), versions: some(version), ..Filters::default() };
        assert_eq!(ids("", both), found, "{version}");
        let version = Filters { versions: some(version), ..Filters::default() };
        assert_eq!(ids("product:fax", version), found);
    }
}

#[test]
fn products_of_a_short_name_are_noted() {
    let notes = |query: &str| ask(&Request { query: query.into(), ..Request::default() }).notes;
    assert_eq!(notes("product:nt4 leak"), ["product nt4 means Windows NT Server 4.0"]);
    assert_eq!(notes("leak -product:win95"), ["product win95 means Windows 95"]);
    for query in ["product:works", "product:fax", "product:\"=Microsoft Windows 95\"", "leak"] {
        assert_eq!(notes(query), [""; 0], "{query}");
    }
}

#[test]
fn what_was_not_read_is_noted() {
    let request =
        Request { query: "leak produkt:nt has:wings".into(), any: true, limit: 2, ..Request::default() };
    let results = ask(&request);
    assert_eq!((results.total, results.notes.len()), (2, 3), "{:?}", results.notes);
    assert_eq!(results.notes[2], "no article has `produkt` or `wings`");
}

#[test]
fn a_phrase_that_nothing_has_is_words() {
    let request = Request { query: "\"leak after\" keyboard".into(), limit: 2, ..Request::default() };
    let results = ask(&request);
    assert_eq!((results.hits[0].id.0, results.notes[0].as_str()), (2, relax::NOTE));
    let nothing = ask(&Request { strict: true, ..request });
    assert_eq!((nothing.total, nothing.notes), (0, vec!["without `\"leak after\"`: 9 articles".to_owned()]));
    for (query, notes) in [("title:\"leak after\" keyboard", 1), ("\"qwx zzy\"", 1)] {
        let nothing = ask(&Request { query: query.into(), limit: 2, ..Request::default() });
        assert_eq!((nothing.total, nothing.notes.len()), (0, notes), "{query}");
    }
}

#[test]
fn facets_count_all_that_is_found() {
    let request = Request { query: "keyboard".into(), facets: Some(2), ..Request::default() };
    let results = ask(&request);
    assert!(results.hits.is_empty() && results.total == 9);
    let counts = |counts: Vec<Count>| -> Vec<(String, u64)> {
        counts.into_iter().map(|count| (count.value, count.count)).collect()
    };
    let expect = |counts: &[(&str, u64)]| -> Vec<(String, u64)> {
        counts.iter().map(|&(value, count)| (value.to_owned(), count)).collect()
    };
    let Facets { product, version, year, kind, keyword, has_fix_files } = results.facets.unwrap();
    assert_eq!(counts(product), expect(&[("Microsoft Works", 8), ("Microsoft Windows 95", 1)]));
    assert_eq!(counts(version), expect(&[("4.0", 9), ("4.0 sp1", 9)]));
    assert_eq!(counts(year), expect(&[("1992", 1), ("1994", 1)]));
    assert_eq!(counts(kind), expect(&[("prb", 1)]));
    assert_eq!(counts(keyword), expect(&[("kb10", 1), ("kb11", 1)]));
    assert_eq!(counts(has_fix_files), expect(&[("no", 9)]));
}

#[test]
fn an_empty_result_names_what_to_leave_out() {
    let some = |text: &str| vec![text.to_owned()];
    let notes = |query: &str, filters: Filters| {
        ask(&Request { query: query.into(), filters, ..Request::default() }).notes
    };
    let works = Filters { products: some("microsoft works"), ..Filters::default() };
    assert_eq!(notes("leak", works.clone()), ["without --product 'microsoft works': 2 articles"]);
    let since = Some(jiff::civil::date(1992, 1, 1));
    let both = Filters { since, types: some("howto"), ..Filters::default() };
    let kind = "no article has the type `howto`";
    assert_eq!(notes("leak", both.clone()), [kind, "without --type howto: 1 article"]);
    let three = Filters { products: some("works"), ..both };
    assert_eq!(
        notes("leak", three),
        [kind, "without --product works --type howto --since 1992-01-01: 2 articles"]
    );
    assert_eq!(
        notes("leak title:services.exe -private", Filters::default()),
        ["without `title:services.exe`: 1 article", "without `-private`: 1 article"]
    );
    assert_eq!(notes("title:wombat", Filters::default()), ["no article has `wombat`"]);
    assert_eq!(notes("wombat", works), ["no article has `wombat`"]);
    let near = "no article has the file `tcpip.sis`; near it: tcpip.sys";
    assert!(
        !notes("tcpip.sis", Filters::default()).contains(&near.to_owned()),
        "only files of fixes are known"
    );
    assert_eq!(
        notes("ntdl.dll", Filters::default()),
        ["no article has `ntdl.dll`", "no article has the file `ntdl.dll`; near it: ntdll.dll"]
    );
    assert_eq!(notes("id:Q13", Filters::default()), ["the index has no Q13; near it: Q1, Q3, Q10, Q11"]);
}

/// Words in several fields, a synonym, a correction, neighbours, a number.
#[test]
fn explanations_add_up_to_the_score() {
    for query in [
        "keyboard leak",
        "keybord hangs after a leak",
        "tcpip.sys 0xA freeze",
        "Q2",
        "leak -printer title:leak",
    ] {
        let request = Request { query: query.into(), limit: 9, explain: true, ..Request::default() };
        for hit in ask(&request).hits {
            let explanation = hit.explanation.unwrap();
            let sum: f32 = explanation.reasons.iter().map(Reason::score).sum();
            assert!(
                (sum - hit.score).abs() <= 1e-3 * hit.score.max(1.0),
                "{query} {:?}: {sum} {}",
                hit.id,
                hit.score
            );
            let number = explanation.reasons.iter().any(|reason| matches!(reason, Reason::Number { .. }));
            assert_eq!(number, query == "Q2" && hit.id.0 == 2, "{query}");
        }
    }
}

/// Words that some of [`many`] have: common ones, rare ones, names, codes, mistakes, other words for the same.
const WORDS: [&str; 24] = [
    "error",
    "file",
    "memory",
    "leak",
    "print",
    "printer",
    "hang",
    "freeze",
    "lock",
    "up",
    "stop",
    "1e",
    "0x1e",
    "tcpip.sys",
    "tcpip",
    "services.exe",
    "add-in",
    "keyboard",
    "keybord",
    "password",
    "4.0",
    "nt4",
    "the",
    "zebra",
];

/// Articles of words that are chosen without a plan, but always the same; the first words stand in most of them.
fn many() -> Vec<Article> {
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut some = |count: usize| -> String {
        let words = (0..count).map(|_| WORDS[next(WORDS.len()).min(next(WORDS.len()))]);
        words.collect::<Vec<_>>().join(" ")
    };
    let products = ["Microsoft Excel", "Microsoft Windows 95", "Microsoft Works"];
    let of = |id: u32| article(id, &some(3), products[id as usize % 3], &some(12));
    (1..150).map(of).collect()
}

static MANY: LazyLock<Shelf> = LazyLock::new(|| Shelf::new(many()));

fn all(query: &str, any: bool, product: Option<&str>) -> Results {
    let filters =
        Filters { products: product.into_iter().map(str::to_owned).collect(), ..Filters::default() };
    let request =
        Request { query: query.into(), any, filters, limit: 1000, explain: true, ..Request::default() };
    MANY.ask(&request)
}

fn found(results: &Results) -> BTreeSet<u32> {
    results.hits.iter().map(|hit| hit.id.0).collect()
}

fn scores(results: &Results) -> Vec<(u32, f32)> {
    results.hits.iter().map(|hit| (hit.id.0, hit.score)).collect()
}

fn queries() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_words_does_not_change_what_is_found(words in queries(), seed in any::<u64>()) {
        let mut shuffled = words.clone();
        fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
        for any in [true, false] {
            let (one, other) = (all(&words.join(" "), any, None), all(&shuffled.join(" "), any, None));
            prop_assert_eq!((found(&one), one.matches), (found(&other), other.matches));
        }
    }

    #[test]
    fn a_filter_gives_the_matches_that_pass(words in queries()) {
        let query = words.join(" ");
        let passing: BTreeSet<u32> = (1..150).filter(|id| id % 3 == 0).collect();
        let expected: BTreeSet<u32> = found(&all(&query, true, None)).intersection(&passing).copied().collect();
        let filtered = all(&query, true, Some("excel"));
        prop_assert_eq!(filtered.matches, expected.len());
        prop_assert_eq!(found(&filtered), expected);
    }

    #[test]
    fn another_word_never_takes_a_match_away(words in queries(), more in prop::sample::select(&WORDS[..])) {
        let query = words.join(" ");
        let (less, more) = (all(&query, true, None), all(&format!("{query} {more}"), true, None));
        prop_assert!(found(&less).is_subset(&found(&more)));
    }

    #[test]
    fn a_word_said_twice_or_in_capitals_is_the_same_word(words in queries()) {
        let doubled: Vec<String> = words.iter().map(|word| format!("{word} {word}")).collect();
        let query = words.join(" ");
        for other in [doubled.join(" "), format!("{query} {query}"), query.to_uppercase()] {
            prop_assert_eq!(scores(&all(&query, false, None)), scores(&all(&other, false, None)), "{}", other);
        }
    }

    #[test]
    fn answers_cover_a_fair_share_of_what_the_best_one_covers(words in queries(), filter in any::<bool>()) {
        let (query, product) = (words.join(" "), filter.then_some("excel"));
        let covered = |hit: &Hit| hit.explanation.as_ref().unwrap().covered;
        let (matches, answers) = (all(&query, true, product), all(&query, false, product));
        prop_assert_eq!(matches.total, matches.matches);
        prop_assert_eq!(answers.matches, matches.matches);
        let least = rank::FAIR_SHARE * matches.hits.iter().map(covered).fold(0.0, f32::max);
        let answered = found(&answers);
        for hit in matches.hits.iter().filter(|hit| (covered(hit) - least).abs() > 1e-3) {
            prop_assert_eq!(answered.contains(&hit.id.0), covered(hit) > least, "{}", hit.id);
        }
    }

    #[test]
    fn reasons_add_up_to_the_score(words in queries()) {
        for hit in all(&words.join(" "), false, None).hits {
            let sum: f32 = hit.explanation.unwrap().reasons.iter().map(Reason::score).sum();
            prop_assert!((sum - hit.score).abs() < 1e-3 * hit.score.max(1.0), "{} is {sum}", hit.score);
        }
    }

    #[test]
    fn a_word_in_quotation_marks_is_looked_for_whatever_it_is(word in prop::sample::select(&WORDS[..])) {
        let has = |article: &&Article| {
            let texts = [article.title.as_str(), article.symptoms.as_deref().unwrap_or_default()];
            // What a name is made of is found by itself too, and so is another form of the word.
            let mut words = texts.iter().flat_map(|text| text.split(' '));
            words.any(|own| own == word || word == "tcpip" && own == "tcpip.sys")
        };
        // Every article names this version.
        prop_assume!(word != "4.0");
        let expected: BTreeSet<u32> = MANY.articles.iter().filter(has).map(|article| article.id.0).collect();
        prop_assert_eq!(found(&all(&format!("\"{word}\""), false, None)), expected);
    }
}

#[test]
fn a_list_without_words_is_sorted() {
    let mut events = vec![
        article(1, "Print Queue Stops", "Microsoft Works", "Event ID 2019 is logged."),
        article(2, "Event ID 2019 Is Logged", "Microsoft Works", "Nothing."),
        article(3, "Another One", "Microsoft Works", "See event ID 2019."),
    ];
    events[0].modified = None;
    let shelf = Shelf::new(events);
    for (query, sort, order) in [
        ("event:2019", Sort::Relevance, [2, 3, 1]),
        ("event:2019", Sort::Date, [3, 2, 1]),
        ("event:2019", Sort::Number, [1, 2, 3]),
        ("product:works", Sort::Relevance, [3, 2, 1]),
        ("2019 print queue logged another", Sort::Number, [1, 2, 3]),
    ] {
        let request = Request { query: query.into(), sort, any: true, limit: 9, ..Request::default() };
        let ids: Vec<_> = shelf.ask(&request).hits.iter().map(|hit| hit.id.0).collect();
        assert_eq!(ids, order, "{query} {sort:?}");
    }
}

#[test]
fn an_article_that_shares_the_mistake_does_not_lead_by_it() {
    let mut articles: Vec<_> =
        (1..40).map(|id| article(id, "Password", "Microsoft Works", "The password is lost.")).collect();
    articles.push(article(40, "Pasword", "Microsoft Works", "The pasword is lost."));
    let results =
        Shelf::new(articles).ask(&Request { query: "pasword".into(), limit: 50, ..Request::default() });
    assert_eq!((results.total, results.hits[39].id.0), (40, 40));
}

#[test]
fn where_only_common_words_pass_they_are_the_answers() {
    let mut articles: Vec<_> =
        (1..40).map(|id| article(id, "Error", "Microsoft Excel", "An error.")).collect();
    articles.push(article(40, "Eseutil error", "Microsoft Exchange", "Eseutil fails."));
    let shelf = Shelf::new(articles);
    let asked = |product: &str| {
        let filters = Filters { products: vec![product.to_owned()], ..Filters::default() };
        shelf.ask(&Request { query: "error eseutil".into(), filters, ..Request::default() })
    };
    let excel = asked("excel");
    assert_eq!(
        (excel.total, excel.notes),
        (39, vec!["no article that passes the filters has `eseutil`".to_owned()])
    );
    assert_eq!(asked("exchange").total, 1);
}
