//! What bad input gets.

use super::opened;
use crate::support::TestApp;
use serde_json::json;

#[tokio::test]
async fn a_period_that_is_none_is_refused_with_its_place() {
    let app = TestApp::with_sunmi().await;
    for period in
        [json!("2026-Q5"), json!("Q4"), json!("26-Q4"), json!(7), json!({ "from": "2026-12-31", "to": "2026-10-01" })]
    {
        let refused = app.reviewer().post("/api/v1/reviews").json(&json!({ "period": period })).await;
        let refused = refused.problem(422, "malformed-document");
        assert!(refused["errors"][0]["pointer"].as_str().unwrap().starts_with("/period"), "{refused}");
    }
    let unknown = json!({ "period": "2026-Q4", "scope": { "notice": "none" } });
    app.reviewer().post("/api/v1/reviews").json(&unknown).await.problem(404, "not-found");
    let cycle = json!({ "period": "2026-Q4", "full_cycle": false });
    let refused = app.reviewer().post("/api/v1/reviews").json(&cycle).await.problem(422, "malformed-document");
    assert_eq!(refused["errors"][0]["pointer"], "/full_cycle");
    let long = json!({ "period": "2026-Q4", "key": "k".repeat(90) });
    app.reviewer().post("/api/v1/reviews").json(&long).await.problem(422, "malformed-document");
    for who in [app.reader(), app.editor()] {
        who.post("/api/v1/reviews").json(&json!({ "period": "2026-Q4" })).await.problem(403, "forbidden");
    }
}

#[tokio::test]
async fn two_reviews_of_the_same_are_not_under_way_at_once() {
    let app = TestApp::with_sunmi().await;
    opened(&app, "2026-Q4").await;
    let again = json!({ "period": "2026-Q4", "key": "again" });
    app.reviewer().post("/api/v1/reviews").json(&again).await.problem(409, "conflict");
    let part = json!({ "period": "2026-Q4", "key": "china", "scope": { "lane_to": "cn" } });
    let part: serde_json::Value = app.reviewer().post("/api/v1/reviews").json(&part).await.expect(201).json();
    assert!(!part["items"].as_array().unwrap().is_empty());
    app.reviewer()
        .post("/api/v1/reviews/2026-q4/cancellation")
        .json(&json!({ "because": " " }))
        .await
        .problem(422, "malformed-document");
    let cancelled = json!({ "because": "opened too early" });
    app.reviewer().post("/api/v1/reviews/2026-q4/cancellation").json(&cancelled).await.expect(200);
    app.reviewer().post("/api/v1/reviews").json(&again).await.expect(201);
}

#[tokio::test]
async fn foreign_routes_and_decisions_of_nothing_are_refused_and_nothing_is_half_written() {
    let app = TestApp::with_sunmi().await;
    let review = opened(&app, "2026-Q4").await;
    let good = json!({ "item": review["items"][0]["key"], "decision": "suspend", "comment": "stop" });
    let cases = [
        (json!([good, { "item": "0000000000000000", "decision": "suspend", "comment": "stop" }]), "/decisions/1/item"),
        (json!([good, { "decision": "suspend", "comment": "stop" }]), "/decisions/1"),
        (
            json!([good, { "select": { "controller": "nobody" }, "decision": "suspend", "comment": "stop" }]),
            "/decisions/1/select",
        ),
        (json!([good, { "item": review["items"][1]["key"], "decision": "bless" }]), "/decisions/1/decision"),
    ];
    let seq = app.app.store.current().await.unwrap().register.head().seq;
    for (decisions, pointer) in cases {
        let body = json!({ "decisions": decisions });
        let refused = app.reviewer().post("/api/v1/reviews/2026-q4/decisions").json(&body).await;
        assert_eq!(refused.problem(422, "malformed-document")["errors"][0]["pointer"], pointer);
    }
    assert_eq!(app.app.store.current().await.unwrap().register.head().seq, seq);
    let done = json!({ "item": review["items"][0]["key"], "text": "done" });
    app.reviewer().post("/api/v1/reviews/2026-q4/follow-ups").json(&done).await.problem(422, "malformed-document");
    app.reviewer()
        .post("/api/v1/reviews/none/decisions")
        .json(&json!({ "decisions": [] }))
        .await
        .problem(404, "not-found");
}
