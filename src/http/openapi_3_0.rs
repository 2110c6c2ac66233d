//! The document in OpenAPI 3.0, for generators that read nothing newer: a pure function of the 3.1 document.
//!
//! Schemas of 3.0 are an older dialect: no lists of types, no `const`, no neighbours of `$ref`, fewer keywords. What it has no word
//! for is left out, never said otherwise: whatever 3.1 allows, 3.0 allows.

use serde_json::{Map, Value, json};

/// The keywords of a 3.0 schema that mean what they mean in 3.1 and hold no schema.
const KEYWORDS: &[&str] = &[
    "$ref",
    "title",
    "multipleOf",
    "maximum",
    "minimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "enum",
    "description",
    "format",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "example",
    "discriminator",
    "externalDocs",
];

/// The document `newest`, of OpenAPI 3.1, in OpenAPI 3.0.
#[must_use]
pub fn rendition(newest: &Value) -> Value {
    let mut document = newest.clone();
    document["openapi"] = "3.0.3".into();
    if let Some(info) = document["info"].as_object_mut() {
        info.remove("summary");
    }
    for part in document["components"]["schemas"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        *part = schema(part);
    }
    for place in ["responses", "headers", "parameters"] {
        if let Some(components) = document["components"].get_mut(place) {
            parts(components);
        }
    }
    parts(&mut document["paths"]);
    // What only a media type that is left out refers to.
    let text = document.to_string();
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| text.contains(&format!("\"#/components/schemas/{name}\"")));
    }
    document
}

/// Renders the schemas in a part of the document that is no schema, and leaves one media type in each body of a request.
fn parts(part: &mut Value) {
    match part {
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "schema" => *member = schema(member),
                    "example" | "examples" => {}
                    _ => {
                        if name == "requestBody" {
                            json_only(member);
                        }
                        parts(member);
                    }
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(parts),
        _ => {}
    }
}

/// Of several media types only JSON, which every body of this API can be.
fn json_only(body: &mut Value) {
    if let Some(content) = body["content"].as_object_mut().filter(|content| content.contains_key("application/json")) {
        content.retain(|media_type, _| media_type == "application/json");
    }
}

/// A schema of 3.1 as one of 3.0.
fn schema(newest: &Value) -> Value {
    // `true` allows everything, as an empty schema does.
    let Some(members) = newest.as_object() else { return json!({}) };
    let mut older = Map::new();
    for (name, member) in members {
        let rendered = match name.as_str() {
            "type" => continue,
            "const" => {
                older.insert("enum".into(), json!([member]));
                continue;
            }
            "exclusiveMinimum" | "exclusiveMaximum" => {
                older.insert(name.replace("exclusiveM", "m"), member.clone());
                true.into()
            }
            "examples" => {
                older.insert("example".into(), member[0].clone());
                continue;
            }
            "additionalProperties" if member.is_boolean() => member.clone(),
            "items" | "not" | "additionalProperties" => schema(member),
            "allOf" | "anyOf" | "oneOf" => member.as_array().into_iter().flatten().map(schema).collect(),
            "properties" => {
                let properties = member.as_object().into_iter().flatten();
                properties.map(|(name, property)| (name.clone(), schema(property))).collect::<Map<_, _>>().into()
            }
            name if KEYWORDS.contains(&name) || name.starts_with("x-") => member.clone(),
            _ => continue,
        };
        older.insert(name.clone(), rendered);
    }
    types(&mut older, &members.get("type").cloned().unwrap_or_default());
    nullable_choice(&mut older);
    neighbours_of_a_reference(&mut older);
    older.into()
}

/// 3.0 knows one type, and `nullable` beside it.
fn types(older: &mut Map<String, Value>, types: &Value) {
    let mut types: Vec<Value> = match types {
        Value::Array(types) => types.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    let several = types.len();
    types.retain(|name| name != "null");
    if types.len() < several {
        older.insert("nullable".into(), true.into());
    }
    match types.as_slice() {
        [] => {}
        [one] => {
            older.insert("type".into(), one.clone());
            if one == "array" {
                older.entry("items").or_insert_with(|| json!({}));
            }
        }
        several => {
            let items = older.remove("items").unwrap_or_else(|| json!({}));
            let nullable = older.remove("nullable");
            let choice = |name: &Value| {
                let mut choice = json!({ "type": name });
                if name == "array" {
                    choice["items"] = items.clone();
                }
                if let Some(nullable) = &nullable {
                    choice["nullable"] = nullable.clone();
                }
                choice
            };
            older.insert("anyOf".into(), several.iter().map(choice).collect());
        }
    }
}

/// A choice between null and something else is something nullable.
fn nullable_choice(older: &mut Map<String, Value>) {
    for name in ["anyOf", "oneOf"] {
        let Some(Value::Array(choices)) = older.get_mut(name) else { continue };
        let several = choices.len();
        choices.retain(|choice| *choice != json!({ "nullable": true }));
        if choices.len() < several {
            older.insert("nullable".into(), true.into());
        }
    }
}

/// What stands beside a reference is ignored in 3.0; so the reference moves one step in.
fn neighbours_of_a_reference(older: &mut Map<String, Value>) {
    if older.len() > 1
        && let Some(reference) = older.remove("$ref")
    {
        older.insert("allOf".into(), json!([{ "$ref": reference }]));
    }
}
