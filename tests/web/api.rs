//! The API says what the command line says.

use std::{fs, sync::LazyLock};

use serde_json::{Value, json};

use super::SAMPLES;
use crate::harness::project;

/// Without what is another in each run.
fn steady(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("took_ms");
    }
    answer
}

/// Without what only a server adds: where hits are, and the pages of a list.
fn printed(mut answer: Value, path: &str) -> Value {
    let fields = answer.as_object_mut().unwrap();
    for hit in fields.get_mut("hits").and_then(Value::as_array_mut).into_iter().flatten() {
        let url = hit.as_object_mut().unwrap().remove("url").unwrap();
        assert_eq!(url, format!("/kb/{}", hit["id"].as_str().unwrap()), "{path}");
    }
    fields.remove("next");
    fields.remove("previous");
    if !path.starts_with("search") && !path.contains("similar") && !path.starts_with("facets") {
        fields.remove("total");
    }
    fields.remove("totals");
    answer
}

#[test]
fn an_answer_is_that_of_the_command_line() {
    let cases: [(&str, &[&str]); 14] = [
        ("search?q=memory+leak", &["search", "memory leak", "--format", "json"]),
        (
            "search?q=leak&limit=2&offset=1",
            &["search", "leak", "--limit", "2", "--offset", "1", "--format", "json"],
        ),
        (
            "search?q=leak&product=sna&product=nt&version=4.0&has=fix_files&since=1998&until=2002-06",
            &[
                "search",
                "leak",
                "--product",
                "sna",
                "--product",
                "nt",
                "--version",
                "4.0",
                "--has",
                "fix-files",
                "--since",
                "1998",
                "--until",
                "2002-06",
                "--format",
                "json",
            ],
        ),
        (
            "search?q=leak&keyword=kbbuglist&type=bug&explain=true&facets=3",
            &[
                "search",
                "leak",
                "--keyword",
                "kbbuglist",
                "--type",
                "bug",
                "--explain",
                "--facets=3",
                "--format",
                "json",
            ],
        ),
        ("search?q=xyzzyfrobnicate", &["search", "xyzzyfrobnicate", "--format", "json"]),
        ("facets?q=leak", &["search", "leak", "--limit", "0", "--facets", "--format", "json"]),
        ("articles/KB186401", &["show", "Q186401", "--format", "json"]),
        (
            "articles/Q186401/sections/Fix%20Files",
            &["show", "Q186401", "--section", "fix-files", "--format", "json"],
        ),
        ("articles/Q193829/similar?limit=3", &["similar", "Q193829", "--limit", "3", "--format", "json"]),
        ("articles/246988/related", &["related", "Q246988", "--format", "json"]),
        ("articles/Q223756/related", &["related", "Q223756", "--format", "json"]),
        ("articles/Q246988/history", &["history", "Q246988", "--format", "json"]),
        ("files/tcpip.sys", &["file", "tcpip.sys", "--format", "json"]),
        ("stats", &["stats", "--format", "json"]),
    ];
    for (path, args) in cases {
        let answer = SAMPLES.get(&format!("/api/v1/{path}"));
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
        let shown = SAMPLES.kbfix.run(args).stdout;
        let shown: Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(steady(printed(answer.json(), path)), steady(shown), "{path}");
    }
}

#[test]
fn a_page_of_hits_is_asked_for_by_number_too() {
    let page = SAMPLES.get("/api/v1/search?q=memory+leak&limit=2&page=2").json();
    let offset = SAMPLES.get("/api/v1/search?q=memory+leak&limit=2&offset=2").json();
    assert_eq!(steady(page), steady(offset));
}

/// Every list by its path, and where its items are.
const LISTS: [(&str, &str); 8] = [
    ("/api/v1/search?q=windows", "/hits"),
    ("/api/v1/search?product=nt", "/hits"),
    ("/api/v1/articles/Q193829/similar?", "/hits"),
    ("/api/v1/articles/Q246988/related?", "/cites"),
    ("/api/v1/articles/Q246988/related?", "/same_files"),
    ("/api/v1/articles/Q246988/history?", "/revisions"),
    ("/api/v1/files/*?", "/files"),
    ("/api/v1/gaps?", "/gaps"),
];

