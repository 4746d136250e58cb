use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Article;

/// The JSON Schema (draft 2020-12) of a record, made from the types; their doc comments are its descriptions.
pub fn schema() -> Value {
    // As written: a field that says nothing is null or empty, never left out.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Article>().to_value()
}
