//! The OpenAPI document as a judge: whatever the server answers in any test must be an answer that the document gives to
//! that operation, in the shape it gives and with the headers it gives.

use super::Answer;
use ropewalk::report::Name;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};

/// Headers that no operation answers with on purpose: of the transport, and of the shield against browsers' mistakes.
const UNSPOKEN: &[&str] = &[
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "permissions-policy",
    "referrer-policy",
    "server",
    "transfer-encoding",
    "x-content-type-options",
    "x-frame-options",
];

/// The document.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(ropewalk::http::document)
}

/// What a part of the document says, also where it refers to another place.
pub fn resolved(part: &'static Value) -> &'static Value {
    resolved_in(document(), part)
}

fn resolved_in<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    match part["$ref"].as_str() {
        Some(place) => document.pointer(place.trim_start_matches('#')).unwrap_or_else(|| panic!("no {place}")),
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

/// Whether an operation only reads although it is a POST, since a manifest of what is supposed comes with it: the reports as they
/// would be. Whoever may read may ask, nothing is written, and so nothing is kept of the answer.
pub fn only_supposes(method: &str, path: &str) -> bool {
    method == "POST" && Name::ALL.iter().any(|report| place_of(*report) == path)
}

/// Where a report is in the API.
pub fn place_of(report: Name) -> String {
    match report {
        Name::Findings => "/api/v1/findings".to_owned(),
        other => format!("/api/v1/reports/{}", other.name()),
    }
}

/// The question that asks a report for as little as it can be asked for: one activity, or what has no default.
pub fn about_one(report: Name) -> &'static str {
    match report {
        Name::Impact => "processor=neocrm",
        Name::Findings => "record=activities/consultation-services",
        Name::NoticeContent | Name::MaterialChanges => "notice=sunmi-north-america-website-privacy-policy",
        _ => "activity=consultation-services",
    }
}

/// What `document` says of the paths that fit `path`.
fn at_path<'a>(document: &'a Value, path: &str) -> Vec<&'a Value> {
    let have: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let want: Vec<&str> = template.split('/').collect();
        want.len() == have.len() && want.iter().zip(&have).all(|(want, have)| want.starts_with('{') || want == have)
    };
    let paths = document["paths"].as_object().unwrap().iter();
    paths.filter(|(template, _)| fits(template)).map(|(_, methods)| methods).collect()
}

/// What the document says of the operation that a request asks for.
#[track_caller]
pub fn operation(method: &str, path: &str) -> &'static Value {
    let path = path.split('?').next().unwrap_or_default();
    let mut operations = at_path(document(), path).into_iter().map(|methods| &methods[method.to_lowercase()]);
    operations.find(|operation| operation.is_object()).unwrap_or_else(|| panic!("{method} {path}"))
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

/// What is wrong with a value, by its schema.
pub fn mistakes(value: &Value, schema: &Value) -> Vec<String> {
    let validator = validator(schema);
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).take(5).collect()
}

#[track_caller]
fn conforms(answer: &Answer, schema: &Value) {
    let body = answer.json();
    let mistakes = mistakes(&body, schema);
    assert!(mistakes.is_empty(), "{} answers what the document does not say: {mistakes:?}\n{body}", answer.asked);
}

/// Holds the headers of an answer against those that the document gives to it: what is promised is there, what is there is
/// described, and has a value that fits.
#[track_caller]
fn judge_headers(document: &Value, response: &Value, answer: &Answer) {
    let asked = &answer.asked;
    let described: Vec<(String, &Value)> = response["headers"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, header)| (name.to_lowercase(), resolved_in(document, header)))
        .collect();
    for (name, header) in &described {
        assert!(
            header["required"] != true || answer.header(name).is_some(),
            "{asked}: the document promises a header {name} with {}",
            answer.status
        );
    }
    assert!(answer.status != 503 || answer.header("Retry-After").is_some(), "{asked}");
    for (name, text) in answer.headers.iter().filter(|(name, _)| !UNSPOKEN.contains(&&*name.to_lowercase())) {
        let header = described.iter().find(|(described, _)| *described == name.to_lowercase());
        let (_, header) = header
            .unwrap_or_else(|| panic!("{asked}: the document knows no header {name} with {}: {text}", answer.status));
        let value = match header["schema"]["type"].as_str() {
            Some("integer") => text.parse::<u64>().map_or_else(|_| json!(text), Value::from),
            _ => json!(text),
        };
        let mistakes = mistakes(&value, &header["schema"]);
        assert!(mistakes.is_empty(), "{asked}: {name}: {mistakes:?}");
    }
}

/// Holds an answer against what `document` says.
#[track_caller]
pub fn judge(document: &Value, method: &str, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    if answer.status >= 400 {
        assert_eq!(
            answer.header("Content-Type"),
            Some("application/problem+json"),
            "{}: every error is a problem document: {}",
            answer.asked,
            answer.text()
        );
        if method != "HEAD" {
            conforms(answer, &json!({ "$ref": "#/components/schemas/Problem" }));
        }
    }
    let documented = at_path(document, path);
    let name = if method == "HEAD" { "get".to_owned() } else { method.to_lowercase() };
    let Some(operation) = documented.iter().map(|methods| &methods[&name]).find(|operation| operation.is_object())
    else {
        // What the document says of methods that a path has not.
        if !documented.is_empty() {
            assert_eq!(answer.status, if method == "OPTIONS" { 204 } else { 405 }, "{}", answer.asked);
            assert!(answer.header("Allow").is_some(), "{}", answer.asked);
        }
        return;
    };
    let response = resolved_in(document, &operation["responses"][answer.status.to_string()]);
    assert!(
        response.is_object(),
        "{}: the document does not know status {}: {}",
        answer.asked,
        answer.status,
        answer.text()
    );
    judge_headers(document, response, answer);
    if method == "HEAD" {
        return;
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
