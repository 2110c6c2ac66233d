//! The processor table, as a policy generator pulls it.

use crate::support::{Answer, TestApp, minimal};
use chrono::TimeDelta;
use serde_json::{Value, json};

const NOTICE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy";
const TABLE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy/processor-table";

const FORMATS: [(&str, &str); 5] = [
    ("json", "application/json"),
    ("markdown", "text/markdown"),
    ("html", "text/html"),
    ("csv", "text/csv"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

async fn table(app: &TestApp, query: &str) -> Answer {
    app.reader().get(format!("{TABLE}?{query}")).await
}

fn media_type(answer: &Answer) -> &str {
    answer.header("Content-Type").unwrap().split(';').next().unwrap()
}

#[tokio::test]
async fn the_published_table_is_told_cell_for_cell() {
    let app = TestApp::with_sunmi().await;
    let document = table(&app, "").await.expect(200).json();
    let rows = document["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{document}");
    let text = rows[1].to_string();
    for words in ["NeoCRM", "Beijing Renkehudong", "xiaoshouyi.com"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(rows[0].to_string().contains("Google Analytics"), "{}", rows[0]);
}

#[tokio::test]
async fn every_format_is_had_by_name_and_by_media_type() {
    let app = TestApp::with_sunmi().await;
    for columns in ["notice", "sdk", "recipients", "subprocessors"] {
        for (name, wanted) in FORMATS {
            let named = table(&app, &format!("columns={columns}&format={name}")).await.expect(200);
            assert_eq!(media_type(&named), wanted);
            assert!(!named.body.is_empty());
            let path = format!("{TABLE}?columns={columns}");
            let accepted = app.reader().get(path).header("Accept", wanted).await.expect(200);
            assert_eq!(accepted.body, named.body, "{columns} {name}");
            assert_eq!(accepted.etag(), named.etag());
        }
    }
}

#[tokio::test]
async fn the_best_acceptable_format_is_chosen() {
    let app = TestApp::with_sunmi().await;
    for (accept, chosen) in [
        ("*/*", "application/json"),
        ("text/csv;q=0.5, text/html;q=0.9", "text/html"),
        ("image/png, text/markdown;q=0.1", "text/markdown"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "text/html"),
    ] {
        let answer = app.reader().get(TABLE).header("Accept", accept).await.expect(200);
        assert_eq!(media_type(&answer), chosen, "{accept}");
    }
    for accept in ["image/png", "application/json;q=0"] {
        app.reader().get(TABLE).header("Accept", accept).await.problem(406, "not-acceptable");
    }
    table(&app, "format=docx").await.problem(400, "bad-request");
}

#[tokio::test]
async fn the_language_is_had_by_name_or_by_preference() {
    let app = TestApp::with_sunmi().await;
    let chinese = table(&app, "lang=zh-Hans").await.expect(200);
    // The name of a service that has none in Chinese stands there in English.
    assert_eq!(chinese.header("Content-Language"), Some("zh-Hans, en"));
    let english = table(&app, "lang=en").await.expect(200);
    assert_eq!(english.header("Content-Language"), Some("en"));
    assert_ne!(chinese.etag(), english.etag());
    let mainland = table(&app, "lang=zh-CN").await.expect(200).json();
    assert_eq!(mainland["rows"], chinese.json()["rows"]);
    let prefers = async |header: &str| app.reader().get(TABLE).header("Accept-Language", header).await.expect(200);
    assert_eq!(prefers("zh-Hans;q=0.9, en;q=0.8").await.body, chinese.body);
    assert_eq!(prefers("fr, zh-CN;q=0.9, en;Q=0.1").await.json()["rows"], chinese.json()["rows"]);
    assert_eq!(prefers("en-GB;q=0, en;q=0.5").await.body, english.body);
    assert_eq!(prefers("*").await.body, english.body);
    assert_eq!(prefers("!!").await.body, english.body);
    table(&app, "lang=not+a+language").await.problem(400, "bad-request");
}

#[tokio::test]
async fn a_change_elsewhere_leaves_the_table_as_it_is_and_one_in_it_does_not() {
    let app = TestApp::with_sunmi().await;
    for (format, _) in FORMATS {
        let path = format!("{TABLE}?format={format}");
        let tag = app.reader().get(&path).await.expect(200).etag().to_owned();
        app.given(&[("systems", minimal(&format!("elsewhere-{format}")))]).await;
        let same = app.reader().get(&path).header("If-None-Match", &tag).await.expect(304);
        assert!(same.body.is_empty() && same.etag() == tag);
        let patch = json!([{ "op": "replace", "path": "/listing/0/wording/purpose/en", "value": format!("Purpose for {format}") }]);
        app.editor().patch(NOTICE).if_match("*").operations(&patch).await.expect(200);
        let other = app.reader().get(&path).header("If-None-Match", &tag).await.expect(200);
        // The text of a workbook is compressed in its file.
        let told = format == "xlsx" || other.text().contains(&format!("Purpose for {format}"));
        assert!(other.etag() != tag && told);
    }
}

#[tokio::test]
async fn as_of_and_on_say_what_was_known_and_when_it_is_judged() {
    let app = TestApp::with_sunmi().await;
    let before = table(&app, "").await.expect(200);
    app.clock.advance(TimeDelta::days(1));
    let patch = json!([{ "op": "replace", "path": "/listing/0/wording/purpose/en", "value": "Something new" }]);
    app.editor().patch(NOTICE).if_match("*").operations(&patch).await.expect(200);
    for as_of in ["seq:2", "2026-11-22T23:00:00Z"] {
        let past = table(&app, &format!("as_of={as_of}&on=2026-11-22")).await.expect(200);
        assert_eq!(past.body, before.body, "{as_of}");
    }
    assert!(table(&app, "as_of=seq:3").await.expect(200).text().contains("Something new"));
    table(&app, "as_of=seq:1").await.problem(404, "not-found");
    table(&app, "as_of=seq:4").await.problem(400, "bad-request");
    for on in ["2020-01-01", "2026-11-22", "2040-12-31"] {
        let judged = table(&app, &format!("on={on}")).await.expect(200).json();
        assert!(judged["rows"].is_array());
    }
    table(&app, "on=2026-02-30").await.problem(400, "bad-request");
    table(&app, "on=today").await.problem(400, "bad-request");
}

#[tokio::test]
async fn a_service_counts_on_the_days_on_which_it_is_used() {
    let app = TestApp::empty().await;
    let manifest = json!({
        "organizations": [minimal("acme")],
        "processors": [{ "key": "crm", "name": { "en": "CRM" }, "providers": [{ "key": "a", "organization": "acme" }] }],
        "notices": [minimal("notice")],
        "activities": [{
            "key": "sales", "name": { "en": "Sales" }, "notices": ["notice"],
            "disclosures": [{ "key": "crm", "recipient": { "processor": "crm" }, "since": "2026-01-01", "until": "2026-12-31" }]
        }]
    });
    app.editor().post("/api/v1/changes").json(&manifest).await.expect(200);
    let rows = async |on: &str| {
        let path = format!("/api/v1/notices/notice/processor-table?on={on}");
        app.reader().get(path).await.expect(200).json()["rows"].as_array().unwrap().len()
    };
    assert_eq!((rows("2025-12-31").await, rows("2026-01-01").await), (0, 1));
    assert_eq!((rows("2026-12-31").await, rows("2027-01-01").await), (1, 0));
}

#[tokio::test]
async fn a_publisher_gets_the_published_table_of_its_notices_only() {
    let app = TestApp::with_sunmi().await;
    app.given(&[("notices", minimal("other"))]).await;
    let publisher = app.publisher(&["sunmi-north-america-website-privacy-policy"]).await;
    publisher.get(TABLE).await.problem(404, "not-found");
    let publications = TABLE.replace("processor-table", "publications");
    app.editor().post(publications).json(&serde_json::json!({})).await.expect(201);
    let own = publisher.get(format!("{TABLE}?lang=zh-Hans&format=html&columns=sdk")).await.expect(200);
    publisher
        .get(format!("{TABLE}?lang=zh-Hans&format=html&columns=sdk"))
        .header("If-None-Match", own.etag())
        .await
        .expect(304);
    for query in ["as_of=seq:2", "on=2026-11-22", "as_of=2026-11-22T12:00:00Z"] {
        publisher.get(format!("{TABLE}?{query}")).await.problem(403, "forbidden");
    }
    publisher.get("/api/v1/notices/other/processor-table").await.problem(403, "forbidden");
    publisher.get("/api/v1/notices/unknown/processor-table").await.problem(403, "forbidden");
    let nobodys = app.publisher(&[]).await;
    nobodys.get(TABLE).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_notice_that_is_not_there_has_no_table() {
    let app = TestApp::with_sunmi().await;
    app.reader().get("/api/v1/notices/unknown/processor-table").await.problem(404, "not-found");
    app.given(&[("notices", minimal("other"))]).await;
    let rows = app.reader().get("/api/v1/notices/other/processor-table").await.expect(200).json()["rows"].clone();
    assert_eq!(rows, Value::Array(Vec::new()));
    app.editor().delete("/api/v1/notices/other").if_match("*").await.expect(204);
    app.reader().get("/api/v1/notices/other/processor-table").await.problem(410, "gone");
    table(&app, "columns=everything").await.problem(400, "bad-request");
    table(&app, "columns=notice&columns=sdk").await.problem(400, "bad-request");
}

#[tokio::test]
async fn a_publisher_gets_no_notice_that_is_not_active_today() {
    let app = TestApp::empty().await;
    let notice =
        |key: &str, field: &str, value: &str| serde_json::json!({ "key": key, "name": { "en": key }, field: value });
    app.given(&[
        ("notices", notice("draft", "status", "draft")),
        ("notices", notice("old", "status", "retired")),
        ("notices", notice("coming", "since", "2099-01-01")),
        ("notices", notice("live", "status", "active")),
    ])
    .await;
    let publisher = app.publisher(&["draft", "old", "coming", "live"]).await;
    for key in ["draft", "old", "coming"] {
        let table = format!("/api/v1/notices/{key}/processor-table");
        publisher.get(&table).await.problem(403, "forbidden");
        app.reader().get(&table).await.expect(200);
    }
    let live = "/api/v1/notices/live/processor-table";
    let unpublished = publisher.get(live).await.problem(404, "not-found");
    assert!(unpublished["detail"].as_str().unwrap().contains("never published"), "{unpublished}");
    app.editor().post("/api/v1/notices/live/publications").json(&serde_json::json!({})).await.expect(201);
    publisher.get(live).await.expect(200);
}
