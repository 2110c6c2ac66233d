//! Verification: whatever was done behind the program's back is found and named.

use super::{assert_finds, commit, delete, findings, put};
use crate::support::{Content, Database, minimal, referring};
use ropewalk::{domain::Kind, store::Store};
use std::sync::Arc;

/// Four commits: the built-in records, two systems of which one refers to the other, a change, a deletion.
async fn given() -> (Database, Arc<Store>) {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let changes = vec![
        put(Kind::Systems, &minimal("a")),
        put(Kind::Systems, &referring("b", "a")),
        put(Kind::Systems, &minimal("c")),
    ];
    commit(&store, "the first", changes).await.unwrap();
    let mut changed = minimal("a");
    changed["steward"] = "legal".into();
    commit(&store, "the second", vec![put(Kind::Systems, &changed)]).await.unwrap();
    commit(&store, "the third", vec![delete("systems/c")]).await.unwrap();
    (database, store)
}

/// What is found after one row, or as many as are said, was changed.
async fn found_after(changes: &[(&str, u64)]) -> Vec<String> {
    let (database, store) = given().await;
    for (sql, rows) in changes {
        assert_eq!(database.tamper(sql).await, *rows, "{sql}");
    }
    findings(&store).await
}

#[tokio::test]
async fn a_sound_database_is_counted_and_nothing_is_found() {
    let (database, store) = given().await;
    let found = store.verify(None).await.unwrap();
    assert_eq!(found.findings, Vec::<String>::new());
    assert_eq!((found.commits, found.blobs, found.redactions.len()), (4, 0, 0));
    for (counted, sql) in [
        (found.revisions, "SELECT COUNT(*) FROM revisions"),
        (found.records, "SELECT COUNT(*) FROM records"),
        (found.references, "SELECT COUNT(*) FROM refs"),
    ] {
        assert_eq!(i64::try_from(counted).unwrap(), database.number(sql).await, "{sql}");
    }
    let head = store.current().await.unwrap().register.head();
    assert_eq!(found.head, Some(head));
    assert_eq!(store.verify(Some(head)).await.unwrap().findings, Vec::<String>::new());
}

#[tokio::test]
async fn one_changed_byte_of_a_document_is_found_and_named() {
    let sql = "UPDATE revisions SET document = REPLACE(document, 'The b', 'The B') WHERE seq = 2 AND key = 'b'";
    let found = found_after(&[(sql, 1)]).await;
    assert_finds(&found, &["version 1 of systems/b (seq 2): the document"]);
    let old = "UPDATE revisions SET document = REPLACE(document, 'The a', 'The A') WHERE seq = 2 AND key = 'a'";
    assert_finds(&found_after(&[(old, 1)]).await, &["version 1 of systems/a (seq 2): the document"]);
}

#[tokio::test]
async fn a_changed_reason_is_found() {
    let found = found_after(&[("UPDATE commits SET reason = 'another' WHERE seq = 3", 1)]).await;
    assert_finds(&found, &["version 2 of systems/a (seq 3)", "the reason of its commit"]);
}

#[tokio::test]
async fn a_changed_principal_time_or_id_of_a_commit_is_found() {
    for change in ["principal = 'p-other'", "recorded_at = '2020-01-01T00:00:00.000000Z'", "commit_id = 'other'"] {
        let found = found_after(&[(&format!("UPDATE commits SET {change} WHERE seq = 3"), 1)]).await;
        assert_finds(&found, &["commit 3: its digest does not follow"]);
    }
}

#[tokio::test]
async fn a_changed_header_of_a_revision_is_found() {
    for change in ["version = 7", "action = 'delete'", "schema = 9", "key = 'z'", "kind = 'agreements'"] {
        let sql = format!("UPDATE revisions SET {change} WHERE seq = 3");
        let found = found_after(&[(&sql, 1)]).await;
        assert_finds(&found, &["commit 3: its digest does not follow"]);
    }
}

#[tokio::test]
async fn a_changed_salt_commitment_or_digest_is_found() {
    let zeros = "0".repeat(64);
    let salt = found_after(&[(&format!("UPDATE revisions SET salt = '{zeros}' WHERE seq = 3"), 1)]).await;
    assert_finds(&salt, &["version 2 of systems/a (seq 3)"]);
    let gone = found_after(&[("UPDATE revisions SET salt = NULL WHERE seq = 3", 1)]).await;
    assert_finds(&gone, &["version 2 of systems/a (seq 3): its salt is gone and no redaction says so"]);
    let commitment = found_after(&[(&format!("UPDATE revisions SET commitment = '{zeros}' WHERE seq = 3"), 1)]).await;
    assert_finds(&commitment, &["commit 3: its digest does not follow", "version 2 of systems/a (seq 3)"]);
    let digest = found_after(&[(&format!("UPDATE commits SET digest = '{zeros}' WHERE seq = 2"), 1)]).await;
    assert_finds(&digest, &["commit 2: its digest does not follow"]);
}

#[tokio::test]
async fn a_deleted_last_commit_is_found() {
    let cut = [("DELETE FROM revisions WHERE seq = 4", 1), ("DELETE FROM commits WHERE seq = 4", 1)];
    assert_finds(&found_after(&cut).await, &["the head row says seq 4", "the journal ends at seq 3"]);
}

