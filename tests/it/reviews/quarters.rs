//! The real input over two quarters: what changed is told, exactly and with its consequences.

use super::{all_decided, golden::Golden, opened, signed_off};
use crate::support::TestApp;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The three facts that become known between the quarters, and the commits that wrote them.
async fn three_facts(app: &TestApp) -> BTreeSet<u64> {
    let first = app.app.store.current().await.unwrap().register.head().seq + 1;
    let activity = "/api/v1/activities/consultation-services";
    let held: Value = app.reader().get(activity).await.expect(200).json();
    let mut storage = held["storage"].as_array().unwrap().clone();
    storage[0]["location"] = json!("ca");
    app.editor().patch(activity).if_match("*").merge(&json!({ "storage": storage })).await.expect(200);
    let dpa = json!({
        "key": "neocrm-dpa", "name": { "en": "DPA with NeoCRM" }, "kind": "data_processing_agreement", "state": "signed", "signed_on": "2026-11-01",
        "parties": [
            { "key": "us", "organization": "sunmi-technology-us", "roles": ["controller"] },
            { "key": "them", "organization": "beijing-renkehudong-network-technology", "roles": ["processor"] },
        ],
        "scope": { "processors": ["neocrm"] },
    });
    app.editor().post("/api/v1/agreements").json(&dpa).await.expect(201);
    let tenant = "/api/v1/systems/neocrm-tenant";
    let held: Value = app.reader().get(tenant).await.expect(200).json();
    let mut fields = held["fields"].as_array().unwrap().clone();
    fields.push(json!({ "key": "ip", "category": "network.ip_address" }));
    app.editor().patch(tenant).if_match("*").merge(&json!({ "fields": fields })).await.expect(200);
    (first..first + 3).collect()
}

/// Both reviews as they are told, word for word.
async fn held_against_golden_files(app: &TestApp) {
    let mut golden = Golden::default();
    for (review, language, format, name) in [
        ("2026-q3", "en", "markdown", "2026-q3.md"),
        ("2026-q3", "en", "json", "2026-q3.json"),
        ("2026-q4", "en", "markdown", "2026-q4.md"),
        ("2026-q4", "en", "json", "2026-q4.json"),
        ("2026-q4", "zh-Hans", "markdown", "2026-q4-zh-Hans.md"),
    ] {
        let path = format!("/api/v1/reviews/{review}/report?lang={language}&format={format}");
        let told = app.reader().get(path).await.expect(200);
        golden.hold(name, &if format == "json" { format!("{:#}\n", told.json()) } else { told.text() });
    }
    golden.must_hold();
}

