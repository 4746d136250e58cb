//! Searches over a small index in memory.

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

fn ask(request: &Request) -> Results {
    let schema = Schema::build();
    let index = tantivy::Index::create_in_ram(schema.tantivy.clone());
    analysis::register(&index);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    let compressor = Compressor::new(b"").unwrap();
    for article in articles() {
        let copies = compressor.compress(&article.id.0.to_le_bytes()).unwrap();
        writer.add_document(document(&schema, &article, &copies)).unwrap();
    }
    writer.commit().unwrap();
    let load = |copies: &[u8]| {
        let id = u32::from_le_bytes(copies.try_into().ok()?);
        let article = articles().into_iter().find(|article| article.id.0 == id)?;
        Some(Merged { article, ..Merged::default() })
    };
    let searcher = index.reader().unwrap().searcher();
    let stores = Stores::open(&searcher, schema.copies, b"").unwrap();
    let entries = entry::Terms::default();
    let place = Place {
        searcher: &searcher,
        schema: &schema,
        stores: &stores,
        meaning: None,
        entries: &entries,
        held: None,
    };
    let results = super::ask(&place, request, &load).unwrap();
    // What is held in memory says the same.
    let held = Held::read(&searcher).unwrap();
    let again = super::ask(&Place { held: Some(&held), ..place }, request, &load).unwrap();
    assert_eq!(again.facets, results.facets);
    results
}

fn ids(query: &str, filters: Filters) -> Vec<u32> {
    let request = Request { query: query.into(), filters, limit: 3, ..Request::default() };
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
    let results = ask(&Request { query: "leak produkt:nt has:wings".into(), limit: 2, ..Request::default() });
    assert_eq!((results.total, results.notes.len()), (2, 2), "{:?}", results.notes);
}

#[test]
fn a_phrase_that_nothing_has_is_words() {
    let request = Request { query: "\"leak after\" keyboard".into(), limit: 2, ..Request::default() };
    let results = ask(&request);
    assert_eq!((results.hits[0].id.0, results.notes.as_slice()), (2, &[relax::NOTE.to_owned()][..]));
    let nothing = ask(&Request { strict: true, ..request });
    assert_eq!((nothing.total, nothing.notes), (0, vec!["without `\"leak after\"`: 9 articles".to_owned()]));
    for (query, notes) in [("title:\"leak after\" keyboard", 1), ("\"qwx zzy\"", 0)] {
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
    assert_eq!(notes("leak", both.clone()), ["without --type howto: 1 article"]);
    let three = Filters { products: some("works"), ..both };
    assert_eq!(notes("leak", three), ["without --product works --type howto --since 1992-01-01: 2 articles"]);
    assert_eq!(
        notes("leak title:services.exe -private", Filters::default()),
        ["without `title:services.exe`: 1 article", "without `-private`: 1 article"]
    );
    assert_eq!(notes("title:wombat", Filters::default()), [""; 0]);
    assert_eq!(notes("wombat", works), ["hardly any article"; 0]);
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
