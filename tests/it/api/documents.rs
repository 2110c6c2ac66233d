//! Files that records name by their digest.

use crate::support::TestApp;
use ropewalk::http::Limits;
use serde_json::{Value, json};

const DOCUMENTS: &str = "/api/v1/documents";

/// The least that content tells to be a PDF.
const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

#[tokio::test]
async fn a_document_is_kept_under_its_digest_and_comes_back_byte_for_byte() {
    let app = TestApp::empty().await;
    let sent = app.editor().post(DOCUMENTS).body("application/pdf", PDF).await.expect(201);
    let stored: Value = sent.json();
    assert_eq!((&stored["media_type"], &stored["bytes"]), (&json!("application/pdf"), &json!(PDF.len())));
    let place = sent.header("Location").unwrap().to_owned();
    let held = app.reader().get(&place).await.expect(200);
    assert_eq!(held.body, PDF);
    assert_eq!(held.header("Content-Disposition"), Some("attachment"));
    assert!(held.header("Content-Security-Policy").unwrap().contains("sandbox"));
    let again: Value = app.reviewer().post(DOCUMENTS).body("application/octet-stream", PDF).await.expect(201).json();
    assert_eq!(again, stored, "the same bytes are the same document");
    app.reader().post(DOCUMENTS).body("application/pdf", PDF).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_document_that_lies_about_its_type_or_is_too_large_is_refused() {
    let app = TestApp::empty().await;
    let html = "<html><script>alert(1)</script></html>";
    let lie = app.editor().post(DOCUMENTS).body("application/pdf", html).await.problem(400, "bad-request");
    assert!(lie["detail"].as_str().unwrap().contains("its content is text/html"), "{lie}");
    app.editor().post(DOCUMENTS).body("text/plain", PDF).await.problem(400, "bad-request");
    app.editor().post(DOCUMENTS).body("application/pdf", "").await.problem(400, "bad-request");
    app.editor().post(DOCUMENTS).body("text/markdown", "# Minutes\n").await.expect(201);
    let limits = Limits { document: 10, ..Limits::default() };
    let small =
        TestApp::over(crate::support::Database::with(crate::support::Content::BuiltIn), limits, Vec::new()).await;
    small.editor().post(DOCUMENTS).body("application/pdf", PDF).await.problem(413, "too-large");
}

#[tokio::test]
async fn a_document_that_a_record_names_stays() {
    let app = TestApp::empty().await;
    let stored: Value = app.editor().post(DOCUMENTS).body("application/pdf", PDF).await.expect(201).json();
    let digest = stored["digest"].as_str().unwrap();
    let dpa = json!({
        "key": "dpa", "name": { "en": "DPA" }, "documents": [{ "title": "Signed copy", "digest": digest }],
    });
    app.given(&[("agreements", dpa)]).await;
    let place = format!("{DOCUMENTS}/{digest}");
    let refused = app.editor().delete(&place).await.problem(409, "conflict");
    assert!(refused["detail"].as_str().unwrap().contains("agreements/dpa"), "{refused}");
    app.editor().delete("/api/v1/agreements/dpa").if_match("*").await.expect(204);
    app.editor().delete(&place).await.expect(204);
    app.reader().get(&place).await.problem(404, "not-found");
    app.editor().delete(&place).await.problem(404, "not-found");
    app.reader().get(format!("{DOCUMENTS}/none")).await.problem(404, "not-found");
}

#[tokio::test]
async fn a_part_of_a_document_is_had_by_its_range() {
    let app = TestApp::empty().await;
    let sent = app.editor().post(DOCUMENTS).body("application/pdf", PDF).await.expect(201);
    let place = sent.header("Location").unwrap().to_owned();
    let whole = app.reader().get(&place).await.expect(200);
    assert_eq!(whole.header("Accept-Ranges"), Some("bytes"));
    let part = app.reader().get(&place).header("Range", "bytes=1-3").await.expect(206);
    assert_eq!(
        (part.body.as_slice(), part.header("Content-Range").unwrap()),
        (&PDF[1..4], &*format!("bytes 1-3/{}", PDF.len()))
    );
    assert_eq!(part.etag(), whole.etag());
    let end = app.reader().get(&place).header("Range", "bytes=-5").header("If-Range", whole.etag()).await.expect(206);
    assert_eq!(end.body, PDF[PDF.len() - 5..]);
    let other = app.reader().get(&place).header("Range", "bytes=0-1").header("If-Range", "\"other\"").await.expect(200);
    assert_eq!(other.body, PDF);
    let beyond = app.reader().get(&place).header("Range", "bytes=1000-").await;
    beyond.problem(416, "range-not-satisfiable");
    assert_eq!(beyond.header("Content-Range").unwrap(), format!("bytes */{}", PDF.len()));
    app.reader().get(&place).header("If-None-Match", whole.etag()).header("Range", "bytes=0-1").await.expect(304);
}

#[tokio::test]
async fn the_same_document_sent_by_many_at_once_is_kept_once() {
    let app = TestApp::empty().await;
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let (one, two, three) = tokio::join!(
        app.editor().post(DOCUMENTS).body("application/octet-stream", bytes.clone()),
        app.reviewer().post(DOCUMENTS).body("application/octet-stream", bytes.clone()),
        app.admin().post(DOCUMENTS).body("application/octet-stream", bytes.clone()),
    );
    let place = one.expect(201).header("Location").unwrap().to_owned();
    assert_eq!(two.expect(201).header("Location"), Some(&*place));
    assert_eq!(three.expect(201).header("Location"), Some(&*place));
    assert_eq!(app.reader().get(&place).await.expect(200).body, bytes);
}

#[tokio::test]
async fn every_kind_of_record_names_documents() {
    let app = TestApp::empty().await;
    let stored: Value = app.editor().post(DOCUMENTS).body("application/pdf", PDF).await.expect(201).json();
    let digest = stored["digest"].as_str().unwrap();
    for kind in ["activities", "notices", "organizations", "processors", "systems", "waivers"] {
        let record = json!({
            "key": "one", "name": { "en": "One" }, "documents": [{ "title": "Policy", "digest": digest }],
        });
        let put = app.editor().post(format!("/api/v1/{kind}")).json(&record).await;
        assert_eq!(put.status, 201, "{kind}: {}", put.text());
        let refused = app.editor().delete(format!("{DOCUMENTS}/{digest}")).await.problem(409, "conflict");
        assert!(refused["detail"].as_str().unwrap().contains(&format!("{kind}/one")), "{refused}");
        app.editor().delete(format!("/api/v1/{kind}/one")).if_match("*").await.expect(204);
    }
    app.editor().delete(format!("{DOCUMENTS}/{digest}")).await.expect(204);
}
