//! Every route is documented, every documented operation is mounted, and none is open to those who may not.

use crate::support::{TestApp, only_supposes, operations, resolved};
use rocket::http::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Operations that need no token, since they tell nothing of the register. This list may only shrink.
const OPEN: &[(&str, &str)] = &[("GET", "/healthz"), ("GET", "/openapi.json"), ("GET", "/openapi-3.0.json")];

/// Operations that are a POST since they are asked with a body, and write nothing: who reads may ask them. This list may only shrink.
const READING: &[&str] = &["/api/v1/notices/{key}/drift", "/api/v1/notices/{key}/hosts-drift"];

/// Below here lies the documentation's user interface: files of a library, not operations.
const DOCS: &str = "/docs";

/// A path with something in the place of its parameters.
fn filled(path: &str) -> String {
    path.replace("{key}", "some-key")
        .replace("{version}", "1")
        .replace("{language}", "en")
        .replace("{digest}", &"ab".repeat(32))
}

fn method(name: &str) -> Method {
    name.parse().unwrap()
}

#[tokio::test]
async fn what_is_mounted_is_what_is_documented() {
    let app = TestApp::empty().await;
    let mounted: BTreeSet<(String, String)> =
        app.routes().into_iter().filter(|(_, path)| !path.starts_with(DOCS)).collect();
    let documented: BTreeSet<(String, String)> =
        operations().into_iter().map(|(method, path, _)| (method, path.to_owned())).collect();
    assert_eq!(mounted, documented);
    assert!(mounted.len() > 90, "{}", mounted.len());
}

