use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Article;

/// The JSON Schema (draft 2020-12) of a record, made from the types; their doc comments are its descriptions.
pub fn schema() -> Value {
    // As written: a field that says nothing is null or empty, never left out.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<Article>().to_value();
    let Value::Object(mut fields) = schema else { return schema };
    // Readers begin at the top.
    let first = ["$schema", "title", "description"].map(|name| fields.shift_remove_entry(name));
    first.into_iter().flatten().chain(fields).collect()
}
