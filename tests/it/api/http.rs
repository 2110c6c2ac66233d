//! What is the same for every operation: `OPTIONS`, `HEAD`, content codings, request ids, deprecation.

use crate::support::{TestApp, operations};
use chrono::{DateTime, TimeZone, Utc};
use rocket::http::Method;
use ropewalk::http::Deprecated;
use serde_json::json;
use std::{collections::BTreeSet, sync::LazyLock};

const RECORD: &str = "/api/v1/processors/neocrm";
const TABLE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy/processor-table";

/// A list that is worth compressing.
const LIST: &str = "/api/v1/activities";

/// A path of the document with something in the place of its parameters.
fn filled(path: &str) -> String {
    path.replace("{key}", "some-key")
        .replace("{version}", "1")
        .replace("{language}", "en")
        .replace("{digest}", &"ab".repeat(32))
}

#[tokio::test]
async fn every_path_tells_anybody_what_it_allows() {
    let app = TestApp::empty().await;
    let paths: BTreeSet<&str> = operations().into_iter().map(|(_, path, _)| path).collect();
    for path in paths {
        let answer = app.anonymous().ask(Method::Options, filled(path)).await.expect(204);
        assert!(answer.body.is_empty(), "{path}");
        let allowed: BTreeSet<&str> = answer.header("Allow").unwrap().split(", ").collect();
        assert!(allowed.contains("OPTIONS"), "{path}");
        for (method, _, _) in operations().into_iter().filter(|(_, documented, _)| *documented == path) {
            assert!(allowed.contains(method.as_str()), "{method} {path}: {allowed:?}");
        }
        assert_eq!(allowed.contains("GET"), allowed.contains("HEAD"), "{path}");
    }
    app.anonymous().ask(Method::Options, "/api/v1/nothings").await.problem(404, "not-found");
}

#[tokio::test]
async fn a_head_is_a_get_without_its_body() {
    let app = TestApp::with_sunmi().await;
    for path in [RECORD, TABLE, LIST, "/openapi.json", "/healthz", "/api/v1/processors/nothing"] {
        let mut get = app.reader().get(path).header("X-Request-Id", "same").await;
        let head = app.reader().ask(Method::Head, path).header("X-Request-Id", "same").await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        get.headers.sort();
        let mut headers = head.headers;
        headers.sort();
        assert_eq!(headers, get.headers, "{path}");
    }
    let tag = app.reader().get(RECORD).await.etag().to_owned();
    app.reader().ask(Method::Head, RECORD).header("If-None-Match", tag).await.expect(304);
}

#[tokio::test]
async fn large_texts_are_compressed_for_those_who_ask() {
    let app = TestApp::with_sunmi().await;
    let plain = app.reader().get(LIST).await.expect(200);
    assert_eq!(plain.header("Content-Encoding"), None);
    assert!(plain.header("Vary").unwrap().contains("Accept-Encoding"), "{:?}", plain.header("Vary"));
    for (accepted, coding) in [
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.5, GZIP;q=0.9", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *;q=0.1", "gzip"),
    ] {
        let answer = app.reader().get(LIST).header("Accept-Encoding", accepted).await.expect(200);
        assert_eq!(answer.header("Content-Encoding"), Some(coding), "{accepted}");
        assert_eq!(answer.body, plain.body, "{accepted}");
        assert!(answer.length * 2 < plain.length, "{accepted}: {} of {} bytes", answer.length, plain.length);
        assert_eq!(answer.header("Vary"), plain.header("Vary"));
    }
    for refused in ["identity", "br", "gzip;q=0", "gzip;q=0, zstd;q=0.0", "zstd;q=much", ""] {
        let answer = app.reader().get(LIST).header("Accept-Encoding", refused).await.expect(200);
        assert_eq!(answer.header("Content-Encoding"), None, "{refused:?}");
    }
}

#[tokio::test]
async fn what_would_not_shrink_is_sent_as_it_is() {
    let app = TestApp::with_sunmi().await;
    let small = app.anonymous().get("/healthz").header("Accept-Encoding", "gzip").await.expect(200);
    assert_eq!(small.header("Content-Encoding"), None);
    let icon = app.anonymous().get("/docs/favicon-32x32.png").header("Accept-Encoding", "gzip").await.expect(200);
    assert_eq!(icon.header("Content-Encoding"), None);
    let script = app.anonymous().get("/docs/swagger-ui-bundle.js").header("Accept-Encoding", "gzip").await.expect(200);
    assert_eq!((script.header("Content-Encoding"), script.header("Vary")), (Some("gzip"), Some("Accept-Encoding")));
}

