//! What the API can be asked: one table for the router's parameters and for the description of the API.

use serde_json::{Map, Value, json};

use crate::query::Part;
use crate::web::params;

/// One address of the API, answered to `GET`.
pub struct Operation {
    /// Below the root; `{id}` is a segment.
    pub path: &'static str,
    pub name: &'static str,
    pub summary: &'static str,
    pub description: &'static str,
    /// Names of the query parameters that it takes.
    pub query: &'static [&'static str],
    pub answer: Answer,
    /// What status 404 means, where it is given.
    pub missing: Option<&'static str>,
}

/// The body of a success.
pub struct Answer {
    pub description: &'static str,
    /// Name of a schema among the components.
    pub schema: &'static str,
    pub content_type: &'static str,
}

/// What `facets` takes.
const COUNTING: [&str; 11] =
    ["q", "strict", "any", "product", "version", "keyword", "type", "has", "since", "until", "facets"];

const NOT_HELD: Option<&str> = Some("The index does not have it");

const fn json(description: &'static str, schema: &'static str) -> Answer {
    Answer { description, schema, content_type: "application/json" }
}

/// All of them, by path.
pub const OPERATIONS: [Operation; 12] = [
    Operation {
        path: "/articles/{id}",
        name: "article",
        summary: "The record of an article",
        description: "What `kbfix show ID --format json` prints.",
        query: &[],
        answer: json("The record", "Article"),
        missing: NOT_HELD,
    },
    Operation {
        path: "/articles/{id}/history",
        name: "history",
        summary: "The dated copies of an article, and what each changed",
        description: "What `kbfix history ID --format json` prints.",
        query: &params::PAGING,
        answer: json("The newest first", "PageOfHistory"),
        missing: NOT_HELD,
    },
    Operation {
        path: "/articles/{id}/related",
        name: "related",
        summary: "What an article cites, what cites it, and what ships the same files",
        description: "What `kbfix related ID --format json` prints; of each list the same part. The index need not \
                      have the article.",
        query: &params::PAGING,
        answer: json("Three lists", "PageOfRelated"),
        missing: None,
    },
    Operation {
        path: "/articles/{id}/sections/{name}",
        name: "section",
        summary: "A section of an article",
        description: "What `kbfix show ID --section NAME --format json` prints: the number, and one field of the \
                      record.",
        query: &[],
        answer: json("The section", "Section"),
        missing: Some("The index does not have the article, or the article not the section"),
    },
    Operation {
        path: "/articles/{id}/similar",
        name: "similar",
        summary: "The articles most like one",
        description: "What `kbfix similar ID --format json` prints.",
        query: &params::PAGING,
        answer: json("The nearest first", "PageOfResults"),
        missing: NOT_HELD,
    },
    Operation {
        path: "/facets",
        name: "facets",
        summary: "Count what a search finds",
        description: "As `search`, without hits and with facets: what `kbfix search --limit 0 --facets --format json` \
                      prints. Without `q` all articles are counted.",
        query: &COUNTING,
        answer: json("The counts, in `facets`", "Results"),
        missing: None,
    },
    Operation {
        path: "/files/{name}",
        name: "file",
        summary: "Every known build of a file, and what supersedes it",
        description: "What `kbfix file NAME --format json` prints.",
        query: &params::PAGING,
        answer: json("The files and their builds", "PageOfFiles"),
        missing: Some("No article gives a build of it"),
    },
    Operation {
        path: "/gaps",
        name: "gaps",
        summary: "Articles that others cite and the archive lacks, the most cited first",
        description: "What `kbfix gaps --format json` prints.",
        query: &params::PAGING,
        answer: json("The gaps, and how many there are", "PageOfGaps"),
        missing: None,
    },
    Operation {
        path: "/problems/{name}",
        name: "problem",
        summary: "What a type of problem means",
        description: "The `type` of a problem is the address of this.",
        query: &[],
        answer: json("Title, status and meaning", "Problem"),
        missing: Some("There is no such type"),
    },
    Operation {
        path: "/search",
        name: "search",
        summary: "Find articles, the best first",
        description: "What `kbfix search --format json` prints. Repeat a filter to match any of its values.",
        query: &params::NAMES,
        answer: json("A page of hits", "PageOfResults"),
        missing: None,
    },
    Operation {
        path: "/stats",
        name: "stats",
        summary: "Count what is in the index",
        description: "What `kbfix stats --format json` prints.",
        query: &[],
        answer: json("The counts", "Stats"),
        missing: None,
    },
    Operation {
        path: "/suggestions",
        name: "suggestions",
        summary: "Titles for what is being typed",
        description: "In the form that browsers read suggestions in: the query, and a list of titles.",
        query: &["q", "limit"],
        answer: Answer {
            description: "The query and titles",
            schema: "Suggestions",
            content_type: "application/x-suggestions+json",
        },
        missing: None,
    },
];

