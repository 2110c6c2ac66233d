//! Verifying: every kind of tampering is found and named.

use crate::support::{TestDatabase, delete, organization, processor, put, request};
use ropewalk::{domain::register::Head, store::Store};
use std::sync::Arc;

/// Four commits: two records; one that refers to one of them, and one more; a change; a deletion.
async fn sound() -> (TestDatabase, Arc<Store>) {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("acme", "Acme"), organization("neo", "Neo")]).await;
    put(&store, vec![processor("neocrm", "neo"), processor("other", "neo")]).await;
    put(&store, vec![organization("neo", "Neo Ltd")]).await;
    store.commit(request(vec![delete("organizations/acme")])).await.unwrap();
    (db, store)
}

/// What is found after some statements.
async fn found_after(statements: &[&str]) -> Vec<String> {
    let (db, store) = sound().await;
    db.tamper(statements).await;
    store.verify(None).await.unwrap().findings
}

fn assert_finds(findings: &[String], expected: &[&str]) {
    for fragment in expected {
        assert!(findings.iter().any(|finding| finding.contains(fragment)), "no `{fragment}` in {findings:#?}");
    }
}

#[tokio::test]
async fn a_sound_database_is_counted_and_nothing_is_found() {
    let (_db, store) = sound().await;
    let verified = store.verify(Some(store.register().await.unwrap().head())).await.unwrap();
    assert_eq!(verified.findings, [""; 0]);
    let counts = (verified.commits, verified.revisions, verified.records, verified.references);
    assert_eq!(counts, (4, 6, 3, 2));
    assert!(verified.redactions.is_empty());
    let empty = TestDatabase::new().await;
    let verified = empty.store().await.verify(None).await.unwrap();
    assert_eq!((verified.findings.len(), verified.head.seq), (0, 0));
}

#[tokio::test]
async fn one_changed_byte_of_a_document_is_found_in_its_record_version_and_commit() {
    let findings = found_after(&["UPDATE revisions SET document = replace(document, 'Acme', 'Acne')"]).await;
    assert_eq!(findings, ["the document of organizations/acme version 1 (commit 1) is not what was committed"]);
    let findings =
        found_after(&["UPDATE revisions SET document = replace(document, 'Ltd', 'Inc') WHERE seq = 3"]).await;
    assert_eq!(
        findings,
        ["the reason of commit 3, or what it wrote, is not what was committed: organizations/neo version 2 (commit 3)"]
    );
}

#[tokio::test]
async fn a_changed_reason_is_found() {
    let findings = found_after(&["UPDATE commits SET reason = 'another' WHERE seq = 2"]).await;
    assert_eq!(findings.len(), 1);
    assert_finds(&findings, &["the reason of commit 2, or what it wrote", "processors/neocrm version 1"]);
}

#[tokio::test]
async fn a_changed_principal_time_or_id_of_a_commit_is_found() {
    for change in
        ["principal = 'p-mallory'", "commit_id = 'x'", "recorded_at = '2026-11-22T19:31:47.615959Z'", "seq = 3"]
    {
        let statement = match change {
            // Two commits must not have the same time: take that of the second away first.
            c if c.starts_with("recorded") => {
                "UPDATE commits SET recorded_at = '2026-11-22T19:31:48.000000Z' WHERE seq = 4"
            }
            "seq = 3" => "UPDATE commits SET digest = (SELECT digest FROM commits WHERE seq = 1) WHERE seq = 4",
            c => &format!("UPDATE commits SET {c} WHERE seq = 4"),
        };
        let findings = found_after(&[statement]).await;
        assert_finds(&findings, &["commit 4 breaks the chain"]);
    }
    let back = "UPDATE commits SET recorded_at = '2026-11-22T19:31:47.000000Z' WHERE seq = 3";
    assert_finds(
        &found_after(&[back]).await,
        &["commit 3 was recorded before the commit before it", "commit 3 breaks"],
    );
    let nonsense = "UPDATE commits SET recorded_at = 'yesterday' WHERE seq = 3";
    assert_finds(&found_after(&[nonsense]).await, &["commit 3 was recorded at `yesterday`, which is no time"]);
}

#[tokio::test]
async fn a_missing_commit_and_a_missing_revision_are_found() {
    let findings = found_after(&["DELETE FROM revisions WHERE seq = 3", "DELETE FROM commits WHERE seq = 3"]).await;
    assert_finds(&findings, &["commit 3 is missing", "commit 4 breaks the chain", "the index points at version 2"]);
    let findings = found_after(&["DELETE FROM commits WHERE seq IN (2, 3)"]).await;
    assert_finds(
        &findings,
        &["commits 2 to 3 are missing", "processors/neocrm version 1 belongs to commit 2, which is missing"],
    );
    let findings = found_after(&["DELETE FROM revisions WHERE seq = 2 AND n = 1"]).await;
    assert_finds(
        &findings,
        &["revision 1 of commit 2 is missing", "processors/neocrm is in the index, but not in the journal"],
    );
    let findings = found_after(&["DELETE FROM revisions WHERE seq = 1 AND n = 2"]).await;
    assert_finds(
        &findings,
        &["commit 1 breaks the chain", "organizations/neo version 2 (commit 3) follows on version 0"],
    );
}

