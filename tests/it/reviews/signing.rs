//! Signing off takes a second person, freezes everything, and can be proven later.

use super::{CONTROLLER, all_decided, opened, signed, signed_off};
use crate::support::TestApp;
use serde_json::{Value, json};

#[tokio::test]
async fn who_decided_does_not_sign_and_nothing_is_signed_twice() {
    let app = TestApp::with_sunmi().await;
    opened(&app, "2026-Q4").await;
    let place = "/api/v1/reviews/2026-q4/sign-off";
    let of = json!({ "controller": CONTROLLER });
    let early = app.admin().post(place).json(&of).await.problem(409, "conflict");
    assert!(early["detail"].as_str().unwrap().contains("are not decided"), "{early}");
    all_decided(&app, "2026-q4").await;
    let own = app.reviewer().post(place).json(&of).await.problem(409, "conflict");
    assert!(own["detail"].as_str().unwrap().contains("somebody else"), "{own}");
    app.editor().post(place).json(&of).await.problem(403, "forbidden");
    app.admin().post(place).json(&json!({ "controller": "google" })).await.problem(422, "malformed-document");
    let unread = json!({ "controller": CONTROLLER, "digest": "00" });
    app.admin().post(place).json(&unread).await.problem(422, "malformed-document");

    let first = signed(app.admin(), "2026-q4", Some(CONTROLLER)).await;
    assert_eq!(first["signatures"].as_array().unwrap().len(), 1);
    let twice = app.admin().post(place).json(&of).await.problem(409, "conflict");
    assert!(twice["detail"].as_str().unwrap().contains("signed off"), "{twice}");
}

#[tokio::test]
async fn a_signed_review_does_not_change_by_any_route_and_is_proven_whatever_happens_after() {
    let app = TestApp::with_sunmi().await;
    opened(&app, "2026-Q4").await;
    all_decided(&app, "2026-q4").await;
    let last = signed_off(&app, "2026-q4").await;
    assert_eq!(last["state"], "signed_off");
    assert_eq!(last["renderings"].as_array().unwrap().len(), 6);
    let report = |format: &str, lang: &str| format!("/api/v1/reviews/2026-q4/report?format={format}&lang={lang}");
    let html = app.reader().get(report("html", "en")).await.expect(200);
    let model = app.reader().get(report("json", "en")).await.expect(200);

    let key = last["items"][0]["key"].clone();
    let decide = json!({ "decisions": [{ "item": key, "decision": "suspend", "comment": "too late" }] });
    let place = "/api/v1/reviews/2026-q4";
    let admin = app.admin();
    admin.post(format!("{place}/decisions")).json(&decide).await.problem(409, "conflict");
    admin.post(format!("{place}/rebase")).json(&json!({})).await.problem(409, "conflict");
    admin.post(format!("{place}/advice")).json(&json!({ "text": "late" })).await.problem(409, "conflict");
    admin.post(format!("{place}/cancellation")).json(&json!({ "because": "late" })).await.problem(409, "conflict");
    let decision = format!("/api/v1/review-decisions/2026-q4.{}", key.as_str().unwrap());
    for record in [place, &decision] {
        admin.delete(record).if_match("*").await.expect(405);
        admin.patch(record).if_match("*").merge(&json!({ "notes": { "en": "x" } })).await.expect(405);
    }
    let activity = "/api/v1/activities/consultation-services";
    app.editor().patch(activity).if_match("*").merge(&json!({ "name": { "en": "Renamed" } })).await.expect(200);
    app.clock.advance(chrono::TimeDelta::days(400));

    assert_eq!(app.reader().get(report("html", "en")).await.expect(200).body, html.body);
    assert_eq!(app.reader().get(report("json", "en")).await.expect(200).body, model.body);
    let proven: Value = app.reader().get(format!("{place}/verification")).await.expect(200).json();
    assert_eq!(proven["valid"], true, "{proven}");
    assert!(proven["parts"].as_array().unwrap().len() >= 7);
}

#[tokio::test]
async fn what_was_tampered_with_is_named() {
    let app = TestApp::with_sunmi().await;
    opened(&app, "2026-Q4").await;
    app.reader().get("/api/v1/reviews/2026-q4/verification").await.problem(409, "conflict");
    all_decided(&app, "2026-q4").await;
    let last = signed_off(&app, "2026-q4").await;
    let digest = last["renderings"][1]["digest"].as_str().unwrap();
    app.database.blobs.delete(&digest.parse().unwrap()).await.unwrap();
    let proven: Value = app.reader().get("/api/v1/reviews/2026-q4/verification").await.expect(200).json();
    assert_eq!(proven["valid"], false);
    let wrong: Vec<&Value> = proven["parts"].as_array().unwrap().iter().filter(|part| part["valid"] == false).collect();
    assert_eq!(wrong.len(), 1);
    assert_eq!(wrong[0]["part"], format!("renderings/{}", last["renderings"][1]["key"].as_str().unwrap()));
}

