//! Searches over a small index in memory.

use tantivy::IndexWriter;

use super::*;
use crate::article::AppliesTo;
use crate::index::document::document;

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
        article(3, "STOP 0x0000000A in Tcpip.sys", "Microsoft Visual Basic", "See Q1 and Q2."),
    ];
    all.extend((4..12).map(|id| article(id, "Keyboard", "Microsoft Works", "Nothing.")));
    all
}

fn ask(request: &Request) -> Results {
    let schema = Schema::build();
    let index = tantivy::Index::create_in_ram(schema.tantivy.clone());
    analysis::register(index.tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    for article in articles() {
        let copies = article.id.0.to_le_bytes();
        writer.add_document(document(&schema, &article, &copies)).unwrap();
    }
    writer.commit().unwrap();
    let load = |copies: &[u8]| {
        let id = u32::from_le_bytes(copies.try_into().ok()?);
        articles().into_iter().find(|article| article.id.0 == id)
    };
    let searcher = index.reader().unwrap().searcher();
    super::ask(&Place { searcher: &searcher, schema: &schema, meaning: None }, request, &load).unwrap()
}

fn ids(query: &str, filters: Filters) -> Vec<u32> {
    let request = Request { query: query.into(), filters, limit: 3, offset: 0 };
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
    assert_eq!(results.notes, ["hardly any article has `keybord`; looked for `keyboard` too"]);
    let marks = &results.hits[0].snippet;
    assert!(marks.marks.iter().all(|&(from, to)| marks.text[from..to].eq_ignore_ascii_case("keyboard")));
}

#[test]
fn pages_follow_each_other() {
    let page = |offset| ask(&Request { query: "keyboard".into(), limit: 4, offset, ..Request::default() });
    let all: Vec<_> = [0, 4, 8, 12].into_iter().flat_map(|at| page(at).hits).map(|hit| hit.id.0).collect();
    assert_eq!(all.len(), 9);
    assert!((2..12).filter(|id| *id != 3).all(|id| all.contains(&id)));
}
