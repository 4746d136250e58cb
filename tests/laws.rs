//! The laws of searching: what holds between the answers to two queries that say the same, more or less.
//!
//! Each law is held against generated queries over the samples, and against labelled queries over the whole archive.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs,
    path::Path,
    sync::{LazyLock, OnceLock},
};

use fastrand::Rng;
use jiff::civil::date;
use kbfix::{
    article::{Article, ArticleId},
    index::{Address, Index, analysis},
    query::{self, Part},
    search::{Filters, Request, matches, search},
};
use proptest::prelude::*;
use rayon::prelude::*;
use serde_json::Value;

use crate::archive::archive_index;
use crate::harness::{Kbfix, labels};

/// Asks for every match, be it an answer or not.
fn request(query: &str, filters: &Filters) -> Request {
    let (query, filters) = (query.to_owned(), filters.clone());
    Request { query, filters, any: true, limit: usize::MAX, ..Request::default() }
}

/// Every article that matches, by its place in the index: the best first.
fn order(index: &Index, query: &str, filters: &Filters) -> Vec<Address> {
    matches(index, &request(query, filters)).unwrap().addresses
}

/// The same in no order.
fn found(index: &Index, query: &str, filters: &Filters) -> BTreeSet<Address> {
    order(index, query, filters).into_iter().collect()
}

/// How many answers there are.
fn total(index: &Index, query: &str) -> usize {
    search(index, &Request { any: false, limit: 0, ..request(query, &Filters::default()) }).unwrap().total
}

/// A law: why it does not hold for a query of these words. Others may be needed, which `pool` has.
type Law = fn(&Corpus, words: &[&str], rng: &mut Rng) -> Result<(), String>;

/// An index, and words to ask it with.
struct Corpus {
    index: Index,
    pool: Vec<String>,
    /// Filters, each with the articles that pass it.
    filters: Vec<(Filters, BTreeSet<Address>)>,
}

impl Corpus {
    fn new(index: Index, pool: Vec<String>) -> Self {
        let one = |name: &str| vec![name.to_owned()];
        let all = [
            Filters { products: one("windows nt"), ..Filters::default() },
            Filters { products: vec!["sna".to_owned(), "vb".to_owned()], ..Filters::default() },
            Filters { versions: one("4.0"), ..Filters::default() },
            Filters { versions: one("3.51..4.0sp4"), ..Filters::default() },
            Filters { keywords: one("kberrmsg"), ..Filters::default() },
            Filters { types: one("bug"), ..Filters::default() },
            Filters { parts: vec![Part::FixFiles], ..Filters::default() },
            Filters { since: Some(date(1999, 6, 1)), until: Some(date(2001, 9, 1)), ..Filters::default() },
        ];
        let all = all.map(|filters| {
            let passing = found(&index, "", &filters);
            assert!(!passing.is_empty(), "{filters:?}");
            (filters, passing)
        });
        Self { index, pool, filters: all.into() }
    }

    fn found(&self, query: &str) -> BTreeSet<Address> {
        found(&self.index, query, &Filters::default())
    }

    fn order(&self, query: &str) -> Vec<Address> {
        order(&self.index, query, &Filters::default())
    }

    fn ids<'a>(&self, articles: impl IntoIterator<Item = &'a Address>) -> Vec<ArticleId> {
        articles.into_iter().take(3).map(|&at| self.index.id_at(at).unwrap()).collect()
    }

    fn same_set(&self, what: &str, one: &BTreeSet<Address>, other: &BTreeSet<Address>) -> Result<(), String> {
        if one == other {
            return Ok(());
        }
        let (less, more) = (self.ids(one.difference(other)), self.ids(other.difference(one)));
        Err(format!("{what}: {} and {} articles; no more {less:?}, now {more:?}", one.len(), other.len()))
    }

    fn same_order(&self, what: &str, one: &[Address], other: &[Address]) -> Result<(), String> {
        let place = one.iter().zip(other).position(|(one, other)| one != other);
        let Some(at) = place.or((one.len() != other.len()).then_some(one.len().min(other.len()))) else {
            return Ok(());
        };
        let end = |all: &[Address]| self.ids(&all[at..]);
        let (one, other) = (end(one), end(other));
        Err(format!("{what}: another order from place {}: {one:?}, {other:?}", at + 1))
    }
}

