//! Examples in the OpenAPI document: real answers of the demonstration.

use crate::{
    domain::{Kind, Record, Register},
    render::json,
    report::{
        processor_table::{ColumnSet, Options, processor_table},
        speech::Speech,
    },
    service::{
        differences,
        questions::{self, Wanted},
        seeds,
    },
};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// Adds an example to every JSON body of `paths` that has none.
pub fn add(paths: &mut Map<String, Value>) {
    let examples = match seeds::examples() {
        Ok(records) => records,
        Err(error) => unreachable!("the embedded seeds are well-formed: {error:?}"),
    };
    for (path, operations) in paths.iter_mut() {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            let kind = operation["tags"][0].as_str().and_then(|tag| tag.parse::<Kind>().ok());
            let record = kind.and_then(|kind| examples.iter().find(|record| record.kind() == kind));
            if let Some(content) = operation.pointer_mut("/requestBody/content") {
                give(content, |_, media_type| Some(request(method, record, media_type)));
            }
            for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
                if let Some(content) = response.get_mut("content") {
                    give(content, |schema, media_type| response_of(path, status, record, schema, media_type));
                }
            }
        }
    }
}

fn give(content: &mut Value, example: impl Fn(&Value, &str) -> Option<Value>) {
    for (media_type, body) in content.as_object_mut().into_iter().flatten() {
        if let Some(example) = example(&body["schema"], media_type)
            && let Some(body) = body.as_object_mut()
        {
            body.insert("example".into(), example);
        }
    }
}

fn request(method: &str, record: Option<&Record>, media_type: &str) -> Value {
    match media_type {
        "application/json" | "application/merge-patch+json" if method == "patch" => {
            json!({ "steward": "privacy-team", "until": null })
        }
        "application/json-patch+json" => json!([{ "op": "add", "path": "/steward", "value": "privacy-team" }]),
        _ => record.map_or_else(manifest, Record::value),
    }
}

/// A manifest with one record.
fn manifest() -> Value {
    json!({ "reason": "a new region", "locations": [
        { "key": "us-ga", "name": { "en": "Georgia" }, "category": "subdivision", "iso_3166_2": "US-GA", "part_of": "us" }
    ] })
}

fn response_of(path: &str, status: &str, record: Option<&Record>, schema: &Value, media_type: &str) -> Option<Value> {
    if media_type == "application/problem+json" {
        return problem(status);
    }
    if media_type != "application/json" {
        return None;
    }
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap_or_default();
    match name {
        "VersionPage" => Some(json!({ "items": [{
            "version": 2, "seq": 3, "recorded_at": "2026-11-22T21:51:59.403891Z", "principal": "p-a4c9cb7b1196d536",
            "principal_name": "demo", "reason": "quarterly review", "action": "put", "redacted": false,
            "changes": [{ "pointer": "/steward", "to": "privacy-team" }]
        }], "next": "2" })),
        "RecordDifference" => record.map(difference),
        "DifferencePage" => {
            let (items, _) = differences::of_register(&Register::empty(), demo(), None, 1, Speech::En);
            Some(json!({ "from": 0, "to": 2, "items": items, "next": null }))
        }
        "QuestionPage" => {
            let (items, _) = questions::by_record(demo(), &Wanted::default(), None, 1);
            Some(json!({ "items": items, "next": null }))
        }
        "StewardPage" => {
            let items = questions::by_steward(demo(), &Wanted::default());
            Some(json!({ "items": items, "next": null }))
        }
        "UsagePage" => Some(json!({ "items": [{
            "kind": "activities", "key": "consultation-services", "name": { "en": "Consultation services" },
            "pointers": ["/disclosures/0/recipient/processor"]
        }], "next": null })),
        "FeedPage" => Some(json!({ "items": [{
            "seq": 3, "commit_id": "019aad1c-5a3b-7c4d-9e5f-60718293a4b5", "recorded_at": "2026-11-22T21:51:59.403891Z",
            "principal": "p-a4c9cb7b1196d536", "principal_name": "demo", "reason": "quarterly review",
            "digest": "5a9f0c1d2e3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccdde",
            "revisions": [{ "kind": "processors", "key": "neocrm", "version": 2, "action": "put" }], "redactions": []
        }], "next": "3" })),
        "ImportOutcome" => Some(json!({
            "seq": 3, "dry_run": false, "created": [{ "kind": "locations", "key": "us-ga", "version": 1 }],
            "changed": [], "deleted": [], "unchanged": 0
        })),
        "ProcessorTable" => table(),
        "Manifest" => Some(manifest()),
        "Health" | "OpenApiDocument" => None,
        _ if path.ends_with('}') || !schema["$ref"].is_null() => record.map(Record::value),
        _ => record.map(|record| json!({ "items": [record.value()], "next": null })),
    }
}