impl Operation {
    /// As `OpenAPI` describes it.
    pub fn describe(&self) -> Value {
        let segments = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let mut parameters: Vec<Value> = segments.map(|name| self.segment(name)).collect();
        parameters.extend(self.query.iter().map(|name| query_parameter(name)));
        let mut responses = Map::new();
        let Answer { description, schema, content_type } = self.answer;
        responses.insert("200".into(), response(description, schema, content_type));
        let problem = |description| response(description, "Problem", "application/problem+json");
        responses.extend(self.missing.map(|missing| ("404".into(), problem(missing))));
        responses.insert("default".into(), problem("It cannot be answered"));
        let mut operation = json!({
            "summary": self.summary,
            "description": self.description,
            "operationId": self.name,
        });
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        operation["responses"] = responses.into();
        json!({ "get": operation })
    }

    /// A segment of the path.
    fn segment(&self, name: &str) -> Value {
        let (description, example) = match (name, self.name) {
            ("id", _) => ("Number of the article: Q193829, KB193829 or 193829", "Q193829"),
            (_, "file") => ("Name of the file, in any case; `*` matches any letters, `?` one", "tcpip.sys"),
            (_, "problem") => ("The last part of the type", "not-found"),
            _ => ("A field of the record (`symptoms`, `fix-files`) or a heading", "symptoms"),
        };
        let mut schema = json!({ "type": "string" });
        if name == "id" {
            schema["pattern"] = "^([Qq]|[Kk][Bb])?[1-9][0-9]{0,6}$".into();
        }
        json!({
            "name": name, "in": "path", "description": description, "required": true,
            "schema": schema, "example": example,
        })
    }
}

fn response(description: &str, schema: &str, content_type: &str) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
    json!({ "description": description, "content": { content_type: { "schema": schema } } })
}

fn query_parameter(name: &str) -> Value {
    let number = |least: usize, most: usize| json!({ "type": "integer", "minimum": least, "maximum": most });
    let starting = |mut schema: Value, default: Value| {
        schema["default"] = default;
        schema
    };
    let list = |item: Value| json!({ "type": "array", "items": item, "maxItems": params::MOST_VALUES });
    let text = || json!({ "type": "string" });
    let flag = || json!({ "type": "boolean", "default": false });
    let date = || json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" });
    let (description, schema) = match name {
        "q" => (
            "What to look for, in the language that `kbfix query` describes; without it, everything that passes the \
             filters is found",
            json!({ "type": "string", "maxLength": params::LONGEST }),
        ),
        "strict" => ("Refuse a query that cannot be read as written, instead of taking it as words", flag()),
        "any" => {
            ("Give every article that has any of the words, not only those that cover a fair share", flag())
        }
        "sort" => (
            "Order of the hits; `date` gives the newest first",
            json!({ "type": "string", "default": "relevance", "enum": ["relevance", "date", "number"] }),
        ),
        "product" => ("Only articles about this product; a short name will do (`nt4`)", list(text())),
        "version" => (
            "Only articles about this version (`4.0`, `4.0sp3`), or one of a range (`4.0sp3..4.0sp6`, `..3.51`)",
            list(text()),
        ),
        "keyword" => ("Only articles with this keyword (`kbnetwork`)", list(text())),
        "type" => ("Only articles of this type (`bug`, `fix`, `howto`)", list(text())),
        "has" => (
            "Only articles that have this part",
            list(json!({ "type": "string", "enum": Part::all().map(Part::name).collect::<Vec<_>>() })),
        ),
        "since" => ("Only articles last modified then or later: 1998, 1998-05 or 1998-05-26", date()),
        "until" => ("Only articles last modified then or earlier", date()),
        "limit" => {
            ("How many to give; 0 only counts", starting(number(0, params::MOST_HITS), params::HITS.into()))
        }
        "offset" => ("How many to skip", starting(number(0, params::DEEPEST), 0.into())),
        "page" => (
            "Page of `limit`, from 1, instead of `offset`: page N is offset (N - 1) * `limit`",
            number(1, params::DEEPEST),
        ),
        "facets" => (
            "Count all articles found by product, version, year, type, keyword and fix files, so many values of each",
            number(1, params::MOST_VALUES),
        ),
        _ => ("Say of each hit what makes its score", flag()),
    };
    let mut parameter = json!({ "name": name, "in": "query", "description": description, "required": false, "schema": schema });
    if name == "q" {
        parameter["example"] = "memory leak password change".into();
    }
    parameter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_that_is_taken_is_one() {
        for operation in OPERATIONS {
            for name in operation.query {
                assert!(params::NAMES.contains(name), "{}: {name}", operation.path);
            }
        }
    }

    #[test]
    fn operations_stand_by_path_and_are_described() {
        assert!(OPERATIONS.is_sorted_by(|a, b| a.path < b.path));
        let described = OPERATIONS[3].describe();
        let names: Vec<_> = described["get"]["parameters"].as_array().unwrap().iter().collect();
        assert_eq!((names.len(), &names[0]["name"], &names[1]["in"]), (2, &json!("id"), &json!("path")));
        assert!(described["get"]["responses"]["404"].is_object());
    }
}