#[tokio::test]
async fn the_next_quarter_tells_exactly_what_became_of_the_facts() {
    let app = TestApp::with_sunmi().await;
    let first = opened(&app, "2026-Q3").await;
    assert!(first["items"].as_array().unwrap().len() > 10);
    all_decided(&app, "2026-q3").await;
    let last = signed_off(&app, "2026-q3").await;
    assert_eq!(last["state"], "signed_off");
    let commits = three_facts(&app).await;
    let next = opened(&app, "2026-Q4").await;
    assert_eq!((&next["previous"], &next["full_cycle"]), (&json!("2026-q3"), &json!(false)));
    let told: Value = app.reader().get("/api/v1/reviews/2026-q4/report?format=json").await.expect(200).json();

    let changed: Vec<&Value> = told["changes"]["changed"].as_array().unwrap().iter().collect();
    let facts: BTreeSet<&str> =
        changed.iter().flat_map(|flow| flow["facts"].as_array().unwrap()).map(|fact| fact.as_str().unwrap()).collect();
    for fact in ["destination", "mechanisms"] {
        assert!(facts.contains(fact), "{facts:?}");
    }
    let told_commits: BTreeSet<u64> =
        changed.iter().flat_map(|flow| flow["commits"].as_array().unwrap()).map(|seq| seq.as_u64().unwrap()).collect();
    assert_eq!(told_commits, commits, "each of the three facts made something otherwise, and nothing else did");
    let exclusion = |flow: &&Value| {
        let results = flow["results"].as_array().unwrap().iter();
        flow["name"].as_str().unwrap().contains("NeoCRM")
            && results.into_iter().any(|result| result["regime"].as_str().unwrap().starts_with("us-dsp"))
    };
    assert!(changed.iter().copied().any(|flow| exclusion(&flow)), "one IP address ends the exclusion of contact data");
    assert_eq!(told["changes"]["new"], json!([]));
    assert_eq!(told["changes"]["gone"], json!([]));
    held_against_golden_files(&app).await;
    let kinds = |change: &str| -> usize {
        next["items"].as_array().unwrap().iter().filter(|item| item["change"] == change).count()
    };
    assert!(kinds("unchanged") > 0 && kinds("new") + kinds("changed") > 0);
    let unchanged =
        &next["items"].as_array().unwrap().iter().find(|item| item["change"] == "unchanged").unwrap()["key"];
    let before = first["items"].as_array().unwrap().iter().find(|item| item["key"] == *unchanged).unwrap();
    assert_eq!(before["change"], "new", "the same route has the same key in both quarters");

    let open: Vec<&Value> =
        told["follow_ups"].as_array().unwrap().iter().filter(|one| one["review"] == "2026-q3").collect();
    assert!(!open.is_empty(), "what was asked in the quarter before is still open");
    app.clock.advance(chrono::TimeDelta::days(60));
    let later: Value = app.reader().get("/api/v1/reviews/2026-q4/report?format=json").await.expect(200).json();
    assert!(later["follow_ups"].as_array().unwrap().iter().any(|one| one["overdue"] == true));
    let item = open[0]["route"].clone();
    let done = json!({ "item": item, "text": "Amazon says: Montreal." });
    app.reviewer().post("/api/v1/reviews/2026-q3/follow-ups").json(&done).await.expect(200);
    app.reviewer().post("/api/v1/reviews/2026-q3/follow-ups").json(&done).await.problem(409, "conflict");
    let proven: Value = app.reader().get("/api/v1/reviews/2026-q3/verification").await.expect(200).json();
    assert_eq!(proven["valid"], true, "what becomes of a follow-up is no part of what was signed");
}

#[tokio::test]
async fn met_routes_that_did_not_change_are_carried_over_under_one_attestation_but_once_a_year() {
    let app = TestApp::empty().await;
    // Only the rule of the house is the law here, so that a route can be met.
    let laws: Value = app.reader().get("/api/v1/regimes?limit=1000&fields=key").await.expect(200).json();
    for law in laws["items"].as_array().unwrap() {
        let law = format!("/api/v1/regimes/{}", law["key"].as_str().unwrap());
        app.editor().patch(law).if_match("*").merge(&json!({ "status": "retired" })).await.expect(200);
    }
    let manifest = include_str!("quarters.yaml");
    app.editor().post("/api/v1/changes").yaml(manifest).await.expect(200);
    let first = opened(&app, "2026-Q1").await;
    let met = |review: &Value| -> Vec<Value> {
        let items = review["items"].as_array().unwrap().iter();
        let met = |item: &&Value| item["result"] == "not_applicable" || item["result"] == "satisfied";
        items.filter(met).filter(|item| item["unconfirmed"] == false).cloned().collect()
    };
    assert!(!met(&first).is_empty(), "{first}");
    all_decided(&app, "2026-q1").await;
    signed_off(&app, "2026-q1").await;
    let second = opened(&app, "2026-Q2").await;
    assert_eq!(second["full_cycle"], false);
    assert!(met(&second).iter().all(|item| item["change"] == "unchanged"));
    let attested = json!([{
        "select": { "change": "unchanged", "result": "not_applicable" }, "decision": "carry_over",
        "comment": "The stewards attest that nothing changed.",
    }]);
    let told = super::decided(&app, "2026-q2", attested).await;
    assert_eq!(told["decided"].as_array().unwrap().len(), met(&second).len());
    all_decided(&app, "2026-q2").await;
    signed_off(&app, "2026-q2").await;
    let year = opened(&app, "2027-Q2").await;
    assert_eq!(year["full_cycle"], true);
    let carry =
        json!({ "decisions": [{ "item": met(&year)[0]["key"], "decision": "carry_over", "comment": "again" }] });
    app.reviewer().post("/api/v1/reviews/2027-q2/decisions").json(&carry).await.problem(422, "malformed-document");
}
