//! A notice is published, and what was published stays: by version, by date, byte for byte.

use crate::support::{TestApp, minimal};
use serde_json::{Value, json};

const NOTICE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy";

/// The services in the processor table that somebody gets.
fn services(table: &Value) -> Vec<String> {
    let rows = table["rows"].as_array().unwrap().iter();
    rows.map(|row| row["processor"].as_str().unwrap().to_owned()).collect()
}

/// Publishes and answers the record.
async fn publish(app: &TestApp, new: Value) -> Value {
    app.editor().post(format!("{NOTICE}/publications")).json(&new).await.expect(201).json()
}

#[tokio::test]
async fn a_publisher_gets_what_was_approved_and_only_an_editor_sees_what_is_newer() {
    let app = TestApp::with_sunmi().await;
    let publisher = app.publisher(&["sunmi-north-america-website-privacy-policy"]).await;
    let table = format!("{NOTICE}/processor-table?lang=en");
    publish(&app, json!({})).await;
    let approved = publisher.get(&table).await.expect(200);
    let notice: Value = app.reader().get(NOTICE).await.expect(200).json();
    let listing = notice["listing"].as_array().unwrap();
    // What the words of a row rest on goes with the row.
    let fewer = json!({ "listing": listing[1..], "sources": null });
    app.editor().patch(NOTICE).if_match("*").merge(&fewer).await.expect(200);

    let still = publisher.get(&table).await.expect(200);
    assert_eq!((still.etag(), &still.body), (approved.etag(), &approved.body));
    publisher.get(&table).header("If-None-Match", approved.etag()).await.expect(304);
    let preview: Value = app.editor().get(format!("{table}&preview=true")).await.expect(200).json();
    assert_eq!(services(&preview).len(), listing.len() - 1);
    publisher.get(format!("{table}&preview=true")).await.problem(403, "forbidden");
    app.reader().get(format!("{table}&preview=true")).await.problem(403, "forbidden");

    let second = publish(&app, json!({ "effective": "2027-01-01" })).await;
    assert_eq!((&second["version"], &second["published"]), (&json!(2), &json!("2026-11-22")));
    let now: Value = publisher.get(&table).await.expect(200).json();
    assert_eq!(services(&now), services(&preview));
    let content: Value = publisher.get(format!("{NOTICE}/content")).await.expect(200).json();
    assert_eq!(content["made"]["as_of"]["seq"], second["register"]["seq"]);
}

