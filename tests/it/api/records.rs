//! Records of every kind are created, read, replaced, changed and deleted alike.

use crate::support::{TestApp, minimal, referring, rich_facts, sample};
use ropewalk::domain::Kind;
use serde_json::{Value, json};

#[tokio::test]
async fn a_record_of_any_kind_lives_from_post_to_delete() {
    let app = TestApp::empty().await;
    let editor = app.editor();
    for kind in Kind::GENERIC {
        let (list, one) = (format!("/api/v1/{kind}"), format!("/api/v1/{kind}/alpha"));
        editor.get(&one).await.problem(404, "not-found");

        let created = editor.post(&list).json(&minimal("alpha")).await.expect(201);
        assert_eq!(created.header("Location"), Some(one.as_str()));
        assert_eq!(created.etag(), "\"1\"");
        let read = editor.get(&one).await.expect(200);
        assert_eq!((read.etag(), &read.body), ("\"1\"", &created.body));
        assert_eq!(read.json(), json!({ "key": "alpha", "name": { "en": "The alpha" }, "status": "active" }));

        let mut record = minimal("alpha");
        record["steward"] = "legal".into();
        let replaced = editor.put(&one).if_match("\"1\"").json(&record).await.expect(200);
        assert_eq!(replaced.etag(), "\"2\"");

        let patch = json!({ "steward": null, "tags": ["a"] });
        let changed = editor.patch(&one).if_match("\"2\"").merge(&patch).await.expect(200);
        assert_eq!(changed.etag(), "\"3\"");
        let expected = json!({ "key": "alpha", "name": { "en": "The alpha" }, "status": "active", "tags": ["a"] });
        assert_eq!(changed.json(), expected);

        let deleted = editor.delete(&one).if_match("\"3\"").await.expect(204);
        assert!(deleted.body.is_empty());
        let gone = editor.get(&one).await.problem(410, "gone");
        assert!(gone["detail"].as_str().unwrap().contains("versions up to 4"), "{gone}");
    }
}

#[tokio::test]
async fn a_rich_record_of_any_kind_is_answered_as_the_bytes_of_its_sample() {
    let app = TestApp::empty().await;
    let mut manifest = serde_json::Map::new();
    for record in rich_facts() {
        let list = manifest.entry(record.kind().path()).or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(record.value());
    }
    app.editor().post("/api/v1/changes").json(&Value::Object(manifest)).await.expect(200);
    for kind in Kind::GENERIC {
        let value: Value = serde_json::from_str(sample(*kind)).unwrap();
        let one = format!("/api/v1/{kind}/{}", value["key"].as_str().unwrap());
        let read = app.reader().get(&one).await.expect(200);
        assert_eq!(read.text(), sample(*kind));
        // Writing back what was read changes nothing.
        let written = app.editor().put(&one).if_match(read.etag()).body("application/json", read.body).await;
        assert_eq!(written.expect(200).etag(), "\"1\"");
    }
}

#[tokio::test]
async fn writing_what_is_already_there_makes_no_version_and_no_commit() {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("crm"))]).await;
    let seq = app.app.store.current().await.unwrap().register.head().seq;
    let spelt_out = json!({ "name": { "en": "The crm" }, "status": "active", "steward": null, "key": "crm" });
    let put = app.editor().put("/api/v1/systems/crm").if_match("\"1\"").json(&spelt_out).await.expect(200);
    assert_eq!(put.etag(), "\"1\"");
    let patched = app.editor().patch("/api/v1/systems/crm").if_match("*").merge(&json!({ "tags": null })).await;
    assert_eq!(patched.expect(200).etag(), "\"1\"");
    assert_eq!(app.app.store.current().await.unwrap().register.head().seq, seq);
}

#[tokio::test]
async fn a_record_that_is_there_cannot_be_created_again() {
    let app = TestApp::empty().await;
    app.given(&[("processors", minimal("crm"))]).await;
    let answer = app.editor().post("/api/v1/processors").json(&minimal("crm")).await;
    assert_eq!(answer.problem(409, "exists")["current_version"], 1);
}

