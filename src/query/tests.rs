//! The language as people write it, and whatever else they paste.

use proptest::prelude::*;

use super::*;
use crate::article::ArticleId;

/// How a query prints that is read without a note.
fn printed(text: &str) -> String {
    let read = read(text);
    assert_eq!(read.notes, [""; 0], "{text}");
    assert_eq!(parse(text).as_ref(), Ok(&read.query), "{text}");
    read.query.to_string()
}

#[test]
fn what_is_written_as_it_is_meant() {
    for text in [
        "memory leak",
        "\"exact phrase\" -without -\"a phrase\" -title:leak",
        "hang OR freeze OR \"blue screen\" windows",
        "(stop error) OR -(a b) OR (c d OR e)",
        "-(a OR b) -(0x1) -(-a)",
        "title:leak symptoms:\"out of memory\" product:nt4 type:bug file:..\\tcpip.sys error:-1018",
        "modified:1996..1998 modified:..1998-05 modified:1996-01-02.. modified:1998",
        "version:4.0sp3..4.0sp6 version:..3.51 version:4.0.. version:\"4.0 SP3\" version:97",
        "id:Q186401 id:Q1..Q99 refs:Q164201 event:2019 has:fix_files",
    ] {
        assert_eq!(printed(text), text);
    }
}