#[tokio::test]
async fn a_version_is_read_by_its_number_and_by_the_day_on_which_it_applied() {
    let app = TestApp::with_sunmi().await;
    let publisher = app.publisher(&["sunmi-north-america-website-privacy-policy"]).await;
    publish(&app, json!({})).await;
    let none = json!({ "listing": [], "sources": null });
    app.editor().patch(NOTICE).if_match("*").merge(&none).await.expect(200);
    publish(&app, json!({ "effective": "2027-01-01" })).await;
    app.clock.advance(chrono::TimeDelta::days(90));
    let table = |query: &str| format!("{NOTICE}/processor-table?{query}");
    let rows = async |query: &str| services(&publisher.get(table(query)).await.expect(200).json()).len();
    let first = rows("publication=1").await;
    assert!(first > 0);
    assert_eq!(rows("publication=2").await, 0);
    assert_eq!((rows("in_force=2026-12-31").await, rows("in_force=2027-01-01").await), (first, 0));
    let before = publisher.get(table("in_force=2020-01-01")).await.problem(404, "not-found");
    assert!(before["detail"].as_str().unwrap().contains("no publication"), "{before}");
    publisher.get(table("publication=3")).await.problem(404, "not-found");
    for query in ["publication=0", "publication=one", "publication=1&in_force=2027-01-01", "publication=1&preview=true"]
    {
        publisher.get(table(query)).await.problem(400, "bad-request");
    }
    app.reader().get(table("publication=1&on=2026-01-01")).await.problem(400, "bad-request");
    let versions: Value = publisher.get(format!("{NOTICE}/publications")).await.expect(200).json();
    let numbers: Vec<u64> =
        versions["items"].as_array().unwrap().iter().map(|v| v["version"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [2, 1]);
}

#[tokio::test]
async fn published_texts_are_kept_byte_for_byte_and_never_run_in_a_browser() {
    let app = TestApp::with_sunmi().await;
    publish(&app, json!({})).await;
    let html = "<h1>Privacy</h1><script>alert(1)</script>\r\n";
    let texts = json!([
        { "language": "en", "format": "html", "text": html },
        { "language": "zh-Hans", "format": "markdown", "text": "# 隐私政策\n" },
    ]);
    let publication = publish(&app, json!({ "texts": texts })).await;
    assert_eq!(publication["texts"][0]["bytes"], html.len());
    let text = format!("{NOTICE}/publications/2/texts/en");
    let kept = app.reader().get(&text).await.expect(200);
    assert_eq!(kept.body, html.as_bytes());
    assert_eq!(kept.header("Content-Disposition"), Some("attachment"));
    assert!(kept.header("Content-Security-Policy").unwrap().contains("sandbox"));
    assert_eq!(kept.etag().trim_matches('"'), publication["texts"][0]["digest"].as_str().unwrap());
    app.reader().get(format!("{NOTICE}/publications/2/texts/fr")).await.problem(404, "not-found");
    app.reader().get(format!("{NOTICE}/publications/9/texts/en")).await.problem(404, "not-found");
}

#[tokio::test]
async fn a_publication_is_made_by_publishing_only_and_never_changes() {
    let app = TestApp::with_sunmi().await;
    publish(&app, json!({})).await;
    let record = "/api/v1/publications/sunmi-north-america-website-privacy-policy.v1";
    let read = app.reader().get(record).await.expect(200);
    assert_eq!(read.json()["version"], 1);
    let admin = app.admin();
    admin.put(record).if_match("*").body("application/json", read.body.clone()).await.expect(405);
    admin.patch(record).if_match("*").merge(&json!({ "effective": "2020-01-01" })).await.expect(405);
    admin.delete(record).if_match("*").await.expect(405);
    admin.post("/api/v1/publications").json(&read.json()).await.expect(405);
    let manifest = json!({ "publications": [read.json()] });
    let refused = admin.post("/api/v1/changes").json(&manifest).await.problem(422, "malformed-document");
    assert_eq!(refused["errors"][0]["pointer"], "/publications");
    let export: Value = admin.get("/api/v1/export?format=json").await.expect(200).json();
    assert!(export.get("publications").is_none(), "acts are no facts that another register takes over");
    admin.delete(NOTICE).if_match("*").await.problem(409, "in-use");
}

#[tokio::test]
async fn a_publication_that_makes_no_sense_is_refused_with_its_place() {
    let app = TestApp::with_sunmi().await;
    let place = format!("{NOTICE}/publications");
    let text = |language: &str, text: &str| json!({ "language": language, "format": "plain", "text": text });
    let cases = [
        (json!({ "texts": [text("en", " ")] }), "/texts/0/text"),
        (json!({ "texts": [text("en", "a"), text("en", "b")] }), "/texts/1/language"),
        (json!({ "texts": [{ "language": "en", "format": "word", "text": "a" }] }), "/texts/0/format"),
        (json!({ "effective": "2026-02-30" }), "/effective"),
        (json!({ "as_of": "yesterday" }), "/as_of"),
        (json!({ "version": 7 }), "/version"),
    ];
    for (body, pointer) in cases {
        let problem = app.editor().post(&place).json(&body).await.problem(422, "malformed-document");
        assert!(
            problem["errors"][0]["pointer"].as_str().unwrap().starts_with(pointer) || pointer == "/version",
            "{problem}"
        );
    }
    app.reader().post(&place).json(&json!({})).await.problem(403, "forbidden");
    app.given(&[("notices", json!({ "key": "draft", "name": { "en": "A draft" }, "status": "draft" }))]).await;
    app.editor().post("/api/v1/notices/draft/publications").json(&json!({})).await.problem(409, "conflict");
    app.editor().post("/api/v1/notices/none/publications").json(&json!({})).await.problem(404, "not-found");
    let long = "n".repeat(100);
    app.given(&[("notices", minimal(&long))]).await;
    app.editor().post(format!("/api/v1/notices/{long}/publications")).json(&json!({})).await.expect(201);
}

#[tokio::test]
async fn what_changed_since_the_publication_is_told_with_its_commits_and_what_follows() {
    let app = TestApp::with_sunmi().await;
    let changes = format!("/api/v1/reports/material-changes?notice={}", NOTICE.rsplit('/').next().unwrap());
    publish(&app, json!({})).await;
    let none: Value = app.reader().get(&changes).await.expect(200).json();
    assert_eq!(none["conclusion"]["notice_must_be_updated"], false);
    assert_eq!(none["changes"], json!([]));

    let activity = "/api/v1/activities/consultation-services";
    let held: Value = app.reader().get(activity).await.expect(200).json();
    let mut data = held["data"].as_array().unwrap().clone();
    data.push(json!({ "key": "ip", "category": "network.ip_address" }));
    app.editor().patch(activity).if_match("*").merge(&json!({ "data": data })).await.expect(200);
    let seq = app.app.store.current().await.unwrap().register.head().seq;
    let told: Value = app.reader().get(&changes).await.expect(200).json();
    let change = &told["changes"][0];
    assert_eq!((&change["class"], &change["became"]), (&json!("data"), &json!("added")), "{told}");
    assert_eq!(change["at"], "functions/consultation-services/data/ip");
    assert_eq!(change["commits"], json!([seq]));
    assert_eq!(told["conclusion"]["people_must_be_told"], true);
    assert_eq!(told["conclusion"]["prior_notice"]["days"], 30);

    publish(&app, json!({})).await;
    let none: Value = app.reader().get(&changes).await.expect(200).json();
    assert_eq!((&none["changes"], &none["publication"]["version"]), (&json!([]), &json!(2)));
    let again: Value = app.reader().get(format!("{changes}&since=seq:2")).await.expect(200).json();
    assert_eq!(again["changes"].as_array().unwrap().len(), 1, "{again}");

    app.given(&[("notices", minimal("new"))]).await;
    let never: Value = app.reader().get("/api/v1/reports/material-changes?notice=new").await.expect(200).json();
    assert!(never.get("conclusion").is_none(), "what was never published is not compared: {never}");
}

#[tokio::test]
async fn what_a_published_text_says_otherwise_is_found_with_its_place() {
    let app = TestApp::with_sunmi().await;
    let notice = "sunmi-north-america-website-privacy-policy";
    let found = async |more: &str| -> Vec<Value> {
        let path = format!("/api/v1/findings?family=notices&format=json&notice={notice}{more}");
        let told: Value = app.reader().get(path).await.expect(200).json();
        told["findings"].as_array().unwrap().clone()
    };
    assert!(found("&code=RW087").await.is_empty(), "nothing was published");
    let text =
        "# Privacy\n\n## Third parties\n\n| Third party | Purpose |\n|---|---|\n| Letterbox Ltd | Newsletters |\n";
    let new = json!({ "texts": [{ "language": "en", "format": "markdown", "text": text }] });
    app.editor().post(format!("/api/v1/notices/{notice}/publications")).json(&new).await.expect(201);
    let missing = found("&code=RW087").await;
    assert!(missing.iter().any(|finding| finding["message"]["en"].as_str().unwrap().contains("NeoCRM")), "{missing:?}");
    let otherwise = found("&code=RW088").await;
    let letterbox = otherwise.iter().find(|finding| finding["place"]["quote"].as_str().unwrap().contains("Letterbox"));
    let place = &letterbox.unwrap_or_else(|| panic!("{otherwise:?}"))["place"];
    assert_eq!((&place["line"], &place["version"], &place["language"]), (&json!(7), &json!(1), &json!("en")));
    assert!(found("&code=RW086").await.is_empty());
    let changes: Value = app
        .reader()
        .get(format!("/api/v1/findings?code=RW087&format=json&since=seq:2&notice={notice}"))
        .await
        .expect(200)
        .json();
    assert_eq!(changes["changes"]["new"].as_array().unwrap().len(), missing.len(), "each of them is new");
}
