//! An assistant at the other end of a pipe: the client of the protocol's own library.

use std::{fs, path::Path};

use rmcp::{
    RoleClient, ServiceExt as _,
    model::{CallToolRequestParams, CallToolResult, ReadResourceRequestParams, ResourceContents},
    service::RunningService,
    transport::TokioChildProcess,
};
use serde_json::{Value, json};
use tokio::{process, runtime::Runtime};

use crate::archive::archive_index;
use crate::harness::{Kbfix, document, labels, program};

/// Bytes of a token, by a low estimate.
const TOKEN: usize = 3;

struct Assistant {
    runtime: Runtime,
    client: RunningService<RoleClient, ()>,
}

impl Assistant {
    fn start(kbfix: &Kbfix, args: &[&str]) -> Self {
        let runtime = Runtime::new().unwrap();
        let command = process::Command::from(kbfix.command(&[&["mcp"], args].concat()));
        let client = runtime.block_on(async { ().serve(TokioChildProcess::new(command).unwrap()).await });
        Self { runtime, client: client.unwrap() }
    }

    fn call(&self, tool: &'static str, arguments: Value) -> CallToolResult {
        let Value::Object(arguments) = arguments else { unreachable!() };
        let asked = CallToolRequestParams::new(tool).with_arguments(arguments);
        self.runtime.block_on(self.client.call_tool(asked)).unwrap()
    }

    /// What a tool gives where all is well.
    #[track_caller]
    fn record(&self, tool: &'static str, arguments: Value) -> Value {
        let result = self.call(tool, arguments);
        assert_eq!(result.is_error, Some(false), "{result:?}");
        let record = result.structured_content.unwrap();
        self.conforms(tool, &record);
        record
    }

    /// What a tool gives is what it says that it gives, and no more.
    #[track_caller]
    fn conforms(&self, tool: &str, record: &Value) {
        let tools = self.runtime.block_on(self.client.list_all_tools()).unwrap();
        let described = tools.into_iter().find(|described| described.name == tool).unwrap();
        let mut schema = Value::Object((*described.output_schema.unwrap()).clone());
        assert_eq!(schema["type"], "object", "{tool}");
        close(&mut schema);
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(record)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{tool}: {errors:#?}\n{record:#}");
    }

    /// What a tool says where it refuses.
    #[track_caller]
    fn refusal(&self, tool: &'static str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!((result.is_error, &result.structured_content), (Some(true), &None));
        text(&result).to_owned()
    }

    fn read(&self, uri: &str) -> Result<String, String> {
        let asked = ReadResourceRequestParams::new(uri);
        let read =
            self.runtime.block_on(self.client.read_resource(asked)).map_err(|error| error.to_string())?;
        let [ResourceContents::TextResourceContents { text, .. }] = read.contents.as_slice() else {
            panic!()
        };
        Ok(text.clone())
    }

    fn complete(&self, uri: &str, typed: &str) -> Vec<String> {
        let found = self.client.complete_resource_simple(uri, "id", typed);
        self.runtime.block_on(found).unwrap()
    }
}

/// Allows no field that is not described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn text(result: &CallToolResult) -> &str {
    let [content] = result.content.as_slice() else { panic!("{result:?}") };
    &content.as_text().unwrap().text
}

fn ids(record: &Value) -> Vec<&str> {
    record["cards"].as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap()).collect()
}

#[test]
fn an_assistant_is_told_what_it_can_do() {
    let kbfix = Kbfix::with_samples();
    let assistant = Assistant::start(&kbfix, &[]);
    let info = assistant.client.peer_info().unwrap();
    assert!(info.instructions.as_ref().unwrap().contains("`search`"));
    let tools = assistant.runtime.block_on(assistant.client.list_all_tools()).unwrap();
    insta::assert_json_snapshot!(tools);
    for tool in &tools {
        assert_eq!(tool.annotations.as_ref().unwrap().read_only_hint, Some(true));
        let schema = Value::Object((*tool.input_schema).clone());
        assert!(jsonschema::meta::is_valid(&schema), "{schema}");
        for (name, field) in schema["properties"].as_object().unwrap() {
            assert!(field["description"].is_string(), "{} does not say what {name} is", tool.name);
        }
    }
    let templates = assistant.runtime.block_on(assistant.client.list_all_resource_templates()).unwrap();
    let uris: Vec<&str> = templates.iter().map(|template| template.uri_template.as_str()).collect();
    assert_eq!(uris, ["kbfix://article/{id}", "kbfix://record/{id}"]);
}

