//! One patch for everything that a filter selects: first said, then done, in one commit.

use crate::support::{TestApp, minimal};
use serde_json::json;

async fn app() -> TestApp {
    let app = TestApp::empty().await;
    for (key, tag) in [("a", "hr"), ("b", "hr"), ("c", "it")] {
        let mut record = minimal(key);
        record["tags"] = json!([tag]);
        app.given(&[("systems", record)]).await;
    }
    app
}

#[tokio::test]
async fn a_dry_run_says_what_the_change_then_does_in_one_commit() {
    let app = app().await;
    let patch = json!({ "steward": "people-team", "tags": null });
    let before = app.app.store.current().await.unwrap().register.head().seq;
    let said = app.editor().patch("/api/v1/systems?tag=hr&dry_run=true").merge(&patch).await.expect(200);
    assert_eq!(app.app.store.current().await.unwrap().register.head().seq, before);
    assert_eq!(said.json()["dry_run"], true);
    let changed: Vec<_> = said.json()["changed"].as_array().unwrap().iter().map(|c| c["key"].clone()).collect();
    assert_eq!(changed, ["a", "b"]);

    let done =
        app.editor().patch("/api/v1/systems?tag=hr&reason=handed+over").if_match(said.etag()).merge(&patch).await;
    let done = done.expect(200).json();
    assert_eq!(done["changed"], said.json()["changed"]);
    assert_eq!((done["dry_run"].as_bool(), done["seq"].as_u64()), (Some(false), Some(before + 1)));
    for (key, steward) in [("a", json!("people-team")), ("b", json!("people-team")), ("c", json!(null))] {
        let record = app.reader().get(format!("/api/v1/systems/{key}")).await.expect(200).json();
        assert_eq!(record["steward"], steward, "{key}");
    }
    let history = app.reader().get("/api/v1/systems/a/history").await.expect(200).json();
    assert_eq!(history["items"][0]["reason"], "handed over");
}

#[tokio::test]
async fn nothing_is_changed_that_the_dry_run_did_not_show() {
    let app = app().await;
    let patch = json!({ "steward": "people-team" });
    app.editor().patch("/api/v1/systems?tag=hr").merge(&patch).await.problem(428, "precondition-required");
    app.editor().patch("/api/v1/systems?tag=hr").if_match("*").merge(&patch).await.problem(412, "stale");
    let said = app.editor().patch("/api/v1/systems?tag=hr&dry_run=true").merge(&patch).await.expect(200);
    app.editor().patch("/api/v1/systems").if_match(said.etag()).merge(&patch).await.problem(412, "stale");

    app.editor().patch("/api/v1/systems/b").if_match("*").merge(&json!({ "status": "retired" })).await.expect(200);
    app.editor().patch("/api/v1/systems?tag=hr").if_match(said.etag()).merge(&patch).await.problem(412, "stale");
    let said = app.editor().patch("/api/v1/systems?tag=hr&dry_run=true").merge(&patch).await.expect(200);
    let mut late = minimal("late");
    late["tags"] = json!(["hr"]);
    app.given(&[("systems", late)]).await;
    app.editor().patch("/api/v1/systems?tag=hr").if_match(said.etag()).merge(&patch).await.problem(412, "stale");
}

#[tokio::test]
async fn a_mistake_in_one_record_stops_all_and_is_named_with_its_record() {
    let app = app().await;
    let path = "/api/v1/systems?dry_run=true";
    let answer = app.editor().patch(path).merge(&json!({ "operator": "nobody", "since": "2024-13-01" })).await;
    let problem = answer.problem(422, "malformed-document");
    let named: Vec<_> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["record"].as_str().unwrap().to_owned(), error["pointer"].as_str().unwrap().to_owned()))
        .collect();
    assert!(named.contains(&("systems/a".into(), "/operator".into())), "{named:?}");
    assert!(named.contains(&("systems/c".into(), "/since".into())), "{named:?}");
    let dangling = app.editor().patch(path).merge(&json!({ "operator": "nobody" })).await;
    assert_eq!(dangling.problem(422, "malformed-document")["errors"][0]["record"], "systems/a");
    let operations = json!([{ "op": "test", "path": "/tags/0", "value": "hr" }]);
    let failed = app.editor().patch(path).operations(&operations).await.problem(422, "malformed-document");
    assert_eq!(failed["errors"][0]["record"], "systems/c");
    app.editor().patch(path).merge(&json!({ "key": "x" })).await.problem(422, "malformed-document");
}

#[tokio::test]
async fn a_selection_of_nothing_changes_nothing() {
    let app = app().await;
    let path = "/api/v1/systems?tag=none";
    let patch = json!({ "steward": "x" });
    let said = app.editor().patch(format!("{path}&dry_run=true")).merge(&patch).await.expect(200);
    assert_eq!(said.json()["changed"], json!([]));
    app.editor().patch(path).if_match(said.etag()).merge(&patch).await.expect(200);
    app.editor().patch("/api/v1/systems?limit=1&dry_run=true").merge(&patch).await.problem(400, "bad-request");
    app.editor().patch(path).if_match(said.etag()).yaml("steward: x").await.problem(415, "unsupported-media-type");
}