#[test]
fn a_list_is_the_sum_of_its_pages() {
    for (path, items) in LISTS {
        let of = |answer: &Value| answer.pointer(items).and_then(Value::as_array).unwrap().clone();
        let all = of(&SAMPLES.get(&format!("{path}&limit=100")).json());
        assert!(!all.is_empty() && all.len() < 100, "{path}: {}", all.len());
        assert!(of(&SAMPLES.get(path).json()).len() <= 10, "{path} has a limit");
        assert!(of(&SAMPLES.get(&format!("{path}&limit=0")).json()).is_empty(), "{path}");
        for limit in [1, 3, 7] {
            let (mut next, mut got, mut before) = (Some(format!("{path}&limit={limit}")), Vec::new(), None);
            while let Some(here) = next {
                let answer = SAMPLES.get(&here).json();
                assert!(of(&answer).len() <= limit, "{here}");
                got.extend(of(&answer));
                let previous = answer["previous"].as_str().map(|at| of(&SAMPLES.get(at).json()));
                assert_eq!(previous, before, "before {here}");
                before = Some(of(&answer));
                next = answer["next"].as_str().map(str::to_owned);
            }
            assert_eq!(got, all, "{path} by {limit}");
        }
    }
}

#[test]
fn no_route_passes_over_a_parameter() {
    let paths = OPENAPI["paths"].as_object().unwrap();
    assert!(paths.len() >= 12);
    for (path, methods) in paths {
        let described = methods["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let known: Vec<&str> = described
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let names = [("{id}", "Q246988"), ("{name}", "symptoms")];
        let path = names.iter().fold(path.clone(), |path, (name, value)| path.replace(name, value));
        let problem = SAMPLES.get(&format!("{path}?zzz=1")).problem();
        assert_eq!(
            (&problem["status"], &problem["type"]),
            (&400.into(), &"/api/v1/problems/unknown-parameter".into())
        );
        for name in known {
            // One letter is missing.
            let near = &name[..name.len() - 1];
            if near.is_empty() {
                continue;
            }
            let problem = SAMPLES.get(&format!("{path}?{near}=1")).problem();
            let advice = problem["advice"].as_str().unwrap();
            assert!(
                advice.starts_with("Did you mean ") && advice.contains(&format!("`{name}`")),
                "{path}: {advice}"
            );
        }
    }
    assert_eq!(SAMPLES.get("/api/v1/openapi.json?x=1").problem()["title"], "Unknown parameter");
}

#[test]
fn a_problem_says_what_kind_it_is() {
    let schema = fs::read_to_string(project().join("docs/src/reference/web-api.md")).unwrap();
    let long = format!("/api/v1/search?q={}", "%41".repeat(20_000));
    for (path, headers) in [
        ("/api/v1/search?limit=x", &[][..]),
        ("/api/v1/search?limti=1", &[]),
        ("/api/v1/nothing", &[]),
        ("/api/v1/stats", &[("origin", "http://evil.example")]),
        ("/api/v1/stats", &[("host", "evil.example")]),
        ("/api/v1/stats", &[("accept-encoding", "identity;q=0")]),
        ("/api/v1/stats", &[("content-length", "1000000")]),
        (&long, &[]),
    ] {
        let problem = SAMPLES.get_with(path, headers).problem();
        let kind = problem["type"].as_str().unwrap();
        let meaning = SAMPLES.get(kind).json();
        for same in ["type", "title", "status"] {
            assert_eq!(meaning[same], problem[same], "{kind}");
        }
        assert!(
            schema.contains(&format!("`{kind}`"))
                || schema.contains(&format!("`{}`", kind.rsplit('/').next().unwrap()))
        );
    }
    assert_eq!(SAMPLES.get("/api/v1/problems/nothing").problem()["status"], 404);
}

#[test]
fn every_page_answers_json_too() {
    for (page, api) in [
        ("/search.json?q=leak&product=&since=&page=1&utm_source=x", "/api/v1/search?q=leak"),
        ("/kb/Q186401.json", "/api/v1/articles/Q186401"),
        ("/about.json", "/api/v1/stats"),
        ("/file/tcpip.sys.json", "/api/v1/files/tcpip.sys"),
        ("/browse.json?product=sna", "/api/v1/facets?product=sna"),
    ] {
        assert_eq!(steady(SAMPLES.get(page).json()), steady(SAMPLES.get(api).json()), "{page}");
    }
    assert_eq!(SAMPLES.get("/kb/Q7.json").problem()["detail"], "Q7 is not in the index.");
    assert_eq!(SAMPLES.get("/nothing.json").problem()["status"], 404);
}

#[test]
fn titles_are_suggested() {
    let answer = SAMPLES.get("/api/v1/suggestions?q=snapmp");
    assert_eq!(answer.header("content-type"), "application/x-suggestions+json");
    let answer = answer.json();
    assert_eq!(answer[0], "snapmp");
    assert_eq!(answer[1][0], "SNAPMP Memory Leak After Host-Initiated Password Change");
}

#[test]
fn what_is_wrong_is_said_and_where() {
    let wrong = SAMPLES.get("/api/v1/search?strict=true&q=leak+titel:x").problem();
    assert_eq!(
        wrong,
        json!({
            "type": "/api/v1/problems/bad-request",
            "title": "Bad request",
            "status": 400,
            "detail": "cannot read a field: there is no field `titel:`; did you mean `title:`?",
            "parameter": "q",
            "offset": 5,
            "length": 6,
        })
    );
    for (path, status, parameter) in [
        ("search?q=a&limit=101", 400, Some("limit")),
        ("search?q=a&limit=-1", 400, Some("limit")),
        ("search?q=a&limit=", 400, Some("limit")),
        ("search?q=a&offset=10001", 400, Some("offset")),
        ("search?q=a&page=0", 400, Some("page")),
        ("search?q=a&page=10000&limit=100", 400, Some("page")),
        ("search?q=a&page=2&offset=10", 400, Some("page")),
        ("search?q=a&since=yesterday", 400, Some("since")),
        ("search?q=a&since=1999&until=1998", 400, Some("since")),
        ("search?q=a&has=wings", 400, Some("has")),
        ("search?q=a&version=4.0..x", 400, Some("version")),
        ("search?q=a&strict=1", 400, Some("strict")),
        ("search?q=a&facets=0", 400, Some("facets")),
        ("search?q=a&q=b", 400, Some("q")),
        ("search?q=a&prodct=nt", 400, None),
        ("facets?q=a&limit=3", 400, None),
        ("stats?q=a", 400, None),
        ("articles/seven", 400, Some("id")),
        ("articles/Q7", 404, None),
        ("files/nothing.dll", 404, None),
        ("articles/Q7/similar", 404, None),
        ("articles/Q186401/sections/wings", 404, None),
        ("nothing", 404, None),
        ("", 404, None),
    ] {
        let problem = SAMPLES.get(&format!("/api/v1/{path}")).problem();
        assert_eq!(problem["status"], status, "{path}");
        assert_eq!(problem.get("parameter").and_then(Value::as_str), parameter, "{path}: {problem}");
    }
}

#[test]
fn a_lost_section_says_which_there_are() {
    let problem = SAMPLES.get("/api/v1/articles/Q186401/sections/wings").problem();
    assert!(problem["advice"].as_str().unwrap().contains("symptoms, cause"), "{problem}");
}

/// As it is committed.
static OPENAPI: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(&fs::read_to_string(project().join("openapi.json")).unwrap()).unwrap()
});