#[tokio::test]
async fn an_entity_tag_read_compressed_differs_and_still_serves() {
    let app = TestApp::with_sunmi().await;
    let mut large = app.reader().get(RECORD).await.expect(200).json();
    large["notes"] = json!({ "en": "long ".repeat(1000) });
    let plain = app.editor().put(RECORD).if_match("*").json(&large).await.expect(200).etag().to_owned();
    let read = app.reader().get(RECORD).header("Accept-Encoding", "gzip").await.expect(200);
    assert_eq!((plain.as_str(), read.etag()), ("\"2\"", "\"2-gzip\""));
    // Who holds a representation is told that this very one is still good.
    for (held, named) in [
        ("\"2-gzip\"", "\"2-gzip\""),
        ("\"1\", \"2-zstd\"", "\"2-zstd\""),
        ("W/\"2-gzip\"", "\"2-gzip\""),
        ("\"2\", \"2-gzip\"", "\"2\""),
        ("*", "\"2\""),
    ] {
        let again = app.reader().get(RECORD).header("If-None-Match", held).header("Accept-Encoding", "gzip");
        assert_eq!(again.await.expect(304).etag(), named, "{held}");
    }
    app.reader().get(RECORD).header("If-None-Match", "\"1-gzip\"").await.expect(200);
    // What was read compressed can be changed.
    let stale = app.editor().patch(RECORD).if_match("\"1-gzip\"").merge(&json!({ "risk_tier": "high" })).await;
    stale.problem(412, "stale");
    let change = app.editor().patch(RECORD).if_match("\"2-gzip\"").merge(&json!({ "risk_tier": "high" }));
    assert_eq!(change.await.expect(200).etag(), "\"3\"");
}

#[tokio::test]
async fn every_answer_names_its_request() {
    let app = TestApp::with_sunmi().await;
    let drawn = |answer: &crate::support::Answer| answer.header("X-Request-Id").unwrap().to_owned();
    let first = drawn(&app.reader().get(RECORD).await.expect(200));
    let second = drawn(&app.anonymous().get(RECORD).await.expect(401));
    assert_ne!(first, second);
    for id in [&first, &second] {
        assert_eq!(uuid::Uuid::parse_str(id).unwrap().get_version_num(), 4, "{id}");
    }
    let longest = "x".repeat(128);
    for own in ["a", "deploy-7:trace/1?~", longest.as_str()] {
        assert_eq!(drawn(&app.reader().get(RECORD).header("X-Request-Id", own).await.expect(200)), own);
    }
    let too_long = "x".repeat(129);
    for refused in ["", "two words", "ümlaut", "tab\there", too_long.as_str()] {
        let id = drawn(&app.reader().get(RECORD).header("X-Request-Id", refused).await.expect(200));
        assert!(uuid::Uuid::parse_str(&id).is_ok(), "{refused:?}: {id}");
    }
}

#[tokio::test]
async fn a_problem_document_quotes_the_request() {
    let app = TestApp::empty().await;
    let missing = app.reader().get("/api/v1/processors/nothing").await;
    let id = missing.header("X-Request-Id").unwrap().to_owned();
    assert_eq!(missing.problem(404, "not-found")["instance"], format!("urn:ropewalk:request:{id}"));
    let own = app.anonymous().get("/nowhere").header("X-Request-Id", "a<b>/c").await;
    assert_eq!(own.problem(404, "not-found")["instance"], "urn:ropewalk:request:a%3Cb%3E%2Fc");
}

/// Two operations that are said to go.
static GOING: LazyLock<[Deprecated; 2]> = LazyLock::new(|| {
    let day = |year, month| -> DateTime<Utc> { Utc.with_ymd_and_hms(year, month, 1, 0, 0, 0).unwrap() };
    [
        Deprecated {
            operation: "list_processor_usage",
            since: day(2026, 1),
            sunset: Some(day(2027, 7)),
            link: "https://example.com/changes#usage",
        },
        Deprecated {
            operation: "list_activities",
            since: day(2026, 2),
            sunset: None,
            link: "https://example.com/changes#activities",
        },
    ]
});

#[tokio::test]
async fn a_deprecated_operation_says_so_in_every_answer_and_in_the_document() {
    let app = TestApp::deprecating(&*GOING).await;
    for answer in [
        app.reader().get("/api/v1/processors/neocrm/usage").await.expect(200),
        app.reader().ask(Method::Head, "/api/v1/processors/neocrm/usage").await.expect(200),
        app.anonymous().get("/api/v1/processors/neocrm/usage").await.expect(401),
    ] {
        assert_eq!(answer.header("Deprecation"), Some("@1767225600"), "{}", answer.asked);
        assert_eq!(answer.header("Sunset"), Some("Thu, 01 Jul 2027 00:00:00 GMT"), "{}", answer.asked);
        let link = "<https://example.com/changes#usage>; rel=\"deprecation\"; type=\"text/html\"";
        assert_eq!(answer.header("Link"), Some(link), "{}", answer.asked);
    }
    let page = app.reader().get("/api/v1/activities?limit=1").await.expect(200);
    assert_eq!((page.header("Deprecation"), page.header("Sunset")), (Some("@1769904000"), None));
    let links: Vec<_> = page.headers.iter().filter(|(name, _)| name == "Link").map(|(_, link)| link.as_str()).collect();
    assert_eq!(links.len(), 2, "{links:?}");
    assert!(links.iter().any(|link| link.contains("rel=\"next\"")), "{links:?}");
    for path in [RECORD, "/api/v1/systems/neocrm-tenant/usage"] {
        assert_eq!(app.reader().get(path).await.header("Deprecation"), None, "{path}");
    }
    let document = app.anonymous().get("/openapi.json").await.expect(200).json();
    assert_eq!(document["paths"]["/api/v1/processors/{key}/usage"]["get"]["deprecated"], true);
    assert_eq!(document["paths"]["/api/v1/activities"]["get"]["deprecated"], true);
    assert!(document["paths"]["/api/v1/activities"]["post"]["deprecated"].is_null());
}

#[test]
fn nothing_is_deprecated_now() {
    for (method, path, operation) in operations() {
        assert!(operation["deprecated"].is_null(), "{method} {path}");
    }
}
