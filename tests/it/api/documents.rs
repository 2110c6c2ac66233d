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