#[tokio::test]
async fn a_record_in_use_cannot_be_deleted() {
    let app = TestApp::empty().await;
    for kind in Kind::GENERIC {
        let records = [(kind.path(), minimal("old")), (kind.path(), referring("new", "old"))];
        app.given(&records).await;
        let answer = app.editor().delete(format!("/api/v1/{kind}/old")).if_match("*").await;
        assert_eq!(answer.problem(409, "in-use")["used_by"], json!([format!("{kind}/new")]));
        app.editor().delete(format!("/api/v1/{kind}/new")).if_match("*").await.expect(204);
        app.editor().delete(format!("/api/v1/{kind}/old")).if_match("*").await.expect(204);
    }
}

#[tokio::test]
async fn a_record_may_refer_to_itself_and_still_be_deleted() {
    let app = TestApp::empty().await;
    app.given(&[("processors", minimal("crm"))]).await;
    let itself = json!({ "sub_processors": [{ "key": "self", "processor": "crm" }] });
    app.editor().patch("/api/v1/processors/crm").if_match("*").merge(&itself).await.expect(200);
    app.editor().delete("/api/v1/processors/crm").if_match("*").await.expect(204);
}

#[tokio::test]
async fn the_versions_of_a_key_count_on_after_its_deletion() {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("crm"))]).await;
    app.editor().delete("/api/v1/systems/crm").if_match("\"1\"").await.expect(204);
    let again = app.editor().post("/api/v1/systems").json(&minimal("crm")).await.expect(201);
    assert_eq!(again.etag(), "\"3\"");
    app.editor().get("/api/v1/systems/crm/history/2").await.problem(410, "gone");
    app.editor().delete("/api/v1/systems/none").if_match("*").await.problem(412, "stale");
}

#[tokio::test]
async fn a_json_patch_is_applied_as_a_whole_or_not_at_all() {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("crm"))]).await;
    let one = "/api/v1/systems/crm";
    let patch = json!([
        { "op": "test", "path": "/name/en", "value": "The crm" },
        { "op": "add", "path": "/tags", "value": ["a"] },
        { "op": "add", "path": "/tags/-", "value": "b" },
        { "op": "copy", "from": "/name/en", "path": "/steward" },
        { "op": "replace", "path": "/name/en", "value": "CRM" }
    ]);
    let patched = app.editor().patch(one).if_match("\"1\"").operations(&patch).await.expect(200);
    assert_eq!(
        patched.json(),
        json!({ "key": "crm", "name": { "en": "CRM" }, "status": "active", "steward": "The crm", "tags": ["a", "b"] })
    );
    let failing = json!([
        { "op": "remove", "path": "/steward" },
        { "op": "test", "path": "/name/en", "value": "something else" }
    ]);
    let refused = app.editor().patch(one).if_match("\"2\"").operations(&failing).await;
    assert_eq!(refused.pointers(422), ["/1"]);
    let nonsense = app.editor().patch(one).if_match("\"2\"").operations(&json!([{ "op": "explode" }])).await;
    assert_eq!(nonsense.pointers(422), ["/0"]);
    let no_list = app.editor().patch(one).if_match("\"2\"").operations(&json!({ "steward": null })).await;
    assert_eq!(no_list.pointers(422), [""]);
    assert_eq!(app.reader().get(one).await.expect(200).body, patched.body);
}

#[tokio::test]
async fn a_merge_patch_is_judged_by_what_it_makes() {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("crm"))]).await;
    let one = "/api/v1/systems/crm";
    let merge = async |patch: Value| app.editor().patch(one).if_match("*").merge(&patch).await;
    assert_eq!(merge(json!({ "name": null })).await.pointers(422), [""]);
    assert_eq!(merge(json!({ "colour": "red" })).await.pointers(422), ["/colour"]);
    assert_eq!(merge(json!({ "key": "other" })).await.pointers(422), ["/key"]);
    assert_eq!(merge(json!({ "operator": "nobody" })).await.pointers(422), ["/operator"]);
    assert_eq!(merge(json!("crm")).await.pointers(422), [""]);
    assert_eq!(
        merge(json!({ "name": { "en": null, "de": "Kunden" } })).await.json()["name"],
        json!({ "de": "Kunden" })
    );
}

#[tokio::test]
async fn what_every_role_may_read_is_the_same() {
    let app = TestApp::with_sunmi().await;
    let one = "/api/v1/processors/neocrm";
    let read = app.reader().get(one).await.expect(200).body;
    for caller in [app.reviewer(), app.editor(), app.admin()] {
        assert_eq!(caller.get(one).await.expect(200).body, read);
    }
}