#[test]
fn every_operation_says_what_it_does_and_what_it_answers() {
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations() {
        let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
        let id = text(&operation["operationId"]);
        assert!(!id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{method} {path}: {id:?}");
        assert!(ids.insert(id.clone()), "{id} is there twice");
        assert!(!text(&operation["summary"]).is_empty(), "{id} has no summary");
        assert!(operation["tags"].as_array().is_some_and(|tags| !tags.is_empty()), "{id} has no tag");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{id} never succeeds");
        for (status, response) in responses.iter().map(|(status, response)| (status, resolved(response))) {
            assert!(!text(&response["description"]).is_empty(), "{id}: {status} is not described");
            let problem = response["content"].get("application/problem+json");
            assert_eq!(problem.is_some(), status.as_str() >= "400", "{id}: {status}");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten().map(resolved) {
            assert!(!text(&parameter["description"]).is_empty(), "{id}: {} is not described", parameter["name"]);
        }
    }
}

#[test]
fn every_parameter_says_what_it_looks_like() {
    for (method, path, operation) in operations() {
        for parameter in operation["parameters"].as_array().into_iter().flatten().map(resolved) {
            let schema = resolved(&parameter["schema"]);
            assert!(!schema["type"].is_array(), "{method} {path}: {} cannot be null", parameter["name"]);
            let shaped = ["enum", "pattern", "format", "maxLength"].iter().any(|word| !schema[word].is_null());
            // A steward is whatever people write; of what names no version nothing is unchanged.
            let free = ["steward", "If-None-Match"].iter().any(|name| parameter["name"] == *name);
            assert!(schema["type"] != "string" || shaped || free, "{method} {path}: {}", parameter["name"]);
        }
    }
}

#[tokio::test]
async fn the_parameters_of_paths_and_queries_are_documented_one_by_one() {
    let app = TestApp::empty().await;
    let queries = app.queries();
    for (method, path, operation) in operations() {
        let named = |place: &str| -> BTreeSet<String> {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            parameters
                .map(resolved)
                .filter(|parameter| parameter["in"] == place)
                .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
                .collect()
        };
        let in_path: BTreeSet<String> = path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
            .map(str::to_owned)
            .collect();
        assert_eq!(named("path"), in_path, "{method} {path}");
        let mut known = queries[&(method.clone(), path.to_owned())].clone();
        if known.is_empty() && !named("query").is_empty() {
            // The parameters of lists are not in the pattern of the route: the refusal of an unknown one names them.
            let answer = app.admin().ask(self::method(&method), format!("{path}?no_such=1")).await;
            let detail = answer.problem(400, "bad-request")["detail"].as_str().unwrap().to_owned();
            known.extend(detail.split_once("allowed are ").unwrap().1.split(", ").map(str::to_owned));
        }
        assert_eq!(named("query"), known, "{method} {path}");
    }
}

#[tokio::test]
async fn nobody_gets_anything_without_a_token() {
    let app = TestApp::empty().await;
    let mut open = Vec::new();
    for (name, path) in app.routes() {
        if path.starts_with(DOCS) {
            continue;
        }
        let answer = app.anonymous().ask(method(&name), filled(&path)).await;
        if OPEN.contains(&(name.as_str(), path.as_str())) {
            open.push(path);
            answer.expect(200);
        } else {
            let problem = answer.problem(401, "unauthorized");
            assert!(problem["detail"].as_str().unwrap().contains("Bearer"));
            assert_eq!(answer.header("WWW-Authenticate"), Some("Bearer"));
        }
    }
    assert_eq!(open.len(), OPEN.len());
}

#[tokio::test]
async fn a_token_that_nobody_made_is_no_token() {
    let app = TestApp::empty().await;
    for token in ["rw_0000", "", &"x".repeat(300), "operator", "'; DROP TABLE tokens; --"] {
        app.with_token(token).get("/api/v1/processors").await.problem(401, "unauthorized");
    }
    let twice = app.reader().get("/api/v1/processors").header("Authorization", "Bearer other");
    twice.await.problem(401, "unauthorized");
    let basic = app.anonymous().get("/api/v1/processors").header("Authorization", "Basic cm9wZTp3YWxr");
    basic.await.problem(401, "unauthorized");
    let lower = format!("bearer {}", app.database.tokens.reader);
    app.anonymous().get("/api/v1/processors").header("Authorization", lower).await.expect(200);
}

#[tokio::test]
async fn a_publisher_sees_processor_tables_and_what_notices_have_to_say_and_nothing_else() {
    let app = TestApp::with_sunmi().await;
    let publisher = app.publisher(&["sunmi-north-america-website-privacy-policy"]).await;
    for (name, path) in app.routes() {
        let open = OPEN.contains(&(name.as_str(), path.as_str()));
        let published = ["/processor-table", "/content", "/texts/{language}", "/processor-changes.atom"]
            .iter()
            .any(|end| path.ends_with(end))
            || (name == "GET" && path.ends_with("{key}/publications"));
        if open || path.starts_with(DOCS) || published {
            continue;
        }
        publisher.ask(method(&name), filled(&path)).await.problem(403, "forbidden");
    }
    let table = "/api/v1/notices/sunmi-north-america-website-privacy-policy/processor-table";
    let publications = table.replace("processor-table", "publications");
    app.editor().post(&publications).json(&serde_json::json!({})).await.expect(201);
    publisher.get(&publications).await.expect(200);
    publisher.get(table).await.expect(200);
    publisher.get("/api/v1/notices/another/processor-table").await.problem(403, "forbidden");
    let content = table.replace("processor-table", "content");
    publisher.get(&content).await.expect(200);
    publisher.get(format!("{content}?on=2026-01-01")).await.problem(403, "forbidden");
    publisher.get("/api/v1/notices/another/content").await.problem(403, "forbidden");
}

#[tokio::test]
async fn readers_change_nothing_and_reviewers_no_records() {
    let app = TestApp::empty().await;
    let mut writes = 0;
    for (name, path) in app.routes() {
        if name == "GET" || READING.contains(&path.as_str()) || only_supposes(&name, &path) {
            continue;
        }
        writes += 1;
        app.reader().ask(method(&name), filled(&path)).await.problem(403, "forbidden");
        // Who reviews writes reviews, and keeps documents that show something.
        let theirs = path.starts_with("/api/v1/reviews") || (name == "POST" && path == "/api/v1/documents");
        if !theirs {
            app.reviewer().ask(method(&name), filled(&path)).await.problem(403, "forbidden");
        }
    }
    assert!(writes > 40);
    assert_eq!(app.app.store.current().await.unwrap().register.head().seq, 1);
}

#[tokio::test]
async fn a_revoked_token_is_refused_by_the_next_request() {
    let app = TestApp::empty().await;
    app.reader().get("/api/v1/processors").await.expect(200);
    let tokens = ropewalk::service::access::tokens(&app.app).await.unwrap();
    let reader = tokens.iter().find(|token| token.role == "reader").unwrap();
    ropewalk::service::access::revoke_token(&app.app, &reader.id).await.unwrap();
    app.reader().get("/api/v1/processors").await.problem(401, "unauthorized");
    app.editor().get("/api/v1/processors").await.expect(200);
}

#[tokio::test]
async fn a_path_that_is_not_there_is_not_found_whoever_asks() {
    let app = TestApp::empty().await;
    for path in ["/", "/api", "/api/v1", "/api/v1/nothings", "/api/v1/processors/a/b", "/api/v2/processors"] {
        app.anonymous().get(path).await.problem(404, "not-found");
        app.admin().get(path).await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let app = TestApp::empty().await;
    let mut at: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (method, path) in app.routes() {
        if !path.starts_with(DOCS) {
            at.entry(path).or_default().insert(method);
        }
    }
    for (path, mut methods) in at {
        let wrong = ["POST", "DELETE", "PUT", "PATCH"].into_iter().find(|name| !methods.contains(*name));
        let Some(wrong) = wrong else { continue };
        // A processor table lies where a history could: both patterns fit its path.
        if path.ends_with("/processor-table") {
            continue;
        }
        if methods.contains("GET") {
            methods.insert("HEAD".into());
        }
        let answer = app.editor().ask(method(wrong), filled(&path)).await;
        answer.problem(405, "method-not-allowed");
        let allow: BTreeSet<String> =
            answer.header("Allow").unwrap().split(", ").filter(|name| *name != "OPTIONS").map(str::to_owned).collect();
        assert_eq!(allow, methods, "{path}");
    }
}

#[tokio::test]
async fn the_document_is_served_as_it_is_generated() {
    let app = TestApp::empty().await;
    let served = app.anonymous().get("/openapi.json").await.expect(200);
    assert_eq!(served.json(), ropewalk::http::document());
    let older = app.anonymous().get("/openapi-3.0.json").await.expect(200);
    assert_eq!(older.json(), ropewalk::http::document_3_0());
    let again = app.anonymous().get("/openapi.json").header("If-None-Match", served.etag()).await.expect(304);
    assert!(again.body.is_empty());
}

#[test]
fn the_committed_documents_are_the_generated_ones() {
    let committed: Value = serde_json::from_str(include_str!("../../../openapi/openapi.json")).unwrap();
    assert!(committed == ropewalk::http::document(), "cargo run -- openapi >openapi/openapi.json");
    let committed: Value = serde_json::from_str(include_str!("../../../openapi/openapi-3.0.json")).unwrap();
    assert!(
        committed == ropewalk::http::document_3_0(),
        "cargo run -- openapi --version 3.0 >openapi/openapi-3.0.json"
    );
    let committed = include_str!("../../../openapi/schemas/manifest.schema.json");
    let committed: Value = serde_json::from_str(committed).unwrap();
    assert!(
        committed == ropewalk::domain::schema::manifest(),
        "cargo run -- schema >openapi/schemas/manifest.schema.json"
    );
}

#[test]
fn the_committed_schema_of_every_report_is_the_generated_one() {
    for report in ropewalk::report::Name::ALL {
        let path = format!("openapi/schemas/{}.schema.json", report.name());
        let committed = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default();
        let committed: Value = serde_json::from_str(&committed).unwrap_or_default();
        assert!(committed == report.schema(), "cargo run -- schema {} >{path}", report.name());
    }
}

#[tokio::test]
async fn the_documentation_is_served_without_the_network() {
    let app = TestApp::empty().await;
    let page = app.anonymous().get("/docs/").await.expect(200).text();
    assert!(page.contains("swagger-ui"), "{page}");
    for reference in ["src=\"http", "href=\"http"] {
        assert!(!page.contains(reference), "{page}");
    }
}
