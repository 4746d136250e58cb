//! Columns of an Arrow table, from the JSON Schema of its records: the nested ones are described in one place.

use serde_json::{Value, json};

/// The columns as `serde_arrow` reads them: texts, 64-bit integers, days, lists and structs.
pub fn of(schema: &Value) -> Value {
    fields(schema, schema)
}

/// All fields are required, and their list is in the order of the record.
fn fields(object: &Value, root: &Value) -> Value {
    let names = object["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(|name| field(name, &object["properties"][name], root)).collect()
}

fn field(name: &str, schema: &Value, root: &Value) -> Value {
    let (schema, nullable) = resolve(schema, root);
    let (data_type, children) = match main_type(schema) {
        "object" => ("Struct", fields(schema, root)),
        "array" => ("List", json!([field("element", &schema["items"], root)])),
        "integer" => ("I64", json!([])),
        _ if schema["format"] == "date" => ("Date32", json!([])),
        _ => ("Utf8", json!([])),
    };
    json!({ "name": name, "data_type": data_type, "nullable": nullable, "children": children })
}

/// What a reference refers to, and whether it may be null.
fn resolve<'a>(schema: &'a Value, root: &'a Value) -> (&'a Value, bool) {
    if let Some(path) = schema["$ref"].as_str() {
        let target = root.pointer(path.trim_start_matches('#')).unwrap_or(&Value::Null);
        return resolve(target, root);
    }
    let is_null = |schema: &&Value| schema["type"] == "null";
    let choices = schema["anyOf"].as_array().map_or(&[][..], Vec::as_slice);
    match choices.iter().find(|choice| !is_null(choice)) {
        Some(choice) => {
            let (choice, nullable) = resolve(choice, root);
            (choice, nullable || choices.iter().any(|choice| is_null(&choice)))
        }
        None => (schema, types(schema).any(|name| name == "null")),
    }
}

/// What it is where it is not null; none for an enumeration.
fn main_type(schema: &Value) -> &str {
    types(schema).find(|name| *name != "null").unwrap_or_default()
}

fn types(schema: &Value) -> impl Iterator<Item = &str> {
    let one = schema["type"].as_str();
    let many = schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name Type`, with `?` where it may be null.
    fn short(field: &Value) -> String {
        let text = |key: &str| field[key].as_str().unwrap();
        let children = field["children"].as_array().unwrap().iter();
        let inner = match text("data_type") {
            "List" => format!("[{}]", children.map(short).collect::<String>()),
            "Struct" => format!("{{{}}}", children.map(short).collect::<Vec<_>>().join(", ")),
            other => other.to_owned(),
        };
        format!("{} {inner}{}", text("name"), if field["nullable"] == true { "?" } else { "" })
    }

    #[test]
    fn columns_of_a_record() {
        let columns = of(&crate::article::schema());
        let columns = columns.as_array().unwrap().iter().map(short).collect::<Vec<_>>();
        assert_eq!(columns[..4], ["id Utf8", "title Utf8", "article_type Utf8?", "modified Date32?"]);
        let nested = columns.iter().filter(|column| column.contains('{')).map(String::as_str);
        insta::assert_snapshot!(nested.collect::<Vec<_>>().join("\n"), @"
        versions [element {platform Utf8?, versions [element Utf8]}]
        applies_to [element {product Utf8, versions [element Utf8], relation Utf8?, hosts [element {kind Utf8, product Utf8, versions [element Utf8]}]}]
        other_sections [element {heading Utf8, text Utf8}]
        fix_files [element {name Utf8, path Utf8?, version Utf8?, version_number [element I64]?, date Date32?, time Utf8?, size I64?, platform Utf8?, architecture Utf8?, context Utf8?}]
        errors [element {kind Utf8, number I64, text Utf8, source Utf8?}]
        source [element {path Utf8, format Utf8}]
        ");
    }
}