/// The register of the demonstration, of which examples are answers.
fn demo() -> &'static Register {
    static DEMO: OnceLock<Register> = OnceLock::new();
    DEMO.get_or_init(|| match seeds::demo_register() {
        Ok(register) => register,
        Err(error) => unreachable!("the embedded seeds are well-formed: {error:?}"),
    })
}

/// What naming a steward changes.
fn difference(record: &Record) -> Value {
    json!({
        "kind": record.kind(), "key": record.key(), "became": "changed", "from_version": 1, "to_version": 2,
        "patch": [{ "op": "add", "path": "/steward", "value": "privacy-team" }],
        "fields": [{ "pointer": "/steward", "to": "privacy-team" }],
        "sentences": ["steward: was unknown, is now “privacy-team”."], "language": "en"
    })
}

/// The table that the demonstration's notice publishes.
fn table() -> Option<Value> {
    let options = Options {
        notice: "sunmi-north-america-website-privacy-policy".parse().ok()?,
        language: "en".parse().ok()?,
        columns: ColumnSet::Notice,
        on: None,
    };
    serde_json::to_value(json::document(&processor_table(demo(), &options).ok()?)).ok()
}

/// A problem document of a status.
fn problem(status: &str) -> Option<Value> {
    let (slug, title, detail) = match status {
        "400" => {
            ("bad-request", "The request makes no sense", "unknown parameter `foo`; allowed are as_of, cursor, limit")
        }
        "401" => ("unauthorized", "A valid token is needed", "this token is unknown or was revoked"),
        "403" => ("forbidden", "The token does not allow this", "the role reader does not allow this"),
        "404" => ("not-found", "There is no such thing", "there is no record processors/neocrn"),
        "406" => (
            "not-acceptable",
            "None of the formats is acceptable",
            "there are application/json, text/markdown, text/html, text/csv",
        ),
        "409" => (
            "in-use",
            "Other records refer to it",
            "processors/neocrm cannot be deleted while other records refer to it; see `used_by`",
        ),
        "410" => ("gone", "It was deleted", "processors/neocrm was deleted; its versions up to 3 are in its history"),
        "412" => (
            "stale",
            "The record is not as expected",
            "processors/neocrm is at version 4 now; read it again and repeat the change",
        ),
        "413" => ("too-large", "The body is too large", "allowed are 1048576 bytes"),
        "415" => {
            ("unsupported-media-type", "The body is of a type that is not understood here", "send application/json")
        }
        "422" => ("malformed-document", "The document has mistakes", "2 mistakes; see `errors`"),
        "428" => (
            "precondition-required",
            "Say which version is to be changed",
            "send `If-Match: \"VERSION\"` with the entity tag you read",
        ),
        "500" => ("internal", "Something went wrong here", "the error is in the server's log"),
        "503" => (
            "reloading",
            "The register is being reloaded",
            "the database was replaced or restored; try again in a moment",
        ),
        _ => return None,
    };
    let mut problem = json!({ "type": format!("urn:ropewalk:problem:{slug}"), "title": title, "status": status.parse::<u16>().ok()?, "detail": detail });
    match status {
        "409" => problem["used_by"] = json!(["systems/neocrm-tenant", "activities/consultation-services"]),
        "412" => problem["current_version"] = json!(4),
        "422" => {
            problem["errors"] = json!([
                { "pointer": "/risk_tier", "detail": "\"huge\" is not one of the allowed words", "allowed": "allowed are \"low\", \"medium\", \"high\", \"critical\"" },
                { "pointer": "/since", "detail": "`2024-13-01` is not a day of the calendar", "allowed": "allowed are dates written YYYY-MM-DD" }
            ]);
        }
        _ => {}
    }
    Some(problem)
}