/// Whether it is one word that stands alone, however it is written.
fn is_plain(word: &str) -> bool {
    [word.to_owned(), word.to_ascii_lowercase(), word.to_ascii_uppercase()].iter().all(|word| {
        let read = query::read(word);
        read.notes.is_empty() && read.query.items == [query::Item::word(word)]
    })
}

/// Words in another order match the same articles.
fn no_order_of_words(corpus: &Corpus, words: &[&str], rng: &mut Rng) -> Result<(), String> {
    let typed = words.join(" ");
    let (expected, count) = (corpus.found(&typed), total(&corpus.index, &typed));
    let mut other = words.to_vec();
    other.reverse();
    for _ in 0..2 {
        let turned = other.join(" ");
        let what = format!("{typed:?} and {turned:?}");
        corpus.same_set(&what, &expected, &corpus.found(&turned))?;
        let now = total(&corpus.index, &turned);
        if now != count {
            return Err(format!("{what}: totals of {count} and {now}"));
        }
        rng.shuffle(&mut other);
    }
    Ok(())
}

/// Whether there is no word to look for: very common ones are none. What narrows then finds all that passes.
fn is_empty(query: &str) -> bool {
    analysis::words(query).next().is_none()
}

/// A filter leaves of all matches those that pass it, and no others.
fn a_filter_narrows(corpus: &Corpus, words: &[&str], _: &mut Rng) -> Result<(), String> {
    let typed = words.join(" ");
    if is_empty(&typed) {
        return Ok(());
    }
    let all = corpus.found(&typed);
    for (filters, passing) in &corpus.filters {
        let expected = all.intersection(passing).copied().collect();
        let narrowed = found(&corpus.index, &typed, filters);
        corpus.same_set(&format!("{typed:?} with {filters:?}"), &expected, &narrowed)?;
    }
    Ok(())
}

/// One more word removes no match.
fn a_word_more_only_adds(corpus: &Corpus, words: &[&str], rng: &mut Rng) -> Result<(), String> {
    let typed = words.join(" ");
    let all = corpus.found(&typed);
    for _ in 0..3 {
        let mut more = words.to_vec();
        more.insert(rng.usize(..=words.len()), &corpus.pool[rng.usize(..corpus.pool.len())]);
        let more = more.join(" ");
        let lost = corpus.ids(all.difference(&corpus.found(&more)));
        if !lost.is_empty() {
            return Err(format!("{typed:?} finds {lost:?}, {more:?} does not"));
        }
    }
    Ok(())
}

/// A word that is typed twice counts once.
fn a_doubled_word_is_one(corpus: &Corpus, words: &[&str], rng: &mut Rng) -> Result<(), String> {
    let typed = words.join(" ");
    let expected = corpus.order(&typed);
    let mut again = words.to_vec();
    let at = rng.usize(..words.len());
    again.insert(at, words[at]);
    for doubled in [[words, words].concat(), again] {
        let doubled = doubled.join(" ");
        corpus.same_order(&format!("{typed:?} and {doubled:?}"), &expected, &corpus.order(&doubled))?;
    }
    Ok(())
}

/// Capitals or small letters are the same.
fn no_case(corpus: &Corpus, words: &[&str], _: &mut Rng) -> Result<(), String> {
    let typed = words.join(" ");
    let expected = corpus.order(&typed);
    for other in [typed.to_ascii_lowercase(), typed.to_ascii_uppercase()] {
        corpus.same_order(&format!("{typed:?} and {other:?}"), &expected, &corpus.order(&other))?;
    }
    Ok(())
}