#[tokio::test]
async fn an_added_revision_is_found() {
    let added = "INSERT INTO revisions (seq, n, kind, key, version, action, schema, document, salt, commitment) \
                 SELECT seq, 2, kind, 'added', 1, action, schema, document, salt, commitment FROM revisions \
                 WHERE seq = 3 AND n = 1";
    assert_finds(
        &found_after(&[added]).await,
        &["commit 3 breaks the chain", "organizations/added is missing in the index"],
    );
}

#[tokio::test]
async fn changed_salts_and_commitments_are_found() {
    let zeros = "0".repeat(64);
    let salt = format!("UPDATE revisions SET salt = '{zeros}' WHERE seq = 2 AND n = 2");
    assert_finds(&found_after(&[&salt]).await, &["the document of processors/other version 1 (commit 2)"]);
    let commitment = format!("UPDATE revisions SET commitment = '{zeros}' WHERE seq = 2 AND n = 2");
    assert_finds(&found_after(&[&commitment]).await, &["commit 2 breaks the chain", "processors/other version 1"]);
    let none = "UPDATE revisions SET salt = NULL WHERE seq = 2 AND n = 2";
    assert_finds(
        &found_after(&[none]).await,
        &["processors/other version 1 (commit 2) has no salt, and no commit redacted it"],
    );
}

#[tokio::test]
async fn a_head_that_does_not_fit_the_journal_is_found() {
    let findings = found_after(&["UPDATE head SET seq = 3"]).await;
    assert_finds(&findings, &["the head says seq 3 with digest", "but the journal ends at seq 4"]);
    let findings = found_after(&["UPDATE head SET recorded_at = '2026-11-22T19:31:48.000000Z'"]).await;
    assert_eq!(findings, ["the head has another time than the last commit"]);
    assert_finds(&found_after(&["DELETE FROM head"]).await, &["the head of the journal cannot be read"]);
}

#[tokio::test]
async fn rows_of_the_index_that_differ_from_the_journal_are_named() {
    let findings = found_after(&["DELETE FROM records WHERE key = 'neo'"]).await;
    assert_eq!(findings, ["organizations/neo is missing in the index of records"]);
    let findings = found_after(&["UPDATE records SET version = 1, seq = 1, n = 2 WHERE key = 'neo'"]).await;
    assert_eq!(
        findings,
        [
            "the index points at version 1 of organizations/neo (commit 1, revision 2), the journal at version 2 (commit 3, revision 1)"
        ]
    );
    let extra = "INSERT INTO records (kind, key, version, seq, n) VALUES ('organizations', 'acme', 1, 1, 1), \
                 ('systems', 'behind-the-last', 1, 1, 1)";
    assert_eq!(
        found_after(&[extra]).await,
        [
            "organizations/acme is in the index, but not in the journal",
            "systems/behind-the-last is in the index, but not in the journal"
        ]
    );
    let findings = found_after(&["DELETE FROM refs WHERE key = 'neocrm'"]).await;
    assert_eq!(
        findings,
        ["that processors/neocrm refers to organizations/neo at /providers/0/organization is missing in the index"]
    );
    let findings = found_after(&["UPDATE refs SET to_key = 'acme' WHERE key = 'neocrm'"]).await;
    assert_finds(&findings, &["the index of references says organizations/acme"]);
    let findings = found_after(&["UPDATE refs SET pointer = '/x' WHERE key = 'neocrm'"]).await;
    assert_finds(&findings, &["refers to organizations/neo at /x, but it does not", "is missing in the index"]);
}

#[tokio::test]
async fn a_document_that_is_no_record_is_named() {
    let findings = found_after(&["UPDATE revisions SET document = '{' WHERE seq = 3"]).await;
    assert_finds(&findings, &["organizations/neo version 2 (commit 3) cannot be read"]);
}

#[tokio::test]
async fn a_journal_that_was_cut_off_or_written_anew_contradicts_what_was_expected() {
    let (db, store) = sound().await;
    let expected = store.verify(None).await.unwrap().head;
    db.tamper(&[
        "DELETE FROM revisions WHERE seq = 4",
        "DELETE FROM commits WHERE seq = 4",
        "UPDATE head SET seq = 3, digest = (SELECT digest FROM commits WHERE seq = 3), \
         recorded_at = (SELECT recorded_at FROM commits WHERE seq = 3)",
        "INSERT INTO records (kind, key, version, seq, n) VALUES ('organizations', 'acme', 1, 1, 1)",
    ])
    .await;
    let survivor = db.store().await;
    assert_eq!(survivor.verify(None).await.unwrap().findings, [""; 0], "by itself it looks sound");
    let findings = survivor.verify(Some(expected)).await.unwrap().findings;
    assert_eq!(findings, ["the journal ends at seq 3, expected 4"]);
    put(&survivor, vec![organization("late", "Late")]).await;
    let findings = survivor.verify(Some(expected)).await.unwrap().findings;
    assert_finds(&findings, &["the journal was written anew: commit 4 has digest"]);
    assert_eq!(findings.len(), 1);
    let earlier = survivor.as_of(ropewalk::domain::AsOf::Seq(2)).await.unwrap().head();
    assert_eq!(survivor.verify(Some(earlier)).await.unwrap().findings, [""; 0]);
    let other = Head { seq: 0, digest: expected.digest };
    assert_eq!(survivor.verify(Some(other)).await.unwrap().findings.len(), 1);
}
