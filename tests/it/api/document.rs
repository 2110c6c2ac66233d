//! The document is exact: answers are held against it in every test, and what it says has names.

use crate::support::{Answer, document, judge, mistakes, operations, resolved};
use serde_json::{Map, Value};
use std::{collections::BTreeSet, panic};

/// The schemas of bodies that only a schema with a name may describe.
fn bodies() -> Vec<(String, &'static Value)> {
    let mut bodies = Vec::new();
    for (method, path, operation) in operations() {
        let responses = operation["responses"].as_object().unwrap().values().map(resolved);
        for part in responses.chain([&operation["requestBody"]]) {
            for (media_type, body) in part["content"].as_object().into_iter().flatten() {
                bodies.push((format!("{method} {path} {media_type}"), &body["schema"]));
            }
        }
    }
    bodies
}

/// The places of objects without a name within a schema, itself included.
fn nameless(place: &str, schema: &Value) -> Vec<String> {
    if schema["properties"].is_object() {
        return vec![place.to_owned()];
    }
    inner(place, schema)
}

fn inner(place: &str, schema: &Value) -> Vec<String> {
    let object = |name: &str| schema[name].as_object().into_iter().flat_map(Map::iter).map(|(_, value)| value);
    let list = |name: &str| schema[name].as_array().into_iter().flatten();
    let one = |name: &str| schema.get(name).filter(|value| value.is_object());
    let parts = object("properties")
        .chain(["allOf", "anyOf", "oneOf", "prefixItems"].into_iter().flat_map(list))
        .chain(["items", "additionalProperties", "not"].into_iter().filter_map(one));
    parts.flat_map(|part| nameless(place, part)).collect()
}

#[test]
fn every_object_has_a_name_so_that_generated_clients_invent_none() {
    for (place, schema) in bodies() {
        assert_eq!(nameless(&place, schema), Vec::<String>::new());
    }
    for (name, schema) in document()["components"]["schemas"].as_object().unwrap() {
        assert_eq!(inner(name, schema), Vec::<String>::new());
    }
}

#[test]
fn the_page_of_each_kind_is_named_by_its_kind() {
    for kind in ropewalk::domain::Kind::ALL {
        let page = &document()["paths"][format!("/api/v1/{kind}")]["get"]["responses"]["200"]["content"];
        let name = format!("#/components/schemas/{}", kind.schema_name());
        assert_eq!(page["application/json"]["schema"]["$ref"], format!("{name}Page"));
        let items = &document()["components"]["schemas"][format!("{}Page", kind.schema_name())]["properties"]["items"];
        assert_eq!(items["items"]["$ref"], name);
    }
}

#[test]
fn what_is_in_the_components_is_referred_to() {
    let text = document().to_string();
    for (sort, parts) in document()["components"].as_object().unwrap() {
        if sort == "securitySchemes" {
            continue;
        }
        for name in parts.as_object().unwrap().keys() {
            assert!(text.contains(&format!("\"#/components/{sort}/{name}\"")), "{sort}/{name}");
        }
    }
}

/// What has no example: the document itself.
const WITHOUT: &[&str] = &["get_openapi", "get_openapi_older"];

#[test]
fn every_body_has_an_example_that_fits_its_schema() {
    let mut statuses = BTreeSet::new();
    for (method, path, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap();
        let mut parts = vec![("request", &operation["requestBody"])];
        parts.extend(operation["responses"].as_object().unwrap().iter().map(|(status, part)| (&**status, part)));
        for (name, part) in parts {
            for (media_type, body) in resolved(part)["content"].as_object().into_iter().flatten() {
                let place = format!("{method} {path} {name} {media_type}");
                let Some(examples) = body["examples"].as_object() else {
                    // Bytes that nobody reads show nothing.
                    let binary = resolved(&body["schema"])["format"] == "binary";
                    assert!(binary || WITHOUT.contains(&id), "{place} has no example");
                    continue;
                };
                for (name, example) in examples {
                    assert!(example["summary"].as_str().unwrap().contains(" /"), "{place}: {name} says what was asked");
                    let value = &example["value"];
                    let text = ["text/", "application/atom+xml", "application/octet-stream"];
                    let text = text.iter().any(|text| media_type.starts_with(text));
                    assert_eq!(value.is_string(), text, "{place}: {name}");
                    assert_eq!(mistakes(value, &body["schema"]), Vec::<String>::new(), "{place}: {name}");
                    if let Some(status) = value["status"].as_u64() {
                        statuses.insert(status);
                    }
                }
            }
        }
    }
    assert!(statuses.len() > 13, "{statuses:?}");
}

#[test]
fn an_example_of_a_problem_is_of_the_status_it_stands_at() {
    for (method, path, operation) in operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let problem = &resolved(response)["content"]["application/problem+json"]["examples"];
            for example in problem.as_object().into_iter().flat_map(Map::values) {
                assert_eq!(example["value"]["status"].to_string(), *status, "{method} {path}");
            }
        }
    }
}

/// What `GET /healthz` answers, with other headers.
fn health(headers: &[(&str, &str)]) -> Answer {
    Answer {
        asked: "GET /healthz".to_owned(),
        status: 200,
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        length: 15,
        body: br#"{"status":"ok"}"#.to_vec(),
    }
}

#[test]
fn an_answer_with_other_headers_than_the_document_says_fails_its_test() {
    let said = [
        ("Content-Type", "application/json"),
        ("Cache-Control", "private, no-cache"),
        ("Vary", "Accept"),
        ("X-Request-Id", "some-id"),
    ];
    let holds = |answer: Answer| {
        let judged = panic::catch_unwind(panic::AssertUnwindSafe(|| judge(document(), "GET", "/healthz", &answer)));
        judged.is_ok()
    };
    assert!(holds(health(&said)));
    let all: BTreeSet<&str> = said.iter().map(|(name, _)| *name).collect();
    for missing in all.iter().filter(|name| **name != "Content-Type") {
        let others: Vec<_> = said.into_iter().filter(|(name, _)| name != missing).collect();
        assert!(!holds(health(&others)), "without {missing}");
    }
    assert!(!holds(health(&[said.as_slice(), &[("X-Powered-By", "rope")]].concat())));
    let mut odd = said;
    odd[3].1 = "two words";
    assert!(!holds(health(&odd)));
}
