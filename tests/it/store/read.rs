//! Reads: from the newest commit of whichever server, and never of a journal that is no more.

use super::{commit, id, put};
use crate::support::{Content, Database, TestApp, minimal};
use ropewalk::{
    domain::{AsOf, Kind},
    http::Limits,
    service::access::{self, Role},
    store::StoreError,
};
use std::sync::Arc;

#[tokio::test]
async fn three_servers_answer_from_the_newest_commit_at_once() {
    let database = Database::with(Content::BuiltIn);
    let servers = [database.store().await, database.store().await, database.store().await];
    for n in 0..12_u64 {
        let writer = &servers[usize::try_from(n).unwrap() % 3];
        let mut record = minimal("crm");
        record["steward"] = n.to_string().into();
        let head = commit(writer, "", vec![put(Kind::Systems, &record)]).await.unwrap().head;
        for server in &servers {
            let register = server.current().await.unwrap().register;
            assert_eq!(register.head(), head);
            assert_eq!(register.get(&id("systems/crm")).unwrap().version, n + 1);
            assert_eq!(register.get(&id("systems/crm")).unwrap().seq, n + 2);
        }
    }
    let digests: Vec<_> = futures(&servers).await;
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]));
}

async fn futures(servers: &[Arc<ropewalk::store::Store>]) -> Vec<ropewalk::domain::digest::Digest> {
    let mut digests = Vec::new();
    for server in servers {
        digests.push(server.current().await.unwrap().register.content_digest());
    }
    digests
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reader_of_a_crowd_gets_an_answer_older_than_its_question() {
    let database = Database::with(Content::BuiltIn);
    let (writer, reader) = (database.store().await, database.store().await);
    for n in 0..10_u64 {
        let mut crowd = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let reader = Arc::clone(&reader);
            crowd.spawn(async move { reader.current().await.unwrap().register.head().seq });
        }
        commit(&writer, "", vec![put(Kind::Systems, &minimal(&format!("s-{n}")))]).await.unwrap();
        for _ in 0..50 {
            let reader = Arc::clone(&reader);
            crowd.spawn(async move {
                let seq = reader.current().await.unwrap().register.head().seq;
                assert!(seq >= n + 2, "the question came after commit {} and was answered with {seq}", n + 2);
                seq
            });
        }
        let seqs = crowd.join_all().await;
        assert!(seqs.iter().all(|seq| (n + 1..=n + 2).contains(seq)), "{seqs:?}");
    }
}

#[tokio::test]
async fn a_reader_who_goes_away_takes_no_others_answer_along() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let mut first = Box::pin(store.current());
    let _ = std::future::poll_fn(|context| std::task::Poll::Ready(first.as_mut().poll(context))).await;
    drop(first);
    for _ in 0..3 {
        assert_eq!(store.current().await.unwrap().register.head().seq, 1);
    }
}

#[tokio::test]
async fn a_register_of_the_past_is_what_it_was() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let mut digests = vec![store.current().await.unwrap().register.content_digest()];
    // More than are kept, so that some are loaded anew.
    for n in 0..12 {
        commit(&store, "", vec![put(Kind::Systems, &minimal(&format!("s-{n}")))]).await.unwrap();
        digests.push(store.current().await.unwrap().register.content_digest());
    }
    for round in 0..2 {
        for (n, digest) in digests.iter().enumerate() {
            let seq = u64::try_from(n).unwrap() + 1;
            let past = store.as_of(AsOf::Seq(seq)).await.unwrap();
            assert_eq!((past.head().seq, past.content_digest()), (seq, *digest), "round {round}");
        }
    }
    let before = store.as_of(AsOf::Seq(0)).await.unwrap();
    assert!(before.is_empty());
    assert!(matches!(store.as_of(AsOf::Seq(14)).await, Err(StoreError::Future(_))));
}

/// Writes another history in the place of the last commit, as a restore of an older backup and new work would.
async fn replace_last_commit(database: &Database) {
    let other = "d".repeat(64);
    for sql in [
        "UPDATE commits SET digest = 'OTHER' WHERE seq = (SELECT MAX(seq) FROM commits)",
        "UPDATE head SET digest = 'OTHER'",
    ] {
        assert_eq!(database.tamper(&sql.replace("OTHER", &other)).await, 1);
    }
}

#[tokio::test]
async fn a_journal_that_was_replaced_is_noticed_once_and_then_read() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    commit(&store, "", vec![put(Kind::Systems, &minimal("a"))]).await.unwrap();
    replace_last_commit(&database).await;
    assert!(matches!(store.current().await, Err(StoreError::Reloading)));
    let register = store.current().await.unwrap().register;
    assert_eq!(register.head().digest.to_string(), "d".repeat(64));
    commit(&store, "", vec![put(Kind::Systems, &minimal("b"))]).await.unwrap();
}

#[tokio::test]
async fn a_writer_writes_nothing_into_a_journal_that_was_replaced() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    commit(&store, "", vec![put(Kind::Systems, &minimal("a"))]).await.unwrap();
    replace_last_commit(&database).await;
    let refused = commit(&store, "", vec![put(Kind::Systems, &minimal("b"))]).await;
    assert!(matches!(refused, Err(ropewalk::store::CommitError::Store(StoreError::Reloading))));
    assert_eq!(database.number("SELECT COUNT(*) FROM commits").await, 2);
}

#[tokio::test]
async fn a_restored_backup_is_a_moment_unavailable_and_then_the_register() {
    let app = TestApp::over(Database::with(Content::BuiltIn), Limits::default(), Vec::new()).await;
    app.given(&[("systems", minimal("kept")), ("systems", minimal("lost"))]).await;
    for sql in [
        "DELETE FROM records WHERE key = 'lost'",
        "DELETE FROM revisions WHERE seq = 3",
        "DELETE FROM commits WHERE seq = 3",
        "UPDATE head SET seq = 2, digest = (SELECT digest FROM commits WHERE seq = 2)",
    ] {
        assert_eq!(app.database.tamper(sql).await, 1, "{sql}");
    }
    let unavailable = app.reader().get("/api/v1/systems").await;
    unavailable.problem(503, "reloading");
    assert_eq!(unavailable.header("Retry-After"), Some("1"));
    assert_eq!(app.reader().get("/api/v1/systems").await.expect(200).keys(), ["kept"]);
    assert_eq!(app.app.store.verify(None).await.unwrap().findings, Vec::<String>::new());
    let again = app.editor().post("/api/v1/systems").json(&minimal("lost")).await.expect(201);
    assert_eq!(again.etag(), "\"1\"");
}

#[tokio::test]
async fn a_token_revoked_on_one_server_is_refused_by_another_at_once() {
    let database = Database::with(Content::BuiltIn);
    let (one, other) = (database.ropewalk().await, database.ropewalk().await);
    let token = access::create_token(&one, Role::Editor, "for a moment", None).await.unwrap();
    for _ in 0..2 {
        assert!(access::authenticate(&other, &token).await.unwrap().is_some());
    }
    let rows = access::tokens(&one).await.unwrap();
    let row = rows.iter().find(|row| row.name == "for a moment").unwrap();
    access::revoke_token(&one, &row.id).await.unwrap();
    assert!(access::authenticate(&other, &token).await.unwrap().is_none());
    assert!(access::authenticate(&one, &token).await.unwrap().is_none());
    assert!(access::revoke_token(&one, &row.id).await.is_err());
    assert_eq!(database.number(&format!("SELECT COUNT(*) FROM tokens WHERE hash = '{token}'")).await, 0);
}