#[test]
fn what_says_the_same_reads_the_same() {
    for (text, same) in [
        ("  a\t\r\n b ", "a b"),
        ("(a (b c)) d", "a b c d"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("(a OR b) c", "a OR b c"),
        ("\"  a \n b\"", "\"a b\""),
        ("() -- a = ...", "a"),
        ("version:4.0sp3..4.00SP3", "version:4.0sp3"),
        ("id:kb186401 refs:186401 event:007", "id:Q186401 refs:Q186401 event:7"),
        ("modified:1998-5-6", "modified:1998-05-06"),
    ] {
        assert_eq!(printed(text), same, "{text}");
    }
}

#[test]
fn or_joins_its_neighbours() {
    let word = |word: &str| Item::Text(Text::Word(word.to_owned()));
    let items = vec![Item::Or(vec![word("a"), word("b")]), word("c")];
    assert_eq!(parse("a OR b c"), Ok(Query { items }));
    let items = vec![Item::Clause(Clause::Refs(ArticleId(7)))];
    assert_eq!(parse("refs:q7"), Ok(Query { items }));
}

#[test]
fn pasted_text_is_words() {
    for text in [
        r"C:\WINNT\System32\foo.dll",
        "0x0000000A (0x1, 0x2)",
        "STOP: 0x0000000A (0x00000000, 0x0000001c, 0x00000000, 0x801355a4) IRQL_NOT_LESS_OR_EQUAL",
        "Error: -2147221164",
        "Error:53 and Title:x",
        "http://x",
        "STOP: c000021a",
        "12:30",
        "-- foo --",
        "AUTOEXEC.BAT /3GB",
        "C++",
        ".NET",
        "jet -1018",
        "5.25\" and 3.5\" disks :( a) b] {c} main()",
        "std::string<int> *p = &a[0]; f(1);\tg(2, 3)\r\n\r\n~!@#$%^&*",
        "Address dword dump   Build [1381]            - Name\n801471c8 80144000 80144000 ffdff000 00070b02",
    ] {
        let read = read(text);
        assert!(read.query.items.iter().all(Item::is_word), "{text}: {:?}", read.query);
        assert_eq!(parse(text), Ok(read.query), "{text}");
        assert_eq!(read.notes, [""; 0], "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_words_and_noted() {
    for (text, words, noted) in [
        ("memory \"leak here", "memory leak here", "never closed"),
        ("a -(b c", "a b c", "`(` is never closed"),
        ("OR a OR OR b OR", "a OR b", "nothing on one side"),
        ("produkt:nt", "produkt: nt", "did you mean `product:`?"),
        ("-produkt:nt", "produkt: nt", "did you mean `product:`?"),
        ("foo:nt", "foo: nt", "fields are title:, "),
        ("modified:yesterday", "modified: yesterday", "`yesterday` is no date"),
        ("modified:1998..1996", "modified: 1998..1996", "ends before it begins"),
        ("version:..", "version:", "`..` is no version"),
        ("title:\"a b", "title: a b", "never closed"),
        ("title:(a b)", "title: a b", "is no word or phrase"),
        ("has:wings", "has: wings", "one of symptoms, cause"),
        ("id:Q0 event:+7 refs:x", "id: Q0 event: +7 refs: x", "is no article number"),
    ] {
        let read = read(text);
        assert_eq!(read.query.to_string(), words, "{text}");
        assert!(read.notes[0].contains(noted), "{text}: {:?}", read.notes);
        assert_eq!(parse(words), Ok(read.query), "{text}");
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn an_error_points() {
    for (text, message) in [
        (
            "memory produkt:nt",
            "cannot read a field: there is no field `produkt:`; did you mean `product:`?\n  \
             memory produkt:nt\n         ^^^^^^^^",
        ),
        (
            "one\ntwo\t(three OR four",
            "cannot read a group: its `(` is never closed; write ) where the group ends\n  \
             two (three OR four\n      ^",
        ),
        (
            "event:many leaks",
            "cannot read the value of `event:`: `many` is no event number; write a number: 2019\n  \
             event:many leaks\n        ^^^^",
        ),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), message);
    }
    let error = parse(&format!("{} \"b {}", "漢字 ".repeat(500), "c ".repeat(500))).unwrap_err().to_string();
    assert!(error.lines().all(|line| line.chars().count() <= 90), "{error}");
}

#[test]
fn limits_are_named() {
    for (text, limit) in [
        ("(".repeat(100_000), "32"),
        ("-(".repeat(50_000), "32"),
        (format!("{}a{}", "(".repeat(40), ")".repeat(40)), "32"),
        ("word ".repeat(10_000), "1000"),
        ("a OR ".repeat(10_000), "1000"),
        ("\"a\" x:y ".repeat(10_000), "1000"),
        ("x".repeat(100_000), "65536"),
        ("é\"".repeat(50_000), "65536"),
    ] {
        let read = read(&text);
        assert!(read.notes.iter().any(|note| note.contains(limit)), "{limit}: {:?}", read.notes);
        assert!(parse(&text).is_err());
        assert!(super::read(&read.query.to_string()).notes.is_empty());
    }
}

fn text() -> impl Strategy<Value = Text> {
    let word = "[a-z0-9]{1,6}([.,'_/+-]{0,2}[a-z0-9+]){0,2}".prop_map(Text::Word);
    let phrase = "[a-z]{1,4}( [-(a-zA-Z:)]{1,4}){0,3}".prop_map(Text::Phrase);
    prop_oneof![word, phrase]
}

fn span<T: Clone + std::fmt::Debug + PartialOrd + 'static>(
    ends: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Span<T>> {
    (proptest::option::of(ends.clone()), ends).prop_map(|(from, to)| match from {
        Some(from) if from > to => Span { from: Some(to), to: None },
        from => Span { from, to: Some(to) },
    })
}

fn clause() -> impl Strategy<Value = Clause> {
    let fields = [Field::Title, Field::Cause, Field::Product, Field::Version, Field::File, Field::Error];
    let fields = proptest::sample::select(fields.to_vec());
    let days = (1985i16..2003).prop_map(|year| year.to_string().parse::<crate::article::Period>().unwrap());
    let days = (days.clone(), days).prop_map(|(one, other)| {
        let (from, to) = if one.first <= other.first { (one, other) } else { (other, one) };
        Clause::Modified(Span { from: Some(from), to: Some(to) })
    });
    let versions = (0u32..9, 1u32..9).prop_map(|(minor, pack)| {
        format!("4.{minor}sp{pack}").parse::<crate::article::ProductVersion>().unwrap()
    });
    let versions = span(versions).prop_filter_map("one version is text", |span| {
        (span.from != span.to).then_some(Clause::Version(span))
    });
    prop_oneof![
        (fields, text())
            .prop_filter("a version with dots is a range", |(_, text)| !text.as_str().contains(".."))
            .prop_map(|(field, text)| Clause::Text(field, text)),
        days,
        versions,
        span((1u32..300_000).prop_map(ArticleId)).prop_map(Clause::Id),
        (1u32..300_000).prop_map(|id| Clause::Refs(ArticleId(id))),
        any::<u32>().prop_map(Clause::Event),
        Just(Clause::Has(Part::FixFiles)),
    ]
}

/// Items as the parser makes them: no group beside others, no `Or` in an `Or`.
fn item() -> impl Strategy<Value = Item> {
    let leaf = prop_oneof![text().prop_map(Item::Text), clause().prop_map(Item::Clause)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let some = proptest::collection::vec(inner.clone(), 2..4);
        let group = some.prop_map(|items| flat(items, true)).prop_map(Item::Group);
        let under = prop_oneof![inner.clone(), group];
        let or =
            proptest::collection::vec(under.clone(), 2..4).prop_map(|items| Item::Or(flat(items, false)));
        prop_oneof![inner, under.prop_map(|item| Item::Not(Box::new(item))), or]
    })
}

/// Items with the groups among them opened, or else the `Or`s.
fn flat(items: Vec<Item>, dissolves_groups: bool) -> Vec<Item> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Group(inner) if dissolves_groups => out.extend(inner),
            Item::Or(inner) if !dissolves_groups => out.extend(inner),
            item => out.push(item),
        }
    }
    out
}

proptest! {
    #[test]
    fn print_then_parse_is_the_identity(items in proptest::collection::vec(item(), 0..5)) {
        let query = Query { items };
        prop_assert_eq!(parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn any_text_is_read_and_prints_back(text in "([-a-z0-9:.()\"\\\\/ \tOR]|OR | -\\(|title:|modified:19|\\PC){0,60}") {
        let read = read(&text);
        prop_assert_eq!(parse(&read.query.to_string()), Ok(read.query));
    }

    #[test]
    fn strict_and_lenient_agree(text in "([-a-z0-9:.()\" ]|OR | -\\(|title:|\\PC){0,40}") {
        let read = read(&text);
        match parse(&text) {
            Ok(query) => prop_assert_eq!((query, Vec::<String>::new()), (read.query, read.notes)),
            Err(error) => {
                prop_assert!(!read.notes.is_empty());
                prop_assert!(error.to_string().contains('^'));
            }
        }
    }
}
