//! Reports over HTTP: formats, entity tags, parameters.

use crate::support::{TestApp, about_one, minimal, place_of};
use rocket::http::Method;
use ropewalk::{render::Format, report::Name};
use serde_json::{Value, json};

#[tokio::test]
async fn every_report_is_had_in_every_format_by_name_and_by_media_type() {
    let app = TestApp::with_sunmi().await;
    for report in Name::ALL {
        let about = about_one(*report);
        let path = format!("{}?{about}", place_of(*report));
        for format in Format::ALL.iter().filter(|format| **format != Format::Pdf) {
            let named = app.reader().get(format!("{path}&format={}", format.name())).await.expect(200);
            let accepted = app.reader().get(&path).header("Accept", format.media_type()).await.expect(200);
            assert_eq!(named.header("Content-Type"), Some(format.media_type()));
            assert!(named.body == accepted.body && named.etag() == accepted.etag(), "{}", format.name());
            let again = app.reader().get(format!("{path}&format={}", format.name()));
            assert!(again.header("If-None-Match", named.etag()).await.expect(304).body.is_empty());
        }
        app.reader().get(&path).header("Accept", "image/png").await.problem(406, "not-acceptable");
    }
}

#[tokio::test]
async fn many_who_ask_at_once_get_the_same_answer_and_a_commit_makes_another() {
    let app = TestApp::with_sunmi().await;
    let path = "/api/v1/reports/record-of-processing";
    let ask = async || app.reader().get(path).await.expect(200);
    let (first, second, third) = tokio::join!(ask(), ask(), ask());
    assert!(first.body == second.body && second.body == third.body);
    let activity = minimal("new-activity");
    app.given(&[("activities", activity)]).await;
    let after = ask().await;
    assert!(after.etag() != first.etag() && after.text().contains("new-activity"));
    let before = app.reader().get(format!("{path}?as_of=seq:2")).await.expect(200);
    assert_eq!(before.body, first.body);
}

#[tokio::test]
async fn a_parameter_is_refused_with_what_there_is() {
    let app = TestApp::with_sunmi().await;
    let ask = async |query: &str| app.reader().get(format!("/api/v1/reports/record-of-processing?{query}")).await;
    let unknown = ask("notice=no-such").await.problem(404, "not-found");
    assert!(unknown["detail"].as_str().unwrap().contains("sunmi-north-america-website-privacy-policy"), "{unknown}");
    for query in ["colour=red", "activity=a&activity=b", "on=2026-02-30", "view=hipaa", "format=docx", "activity=A%20b"]
    {
        ask(query).await.problem(400, "bad-request");
    }
    let page = ask("lang=zh-Hans&format=html").await.expect(200);
    assert!(page.header("Content-Language").unwrap().starts_with("zh-Hans"));
    assert!(page.text().contains("处理目的") && page.text().contains("<html lang=\"zh-Hans\">"));
}

#[tokio::test]
async fn a_transfer_report_tells_what_changed_since_a_commit_and_which_commit_did_it() {
    let app = TestApp::with_sunmi().await;
    let path = "/api/v1/reports/transfers?activity=consultation-services&on=2026-11-22";
    let nothing = app.reader().get(format!("{path}&since=seq:2")).await.expect(200).json();
    assert_eq!(nothing["changes"]["changed"], serde_json::json!([]));
    let crm = app.reader().get("/api/v1/systems/neocrm-tenant").await.expect(200);
    let patch = serde_json::json!({ "mixed_with": [{ "key": "shanghai", "places": ["cn"] }] });
    app.editor().patch("/api/v1/systems/neocrm-tenant").header("If-Match", crm.etag()).json(&patch).await.expect(200);
    let changes = app.reader().get(format!("{path}&since=seq:2")).await.expect(200).json()["changes"].clone();
    let changed = changes["changed"].as_array().unwrap();
    assert!(!changed.is_empty() && changed.iter().all(|flow| flow["commits"] == serde_json::json!([3])), "{changes}");
    let results: String = changed.iter().map(|flow| flow["results"].to_string()).collect();
    assert!(results.contains("cn-pipl-export"), "{results}");
    let page = app.reader().get(format!("{path}&since=seq:2&format=markdown")).await.expect(200);
    assert!(page.text().contains("Otherwise than after commit 2"));
    app.reader().get(format!("{path}&since=yesterday")).await.problem(400, "bad-request");
}

#[tokio::test]
async fn a_report_of_more_flows_than_an_answer_holds_is_sent_while_it_is_written_as_json_and_refused_in_other_formats()
{
    let app = TestApp::with_sunmi().await;
    let disclosures: Vec<Value> =
        (0..450).map(|at| json!({ "key": format!("d{at}"), "recipient": { "organization": "acme" } })).collect();
    let activities: Vec<Value> = (0..12)
        .map(|at| json!({ "key": format!("many-{at}"), "name": { "en": "Many" }, "disclosures": disclosures }))
        .collect();
    let manifest = json!({ "organizations": [{ "key": "acme", "name": { "en": "Acme" } }], "activities": activities });
    app.editor().post("/api/v1/changes").json(&manifest).await.expect(200);
    let path = "/api/v1/reports/transfers?regime=eu-gdpr-chapter-v&lang=en";
    let problem = app.reader().get(format!("{path}&format=csv")).await.problem(400, "bad-request");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("at most 5000") && detail.contains("ask for JSON"), "{detail}");
    assert!(detail.contains("`ropewalk report transfers`"), "{detail}");
    let sent = app.reader().get(path).await.expect(200);
    let report = sent.json();
    assert_eq!(report["flows"].as_array().unwrap().len() as u64, report["totals"]["reported"].as_u64().unwrap());
    assert!(report["totals"]["reported"].as_u64().unwrap() > 5000);
    assert_eq!(sent.header("Content-Language"), Some("en"));
    // Whoever has it is told so without its being made again, and the same is the same to the byte.
    app.reader().get(path).header("If-None-Match", sent.etag()).await.expect(304);
    let again = app.reader().get(path).await.expect(200);
    assert!(again.etag() == sent.etag() && again.text() == sent.text());
    let patch = json!({ "name": { "en": "Acme, renamed" } });
    let acme = app.reader().get("/api/v1/organizations/acme").await.expect(200);
    app.editor().patch("/api/v1/organizations/acme").header("If-Match", acme.etag()).json(&patch).await.expect(200);
    assert_ne!(app.reader().ask(Method::Head, path).await.expect(200).etag(), sent.etag());
    app.reader().get("/api/v1/reports/transfers?activity=many-3&regime=eu-gdpr-chapter-v&lang=en").await.expect(200);
}