#[test]
fn the_description_is_current_and_served() {
    let printed = SAMPLES.kbfix.run(&["schema", "--openapi"]).found();
    let committed = fs::read_to_string(project().join("openapi.json")).unwrap();
    assert!(printed == committed, "write it again: cargo run -- schema --openapi > openapi.json");
    assert_eq!(SAMPLES.get("/api/v1/openapi.json").json(), *OPENAPI);
    assert_eq!(OPENAPI["openapi"].as_str().unwrap().split('.').next(), Some("3"));
}

/// Every answer is what the description says of it, and it has no field that is not described.
#[test]
fn answers_are_as_described() {
    for (path, described) in [
        ("search?q=memory+leak&facets=3&explain=true", "/search"),
        ("search?q=kyeboard", "/search"),
        ("facets", "/facets"),
        ("stats", "/stats"),
        ("suggestions?q=leak", "/suggestions"),
        ("articles/Q193829", "/articles/{id}"),
        ("articles/Q186401/sections/fix-files", "/articles/{id}/sections/{name}"),
        ("articles/Q193829/similar", "/articles/{id}/similar"),
        ("articles/Q246988/related", "/articles/{id}/related"),
        ("articles/Q246988/history", "/articles/{id}/history"),
        ("files/tcpip.sys", "/files/{name}"),
        ("files/*?limit=2&page=2", "/files/{name}"),
        ("gaps?limit=1&page=2", "/gaps"),
        ("search?q=windows&limit=1&page=2", "/search"),
        ("problems/not-found", "/problems/{name}"),
    ] {
        let answer = SAMPLES.get(&format!("/api/v1/{path}"));
        let content = &OPENAPI["paths"][format!("/api/v1{described}")]["get"]["responses"]["200"]["content"];
        let schema = &content[answer.header("content-type")]["schema"];
        assert_conforms(&answer.json(), schema, path);
    }
    let problem = SAMPLES.get("/api/v1/search?strict=true&q=%22").problem();
    assert_conforms(&problem, &json!({ "$ref": "#/components/schemas/Problem" }), "a problem");
}

fn assert_conforms(answer: &Value, schema: &Value, what: &str) {
    let mut document = schema.clone();
    assert!(document["$ref"].is_string(), "{what} has no schema: {schema}");
    document["components"] = OPENAPI["components"].clone();
    close(&mut document["components"]["schemas"]);
    let validator = jsonschema::validator_for(&document).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

/// Allows no field that is not described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let is_open = fields.get("required").is_some_and(|required| *required == json!(["id"]));
            let is_part = fields.contains_key("allOf") || fields.contains_key("anyOf") || is_open;
            if fields.contains_key("properties") && !is_part {
                fields.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