#[tokio::test]
async fn a_last_commit_that_was_deleted_with_care_is_found_where_a_place_was_noted() {
    let (database, store) = given().await;
    let noted = store.current().await.unwrap().register.head();
    let restored = "INSERT INTO records SELECT kind, key, version, seq, n FROM revisions WHERE seq = 2 AND key = 'c'";
    for sql in [
        "DELETE FROM revisions WHERE seq = 4",
        "DELETE FROM commits WHERE seq = 4",
        "UPDATE head SET seq = 3, digest = (SELECT digest FROM commits WHERE seq = 3)",
        restored,
    ] {
        assert_eq!(database.tamper(sql).await, 1, "{sql}");
    }
    let other = database.store().await;
    assert_eq!(findings(&other).await, Vec::<String>::new(), "by itself the rest is sound");
    let found = other.verify(Some(noted)).await.unwrap().findings;
    assert_finds(&found, &["the journal ends at seq 3, expected was seq 4: the last commits are missing"]);
    commit(&other, "another fourth", vec![put(Kind::Systems, &minimal("d"))]).await.unwrap();
    let found = other.verify(Some(noted)).await.unwrap().findings;
    assert_finds(&found, &["commit 4: its digest is", "the journal was rewritten"]);
}

#[tokio::test]
async fn a_missing_commit_in_the_middle_is_found() {
    let cut = [("DELETE FROM revisions WHERE seq = 3", 1), ("DELETE FROM commits WHERE seq = 3", 1)];
    assert_finds(&found_after(&cut).await, &["commits 3 to 3 are missing"]);
}

#[tokio::test]
async fn a_missing_revision_is_found() {
    for n in [0, 1, 2] {
        let sql = format!("DELETE FROM revisions WHERE seq = 2 AND n = {n}");
        assert_finds(&found_after(&[(&sql, 1)]).await, &["commit 2: its digest does not follow"]);
    }
}

#[tokio::test]
async fn an_added_revision_is_found() {
    let sql = "INSERT INTO revisions SELECT 4, 1, kind, 'x', 1, action, schema, REPLACE(document, '\"b\"', '\"x\"'), salt, commitment \
               FROM revisions WHERE seq = 2 AND key = 'b'";
    assert_finds(
        &found_after(&[(sql, 1)]).await,
        &["commit 4: its digest does not follow", "index: systems/x is missing"],
    );
}

#[tokio::test]
async fn a_changed_row_of_the_index_is_found() {
    let back = "UPDATE records SET version = 1, seq = 2, n = 0 WHERE key = 'a' AND kind = 'systems'";
    let found = found_after(&[(back, 1)]).await;
    assert_finds(&found, &["index: systems/a points at version 1 (seq 2), the journal's last is version 2 (seq 3)"]);
    let gone = found_after(&[("DELETE FROM records WHERE key = 'b' AND kind = 'systems'", 1)]).await;
    assert_finds(&gone, &["index: systems/b is missing"]);
    let more = "INSERT INTO records VALUES ('systems', 'c', 1, 2, 2)";
    assert_finds(&found_after(&[(more, 1)]).await, &["index: systems/c is there"]);
}

#[tokio::test]
async fn a_removed_added_or_changed_reference_is_found() {
    let removed = found_after(&[("DELETE FROM refs WHERE key = 'b' AND kind = 'systems'", 1)]).await;
    assert_finds(&removed, &["the reference of systems/b at /successor to systems/a is missing"]);
    let added = "INSERT INTO refs VALUES ('systems', 'a', '/operator', 'systems', 'b')";
    let added = found_after(&[(added, 1)]).await;
    assert_finds(&added, &["the reference of systems/a at /operator to systems/b is not in its document"]);
    let changed = "UPDATE refs SET to_key = 'b' WHERE key = 'b' AND kind = 'systems'";
    assert_finds(&found_after(&[(changed, 1)]).await, &["to systems/a is missing", "to systems/b is not in"]);
    let of_nobody = "INSERT INTO refs VALUES ('systems', 'nobody', '/operator', 'systems', 'b')";
    assert_finds(&found_after(&[(of_nobody, 1)]).await, &["references, the documents have"]);
}

#[tokio::test]
async fn a_changed_head_row_is_found() {
    assert_finds(&found_after(&[("UPDATE head SET seq = 3", 1)]).await, &["the head row says seq 3"]);
    let digest = format!("UPDATE head SET digest = '{}'", "a".repeat(64));
    assert_finds(&found_after(&[(&digest, 1)]).await, &["the head row says seq 4 with digest aaaa"]);
}

#[tokio::test]
async fn changed_bytes_of_a_blob_are_found() {
    let (database, store) = given().await;
    let right = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let bytes = |text: &str| {
        if database.is_postgres() { format!("'{text}'::bytea") } else { format!("x'{}'", hex::encode(text)) }
    };
    let insert =
        format!("INSERT INTO blobs VALUES ('{right}', 'text/plain', '2026-11-22T12:00:00.000000Z', {})", bytes(""));
    assert_eq!(database.tamper(&insert).await, 1);
    let found = store.verify(None).await.unwrap();
    assert_eq!((found.blobs, found.findings), (1, Vec::new()));
    assert_eq!(database.tamper(&format!("UPDATE blobs SET bytes = {}", bytes("x"))).await, 1);
    assert_finds(&findings(&store).await, &[&format!("blob {right}: its bytes have another digest")]);
}

#[tokio::test]
async fn a_database_whose_register_cannot_be_loaded_can_still_be_verified() {
    let (database, _) = given().await;
    database.tamper("UPDATE revisions SET document = 'no JSON' WHERE seq = 3").await;
    let found = ropewalk::store::verify(&database.url, None).await.unwrap();
    assert_finds(&found.findings, &["version 2 of systems/a (seq 3): the document", "cannot be read"]);
}