#[tokio::test]
async fn where_four_eyes_are_off_one_person_may_sign_and_every_page_says_so() {
    let app = TestApp::with_sunmi().await;
    let new = json!({ "period": "2026-Q4", "four_eyes": false });
    app.reviewer().post("/api/v1/reviews").json(&new).await.expect(201);
    all_decided(&app, "2026-q4").await;
    signed(app.reviewer(), "2026-q4", Some(CONTROLLER)).await;
    for (language, words) in [("en", "one person may decide and sign off"), ("zh-Hans", "同一人可决定并签核")]
    {
        let page = app.reader().get(format!("/api/v1/reviews/2026-q4/report?format=html&lang={language}")).await;
        assert!(page.expect(200).text().contains(words), "{language}");
    }
}

#[tokio::test]
async fn a_mistake_is_corrected_by_a_review_that_supersedes_the_signed_one() {
    let app = TestApp::with_sunmi().await;
    opened(&app, "2026-Q4").await;
    let open = json!({ "period": "2026-Q4", "supersedes": "2026-q4" });
    app.reviewer().post("/api/v1/reviews").json(&open).await.problem(422, "malformed-document");
    all_decided(&app, "2026-q4").await;
    app.reviewer()
        .post("/api/v1/reviews/2026-q4/advice")
        .json(&json!({ "text": "Sign the contract." }))
        .await
        .expect(200);
    signed_off(&app, "2026-q4").await;
    app.reviewer().post("/api/v1/reviews").json(&open).await.expect(201);
    let before: Value = app.reader().get("/api/v1/reviews/2026-q4").await.expect(200).json();
    assert_eq!(before["state"], "signed_off");
    all_decided(&app, "2026-q4-corrected").await;
    signed_off(&app, "2026-q4-corrected").await;
    let after: Value = app.reader().get("/api/v1/reviews/2026-q4").await.expect(200).json();
    assert_eq!(after["state"], "superseded");
    let proven: Value = app.reader().get("/api/v1/reviews/2026-q4/verification").await.expect(200).json();
    assert_eq!(proven["valid"], true, "what was signed stays what it was: {proven}");
    let page = app.reader().get("/api/v1/reviews/2026-q4/report?format=markdown&lang=en").await.expect(200);
    assert!(page.text().contains("Sign the contract."), "{}", page.text());
}

#[tokio::test]
async fn what_a_signed_review_rests_on_is_not_deleted_and_is_proven_with_it() {
    const DOCUMENTS: &str = "/api/v1/documents";
    let app = TestApp::with_sunmi().await;
    let uploaded = async |text: &str| -> String {
        let stored: Value = app.editor().post(DOCUMENTS).body("text/plain", text).await.expect(201).json();
        stored["digest"].as_str().unwrap().to_owned()
    };
    let (contract, opinion) = (uploaded("A contract.").await, uploaded("An opinion.").await);
    let dpa = json!({ "key": "dpa", "name": { "en": "DPA" }, "documents": [{ "title": "Copy", "digest": contract }] });
    app.given(&[("agreements", dpa)]).await;
    let review = opened(&app, "2026-Q4").await;
    all_decided(&app, "2026-q4").await;
    let unsure = review["items"].as_array().unwrap().iter().find(|item| item["result"] == "undetermined").unwrap();
    let decision = json!({
        "item": unsure["key"], "decision": "ask", "who": "Legal", "due": "2026-12-15", "evidence": [opinion],
    });
    super::decided(&app, "2026-q4", json!([decision])).await;
    signed_off(&app, "2026-q4").await;
    app.editor().delete("/api/v1/agreements/dpa").if_match("*").await.expect(204);

    let refused = app.admin().delete(format!("{DOCUMENTS}/{contract}")).await.problem(409, "conflict");
    let told = refused["detail"].as_str().unwrap();
    assert!(told.contains("reviews/2026-q4 looked at records that named the document"), "{told}");
    let refused = app.admin().delete(format!("{DOCUMENTS}/{opinion}")).await.problem(409, "conflict");
    assert!(refused["detail"].as_str().unwrap().contains("review-decisions/2026-q4."), "{refused}");
    let page = app.reader().get("/api/v1/reviews/2026-q4/report?format=markdown&lang=en").await.expect(200).text();
    assert!(page.contains(&opinion), "the page names what a decision rests on");

    let proven: Value = app.reader().get("/api/v1/reviews/2026-q4/verification").await.expect(200).json();
    let part = json!({ "part": format!("evidence/{opinion}"), "expected": opinion, "found": opinion, "valid": true });
    assert!(proven["parts"].as_array().unwrap().contains(&part), "{proven}");
    app.database.blobs.delete(&opinion.parse().unwrap()).await.unwrap();
    let proven: Value = app.reader().get("/api/v1/reviews/2026-q4/verification").await.expect(200).json();
    assert_eq!(proven["valid"], false);
}
