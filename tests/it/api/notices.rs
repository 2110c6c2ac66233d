//! A published notice, and what a site loads, held against the register: asked by whoever may read, and nothing is written.

use crate::support::{Content, Database, TestApp};
use ropewalk::http::Limits;
use serde_json::{Value, json};

const NOTICE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy";
const PAGE: &str = "<h1>Privacy Policy</h1><p>Effective Date: September[ ], 2024</p>\
    <table><tr><th>Service</th><th>Purpose</th><th>Provider</th></tr>\
    <tr><td>NeoCRM</td><td>To facilitate contact with clients</td><td>Google Inc.</td></tr></table>\
    <p>Data is typically stored on Amazon servers located in North America.</p>";

fn problems(drift: &Value) -> Vec<&str> {
    drift["differences"].as_array().unwrap().iter().map(|one| one["problem"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_notice_is_held_against_the_register_and_nothing_is_written() {
    let app = TestApp::with_sunmi().await;
    let before = app.app.store.current().await.unwrap().register.head();
    for caller in [app.reader(), app.reviewer(), app.editor(), app.admin()] {
        let drift =
            caller.post(format!("{NOTICE}/drift?on=2026-11-25")).body("text/html", PAGE).await.expect(200).json();
        let found = problems(&drift);
        for problem in ["row_missing", "cell_differs", "date_blank", "named_outside_table"] {
            assert!(found.contains(&problem), "{problem}: {found:?}");
        }
        let differences = drift["differences"].as_array().unwrap();
        assert!(differences.iter().all(|one| one["at"][0]["line"].is_u64()), "{drift}");
        assert!(differences.iter().all(|one| one["surety"]["why"]["zh-Hans"].is_string()), "{drift}");
    }
    assert_eq!(app.app.store.current().await.unwrap().register.head(), before);
    let publisher = app.publisher(&["sunmi-north-america-website-privacy-policy"]).await;
    publisher.post(format!("{NOTICE}/drift")).body("text/html", PAGE).await.problem(403, "forbidden");
}

#[tokio::test]
async fn it_is_told_in_every_format_and_both_languages() {
    let app = TestApp::with_sunmi().await;
    let ask = |query: &str| app.reader().post(format!("{NOTICE}/drift?on=2026-11-25&{query}")).body("text/html", PAGE);
    let markdown = ask("format=markdown&lang=zh-CN").await.expect(200);
    assert!(markdown.text().contains("日期空白") && markdown.header("Content-Language").is_some());
    assert!(ask("format=html").await.expect(200).text().starts_with("<!DOCTYPE html>"));
    assert!(ask("format=csv").await.expect(200).text().starts_with("Severity,"));
    ask("format=xml").await.problem(400, "bad-request");
    ask("colour=red").await.problem(400, "bad-request");
    let accepted = ask("").header("Accept", "text/csv").await.expect(200);
    assert_eq!(accepted.header("Content-Type"), Some("text/csv; charset=utf-8; header=present"));
    let earlier = ask("as_of=seq:1").await;
    earlier.problem(404, "not-found");
}

#[tokio::test]
async fn the_text_is_of_a_known_type_a_known_size_and_any_encoding() {
    let app = TestApp::with_sunmi().await;
    let post = |media_type: &str, bytes: &[u8]| app.reader().post(format!("{NOTICE}/drift")).body(media_type, bytes);
    post("application/pdf", b"%PDF").await.problem(415, "unsupported-media-type");
    app.reader().post(format!("{NOTICE}/drift")).await.problem(415, "unsupported-media-type");
    let latin = b"Effective Date: 1 March 2024 \xa7 caf\xe9".as_slice();
    let read = post("text/plain; charset=ISO-8859-1", latin).await.expect(200).json();
    assert_eq!(
        (&read["reading"]["encoding"]["name"], &read["reading"]["encoding"]["damaged"]),
        (&json!("windows-1252"), &json!(false))
    );
    let unknown = post("text/plain; charset=no-such", latin).await.expect(200).json();
    assert_eq!(unknown["reading"]["encoding"]["from"], "guess");
    let told = |document: Value| app.reader().post(format!("{NOTICE}/drift")).json(&document);
    let plain = post("text/plain", b"Effective Date: 1 March 2024").await.expect(200).json();
    let same = told(json!({ "format": "plain", "text": "Effective Date: 1 March 2024" })).await.expect(200).json();
    assert_eq!(same["differences"], plain["differences"]);
    let problem = told(json!({ "format": "pdf", "txt": "" })).await.problem(422, "malformed-document");
    let places: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    assert_eq!(places, ["/txt", "/format", "/text"]);
    told(json!([])).await.problem(422, "malformed-document");
    let limits = Limits { text: 100, ..Limits::default() };
    let small = TestApp::over(Database::with(Content::Sunmi), limits, Vec::new()).await;
    small.reader().post(format!("{NOTICE}/drift")).body("text/plain", "x".repeat(101)).await.problem(413, "too-large");
    for path in ["/api/v1/notices/another/drift", "/api/v1/notices/No%20Key/drift"] {
        app.reader().post(path).body("text/plain", "x").await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn what_a_site_loads_is_held_against_the_register() {
    let app = TestApp::with_sunmi().await;
    let crm = json!({ "hosts": ["www.neocrm.com"] });
    app.editor().patch("/api/v1/processors/neocrm").if_match("*").merge(&crm).await.expect(200);
    let ask = |media_type: &str, body: String| {
        app.reader().post(format!("{NOTICE}/hosts-drift?on=2026-11-25")).body(media_type, body)
    };
    let list = "www.sunmi.us\nhttps://cdn.neocrm.com/a.js\nads.example.com\nwww.neocrm.com\n";
    let told = ask("text/plain", list.into()).await.expect(200).json();
    let whose: Vec<(&str, &str)> = told["loaded"]
        .as_array()
        .unwrap()
        .iter()
        .map(|host| (host["host"].as_str().unwrap(), host["is"].as_str().unwrap()))
        .collect();
    assert_eq!(
        whose,
        [
            ("ads.example.com", "not_recorded"),
            ("cdn.neocrm.com", "on_recorded_site"),
            ("www.neocrm.com", "recorded"),
            ("www.sunmi.us", "ours")
        ]
    );
    assert_eq!(told["host_counts"]["error"], 1, "{told}");
    assert_eq!(told["host_differences"][0]["at"][0]["line"], 3);
    let refused = ask("application/json", "{\"log\": {\"entries\": [}".into()).await;
    let mistake = &refused.problem(422, "malformed-document")["errors"][0];
    assert_eq!(mistake["line"], 1);
    ask("application/json", "{}".into()).await.problem(422, "malformed-document");
    ask("text/html", "<p>".into()).await.problem(415, "unsupported-media-type");
}
