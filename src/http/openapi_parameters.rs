//! What the values of parameters look like, once per name: as exactly as JSON Schema can say what the server reads.
//!
//! Knows names and shapes; never what an operation does with them.

use crate::{
    domain::{AsOf, Day, Key, LanguageTag},
    render::Format,
    report::{notice_content::Section, processor_table::ColumnSet},
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Where reports are: their periods are days, those of the journal are commits.
const REPORTS: &str = "/api/v1/reports/";

/// Says of every parameter of `paths` what its value looks like; gives the schemas it refers to.
pub fn exact(paths: &mut Map<String, Value>) -> Map<String, Value> {
    for (path, operations) in paths.iter_mut() {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap_or_default().to_owned();
                // What is optional is left out; no parameter can be null.
                if let Some(kind) = parameter.pointer_mut("/schema/type")
                    && let Some(only) =
                        kind.as_array().and_then(|types| types.iter().find(|name| *name != "null").cloned())
                {
                    *kind = only;
                }
                if let Some(schema) = value_of(path, method, &name, &parameter["schema"]) {
                    parameter["schema"] = schema;
                }
            }
        }
    }
    schemas()
}

/// The schema of the parameter `name`, if what is said of it so far can be said more exactly.
fn value_of(path: &str, method: &str, name: &str, said: &Value) -> Option<Value> {
    let named = |name: &str| Some(json!({ "$ref": format!("#/components/schemas/{name}") }));
    match (name, said["type"].as_str()) {
        ("from" | "to", Some("string")) if path.starts_with(REPORTS) => named("Day"),
        ("key", Some("string")) => named("Key"),
        ("as_of" | "from" | "to" | "changed_since", Some("string")) => named("AsOf"),
        ("lang" | "language", Some("string")) => named("Language"),
        ("on" | "in_force", Some("string")) => named("Day"),
        ("fragment", Some("string")) => {
            Some(one_of(["all"].into_iter().chain(Section::ALL.iter().map(|section| section.name()))))
        }
        ("token", Some("string")) => Some(json!({ "type": "string", "maxLength": 200 })),
        ("digest", Some("string")) => named("Digest"),
        ("reason", Some("string")) => named("Reason"),
        ("cursor", Some("string")) => named("Cursor"),
        ("If-None-Match", Some("string")) if method == "put" => Some(json!({ "type": "string", "enum": ["*"] })),
        // In `If-None-Match` of a read whatever is no entity tag names none, so anything goes.
        ("If-Match", Some("string")) => named("EntityTags"),
        ("Idempotency-Key", Some("string")) => named("IdempotencyKey"),
        ("columns", Some("string")) => Some(one_of(ColumnSet::ALL.iter().map(|set| set.name()))),
        ("format", Some("string")) if path.ends_with("/export") => Some(one_of(["json", "yaml", "xlsx"])),
        ("format", Some("string")) => Some(one_of(Format::ALL.iter().map(|format| format.name()))),
        ("version" | "publication", Some("integer")) => {
            Some(json!({ "type": "integer", "format": "int64", "minimum": 1 }))
        }
        _ => None,
    }
}

fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "type": "string", "enum": names.into_iter().collect::<Vec<_>>() })
}

fn schemas() -> Map<String, Value> {
    let text =
        |description: &str, pattern: &str| json!({ "type": "string", "description": description, "pattern": pattern });
    let schemas = [
        ("Key", of::<Key>("The key of a record.")),
        ("Language", of::<LanguageTag>("A language as a BCP 47 tag (RFC 5646).")),
        ("Day", of::<Day>("A day of the calendar (RFC 3339 full-date).")),
        (
            "AsOf",
            text(
                "A place of the past: the number of a commit (`seq:12`) or an instant of RFC 3339 (`2026-11-22T19:31:47Z`).",
                AsOf::PATTERN,
            ),
        ),
        ("Digest", text("A digest of the history: SHA-256 in hexadecimal.", "^[0-9a-f]{64}$")),
        (
            "Reason",
            text("A reason, without control characters.", "^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f]{0,1000}$"),
        ),
        ("Cursor", text("Opaque: the `next` of a page, sent with the same other parameters.", "^[!-~]+$")),
        (
            "IdempotencyKey",
            text(
                "1 to 255 visible ASCII characters: a token, or a string in quotes (RFC 8941 section 3.3.3).",
                r#"^([!#-~][!-~]{0,254}|"([!#-\[\]-~]|\\["\\]){1,255}")$"#,
            ),
        ),
        (
            "EntityTags",
            text(
                "`*`, or entity tags as they were answered in `ETag` (RFC 9110 section 8.8.3).",
                "^(\\*|(W/)?\"[!#-~]*\"( ?, ?(W/)?\"[!#-~]*\")*)$",
            ),
        ),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// The schema that a value has in records.
fn of<T: JsonSchema>(description: &str) -> Value {
    let mut schema = T::json_schema(&mut SchemaGenerator::default());
    schema.insert("description".to_owned(), description.into());
    schema.to_value()
}