#[test]
fn from_a_symptom_to_the_fix() {
    let kbfix = Kbfix::with_samples();
    let assistant = Assistant::start(&kbfix, &[]);
    let found = assistant.call("search", json!({"query": "memory leak password change", "product": "sna"}));
    insta::assert_snapshot!(text(&found));
    let record = found.structured_content.unwrap();
    assert_eq!(record["cards"][0]["uri"], "kbfix://article/Q193829");
    let piece = assistant.record("get", json!({"id": "KB193829", "sections": ["symptoms", "fix_files"]}));
    assert!(piece["text"].as_str().unwrap().starts_with("SYMPTOMS\n"), "{piece}");
    assert!(piece["sections"].as_array().unwrap().contains(&"resolution".into()), "{piece}");
}

#[test]
fn long_answers_come_in_pages() {
    let kbfix = Kbfix::with_samples();
    let assistant = Assistant::start(&kbfix, &[]);
    let ask = json!({"query": "windows", "limit": 50, "budget": 1000});
    let found = assistant.call("search", ask);
    let record = found.structured_content.as_ref().unwrap();
    assert!(text(&found).len() <= 1000 * TOKEN && record.to_string().len() <= 1000 * TOKEN, "{record}");
    let (shown, next) = (ids(record).len(), record["next_offset"].as_u64().unwrap());
    assert!(shown > 2 && next == shown as u64, "{record}");
    let more = assistant.record("search", json!({"query": "windows", "limit": 1, "offset": next}));
    assert!(!ids(record).contains(&ids(&more)[0]), "{more}");
    assert_eq!(ids(&assistant.record("search", json!({"query": "windows", "limit": 0}))), [""; 0]);

    let whole = assistant.read("kbfix://article/Q254930").unwrap();
    let (mut offset, mut read) = (0, String::new());
    for _ in 0..100 {
        let piece = assistant.record("get", json!({"id": "Q254930", "offset": offset, "budget": 600}));
        read.push_str(piece["text"].as_str().unwrap());
        match piece["next_offset"].as_u64() {
            Some(next) => offset = next,
            None => break,
        }
    }
    assert_eq!(read, whole);
}

#[test]
fn codes_files_and_citations_are_found_exactly() {
    let kbfix = Kbfix::with_samples();
    let ids_of = |query: &str| kbfix.run(&["search", query, "--format", "json"]).json()["total"].clone();
    let assistant = Assistant::start(&kbfix, &[]);
    for query in ["error:0x80040154", "error:-2147221164", "error:0xA", "file:tcpip.sys", "refs:Q152734"] {
        let record = assistant.record("search", json!({"query": query}));
        assert_eq!(record["total"], ids_of(query), "{query}");
    }
    let files = assistant.record("file", json!({"name": "tcpip.s*", "platform": "intel"}));
    assert_eq!(files["builds"][0]["name"].as_str().unwrap().to_lowercase(), "tcpip.sys");
    assert_eq!(assistant.record("file", json!({"name": "nosuch.sys"}))["total"], 0);
    assert_eq!(assistant.record("file", json!({"name": "tcp[.sys"}))["total"], 0);
}

#[test]
fn nothing_found_is_an_answer_and_a_mistake_is_explained() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q1.TXT", 100_001, "Spooler stops", "See Q100099.\n\x1b[2JIt stops.");
    kbfix.run(&["index", "kb"]).found();
    let assistant = Assistant::start(&kbfix, &[]);
    let nothing = assistant.call("search", json!({"query": "\"no such words\"", "product": "windows"}));
    assert_eq!(nothing.is_error, Some(false));
    assert!(text(&nothing).starts_with("No article matches.\nNote: "), "{}", text(&nothing));

    let lost = assistant.refusal("get", json!({"id": "Q100099"}));
    assert!(lost.starts_with("Q100099 is not in the archive. It is cited by 1 article: Q100001; "), "{lost}");
    let unknown = assistant.refusal("get", json!({"id": "7"}));
    assert!(unknown.starts_with("Q7 is not in the archive, and no article in it cites it."), "{unknown}");
    assert!(assistant.refusal("get", json!({"id": "seven"})).contains("write it as Q186401"));
    assert!(assistant.refusal("get", json!({"id": "Q100001", "section": "x"})).contains("`sections`"));
    let strict = assistant.refusal("search", json!({"query": "a OR", "strict": true}));
    assert!(strict.contains("OR"), "{strict}");
    let asked = CallToolRequestParams::new("delete");
    let wrong = assistant.runtime.block_on(assistant.client.call_tool(asked)).unwrap_err().to_string();
    assert!(wrong.contains("there is no tool `delete`; there are search, get,"), "{wrong}");

    let related = assistant.record("related", json!({"id": "Q100099"}));
    assert_eq!((&related["held"], &related["cited_by"][0]["id"]), (&false.into(), &"Q100001".into()));
    let gaps = assistant.record("gaps", json!({}));
    assert_eq!((&gaps["missing"], &gaps["gaps"][0]["id"]), (&1.into(), &"Q100099".into()));

    let whole = assistant.read("kbfix://article/Q100001").unwrap();
    assert!(whole.contains("It stops") && !whole.contains('\x1b'), "{whole}");
    let record = assistant.read("kbfix://record/100001").unwrap();
    assert_eq!(serde_json::from_str::<Value>(&record).unwrap()["id"], "Q100001");
    assert!(
        assistant.read("kbfix://article/Q100099").unwrap_err().contains("not in the archive. It is cited")
    );
    assert!(assistant.read("file:///etc/passwd").unwrap_err().contains("there is no resource"));
    assert_eq!(assistant.complete("kbfix://article/{id}", "Q1000"), ["Q100001"]);
}