/// `-word` leaves out what `"word"` finds, and `OR` finds what either does.
fn minus_and_or_are_of_sets(corpus: &Corpus, words: &[&str], rng: &mut Rng) -> Result<(), String> {
    let quotable: Vec<&String> = corpus.pool.iter().filter(|word| !word.contains('"')).collect();
    let (one, other) = (rng.choice(&quotable).unwrap(), rng.choice(&quotable).unwrap());
    let typed = words.join(" ");
    let having = strictly(&corpus.index, &format!("\"{one}\""));
    if !is_empty(&typed) {
        let rest: BTreeSet<_> = corpus.found(&typed).difference(&having).copied().collect();
        let without = format!("{typed} -\"{one}\"");
        corpus.same_set(&without, &rest, &corpus.found(&without))?;
    }
    let either = format!("\"{one}\" OR \"{other}\"");
    let union = having.union(&strictly(&corpus.index, &format!("\"{other}\""))).copied().collect();
    corpus.same_set(&either, &union, &strictly(&corpus.index, &either))
}

/// What is found where nothing is ever taken for something else.
fn strictly(index: &Index, query: &str) -> BTreeSet<Address> {
    let strict = Request { strict: true, ..request(query, &Filters::default()) };
    matches(index, &strict).unwrap().addresses.into_iter().collect()
}

/// Pages follow each other in the one order of all.
fn pages_are_of_one_order(corpus: &Corpus, words: &[&str], rng: &mut Rng) -> Result<(), String> {
    let typed = words.join(" ");
    let whole = corpus.order(&typed);
    let limit = rng.usize(1..=20);
    for offset in [0, limit, 5 * limit] {
        let page = Request { limit, offset, ..request(&typed, &Filters::default()) };
        let page = matches(&corpus.index, &page).unwrap().addresses;
        let expected: Vec<_> = whole.iter().skip(offset).take(limit).copied().collect();
        corpus.same_order(&format!("{typed:?} from {offset} to {limit} more"), &expected, &page)?;
    }
    Ok(())
}

/// A word between quotation marks finds exactly the articles that have it.
fn a_quoted_word_is_that_word(
    index: &Index,
    having: &HashMap<String, BTreeSet<Address>>,
    word: &str,
) -> Result<(), String> {
    let Some(term) = only_term(word) else { return Ok(()) };
    let quoted = format!("\"{word}\"");
    let none = BTreeSet::new();
    let expected = having.get(&term).unwrap_or(&none);
    let mut answers = vec![strictly(index, &quoted)];
    if !expected.is_empty() {
        answers.push(found(index, &quoted, &Filters::default()));
    }
    if answers.iter().all(|found| found == expected) {
        return Ok(());
    }
    let counts: Vec<usize> = answers.iter().map(BTreeSet::len).collect();
    let wrong = answers.iter().flat_map(|found| found.symmetric_difference(expected)).next().unwrap();
    let id = index.id_at(*wrong).unwrap();
    Err(format!("{quoted} finds {counts:?} of {} articles that have {term:?}; {id}", expected.len()))
}

/// The words of a text, the very common ones too.
fn all_words(text: &str) -> Vec<analysis::Word> {
    let mut scanner = analysis::Scanner::new(text).with_common();
    std::iter::from_fn(|| scanner.next_word().map(|word| word.clone())).collect()
}

/// The term of a word that is one whole, perhaps with parts, and can stand between quotation marks.
fn only_term(word: &str) -> Option<String> {
    let words: Vec<_> = all_words(word);
    let is_one = !word.contains('"') && !words.is_empty() && analysis::end_of_parts(&words, 0) == words.len();
    is_one.then(|| words[0].text.clone())
}

/// For each of `terms` the articles whose record has it.
fn having(index: &Index, terms: &HashSet<String>) -> HashMap<String, BTreeSet<Address>> {
    let addresses = index.addresses().unwrap();
    let of_one = |&(_, at): &(ArticleId, Address)| {
        let article = index.article_at(at).unwrap().unwrap();
        let own: HashSet<String> =
            texts(&article).into_iter().flat_map(all_words).map(|word| word.text).collect();
        (at, own.intersection(terms).cloned().collect::<Vec<_>>())
    };
    let all: Vec<_> = addresses.par_iter().map(of_one).collect();
    let mut having: HashMap<String, BTreeSet<Address>> = HashMap::new();
    for (at, own) in all {
        for term in own {
            having.entry(term).or_default().insert(at);
        }
    }
    having
}

