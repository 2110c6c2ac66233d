//! Reports as they would be: what a manifest of suppositions makes of them, and that nothing is written.

use crate::support::{Content, Database, TestApp, about_one, place_of};
use rocket::http::Method;
use ropewalk::{http::Limits, report::Name};
use serde_json::{Value, json};

const TRANSFERS: &str = "/api/v1/reports/transfers";

/// The contact data goes to a data centre in Canada instead of China.
const MOVED: &str = "reason: what if the CRM moved?\nsystems:\n  - key: neocrm-tenant\n    name: {en: NeoCRM tenant}\n    tenant_of: neocrm\n    storage: [{key: servers, location: ca}]\n";

async fn head(app: &TestApp) -> (u64, String) {
    let head = app.app.store.current().await.unwrap().register.head();
    (head.seq, head.digest.to_string())
}

#[tokio::test]
async fn a_supposed_fact_changes_the_report_tells_what_would_be_otherwise_and_writes_nothing() {
    let app = TestApp::with_sunmi().await;
    let before = head(&app).await;
    let path = format!("{TRANSFERS}?activity=consultation-services&regime=cn-pipl-inbound&on=2026-11-22");
    let as_it_is = app.reader().get(&path).await.expect(200).json();
    let would_be = app.reader().post(&path).yaml(MOVED).await.expect(200).json();
    let supposed = &would_be["made"]["supposed"];
    assert_eq!(supposed["changed"], json!(["systems/neocrm-tenant"]));
    assert_eq!((&supposed["created"], &supposed["deleted"]), (&json!([]), &json!([])));
    assert_eq!(supposed["reason"], "what if the CRM moved?");
    assert!(as_it_is["made"]["supposed"].is_null());
    let changed = would_be["changes"]["changed"].as_array().unwrap();
    let crm = changed.iter().find(|flow| flow["facts"].to_string().contains("destination"));
    assert!(crm.is_some(), "{changed:?}");
    assert!(changed.iter().all(|flow| flow["commits"] == json!([])), "no commit did that");
    // The same again, and the register is as it was.
    assert_eq!(app.reader().post(&path).yaml(MOVED).await.expect(200).json(), would_be);
    assert_eq!(app.reader().get(&path).await.expect(200).json(), as_it_is);
    assert_eq!(head(&app).await, before);
    let kept = app.database.number("SELECT COUNT(*) FROM idempotency_keys").await;
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn what_would_fall_if_a_decision_fell_is_told() {
    let app = TestApp::empty().await;
    let said = |lists: &[&str]| -> Value {
        lists.iter().map(|list| json!({ "pointer": list, "by": "DPO", "on": "2026-11-01" })).collect()
    };
    app.given(&[
        ("organizations", json!({ "key": "gmbh", "name": { "en": "GmbH" }, "incorporated_in": "de" })),
        (
            "organizations",
            json!({
                "key": "inc", "name": { "en": "Inc." }, "incorporated_in": "us", "establishments": [],
                "registrations": [{ "key": "dpf", "scheme": "data_privacy_framework", "status": "active", "checked": "2026-11-01" }],
                "complete": said(&["/establishments", "/registrations"]),
            }),
        ),
        (
            "processors",
            json!({
                "key": "mail", "name": { "en": "Mail" }, "providers": [{ "key": "inc", "organization": "inc" }],
                "locations": [{ "key": "us", "location": "us" }], "sub_processors": [], "access": [],
                "complete": said(&["/providers", "/locations", "/sub_processors", "/access"]),
            }),
        ),
        (
            "activities",
            json!({
                "key": "letters", "name": { "en": "Letters" }, "role": "controller", "controllers": ["gmbh"],
                "people": [{ "key": "de", "place": "de" }], "data": [{ "key": "mail", "category": "contact.email" }],
                "storage": [{ "key": "de", "location": "de" }], "systems": [],
                "disclosures": [{
                    "key": "mail", "recipient": { "processor": "mail" }, "kind": "entrusted", "data": ["mail"], "agreements": [],
                    "roles": [{ "role": "processor", "according_to": "contractual" }],
                }],
                "complete": said(&[
                    "/controllers", "/people", "/data", "/storage", "/systems", "/disclosures/mail/data", "/disclosures/mail/agreements",
                ]),
            }),
        ),
    ])
    .await;
    // Germany is in the European Economic Area, and the decision on the United States is an entry of a list of the law.
    let law = app.reader().get("/api/v1/regimes/eu-gdpr-chapter-v").await.expect(200).json();
    let mut fallen = law.clone();
    let rules = fallen["rules"].as_array_mut().unwrap();
    for rule in rules.iter_mut().filter(|rule| rule["key"].as_str().unwrap().starts_with("gdpr-a-us")) {
        rule["until"] = "2026-11-30".into();
    }
    let manifest = json!({ "reason": "the decision falls", "regimes": [fallen] });
    let path = format!("{TRANSFERS}?activity=letters&regime=eu-gdpr-chapter-v&on=2026-12-01");
    let would_be = app.reader().post(&path).json(&manifest).await.expect(200).json();
    assert_eq!(would_be["made"]["supposed"]["changed"], json!(["regimes/eu-gdpr-chapter-v"]));
    let changed = would_be["changes"]["changed"].as_array().unwrap();
    let of = |flow: &Value| (flow["results"][0]["from"].clone(), flow["results"][0]["to"].clone());
    // Without the decision a derogation is left, of which the register says nothing: nobody can tell.
    assert!(changed.iter().any(|flow| of(flow) == ("conditional".into(), "undetermined".into())), "{changed:?}");
    assert!(changed.iter().all(|flow| flow["facts"] == json!([])), "the law makes the difference: {changed:?}");
    assert_eq!(app.reader().get("/api/v1/regimes/eu-gdpr-chapter-v").await.expect(200).json(), law);
}

#[tokio::test]
async fn every_report_can_be_asked_as_it_would_be_in_every_format_by_whoever_reads() {
    let app = TestApp::with_sunmi().await;
    for report in Name::ALL {
        let about = about_one(*report);
        for format in ["json", "markdown", "html", "csv"] {
            let path = format!("{}?{about}&lang=zh-Hans&format={format}", place_of(*report));
            let answer = app.reader().post(&path).yaml(MOVED).await.expect(200);
            let supposed = answer.text().contains("假设") || format == "csv" || answer.text().contains("\"supposed\"");
            assert!(supposed, "{path}: {}", answer.text());
            app.reviewer().post(&path).yaml(MOVED).await.expect(200);
        }
    }
    app.reader().post(TRANSFERS).yaml(MOVED).header("Accept", "image/png").await.problem(406, "not-acceptable");
}

#[tokio::test]
async fn with_prune_what_the_manifest_does_not_hold_is_supposed_to_be_gone() {
    let app = TestApp::with_sunmi().await;
    let mut register = app.reader().get("/api/v1/export").await.expect(200).json();
    let activities = register["activities"].as_array_mut().unwrap();
    activities.retain(|activity| activity["key"] != "website-analytics");
    let path = format!("{TRANSFERS}?processor=google-analytics&prune=true");
    let would_be = app.reader().post(&path).json(&register).await.expect(200).json();
    assert_eq!(would_be["made"]["supposed"]["deleted"], json!(["activities/website-analytics"]));
    assert!(!would_be["changes"]["gone"].as_array().unwrap().is_empty());
    // Nothing uses it as long as something refers to it.
    register["organizations"].as_array_mut().unwrap().retain(|organization| organization["key"] != "google");
    app.reader().post(&path).json(&register).await.problem(409, "in-use");
    app.reader().post(&path).json(&json!({})).await.problem(400, "bad-request");
    app.reader().get("/api/v1/activities/website-analytics").await.expect(200);
}

#[tokio::test]
async fn a_mistake_is_refused_with_pointer_and_line_as_an_import_refuses_it() {
    let app = TestApp::with_sunmi().await;
    let law = "regimes:\n  - key: law\n    name: {en: L}\n    law: {title: {en: L}, citation: A}\n    checked: 2026-01-01\n    rules:\n      - key: r\n        when: {is: nothing}\n        then: satisfied\n        sentence: {en: S., zh-Hans: 是。}\n        citation: A\n        status: confirmed\n";
    for (manifest, pointer, line) in [
        ("systems:\n  - key: till\n    name: {en: Till}\n    operator: nobody\n", "/systems/0/operator", 4),
        ("systems:\n  - key: till\n    nam: {en: Till}\n", "/systems/0/nam", 3),
        (law, "/regimes/0/rules/0/when/is", 8),
    ] {
        let answers = [
            app.reader().post(TRANSFERS).yaml(manifest).await.problem(422, "malformed-document"),
            app.editor().post("/api/v1/changes").yaml(manifest).await.problem(422, "malformed-document"),
        ];
        for answer in &answers {
            let errors = answer["errors"].as_array().unwrap();
            let error = errors.iter().find(|error| error["pointer"] == pointer);
            assert_eq!(error.unwrap_or_else(|| panic!("{answer}"))["line"], line, "{answer}");
        }
        assert_eq!(answers[0]["errors"], answers[1]["errors"]);
    }
    app.reader().post(TRANSFERS).body("text/plain", "x").await.problem(415, "unsupported-media-type");
    let since = app.reader().post(format!("{TRANSFERS}?since=seq:2")).yaml(MOVED).await.problem(400, "bad-request");
    assert!(since["detail"].as_str().unwrap().contains("unknown parameter `since`"), "{since}");
    let prune = app.reader().get(format!("{TRANSFERS}?prune=true")).await.problem(400, "bad-request");
    assert!(prune["detail"].as_str().unwrap().contains("unknown parameter `prune`"), "{prune}");
    app.anonymous().ask(Method::Post, TRANSFERS).await.problem(401, "unauthorized");
}

#[tokio::test]
async fn what_is_supposed_is_bounded_as_a_manifest_is() {
    let limits = Limits { manifest: 200, ..Limits::default() };
    let app = TestApp::over(Database::with(Content::BuiltIn), limits, Vec::new()).await;
    let long = format!("reason: {}\n", "x".repeat(200));
    app.reader().post(TRANSFERS).yaml(&long).await.problem(413, "too-large");
    app.reader().post(TRANSFERS).yaml("{}").await.expect(200);
}
