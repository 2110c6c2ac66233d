//! The change feed over HTTP.

use crate::support::{TestApp, minimal};
use serde_json::{Value, json};

const CHANGES: &str = "/api/v1/changes";

#[tokio::test]
async fn the_feed_tells_who_changed_what_and_why_and_goes_on_where_it_ended() {
    let app = TestApp::empty().await;
    let editor = app.editor();
    let post = editor.post("/api/v1/systems?reason=found").json(&minimal("crm"));
    post.await.expect(201);
    editor.delete("/api/v1/systems/crm").if_match("\"1\"").await.expect(204);
    let first = app.reader().get(format!("{CHANGES}?since=1&limit=1")).await.expect(200).json();
    let commit = &first["items"][0];
    assert_eq!(
        (&commit["seq"], &commit["reason"], &commit["principal_name"]),
        (&json!(2), &json!("found"), &json!("editor"))
    );
    assert_eq!(
        commit["revisions"],
        json!([{ "kind": "systems", "key": "crm", "version": 1, "action": "put" }]),
        "documents come where they are asked for"
    );
    assert_eq!((&first["next"], first["items"].as_array().unwrap().len()), (&json!("2"), 1));
    let digest = commit["digest"].as_str().unwrap();
    let next = format!("{CHANGES}?since=2&digest={digest}&documents=true");
    let second = app.reader().get(next).await.expect(200).json();
    assert_eq!(second["items"][0]["revisions"][0]["action"], "delete");
    assert!(second["items"][0]["revisions"][0]["document"].is_null());
    let end = app.reader().get(format!("{CHANGES}?since=3")).await.expect(200).json();
    assert_eq!(end, json!({ "items": [], "next": "3" }));
    let whole = app.reviewer().get(format!("{CHANGES}?documents=true")).await.expect(200).json();
    assert_eq!(whole["items"].as_array().unwrap().iter().map(|c| &c["seq"]).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(whole["items"][1]["revisions"][0]["document"]["name"], json!({ "en": "The crm" }));
}

#[tokio::test]
async fn a_long_poll_answers_when_somebody_commits() {
    let app = TestApp::empty().await;
    let (reader, editor) = (app.reader(), app.editor());
    let waiting = async { reader.get(format!("{CHANGES}?since=1&wait=60")).await.expect(200).json() };
    let writing = async { editor.post("/api/v1/systems").json(&minimal("crm")).await.expect(201) };
    let (told, _) = tokio::join!(waiting, writing);
    assert_eq!((&told["items"][0]["seq"], &told["next"]), (&json!(2), &json!("2")));
    let nothing = app.reader().get(format!("{CHANGES}?since=2&wait=1")).await.expect(200).json();
    assert_eq!(nothing, json!({ "items": [], "next": "2" }));
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_answers_those_who_wait() {
    let app = TestApp::empty().await;
    let reader = app.reader();
    let waiting = async { reader.get(format!("{CHANGES}?since=1&wait=60")).await.expect(200).json() };
    let (told, ()) = tokio::join!(waiting, async { app.stop() });
    assert_eq!(told, json!({ "items": [], "next": "1" }));
}

#[tokio::test]
async fn a_place_that_this_history_does_not_have_is_refused_in_words() {
    let app = TestApp::empty().await;
    let future = app.reader().get(format!("{CHANGES}?since=2")).await.problem(400, "bad-request");
    assert_eq!(future["detail"], "commit 2 is in the future: the journal ends at commit 1");
    let foreign = format!("{CHANGES}?since=1&digest={}", "5a".repeat(32));
    let foreign = app.reader().get(foreign).await.problem(409, "other-history");
    assert!(foreign["detail"].as_str().unwrap().contains("read the whole register anew"), "{foreign}");
    for wrong in ["since=-1", "since=x", "limit=0", "wait=61", "digest=5a", "documents=perhaps", "kind=systems"] {
        let problem: Value = app.reader().get(format!("{CHANGES}?{wrong}")).await.problem(400, "bad-request");
        let name = wrong.split('=').next().unwrap();
        assert!(problem["detail"].as_str().unwrap().contains(name), "{wrong}: {problem}");
    }
}
