//! Redacting: what is gone is gone, and the chain still verifies.

use crate::support::{TestDatabase, commits, delete, id, organization, processor, put, request};
use ropewalk::{
    domain::{AsOf, change::Change, register::REDACTED},
    store::{Redact, RedactError, RedactRequest, Store},
};
use std::sync::Arc;

fn redaction(targets: &[(&str, Option<Vec<u64>>)], reasons: bool) -> RedactRequest {
    let target = |(text, versions): &(&str, Option<Vec<u64>>)| Redact { id: id(text), versions: versions.clone() };
    RedactRequest {
        principal: "p-dpo".to_owned(),
        reason: "erasure request 17".to_owned(),
        targets: targets.iter().map(target).collect(),
        reasons,
    }
}

/// Everything that a database holds, as far as a secret could be in it.
async fn everything(db: &TestDatabase) -> String {
    let rows = db.rows("SELECT document FROM revisions UNION ALL SELECT reason FROM commits").await;
    rows.into_iter().flatten().flatten().collect()
}

/// One record in three versions: named after somebody, changed, and the name again in a reason.
async fn three_versions(store: &Arc<Store>) {
    put(store, vec![organization("neo", "Jane Doe"), processor("neocrm", "neo")]).await;
    put(store, vec![organization("neo", "Jane Doe Ltd"), organization("acme", "Acme")]).await;
    let mut third = request(vec![Change::put(organization("neo", "Neo")), delete("organizations/acme")]);
    "Jane Doe asked for it".clone_into(&mut third.reason);
    store.commit(third).await.unwrap();
}

#[tokio::test]
async fn redacted_versions_are_unreadable_and_the_journal_still_verifies() {
    let db = TestDatabase::new().await;
    let (store, other) = (db.store().await, db.store().await);
    three_versions(&store).await;
    let before = store.verify(None).await.unwrap();
    // Both servers hold past registers with the name in them.
    for server in [&store, &other] {
        assert!(server.as_of(AsOf::Seq(1)).await.unwrap().entries().any(|entry| entry.document.contains("Jane")));
    }
    let redacted = store.redact(redaction(&[("organizations/neo", Some(vec![1, 2]))], true)).await.unwrap();
    assert_eq!(redacted.documents, [(id("organizations/neo"), 1, 1), (id("organizations/neo"), 2, 2)]);
    assert_eq!(redacted.reasons, [1, 2]);
    assert_eq!(redacted.register.head().seq, 4);
    for server in [&store, &other, &db.store().await] {
        assert!(server.register().await.unwrap().get(&id("organizations/neo")).unwrap().document.contains("Neo"));
        for seq in [1, 2] {
            let past = server.as_of(AsOf::Seq(seq)).await.unwrap();
            let entry = past.get(&id("organizations/neo")).unwrap();
            assert_eq!(entry.document.as_ref(), r#"{"key":"neo","name":{"en":"[redacted]"},"status":"active"}"#);
            assert_eq!((entry.version, entry.seq), (seq, seq));
        }
    }
    let history = store.history(&id("organizations/neo"), None, 10).await.unwrap();
    assert_eq!(history.iter().map(|r| r.redacted).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(history[1].reason, REDACTED);
    assert!(!store.revision(&id("processors/neocrm"), 1).await.unwrap().unwrap().redacted);
    let verified = store.verify(Some(before.head)).await.unwrap();
    assert_eq!(verified.findings, [""; 0]);
    let listed: Vec<_> = verified.redactions.iter().map(|r| (r.by, r.record.as_str(), r.version, r.document)).collect();
    assert_eq!(
        listed,
        [
            (4, "organizations/neo", 1, true),
            (4, "processors/neocrm", 1, false),
            (4, "organizations/acme", 1, false),
            (4, "organizations/neo", 2, true),
        ]
    );
    assert_eq!(commits(&store, 3, 1).await[0].redactions.len(), 4);
}

#[tokio::test]
async fn a_current_record_in_use_can_be_redacted_and_loses_its_references_only() {
    let db = TestDatabase::new().await;
    let (store, other) = (db.store().await, db.store().await);
    three_versions(&store).await;
    let targets = [("organizations/neo", None), ("processors/neocrm", None), ("organizations/acme", None)];
    let register = store.redact(redaction(&targets, true)).await.unwrap().register;
    assert!(!everything(&db).await.contains("Jane"));
    for register in [register, other.register().await.unwrap(), db.store().await.register().await.unwrap()] {
        assert_eq!(register.len(), 2);
        assert!(register.entries().all(|entry| entry.document.contains(REDACTED)));
        assert!(register.users(&id("organizations/neo")).next().is_none());
    }
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
    let back = put(&other, vec![organization("neo", "Neo"), processor("neocrm", "neo")]).await;
    assert_eq!(back.revisions.iter().map(|w| w.version).collect::<Vec<_>>(), [4, 2]);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
    // The name may be in the current document only: its user keeps its reference.
    let current = store.redact(redaction(&[("organizations/neo", Some(vec![4]))], false)).await.unwrap().register;
    assert_eq!(current.users(&id("organizations/neo")).cloned().collect::<Vec<_>>(), [id("processors/neocrm")]);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn documents_first_and_reasons_later_leave_no_salt_behind() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    three_versions(&store).await;
    let all = [("organizations/neo", None)];
    store.redact(redaction(&all, false)).await.unwrap();
    assert!(everything(&db).await.contains("Jane Doe asked"));
    let later = store.redact(redaction(&all, true)).await.unwrap();
    assert!(later.documents.is_empty());
    assert_eq!(later.reasons, [1, 2, 3]);
    assert!(!everything(&db).await.contains("Jane"));
    let salts = "SELECT CAST(count(*) AS TEXT) FROM redactions WHERE seq = 4 AND salt IS NOT NULL";
    assert_eq!(db.rows(salts).await, [[Some("0".to_owned())]]);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
    let again = store.redact(redaction(&all, true)).await.unwrap();
    assert!(again.documents.is_empty() && again.reasons.is_empty());
    assert_eq!(again.register.head().seq, 5, "nothing was left to redact");
}

#[tokio::test]
async fn what_never_existed_is_named_and_nothing_is_redacted() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    three_versions(&store).await;
    let targets =
        [("organizations/neo", Some(vec![1, 9])), ("organizations/nobody", None), ("processors/neocrm", None)];
    let Err(RedactError::Missing(missing)) = store.redact(redaction(&targets, true)).await else { panic!("refused") };
    assert_eq!(missing, [(id("organizations/neo"), Some(9)), (id("organizations/nobody"), None)]);
    assert_eq!(store.register().await.unwrap().head().seq, 3);
    assert!(everything(&db).await.contains("Jane Doe Ltd"));
}

#[tokio::test]
async fn a_redacted_document_that_is_changed_again_is_found() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    three_versions(&store).await;
    store.redact(redaction(&[("organizations/neo", Some(vec![1]))], false)).await.unwrap();
    db.tamper(&["UPDATE revisions SET document = replace(document, '[redacted]', 'Somebody') WHERE salt IS NULL"])
        .await;
    let findings = store.verify(None).await.unwrap().findings;
    assert_eq!(findings, ["the document of organizations/neo version 1 (commit 1) is not what was committed"]);
    db.tamper(&["UPDATE commits SET reason = 'another' WHERE seq = 4"]).await;
    let findings = store.verify(None).await.unwrap().findings;
    assert!(findings.iter().any(|finding| finding.starts_with("commit 4 breaks the chain")), "{findings:?}");
}
