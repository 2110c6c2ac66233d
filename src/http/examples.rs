//! Examples in the OpenAPI document: what was sent to the demonstration and what it answered, as `openapi/examples.json` keeps it.
//!
//! Knows neither the demonstration nor how to ask it: a test holds the same conversation again and compares every word.

use serde_json::{Map, Value, json};

/// The conversation: `requests` by operation and media type, `answers` by operation, status and media type, `problems` by status
/// and the last word of their type; each with what was asked.
const KEPT: &str = include_str!("../../openapi/examples.json");

/// Adds its examples to every body of `paths`.
pub fn add(paths: &mut Map<String, Value>) {
    let kept: Value = match serde_json::from_str(KEPT) {
        Ok(kept) => kept,
        Err(error) => unreachable!("the embedded examples are JSON: {error}"),
    };
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        give(operation.pointer_mut("/requestBody/content"), &kept["requests"][&id], &Value::Null);
        for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            give(response.get_mut("content"), &kept["answers"][&id][status], &kept["problems"][status]);
        }
    }
}

/// Gives each media type of `content` its own example, or else a problem those of its status.
fn give(content: Option<&mut Value>, own: &Value, problems: &Value) {
    for (media_type, body) in content.and_then(Value::as_object_mut).into_iter().flatten() {
        let examples: Map<String, Value> = match (&own[media_type], problems) {
            (Value::Null, Value::Object(problems)) if media_type == "application/problem+json" => {
                problems.iter().map(|(name, kept)| (name.clone(), example(kept))).collect()
            }
            (Value::Null, _) => continue,
            (kept, _) => [("demonstration".to_owned(), example(kept))].into_iter().collect(),
        };
        body["examples"] = examples.into();
    }
}

fn example(kept: &Value) -> Value {
    json!({ "summary": kept["asked"], "value": kept["value"] })
}