/// The texts of a record that words are looked for in.
fn texts(article: &Article) -> Vec<&str> {
    let sections = [
        &article.summary,
        &article.symptoms,
        &article.cause,
        &article.resolution,
        &article.workaround,
        &article.status,
        &article.more_information,
        &article.references_text,
        &article.body,
        &article.product,
    ];
    let lists = [
        &article.query_words,
        &article.keywords,
        &article.technology,
        &article.hardware,
        &article.operating_systems,
    ];
    let mut texts = vec![article.title.as_str()];
    texts.extend(sections.into_iter().flatten().map(String::as_str));
    texts.extend(lists.into_iter().flatten().map(String::as_str));
    texts.extend(article.product_code.as_deref());
    texts.extend(article.other_sections.iter().flat_map(|other| [other.heading.as_str(), &other.text]));
    for group in &article.versions {
        texts.extend(group.platform.iter().chain(&group.versions).map(String::as_str));
    }
    for bullet in &article.applies_to {
        texts.push(&bullet.product);
        texts.extend(bullet.versions.iter().map(String::as_str));
        texts.extend(bullet.hosts.iter().map(|host| host.product.as_str()));
    }
    texts
}

/// The samples, asked with their own words, with words that none of them has, and with what people paste.
static SAMPLES: LazyLock<(Kbfix, Corpus)> = LazyLock::new(|| {
    let kbfix = Kbfix::with_samples();
    let index = Index::open(&kbfix.path("index")).unwrap();
    let mut pool: BTreeSet<String> = BTreeSet::new();
    for (_, at) in index.addresses().unwrap() {
        let article = index.article_at(at).unwrap().unwrap();
        let words = texts(&article).into_iter().flat_map(str::split_whitespace);
        pool.extend(words.map(str::to_owned));
    }
    let others = "xyzzyfrobnicate memroy eybboard the of and 0xA 0x0000000A STOP stop 7B c000021a error 53 event 9 -1018 \
        tcpip.sys TCPIP.SYS ntoskrnl.exe IRQL_NOT_LESS_OR_EQUAL nt4 vb GPF BSOD token ring dial-up TCP/IP C++ .NET /3GB \
        EAX=00000000 0001:4E5F 80114738 CreateProcess WinNT 4.0 sp4 SP6a";
    pool.extend(others.split_whitespace().map(str::to_owned));
    pool.retain(|word| is_plain(word));
    assert!(pool.len() > 1000, "{}", pool.len());
    (kbfix, Corpus::new(index, pool.into_iter().collect()))
});

/// The archive, and the words of each labelled query. Says that the test is skipped where there is no archive.
fn archive() -> Option<&'static (Corpus, Vec<Vec<String>>)> {
    static ARCHIVE: OnceLock<(Corpus, Vec<Vec<String>>)> = OnceLock::new();
    let folder = archive_index()?;
    Some(ARCHIVE.get_or_init(|| with_queries(folder)))
}

fn with_queries(folder: &Path) -> (Corpus, Vec<Vec<String>>) {
    let mut queries = Vec::new();
    for name in ["dev", "asked", "train"] {
        let lines = fs::read_to_string(labels(&format!("queries-{name}.jsonl"))).unwrap();
        for line in lines.lines() {
            let labelled: Value = serde_json::from_str(line).unwrap();
            let words = labelled["query"].as_str().unwrap().split_whitespace();
            let words: Vec<String> = words.filter(|word| is_plain(word)).map(str::to_owned).collect();
            assert!(!words.is_empty(), "{line}");
            queries.push(words);
        }
    }
    assert!(queries.len() > 400, "{}", queries.len());
    let pool = queries.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    (Corpus::new(Index::open(folder).unwrap(), pool), queries)
}

