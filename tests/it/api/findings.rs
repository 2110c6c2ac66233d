//! Findings over HTTP: what is asked for, differences, and the pages of the manual.

use crate::support::TestApp;
use serde_json::{Value, json};

const PLACE: &str = "/api/v1/findings?on=2026-11-25";

async fn ask(app: &TestApp, query: &str) -> Value {
    app.reader().get(format!("{PLACE}&{query}")).await.expect(200).json()
}

fn codes(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn findings_are_had_by_check_severity_family_record_and_notice() {
    let app = TestApp::with_sunmi().await;
    let all = ask(&app, "format=json").await;
    let all_codes = codes(&all);
    let severities: Vec<_> = all["findings"].as_array().unwrap().iter().map(|one| one["severity"].clone()).collect();
    let worst_first = ["error", "warning", "info"].map(|word| severities.iter().filter(|one| *one == word).count());
    assert!(severities[..worst_first[0]].iter().all(|one| one == "error"), "the worst first");
    let contracts = ask(&app, "code=RW033").await;
    assert!(!codes(&contracts).is_empty() && codes(&contracts).iter().all(|code| *code == "RW033"));
    assert_eq!(codes(&contracts).len(), all_codes.iter().filter(|code| **code == "RW033").count());
    let errors = ask(&app, "severity=error").await;
    assert_eq!(codes(&errors).len(), worst_first[0]);
    let record = ask(&app, "record=activities/consultation-services").await;
    assert!(record["findings"].as_array().unwrap().iter().all(|one| one["record"]["key"] == "consultation-services"));
    assert!(codes(&record).contains(&"RW033"));
    let notice = ask(&app, "notice=sunmi-north-america-website-privacy-policy&kind=notices").await;
    assert!(codes(&notice).contains(&"RW043"), "{notice}");
    let problem = app.reader().get(format!("{PLACE}&code=RW000")).await.problem(404, "not-found");
    assert!(problem["detail"].as_str().unwrap().contains("/docs/findings"), "{problem}");
    app.publisher(&["sunmi-north-america-website-privacy-policy"]).await.get(PLACE).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_commit_makes_new_findings_and_a_waiver_excuses_those_that_are_still_there() {
    let app = TestApp::with_sunmi().await;
    let seq = app.app.store.current().await.unwrap().register.head().seq;
    let signed = json!({ "key": "dpa", "name": { "en": "DPA with Google" }, "state": "signed" });
    app.editor().post("/api/v1/agreements").json(&signed).await.expect(201);
    let waiver = json!({
        "key": "neocrm", "name": { "en": "Contract with NeoCRM under way" }, "check": "RW033",
        "record": "activities/consultation-services", "reason": { "en": "Being signed" },
        "approved_by": "General counsel", "until": "2026-12-31",
    });
    app.editor().post("/api/v1/waivers").json(&waiver).await.expect(201);
    let report = ask(&app, &format!("since=seq:{seq}")).await;
    let places = |of: &Value| -> Vec<String> {
        let each = of.as_array().unwrap().iter();
        each.map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["record"]["key"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(report["changes"]["since"], seq);
    let waived = "RW033 consultation-services".to_owned();
    assert!(places(&report["changes"]["waived"]).contains(&waived), "{}", report["changes"]["waived"]);
    assert!(!places(&report["changes"]["gone"]).contains(&waived), "what is waived is still there");
    assert!(places(&report["changes"]["new"]).iter().any(|one| one.ends_with(" dpa")), "{}", report["changes"]["new"]);
    assert_eq!(report["waived"][0]["waiver"], "neocrm");
    assert_eq!((&report["summary"]["waived"], &report["summary"]["waivers"]), (&json!(1), &json!(1)));
    let later: Value = app.reader().get("/api/v1/findings?on=2027-01-01&code=RW099").await.expect(200).json();
    assert_eq!(codes(&later), ["RW099"], "a lapsed waiver is a finding");
}

#[tokio::test]
async fn the_manual_is_open_to_everybody_in_the_language_that_is_asked_for() {
    let app = TestApp::with_sunmi().await;
    let all = app.anonymous().get("/docs/findings").await.expect(200);
    assert!(all.text().contains("RW033") && all.header("Content-Type").unwrap().starts_with("text/html"));
    let one = app.anonymous().get("/docs/findings/RW033").header("Accept-Language", "zh-CN").await.expect(200);
    assert_eq!(one.header("Content-Language"), Some("zh-Hans"));
    assert!(one.text().contains("委托处理没有合同"), "{}", one.text());
    let english = app.anonymous().get("/docs/findings/RW033?lang=en").await.expect(200);
    assert!(english.text().contains("Entrusted without a contract"));
    app.anonymous().get("/docs/findings/RW000").await.problem(404, "not-found");
}
