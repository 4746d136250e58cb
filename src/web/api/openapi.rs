//! The description of the API, made from its routes and its types.

use axum::extract;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    Json, ROOT,
    articles::RelatedPart,
    operation::OPERATIONS,
    page::{Counted, Page},
};
use crate::{
    article::{Article, ArticleId},
    index::Stats,
    search::{Gaps, History, Results, files::Files},
    web::{Error, Served, State},
};

/// The whole document, of version 3.1.
pub fn document() -> Value {
    let paths =
        OPERATIONS.iter().map(|operation| (format!("{ROOT}{}", operation.path), operation.describe()));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "kbfix",
            "description": "The Microsoft Knowledge Base archive: search and records. All answers are those of the \
                            command line; the handbook's page on JSON describes them. Errors are problem documents \
                            (RFC 9457).",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "version": env!("CARGO_PKG_VERSION"),
        },
        "servers": [{ "url": "/" }],
        "paths": paths.collect::<Map<_, _>>(),
        "components": { "schemas": schemas() },
    })
}

/// The types of the records, which describe themselves.
fn schemas() -> Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    let mut generator = settings.into_generator();
    add::<Article>(&mut generator);
    add::<Results>(&mut generator);
    add::<Page<Results>>(&mut generator);
    add::<Page<RelatedPart>>(&mut generator);
    add::<Page<Counted<History>>>(&mut generator);
    add::<Page<Counted<Files>>>(&mut generator);
    add::<Page<Gaps>>(&mut generator);
    add::<Stats>(&mut generator);
    add::<Error>(&mut generator);
    let id = generator.subschema_for::<ArticleId>();
    let mut schemas = generator.take_definitions(true);
    schemas.insert(
        "Section".to_owned(),
        json!({
            "description": "The number of an article, and one field of its record",
            "type": "object",
            "properties": { "id": id },
            "required": ["id"],
            "minProperties": 2,
            "maxProperties": 2,
        }),
    );
    schemas.insert(
        "Suggestions".to_owned(),
        json!({
            "description": "The query, and titles",
            "type": "array",
            "items": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
            "minItems": 2,
            "maxItems": 2,
        }),
    );
    schemas.values_mut().for_each(loosen);
    schemas
}

/// Says of a tuple only what may stand in it: many who read such documents do not know tuples.
fn loosen(schema: &mut Value) {
    if let Value::Object(fields) = schema {
        if let Some(Value::Array(mut kinds)) = fields.remove("prefixItems") {
            kinds.dedup();
            let one = if kinds.len() == 1 { kinds.pop() } else { None };
            fields.insert("items".to_owned(), one.unwrap_or_else(|| json!({ "anyOf": kinds })));
        }
        fields.values_mut().for_each(loosen);
    } else if let Value::Array(items) = schema {
        items.iter_mut().for_each(loosen);
    }
}

fn add<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) {
    let _ = generator.subschema_for::<T>();
}

/// Serves it.
pub async fn show(extract::State(state): extract::State<State>) -> Result<Json, Error> {
    state.run(|_: &Served| Json::of(&document())).await
}