/// Holds a law against each labelled query.
fn over_the_archive(law: Law) {
    let Some((corpus, queries)) = archive() else { return };
    let broken = (0..).zip(queries).collect::<Vec<_>>().into_par_iter().filter_map(|(seed, words)| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        law(corpus, &words, &mut Rng::with_seed(seed)).err()
    });
    let broken: Vec<String> = broken.collect();
    let some = broken.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(broken.is_empty(), "{} of {} queries:\n{some}", broken.len(), queries.len());
}

/// Holds a law against a query over the samples.
fn over_the_samples(law: Law, words: &[prop::sample::Index], seed: u64) -> Result<(), TestCaseError> {
    let (_, corpus) = &*SAMPLES;
    let words: Vec<&str> = words.iter().map(|at| at.get(&corpus.pool).as_str()).collect();
    law(corpus, &words, &mut Rng::with_seed(seed)).map_err(TestCaseError::fail)
}

fn words() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    prop::collection::vec(any::<prop::sample::Index>(), 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn samples_have_no_order_of_words(words in words(), seed in any::<u64>()) {
        over_the_samples(no_order_of_words, &words, seed)?;
    }

    #[test]
    fn samples_are_narrowed_by_filters(words in words(), seed in any::<u64>()) {
        over_the_samples(a_filter_narrows, &words, seed)?;
    }

    #[test]
    fn samples_with_a_word_more_are_only_more(words in words(), seed in any::<u64>()) {
        over_the_samples(a_word_more_only_adds, &words, seed)?;
    }

    #[test]
    fn samples_of_a_doubled_word_are_those_of_one(words in words(), seed in any::<u64>()) {
        over_the_samples(a_doubled_word_is_one, &words, seed)?;
    }

    #[test]
    fn samples_have_no_case(words in words(), seed in any::<u64>()) {
        over_the_samples(no_case, &words, seed)?;
    }

    #[test]
    fn samples_have_minus_and_or_of_sets(words in words(), seed in any::<u64>()) {
        over_the_samples(minus_and_or_are_of_sets, &words, seed)?;
    }

    #[test]
    fn samples_have_pages_of_one_order(words in words(), seed in any::<u64>()) {
        over_the_samples(pages_are_of_one_order, &words, seed)?;
    }
}

#[test]
fn samples_that_have_a_quoted_word_are_found_by_it() {
    let (_, Corpus { index, pool, .. }) = &*SAMPLES;
    let having = having(index, &pool.iter().filter_map(|word| only_term(word)).collect());
    assert!(having.len() > 1000, "{}", having.len());
    let broken = pool.par_iter().filter_map(|word| a_quoted_word_is_that_word(index, &having, word).err());
    assert_eq!(broken.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn the_archive_has_no_order_of_words() {
    over_the_archive(no_order_of_words);
}

#[test]
fn the_archive_is_narrowed_by_filters() {
    over_the_archive(a_filter_narrows);
}

#[test]
fn the_archive_with_a_word_more_is_only_more() {
    over_the_archive(a_word_more_only_adds);
}

#[test]
fn the_archive_of_a_doubled_word_is_that_of_one() {
    over_the_archive(a_doubled_word_is_one);
}

#[test]
fn the_archive_has_no_case() {
    over_the_archive(no_case);
}

#[test]
fn the_archive_has_minus_and_or_of_sets() {
    over_the_archive(minus_and_or_are_of_sets);
}

#[test]
fn the_archive_has_pages_of_one_order() {
    over_the_archive(pages_are_of_one_order);
}

#[test]
fn what_of_the_archive_has_a_quoted_word_is_found_by_it() {
    let Some((Corpus { index, pool, .. }, _)) = archive() else { return };
    let having = having(index, &pool.iter().filter_map(|word| only_term(word)).collect());
    let broken = pool.par_iter().filter_map(|word| a_quoted_word_is_that_word(index, &having, word).err());
    assert_eq!(broken.collect::<Vec<_>>(), [""; 0]);
}
