//! What was, who wrote it, when and why; and what refers to a record.

use crate::support::{TestApp, minimal, referring};
use chrono::TimeDelta;
use serde_json::{Value, json};

const ONE: &str = "/api/v1/systems/crm";

async fn given_a_life() -> TestApp {
    let app = TestApp::empty().await;
    let editor = app.editor();
    editor.post("/api/v1/systems?reason=found%20in%20the%20audit").json(&minimal("crm")).await.expect(201);
    app.clock.advance(TimeDelta::hours(1));
    let patch = json!({ "steward": "it", "storage": [{ "key": "eu", "location": "de" }] });
    editor.patch(ONE).if_match("\"1\"").merge(&patch).await.expect(200);
    app.clock.advance(TimeDelta::hours(1));
    let patch = json!([{ "op": "replace", "path": "/storage/0/location", "value": "us" }]);
    let moved = format!("{ONE}?reason=moved");
    app.admin().patch(moved).if_match("\"2\"").operations(&patch).await.expect(200);
    app.clock.advance(TimeDelta::hours(1));
    editor.delete(ONE).if_match("\"3\"").await.expect(204);
    app
}

#[tokio::test]
async fn history_tells_who_when_why_and_what() {
    let app = given_a_life().await;
    let page = app.reader().get(format!("{ONE}/history")).await.expect(200).json();
    assert_eq!(page["next"], Value::Null);
    let items = page["items"].as_array().unwrap();
    let told: Vec<Value> =
        items.iter().map(|item| json!([item["version"], item["seq"], item["recorded_at"]])).collect();
    let expected = [
        json!([4, 5, "2026-11-22T15:00:00Z"]),
        json!([3, 4, "2026-11-22T14:00:00Z"]),
        json!([2, 3, "2026-11-22T13:00:00Z"]),
        json!([1, 2, items[3]["recorded_at"]]),
    ];
    assert_eq!(told, expected);
    let by: Vec<_> = items.iter().map(|item| item["principal_name"].as_str().unwrap()).collect();
    assert_eq!(by, ["editor", "admin", "editor", "editor"]);
    let why: Vec<_> = items.iter().map(|item| item["reason"].as_str().unwrap()).collect();
    assert_eq!(why, ["", "moved", "", "found in the audit"]);
    assert_eq!(items[0]["action"], "delete");
    assert_eq!(items[1]["changes"], json!([{ "pointer": "/storage/eu/location", "from": "de", "to": "us" }]));
    let pointers: Vec<_> = items[2]["changes"].as_array().unwrap().iter().map(|c| c["pointer"].clone()).collect();
    assert_eq!(pointers, ["/steward", "/storage"]);
    for item in items {
        assert!(!item["principal"].as_str().unwrap().contains("editor"), "the journal keeps opaque ids");
    }
}

#[tokio::test]
async fn history_comes_in_pages() {
    let app = given_a_life().await;
    let mut versions = Vec::new();
    let mut next = format!("{ONE}/history?limit=3");
    loop {
        let page = app.reader().get(&next).await.expect(200).json();
        versions.extend(page["items"].as_array().unwrap().iter().map(|item| item["version"].as_u64().unwrap()));
        assert!(page["items"].as_array().unwrap().iter().all(|item| !item["changes"].as_array().unwrap().is_empty()));
        let Some(cursor) = page["next"].as_str() else { break };
        next = format!("{ONE}/history?limit=3&cursor={cursor}");
    }
    assert_eq!(versions, [4, 3, 2, 1]);
    for cursor in ["x", "03", "%2B3"] {
        app.reader().get(format!("{ONE}/history?cursor={cursor}")).await.problem(400, "bad-request");
    }
    app.reader().get("/api/v1/systems/none/history").await.problem(404, "not-found");
}

#[tokio::test]
async fn each_version_can_be_read_as_it_was_written() {
    let app = given_a_life().await;
    let version = async |n: &str| app.reader().get(format!("{ONE}/history/{n}")).await;
    let first = version("1").await.expect(200);
    assert_eq!((first.etag(), &first.json()["name"]), ("\"1\"", &json!({ "en": "The crm" })));
    assert_eq!(version("3").await.expect(200).json()["storage"][0]["location"], "us");
    version("4").await.problem(410, "gone");
    for nothing in ["0", "5", "-1", "one", "99999999999999999999"] {
        version(nothing).await.problem(404, "not-found");
    }
    app.reader().get(format!("{ONE}/history/1")).header("If-None-Match", "\"1\"").await.expect(304);
}

