//! The OpenAPI document as a judge: whatever the server answers in any test must be an answer that the document gives to
//! that operation, in the shape it gives.

use super::Answer;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};

/// The document.
fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(ropewalk::http::document)
}

/// What a part of the document says, also where it refers to another place.
pub fn resolved(part: &'static Value) -> &'static Value {
    match part["$ref"].as_str() {
        Some(place) => {
            document().pointer(place.trim_start_matches('#')).unwrap_or_else(|| panic!("{place} is not there"))
        }
        None => part,
    }
}

/// Every operation: method (upper case), path as a template, and what the document says of it.
pub fn operations() -> Vec<(String, &'static str, &'static Value)> {
    let paths = document()["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .unwrap()
                .iter()
                .map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
        })
        .collect()
}

/// The paths of the document that fit `path`.
fn at_path(path: &str) -> Vec<&'static str> {
    let have: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let want: Vec<&str> = template.split('/').collect();
        want.len() == have.len() && want.iter().zip(&have).all(|(want, have)| want.starts_with('{') || want == have)
    };
    document()["paths"].as_object().unwrap().keys().map(String::as_str).filter(|path| fits(path)).collect()
}

/// What the document says of an operation.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let method = if method == "HEAD" { "get".to_owned() } else { method.to_lowercase() };
    at_path(path).into_iter().map(|path| &document()["paths"][path][&method]).find(|operation| operation.is_object())
}

fn validator(schema: &Value) -> Arc<jsonschema::Validator> {
    static COMPILED: OnceLock<Mutex<HashMap<String, Arc<jsonschema::Validator>>>> = OnceLock::new();
    let name = schema.to_string();
    let compiled = COMPILED.get_or_init(Mutex::default);
    if let Some(validator) = compiled.lock().unwrap().get(&name) {
        return Arc::clone(validator);
    }
    let whole = json!({ "allOf": [schema], "components": document()["components"] });
    let validator = Arc::new(jsonschema::draft202012::new(&whole).unwrap_or_else(|error| panic!("{name}: {error}")));
    compiled.lock().unwrap().insert(name, Arc::clone(&validator));
    validator
}

#[track_caller]
fn conforms(answer: &Answer, schema: &Value) {
    let body = answer.json();
    let errors: Vec<String> = validator(schema)
        .iter_errors(&body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .take(5)
        .collect();
    assert!(errors.is_empty(), "{} answers what the document does not say: {errors:?}\n{body}", answer.asked);
}

/// Holds an answer against the document.
#[track_caller]
pub fn judge(method: &str, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    if answer.status >= 400 {
        assert_eq!(
            answer.header("Content-Type"),
            Some("application/problem+json"),
            "{}: every error is a problem document: {}",
            answer.asked,
            answer.text()
        );
    }
    if method == "HEAD" {
        return;
    }
    if answer.status >= 400 {
        conforms(answer, &json!({ "$ref": "#/components/schemas/Problem" }));
    }
    let Some(operation) = operation(method, path) else { return };
    let response = resolved(&operation["responses"][answer.status.to_string()]);
    assert!(
        response.is_object(),
        "{}: the document does not know status {}: {}",
        answer.asked,
        answer.status,
        answer.text()
    );
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        let promised = header["required"] != false;
        assert!(!promised || answer.header(name).is_some(), "{}: the document promises a header {name}", answer.asked);
    }
    let Some(content) = response["content"].as_object() else {
        assert!(answer.body.is_empty(), "{}: the document promises no body: {}", answer.asked, answer.text());
        return;
    };
    let media_type = answer.header("Content-Type").unwrap_or_default().split(';').next().unwrap_or_default();
    let shape = content
        .get(media_type)
        .unwrap_or_else(|| panic!("{}: the document does not know the type {media_type:?}", answer.asked));
    if media_type.ends_with("json") {
        conforms(answer, &shape["schema"]);
    }
}
