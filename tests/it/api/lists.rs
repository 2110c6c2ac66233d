//! Collections: by key, in pages, with a cursor and a `Link`.

use crate::support::{TestApp, id, minimal};
use ropewalk::store::{Redact, RedactRequest};
use serde_json::Value;

fn link(answer: &crate::support::Answer) -> Option<String> {
    let (target, relation) = answer.header("Link")?.split_once('>')?;
    assert_eq!(relation, "; rel=\"next\"");
    Some(target.strip_prefix('<').unwrap().to_owned())
}

#[tokio::test]
async fn pages_joined_are_the_whole_list() {
    let app = TestApp::empty().await;
    let whole = app.reader().get("/api/v1/locations?limit=1000").await.expect(200);
    assert!(whole.keys().len() > 200 && link(&whole).is_none() && whole.json()["next"].is_null());
    assert!(whole.keys().is_sorted());
    for limit in [1, 7, 100, 283, 284] {
        let mut joined = Vec::new();
        let mut next = Some(format!("/api/v1/locations?limit={limit}"));
        while let Some(path) = next {
            let page = app.reader().get(&path).await.expect(200);
            assert!(page.keys().len() <= limit);
            joined.extend(page.keys());
            next = link(&page);
            assert_eq!(page.json()["next"].is_null(), next.is_none());
            if limit == 1 && joined.len() == 5 {
                joined = whole.keys();
                break;
            }
        }
        assert_eq!(joined, whole.keys(), "{limit}");
    }
}

#[tokio::test]
async fn a_page_has_a_hundred_records_unless_asked_otherwise() {
    let app = TestApp::empty().await;
    let page = app.reader().get("/api/v1/locations").await.expect(200);
    assert_eq!(page.keys().len(), 100);
    let cursor = page.json()["next"].as_str().unwrap().to_owned();
    let next = app.reader().get(format!("/api/v1/locations?cursor={cursor}")).await.expect(200);
    assert!(next.keys()[0] > page.keys()[99]);
}

#[tokio::test]
async fn the_link_keeps_as_of_so_that_pages_are_of_one_register() {
    let app = TestApp::empty().await;
    let first = app.reader().get("/api/v1/locations?as_of=seq:1&limit=2").await.expect(200);
    let target = link(&first).unwrap();
    assert!(target.contains("as_of=seq%3A1"), "{target}");
    assert_eq!(app.reader().get(target).await.expect(200).keys().len(), 2);
}

#[tokio::test]
async fn an_empty_collection_is_a_list_of_nothing() {
    let app = TestApp::empty().await;
    let page = app.reader().get("/api/v1/activities").await.expect(200).json();
    assert_eq!(page, serde_json::json!({ "items": [], "next": Value::Null }));
}

#[tokio::test]
async fn parameters_that_make_no_sense_are_refused() {
    let app = TestApp::empty().await;
    for query in [
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=ten",
        "limit=",
        "cursor=Not%20A%20Key",
        "as_off=seq:1",
        "limit=1&limit=2",
        "LIMIT=1",
        "q=%20",
        "status=gone",
        "status=",
        "incomplete=maybe",
        "changed_since=yesterday",
        "changed_since=seq:1&changed_since=seq:2",
        "sort=colour",
        "sort=--key",
        "fields=colour",
        "role=controller",
        "tag=Not%20A%20Key",
    ] {
        let problem = app.reader().get(format!("/api/v1/locations?{query}")).await.problem(400, "bad-request");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
    let unknown = app.reader().get("/api/v1/locations/de?limit=1").await.problem(400, "bad-request");
    assert_eq!(unknown["detail"], "unknown parameter `limit`; allowed are as_of");
    let twice = app.reader().get("/api/v1/locations?limit=1&limit=2").await.problem(400, "bad-request");
    assert_eq!(twice["detail"], "parameter `limit` is given twice");
    app.editor().delete("/api/v1/locations/de?force=true").if_match("*").await.problem(400, "bad-request");
}

#[tokio::test]
async fn drafts_and_retired_records_are_listed() {
    let app = TestApp::empty().await;
    for (key, status) in [("a", "draft"), ("b", "active"), ("c", "retired")] {
        let mut record = crate::support::minimal(key);
        record["status"] = status.into();
        app.given(&[("systems", record)]).await;
    }
    assert_eq!(app.reader().get("/api/v1/systems").await.expect(200).keys(), ["a", "b", "c"]);
}

#[tokio::test]
async fn who_holds_a_list_of_the_past_hears_that_it_was_redacted() {
    let app = TestApp::empty().await;
    let mut person = minimal("crm");
    person["steward"] = "Jane Doe".into();
    app.given(&[("systems", person)]).await;
    let seq = app.app.store.current().await.unwrap().register.head().seq;
    let path = format!("/api/v1/systems?as_of=seq:{seq}");
    let held = app.reader().get(&path).await.expect(200);
    assert!(held.text().contains("Jane Doe"));
    app.reader().get(&path).header("If-None-Match", held.etag()).await.expect(304);
    let targets = vec![Redact { id: id("systems/crm"), versions: None }];
    let request = RedactRequest { principal: "p-dpo".into(), reason: "request 17".into(), targets, reasons: false };
    app.app.store.redact(request).await.unwrap();
    let now = app.reader().get(&path).header("If-None-Match", held.etag()).await.expect(200);
    assert!(!now.text().contains("Jane Doe"));
}
