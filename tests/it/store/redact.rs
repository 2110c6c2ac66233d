//! Forgetting: documents go, the chain stays, and what refers to them holds.

use super::{commit, findings, id, put};
use crate::support::{Content, Database, TestApp, minimal, referring};
use ropewalk::{
    domain::{AsOf, Kind},
    store::{RedactError, Redaction, Store},
};
use serde_json::json;
use std::sync::Arc;

fn redaction(targets: &[(&str, Option<u64>)], reasons: bool) -> Redaction {
    let targets = targets.iter().map(|(record, version)| (id(record), *version)).collect();
    Redaction { principal: "p-dpo".into(), reason: "request 17".into(), targets, reasons }
}

/// A system whose steward is a person, changed twice and referred to by another.
async fn given(store: &Arc<Store>) {
    for (steward, reason) in [("Jane Doe", "Jane Doe moved in"), ("Jane Doe, again", "she stays"), ("nobody", "left")] {
        let mut record = minimal("a");
        record["steward"] = steward.into();
        record["operator"] = "acme".into();
        let changes = vec![put(Kind::Organizations, &minimal("acme")), put(Kind::Systems, &record)];
        commit(store, reason, changes).await.unwrap();
    }
    commit(store, "", vec![put(Kind::Systems, &referring("b", "a"))]).await.unwrap();
}

/// Everything that the tables of the journal say.
async fn journal(database: &Database) -> String {
    let revisions = database.texts("SELECT document, salt, commitment FROM revisions").await;
    format!("{revisions:?}{:?}", database.texts("SELECT reason FROM commits").await)
}

#[tokio::test]
async fn a_redacted_version_is_nowhere_and_the_chain_still_holds() {
    let database = Database::with(Content::BuiltIn);
    let (store, other) = (database.store().await, database.store().await);
    given(&store).await;
    let kept = other.as_of(AsOf::Seq(2)).await.unwrap();
    assert!(kept.get(&id("systems/a")).unwrap().document.contains("Jane Doe"));
    let noted = store.current().await.unwrap().register.head();

    let redacted = store.redact(redaction(&[("systems/a", Some(1)), ("systems/a", Some(2))], false)).await.unwrap();
    assert_eq!(redacted.versions, [(id("systems/a"), 1), (id("systems/a"), 2)]);
    assert_eq!(redacted.head.seq, 6);
    assert!(!journal(&database).await.replace("Jane Doe moved in", "").contains("Jane Doe"));
    for server in [&store, &other] {
        for seq in [2, 3] {
            // The other server learns of it by its next read, as of any commit.
            let past = server.as_of(AsOf::Seq(seq)).await.unwrap();
            let document = &past.get(&id("systems/a")).unwrap().document;
            assert_eq!(&**document, r#"{"key":"a","name":{"en":"[redacted]"},"status":"retired"}"#, "{seq}");
        }
        let now = server.current().await.unwrap().register;
        assert_eq!(now.get(&id("systems/a")).unwrap().record.common().steward, Some("nobody"));
    }
    let found = store.verify(Some(noted)).await.unwrap();
    assert_eq!(found.findings, Vec::<String>::new());
    assert_eq!(
        found.redactions,
        [
            "version 1 of systems/a (seq 2) was redacted by commit 6",
            "version 2 of systems/a (seq 3) was redacted by commit 6"
        ]
    );
}

#[tokio::test]
async fn reasons_are_forgotten_with_the_documents_where_asked() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    given(&store).await;
    store.redact(redaction(&[("systems/a", Some(1))], true)).await.unwrap();
    let journal = journal(&database).await;
    assert!(!journal.contains("moved in") && journal.contains("she stays"), "{journal}");
    let history = store.history(&id("systems/a"), 99, None, 10).await.unwrap();
    let told: Vec<_> = history.iter().map(|version| (version.reason.as_str(), version.redacted)).collect();
    assert_eq!(told, [("left", false), ("she stays", false), ("[redacted]", true)]);
    assert_eq!(findings(&store).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_current_record_that_others_refer_to_can_be_redacted() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    given(&store).await;
    let redacted = store.redact(redaction(&[("systems/a", None)], true)).await.unwrap();
    assert_eq!(redacted.versions.len(), 3);
    let register = store.current().await.unwrap().register;
    assert!(register.get(&id("systems/a")).unwrap().document.contains("[redacted]"));
    assert_eq!(register.users(&id("systems/a")).collect::<Vec<_>>(), [&id("systems/b")]);
    assert_eq!(register.users(&id("organizations/acme")).count(), 0);
    assert_eq!(findings(&store).await, Vec::<String>::new());
    let fresh = database.store().await;
    assert_eq!(fresh.current().await.unwrap().register.content_digest(), register.content_digest());
    // Life goes on: the record is written anew.
    commit(&store, "", vec![put(Kind::Systems, &minimal("a"))]).await.unwrap();
    assert_eq!(store.current().await.unwrap().register.last_version(&id("systems/a")), 4);
    assert_eq!(findings(&store).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_redacted_once_stays_redacted_and_is_not_redacted_again() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    given(&store).await;
    store.redact(redaction(&[("systems/a", Some(1))], false)).await.unwrap();
    for targets in [[("systems/a", Some(1))], [("systems/none", None)], [("systems/a", Some(9))]] {
        let again = store.redact(redaction(&targets, false)).await;
        assert!(matches!(again, Err(RedactError::Missing(_))), "{targets:?}");
    }
    store.redact(redaction(&[("systems/a", None)], true)).await.unwrap();
    assert_eq!(findings(&store).await, Vec::<String>::new());
    let salts = "SELECT COUNT(*) FROM revisions WHERE kind = 'systems' AND key = 'a' AND salt IS NOT NULL";
    assert_eq!(database.number(salts).await, 0);
}

#[tokio::test]
async fn a_change_of_a_redacted_document_is_found() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    given(&store).await;
    store.redact(redaction(&[("systems/a", Some(1))], false)).await.unwrap();
    let sql = "UPDATE revisions SET document = REPLACE(document, '[redacted]', 'Jane Doe') WHERE seq = 2 AND key = 'a'";
    assert_eq!(database.tamper(sql).await, 1);
    assert!(findings(&store).await[0].contains("version 1 of systems/a (seq 2): the document"));
}

#[tokio::test]
async fn the_api_shows_redacted_versions_as_such() {
    let app = TestApp::empty().await;
    let mut record = minimal("a");
    record["steward"] = "Jane Doe".into();
    app.given(&[("systems", record)]).await;
    app.editor().put("/api/v1/systems/a").if_match("*").json(&minimal("a")).await.expect(200);
    app.app.store.redact(redaction(&[("systems/a", Some(1))], false)).await.unwrap();
    let page = app.reader().get("/api/v1/systems/a/history").await.expect(200);
    assert!(!page.text().contains("Jane"), "{}", page.text());
    assert_eq!(page.json()["items"][1]["redacted"], json!(true));
    let version = app.reader().get("/api/v1/systems/a/history/1").await.expect(200);
    assert_eq!(version.json()["name"], json!({ "en": "[redacted]" }));
    let past = app.reader().get("/api/v1/systems/a?as_of=seq:2").await.expect(200);
    assert_eq!(past.json()["name"], json!({ "en": "[redacted]" }));
    assert_eq!(app.reader().get("/api/v1/systems/a").await.expect(200).json()["name"], json!({ "en": "The a" }));
}
