//! What may be decided depends on what a route comes to, and a decision stands as long as its facts do.

use super::{decided, opened};
use crate::support::TestApp;
use serde_json::{Value, json};

#[tokio::test]
async fn a_review_freezes_register_laws_and_engine_and_lists_every_route() {
    let app = TestApp::with_sunmi().await;
    let review = opened(&app, "2026-Q4").await;
    assert_eq!(review["key"], "2026-q4");
    assert_eq!(review["period"], json!({ "from": "2026-10-01", "to": "2026-12-31" }));
    let head = app.app.store.current().await.unwrap();
    assert_eq!(review["register"]["seq"].as_u64().unwrap() + 1, head.register.head().seq);
    assert!(review["rules"].as_array().unwrap().len() > 10);
    assert_eq!(
        (&review["four_eyes"], &review["full_cycle"], &review["state"]),
        (&json!(true), &json!(true), &json!("open"))
    );
    let report: Value =
        app.reader().get("/api/v1/reports/transfers?from=2026-10-01&to=2026-12-31").await.expect(200).json();
    let mut flows: Vec<&Value> =
        review["items"].as_array().unwrap().iter().flat_map(|item| item["flows"].as_array().unwrap()).collect();
    let mut reported: Vec<&Value> = report["flows"].as_array().unwrap().iter().map(|flow| &flow["id"]).collect();
    flows.sort_by_key(ToString::to_string);
    reported.sort_by_key(ToString::to_string);
    assert_eq!(flows, reported, "each flow goes one route");
    for item in review["items"].as_array().unwrap() {
        assert_eq!(item["change"], "new", "there is no review before");
        assert!(!item["name"]["zh-Hans"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_is_undetermined_or_not_met_is_not_approved_by_any_word() {
    let app = TestApp::with_sunmi().await;
    let review = opened(&app, "2026-Q4").await;
    let place = "/api/v1/reviews/2026-q4/decisions";
    let unclear: Vec<&Value> = review["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["result"] == "undetermined" || item["result"] == "not_satisfied")
        .collect();
    assert!(!unclear.is_empty());
    for decision in ["approve", "approve_with_conditions", "carry_over"] {
        let all = json!({ "item": unclear[0]["key"], "decision": decision, "comment": "fine", "conditions": "none" });
        let body = json!({ "decisions": [all] });
        let refused = app.reviewer().post(place).json(&body).await.problem(422, "malformed-document");
        assert_eq!(refused["errors"][0]["pointer"], "/decisions/0/decision");
        assert!(refused["errors"][0]["allowed"].as_str().unwrap().contains("ask"), "{refused}");
    }
    let select =
        json!({ "select": { "result": "undetermined" }, "decision": "ask", "who": "Legal", "due": "2026-12-31" });
    let told = decided(&app, "2026-q4", json!([select])).await;
    assert!(!told["decided"].as_array().unwrap().is_empty());
    let decision = told["decided"][0].as_str().unwrap();
    let record: Value =
        app.reader().get(format!("/api/v1/review-decisions/2026-q4.{decision}")).await.expect(200).json();
    assert_eq!((&record["decision"], &record["who"]), (&json!("ask"), &json!("Legal")));
}

#[tokio::test]
async fn a_decision_says_what_it_must() {
    let app = TestApp::with_sunmi().await;
    let review = opened(&app, "2026-Q4").await;
    let item = &review["items"][0]["key"];
    let missing = async |decision: Value| -> Vec<String> {
        let body = json!({ "decisions": [decision] });
        let refused = app.reviewer().post("/api/v1/reviews/2026-q4/decisions").json(&body).await;
        let refused = refused.problem(422, "malformed-document");
        let errors = refused["errors"].as_array().unwrap().iter();
        errors.map(|error| error["pointer"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(missing(json!({ "item": item, "decision": "ask" })).await, ["who", "due"]);
    assert_eq!(missing(json!({ "item": item, "decision": "remediate" })).await, ["who", "due", "comment"]);
    assert_eq!(missing(json!({ "item": item, "decision": "suspend" })).await, ["comment"]);
    assert_eq!(
        missing(json!({ "item": item, "decision": "accept_risk", "who": " " })).await,
        ["who", "comment", "due"]
    );
    assert_eq!(missing(json!({ "item": item, "decision": "not_a_transfer" })).await, ["comment"]);
    let unknown = json!({ "item": item, "decision": "suspend", "comment": "stop", "evidence": ["ab".repeat(32)] });
    assert_eq!(missing(unknown).await, ["0"], "evidence that is not kept here proves nothing");
}

#[tokio::test]
async fn taken_to_a_newer_register_a_review_keeps_the_decisions_whose_facts_did_not_change() {
    let app = TestApp::with_sunmi().await;
    opened(&app, "2026-Q4").await;
    super::all_decided(&app, "2026-q4").await;
    let ready: Value = app.reader().get("/api/v1/reviews/2026-q4").await.expect(200).json();
    assert_eq!(ready["state"], "ready");

    let dpa = json!({
        "key": "neocrm-dpa", "name": { "en": "DPA with NeoCRM" }, "kind": "data_processing_agreement", "state": "signed", "signed_on": "2026-11-01",
        "parties": [
            { "key": "us", "organization": "sunmi-technology-us", "roles": ["controller"] },
            { "key": "them", "organization": "beijing-renkehudong-network-technology", "roles": ["processor"] },
        ],
        "scope": { "processors": ["neocrm"] },
    });
    let answer = app.editor().post("/api/v1/agreements").json(&dpa).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let rebased: Value =
        app.reviewer().post("/api/v1/reviews/2026-q4/rebase").json(&json!({})).await.expect(200).json();
    assert_eq!(rebased["state"], "open", "{rebased}");
    let told: Value = app.reader().get("/api/v1/reviews/2026-q4/report?format=json").await.expect(200).json();
    let lapsed: Vec<&Value> =
        told["routes"].as_array().unwrap().iter().filter(|route| route.get("lapsed_decision").is_some()).collect();
    assert!(!lapsed.is_empty() && lapsed.len() < told["routes"].as_array().unwrap().len());
    for route in lapsed {
        assert!(route.get("decision").is_none());
    }
    super::all_decided(&app, "2026-q4").await;
    let ready: Value = app.reader().get("/api/v1/reviews/2026-q4").await.expect(200).json();
    assert_eq!(ready["state"], "ready");
}
