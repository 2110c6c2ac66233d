//! Stewards attest the records that routes rest on, and what is due is told.

use super::opened;
use crate::support::TestApp;
use serde_json::{Value, json};

const PLACE: &str = "/api/v1/reviews/2026-q4/attestations";

async fn asked(app: &TestApp, review: &str) -> Vec<Value> {
    let told: Value = app.reader().get(format!("/api/v1/reviews/{review}/report?format=json")).await.expect(200).json();
    told["attestations"].as_array().unwrap().clone()
}

async fn asked_of(app: &TestApp, record: &str) -> Value {
    asked(app, "2026-q4").await.into_iter().find(|asked| asked["record"] == record).unwrap()
}

#[tokio::test]
async fn a_steward_is_asked_for_every_record_that_routes_rest_on_until_it_is_attested_in_its_version() {
    let app = TestApp::with_sunmi().await;
    let activity = "/api/v1/activities/consultation-services";
    app.editor().patch(activity).if_match("*").merge(&json!({ "steward": "Sales Operations" })).await.expect(200);
    opened(&app, "2026-Q4").await;
    let first = asked_of(&app, "activities/consultation-services").await;
    assert_eq!((&first["due"], &first["steward"]), (&json!("never"), &json!("Sales Operations")));
    assert!(asked(&app, "2026-q4").await.iter().any(|asked| asked["record"] == "processors/neocrm"));

    let by_steward = json!({ "steward": "sales operations", "comment": "Read on Monday." });
    let review: Value = app.reviewer().post(PLACE).json(&by_steward).await.expect(200).json();
    assert_eq!(review["attestations"][0]["records"][0]["record"], "activities/consultation-services");
    let then = asked_of(&app, "activities/consultation-services").await;
    assert!(then.get("due").is_none(), "{then}");
    assert_eq!((&then["attested_by"], &then["attested_version"]), (&json!("sales operations"), &then["version"]));
    let nothing_left = app.reviewer().post(PLACE).json(&by_steward).await.problem(422, "malformed-document");
    assert_eq!(nothing_left["errors"][0]["pointer"], "/steward");

    app.editor().patch(activity).if_match("*").merge(&json!({ "notes": { "en": "Changed." } })).await.expect(200);
    assert!(
        asked_of(&app, "activities/consultation-services").await.get("due").is_none(),
        "the review looks at what was"
    );
    app.reviewer().post("/api/v1/reviews/2026-q4/rebase").json(&json!({})).await.expect(200);
    assert_eq!(asked_of(&app, "activities/consultation-services").await["due"], "changed");
    let told: Value = app.reader().get("/api/v1/reviews/2026-q4/report?format=json").await.expect(200).json();
    let rests = |route: &&Value| {
        let records = route["not_attested"].as_array().unwrap();
        records.contains(&json!("activities/consultation-services"))
    };
    assert!(told["routes"].as_array().unwrap().iter().any(|route| rests(&route)));
    let page = app.reader().get("/api/v1/reviews/2026-q4/report?format=markdown&lang=zh-Hans").await.expect(200).text();
    assert!(page.contains("此后有变更"), "{page}");
}

#[tokio::test]
async fn only_what_the_review_looks_at_is_attested_each_record_in_the_version_that_was_read() {
    let app = TestApp::with_sunmi().await;
    opened(&app, "2026-Q4").await;
    let of = |records: Value| json!({ "steward": "Legal", "records": records });
    let records = json!([
        { "record": "processors/neocrm", "version": 7 },
        { "record": "notices/sunmi-north-america-website-privacy-policy", "version": 1 },
        { "record": "nonsense", "version": 1 },
    ]);
    let refused = app.reviewer().post(PLACE).json(&of(records)).await.problem(422, "malformed-document");
    let pointers: Vec<&Value> = refused["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/records/0/version", "/records/1/record", "/records/2/record"]);
    app.reviewer().post(PLACE).json(&of(json!([]))).await.problem(422, "malformed-document");
    app.reader().post(PLACE).json(&of(json!([]))).await.problem(403, "forbidden");
    let one = json!([{ "record": "processors/neocrm", "version": 1 }]);
    app.reviewer().post(PLACE).json(&of(one)).await.expect(200);
    assert!(asked_of(&app, "processors/neocrm").await.get("due").is_none());
    app.clock.advance(chrono::TimeDelta::days(400));
    assert_eq!(asked_of(&app, "processors/neocrm").await["due"], "old");
    app.reviewer().post("/api/v1/reviews/2026-q4/cancellation").json(&json!({ "because": "Late" })).await.expect(200);
    app.reviewer().post(PLACE).json(&json!({ "steward": "Legal" })).await.problem(409, "conflict");
}