#[test]
fn every_answer_is_as_described() {
    let kbfix = Kbfix::with_samples();
    let assistant = Assistant::start(&kbfix, &[]);
    for (tool, arguments) in [
        ("search", json!({"query": "memory leak"})),
        ("search", json!({"query": "kyeboard", "limit": 0})),
        ("search", json!({"query": "xyzzyfrobnicate", "product": "nt4"})),
        ("search", json!({"limit": 50, "budget": 20_000})),
        ("get", json!({"id": "Q186401"})),
        ("get", json!({"id": "Q254930", "budget": 300})),
        ("file", json!({"name": "*", "budget": 20_000})),
        ("file", json!({"name": "nosuch.sys"})),
        ("related", json!({"id": "Q246988"})),
        ("related", json!({"id": "Q223756"})),
        ("related", json!({"id": "Q7"})),
        ("gaps", json!({})),
    ] {
        assistant.record(tool, arguments);
    }
}

#[test]
fn an_offset_past_the_end_is_said() {
    let kbfix = Kbfix::with_samples();
    let assistant = Assistant::start(&kbfix, &[]);
    for (tool, arguments) in [
        ("search", json!({"query": "leak"})),
        ("get", json!({"id": "Q186401"})),
        ("file", json!({"name": "tcpip.sys"})),
        ("gaps", json!({})),
    ] {
        let with = |offset: u64| {
            let mut arguments = arguments.clone();
            arguments["offset"] = offset.into();
            assistant.record(tool, arguments.clone());
            assistant.call(tool, arguments)
        };
        assert!(!text(&with(0)).contains("past the end"), "{tool}");
        for offset in [100_000, u64::from(u32::MAX), u64::MAX] {
            let past = with(offset);
            let said = format!("offset {offset} is past the end: there ");
            assert!(text(&past).contains(&said), "{tool}: {}", text(&past));
            assert!(past.structured_content.unwrap().to_string().contains(&said), "{tool}");
        }
    }
    // Nothing is past the end of what is not there.
    let nothing = assistant.call("file", json!({"name": "nosuch.sys", "offset": 5}));
    assert!(text(&nothing).starts_with("No article gives"), "{}", text(&nothing));
}

#[test]
fn a_record_is_json_whatever_its_title_holds() {
    let kbfix = Kbfix::new();
    let titles = [
        "a \u{202e}txt.exe",
        "tab\there",
        "quote \" backslash \\ slash /",
        "\u{1b}[31mred",
        "\u{7f}\u{85}\u{9b}",
        "\u{2028}\u{feff}\u{200b}",
        "{\"a\": [1]}",
        "\\u{41} \\x1b",
    ];
    for (number, title) in (100_001..).zip(titles) {
        kbfix.article(&format!("kb/Q{number}.TXT"), number, title, &format!("See {title}."));
    }
    kbfix.run(&["index", "kb"]).found();
    let assistant = Assistant::start(&kbfix, &[]);
    for (number, title) in (100_001..).zip(titles) {
        let text = assistant.read(&format!("kbfix://record/Q{number}")).unwrap();
        let record: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{title:?}: {error}\n{text}"));
        assert_eq!(record["id"], format!("Q{number}"));
        let shown = record["title"].as_str().unwrap();
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{shown:?}");
        assistant.record("get", json!({"id": format!("Q{number}")}));
    }
}

