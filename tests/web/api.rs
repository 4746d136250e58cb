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
        let printed = SAMPLES.kbfix.run(args).stdout;
        let printed: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(steady(answer.json()), steady(printed), "{path}");
    }
}

#[test]
fn a_page_of_hits_is_asked_for_by_number_too() {
    let page = SAMPLES.get("/api/v1/search?q=memory+leak&limit=2&page=2").json();
    let offset = SAMPLES.get("/api/v1/search?q=memory+leak&limit=2&offset=2").json();
    assert_eq!(steady(page), steady(offset));
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