#[tokio::test]
async fn as_of_shows_what_was_known_by_commit_and_by_instant() {
    let app = given_a_life().await;
    let seen = async |as_of: &str| {
        let answer = app.reader().get(format!("{ONE}?as_of={as_of}")).await;
        let place = (answer.status == 200).then(|| answer.json()["storage"][0]["location"].clone());
        (answer.status, place.and_then(|place| place.as_str().map(str::to_owned)))
    };
    for (as_of, status, place) in [
        ("seq:0", 404, None),
        ("seq:1", 404, None),
        ("seq:2", 200, None),
        ("seq:3", 200, Some("de")),
        ("seq:4", 200, Some("us")),
        ("seq:5", 410, None),
        ("2026-11-22T12:59:59.999999Z", 200, None),
        ("2026-11-22T13:00:00Z", 200, Some("de")),
        ("2026-11-22T14:00:00%2B01:00", 200, Some("de")),
        ("2026-11-22T14:30:00Z", 200, Some("us")),
        ("2026-11-22T15:00:00Z", 410, None),
        ("2020-01-01T00:00:00Z", 404, None),
    ] {
        assert_eq!(seen(as_of).await, (status, place.map(str::to_owned)), "{as_of}");
    }
}

#[tokio::test]
async fn what_is_not_yet_known_cannot_be_asked_for() {
    let app = given_a_life().await;
    for as_of in ["seq:6", "seq:18446744073709551615", "2026-11-22T15:00:00.000001Z", "2999-01-01T00:00:00Z"] {
        for path in
            ["/api/v1/systems", ONE, "/api/v1/systems/crm/usage", "/api/v1/systems/crm/history", "/api/v1/export"]
        {
            app.reader().get(format!("{path}?as_of={as_of}")).await.problem(400, "bad-request");
        }
    }
    for as_of in ["yesterday", "seq:", "seq:-1", "seq:x", "5", "2026-11-22", ""] {
        app.reader().get(format!("{ONE}?as_of={as_of}")).await.problem(400, "bad-request");
    }
}

#[tokio::test]
async fn every_read_takes_as_of() {
    let app = given_a_life().await;
    app.given(&[("systems", minimal("crm")), ("systems", referring("next", "crm"))]).await;
    let list = app.reader().get("/api/v1/systems?as_of=seq:4").await.expect(200);
    assert_eq!(list.keys(), ["crm"]);
    assert_eq!(app.reader().get("/api/v1/systems").await.expect(200).keys(), ["crm", "next"]);
    let usage = app.reader().get(format!("{ONE}/usage?as_of=seq:6")).await.expect(200);
    assert_eq!(usage.json()["items"], json!([]));
    let versions = app.reader().get(format!("{ONE}/history?as_of=seq:3")).await.expect(200).json();
    assert_eq!(versions["items"].as_array().unwrap().len(), 2);
    app.reader().get(format!("{ONE}/history/3?as_of=seq:3")).await.problem(404, "not-found");
    let export = app.reader().get("/api/v1/export?as_of=seq:3").await.expect(200).json();
    assert_eq!(export["systems"][0]["storage"][0]["location"], "de");
    assert!(app.reader().get("/api/v1/export?as_of=seq:5").await.expect(200).json()["systems"].is_null());
}

#[tokio::test]
async fn usage_names_the_referring_records_and_the_places() {
    let app = TestApp::empty().await;
    let activity = json!({
        "key": "sales", "name": { "en": "Sales" },
        "systems": ["crm"],
        "disclosures": [{ "key": "a", "recipient": { "group": { "en": "partners" } }, "systems": ["other", "crm"] }]
    });
    let records = [("systems", minimal("crm")), ("systems", referring("other", "crm")), ("activities", activity)];
    app.given(&records).await;
    let usage = app.reader().get(format!("{ONE}/usage")).await.expect(200).json();
    assert_eq!(
        usage,
        json!({ "items": [
            { "kind": "systems", "key": "other", "name": { "en": "The other" }, "pointers": ["/successor"] },
            { "kind": "activities", "key": "sales", "name": { "en": "Sales" }, "pointers": ["/systems/0", "/disclosures/0/systems/1"] }
        ], "next": null })
    );
    app.reader().get("/api/v1/systems/none/usage").await.problem(404, "not-found");
    app.editor().delete("/api/v1/activities/sales").if_match("*").await.expect(204);
    app.reader().get("/api/v1/activities/sales/usage").await.problem(410, "gone");
}

#[tokio::test]
async fn a_reason_is_bounded() {
    let app = TestApp::empty().await;
    let long = "x".repeat(1001);
    app.editor().post(format!("/api/v1/systems?reason={long}")).json(&minimal("a")).await.problem(400, "bad-request");
    app.editor().post("/api/v1/systems?reason=a%00b").json(&minimal("a")).await.problem(400, "bad-request");
    app.reader().get("/api/v1/systems/a").await.problem(404, "not-found");
}