#[cfg(unix)]
#[test]
fn it_ends_where_its_input_ends() {
    let Some(timeout) = program("timeout") else { return };
    let kbfix = Kbfix::with_samples();
    let client = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}});
    let lines = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "leak"}}}),
    ];
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    kbfix.file("in", &input).file("nothing", "");
    let bin = env!("CARGO_BIN_EXE_kbfix");
    for (shell, answers) in [
        ("$K mcp < in > out", 2),
        ("$K mcp < in | cat > out", 2),
        ("cat in | $K mcp > out", 2),
        ("cat in | $K mcp | cat > out", 2),
        ("$K mcp < in >> out", 2),
        ("$K mcp < nothing > out", 0),
        ("$K mcp < /dev/null > out", 0),
        ("$K mcp < /dev/null | cat > out", 0),
        ("cat nothing | $K mcp > out", 0),
        ("$K mcp <&- > out", 0),
    ] {
        let _ = fs::remove_file(kbfix.path("out"));
        let mut command = std::process::Command::new(&timeout);
        command.args(["60", "sh", "-c", shell]).current_dir(kbfix.path(""));
        let status = command.env("K", bin).env("KBFIX_INDEX", kbfix.path("index")).status().unwrap();
        assert_eq!(status.code(), Some(0), "{shell}");
        let out = fs::read_to_string(kbfix.path("out")).unwrap();
        assert_eq!(out.lines().count(), answers, "{shell}: {out}");
        assert!(out.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{shell}: {out}");
    }
}

#[test]
fn a_refreshed_index_is_taken_over() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q1.TXT", 100_001, "Spooler stops", "It stops.");
    kbfix.run(&["index", "kb"]).found();
    let assistant = Assistant::start(&kbfix, &[]);
    assert_eq!(ids(&assistant.record("search", json!({"query": "stops"}))), ["Q100001"]);
    kbfix.article("kb/Q2.TXT", 100_002, "Printer stops", "It stops too.");
    kbfix.run(&["index"]).found();
    assert_eq!(assistant.record("search", json!({"query": "stops"}))["total"], 2);
    fs::remove_dir_all(kbfix.path("index")).unwrap();
    assert_eq!(assistant.record("search", json!({"query": "stops"}))["total"], 2);
}

#[test]
fn nothing_but_the_protocol_goes_to_standard_output() {
    let kbfix = Kbfix::new();
    kbfix.file("corpus/Q100001.TXT", document(100_001, "01-MAR-1999", "Spooler stops", "It stops."));
    let client = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}});
    let lines = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "stops"}}}),
    ];
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    kbfix.run(&["index", "corpus"]).found();
    let run = kbfix.run_with_input(&["mcp"], input.as_bytes());
    assert_eq!(run.stderr, "");
    let said = run.found();
    let answers: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.iter().map(|answer| &answer["id"]).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(answers[0]["result"]["serverInfo"]["name"], "kbfix");
    assert_eq!(answers[1]["result"]["structuredContent"]["total"], 1);

    let silent = kbfix.run_with_input(&["mcp"], b"");
    assert_eq!((silent.code, silent.stdout.as_str(), silent.stderr.as_str()), (Some(0), "", ""));
    let lost = Kbfix::new().run_with_input(&["mcp"], b"").refused();
    assert!(lost.contains("there is none"), "{lost}");
}

#[test]
fn ten_cards_have_less_than_two_thousand_tokens() {
    let Some(folder) = archive_index() else { return };
    let (longest, median) = longest_answer(folder, &labels("queries-dev.jsonl"));
    println!("the longest answer has {longest} tokens, the middle one {median}");
    assert!(longest < 2000, "{longest}");
}

/// Tokens of the longest answer to any query and of the middle one; each has all of its ten cards.
fn longest_answer(index: &Path, queries: &Path) -> (usize, usize) {
    let assistant = Assistant::start(&Kbfix::new(), &["--index", index.to_str().unwrap()]);
    let mut tokens = Vec::new();
    for line in fs::read_to_string(queries).unwrap().lines() {
        let query: Value = serde_json::from_str(line).unwrap();
        let found = assistant.call("search", json!({"query": query["query"]}));
        let record = found.structured_content.as_ref().unwrap();
        let wanted = record["total"].as_u64().unwrap().min(10);
        assert_eq!(ids(record).len() as u64, wanted, "{query}");
        tokens.push(text(&found).len().max(record.to_string().len()).div_ceil(TOKEN));
    }
    tokens.sort_unstable();
    (*tokens.last().unwrap(), tokens[tokens.len() / 2])
}
