//! Reading: the newest register, past ones, and what happens when the database is exchanged beneath a server.

use crate::support::{TestDatabase, delete, id, organization, processor, put, request, start};
use chrono::TimeDelta;
use ropewalk::{
    domain::AsOf,
    store::{Redact, RedactRequest, Store, StoreError},
};
use std::sync::Arc;

#[tokio::test]
async fn three_servers_over_one_database_answer_from_the_newest_commit() {
    let db = TestDatabase::new().await;
    let servers = [db.store().await, db.store().await, db.store().await];
    for round in 0..9 {
        let committed = put(&servers[round % 3], vec![organization("neo", &format!("round {round}"))]).await;
        for server in &servers {
            let register = server.register().await.unwrap();
            assert_eq!(register.head(), committed.head());
            assert_eq!(register.get(&id("organizations/neo")), committed.register.get(&id("organizations/neo")));
        }
    }
    // Who sleeps through more commits than are read at a time catches up too.
    for round in 0..150 {
        put(&servers[0], vec![organization("neo", &format!("later {round}"))]).await;
    }
    assert_eq!(servers[1].register().await.unwrap().last_version(&id("organizations/neo")), 159);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reader_in_a_crowd_gets_an_answer_older_than_the_question() {
    let db = TestDatabase::new().await;
    let (writer, reader) = (db.store().await, db.store().await);
    for round in 1..=20 {
        // Some ask before, and keep a head check under way; those who ask after the commit must see it.
        let early: Vec<_> = (0..8).map(|_| ask(&reader)).collect();
        put(&writer, vec![organization("neo", &format!("round {round}"))]).await;
        let late: Vec<_> = (0..8).map(|_| ask(&reader)).collect();
        for answer in late {
            assert_eq!(answer.await.unwrap(), round);
        }
        for answer in early {
            assert!([round - 1, round].contains(&answer.await.unwrap()));
        }
    }
}

fn ask(store: &Arc<Store>) -> tokio::task::JoinHandle<u64> {
    let store = Arc::clone(store);
    tokio::spawn(async move { store.register().await.unwrap().head().seq })
}

#[tokio::test]
async fn the_past_is_read_by_commit_and_by_instant() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "first"), organization("acme", "Acme")]).await;
    db.clock.advance(TimeDelta::hours(1));
    put(&store, vec![organization("neo", "second"), processor("neocrm", "neo")]).await;
    db.clock.advance(TimeDelta::hours(1));
    store.commit(request(vec![delete("organizations/acme")])).await.unwrap();
    let at = async |place| store.as_of(place).await.unwrap();
    let first = at(AsOf::Seq(1)).await;
    assert_eq!((first.head().seq, first.recorded_at(), first.len()), (1, Some(start()), 2));
    assert!(first.get(&id("organizations/neo")).unwrap().document.contains("first"));
    assert!(first.users(&id("organizations/neo")).next().is_none());
    for (minutes, seq) in [(0, 1), (59, 1), (60, 2), (119, 2), (120, 3)] {
        let instant = start() + TimeDelta::minutes(minutes);
        assert_eq!(at(AsOf::Instant(instant)).await.head().seq, seq, "after {minutes} minutes");
    }
    let before_all = at(AsOf::Instant(start() - TimeDelta::microseconds(1))).await;
    assert!(before_all.is_empty() && at(AsOf::Seq(0)).await.is_empty());
    for future in [AsOf::Seq(4), AsOf::Seq(u64::MAX), AsOf::Instant(start() + TimeDelta::hours(3))] {
        assert!(matches!(store.as_of(future).await, Err(StoreError::Future { head: 3, .. })), "{future}");
    }
}

#[tokio::test]
async fn one_record_of_the_past_is_what_the_whole_register_of_then_holds() {
    let db = TestDatabase::new().await;
    let (store, other) = (db.store().await, db.store().await);
    put(&store, vec![organization("neo", "Jane Doe"), organization("acme", "Acme")]).await;
    put(&store, vec![organization("neo", "Neo"), processor("neocrm", "neo")]).await;
    store.commit(request(vec![delete("organizations/acme")])).await.unwrap();
    put(&store, vec![organization("acme", "Acme again")]).await;
    let targets = vec![Redact { id: id("organizations/neo"), versions: Some(vec![1]) }];
    let (principal, reason) = ("p-dpo".to_owned(), "request 17".to_owned());
    store.redact(RedactRequest { principal, reason, targets, reasons: false }).await.unwrap();
    for store in [&store, &other] {
        let current = store.register().await.unwrap();
        for seq in 0..=5 {
            let then = store.as_of(AsOf::Seq(seq)).await.unwrap();
            for id in ["organizations/neo", "organizations/acme", "processors/neocrm", "systems/never"].map(id) {
                let found = store.record_as_of(&current, &id, AsOf::Seq(seq)).await.unwrap();
                let version = found.as_ref().map_or(0, |found| found.0);
                assert_eq!(version, then.last_version(&id), "{id} at {seq}");
                assert_eq!(found.and_then(|found| found.1).as_ref(), then.get(&id), "{id} at {seq}");
            }
        }
        let neo = store.record_as_of(&current, &id("organizations/neo"), AsOf::Seq(1)).await.unwrap();
        assert!(neo.unwrap().1.unwrap().is_redacted());
        let future = store.record_as_of(&current, &id("organizations/neo"), AsOf::Seq(6)).await;
        assert!(matches!(future, Err(StoreError::Future { head: 5, .. })));
    }
}

#[tokio::test]
async fn a_past_register_shares_what_did_not_change_and_is_read_once() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "first"), organization("acme", "Acme")]).await;
    put(&store, vec![organization("neo", "second")]).await;
    let (now, past) = (store.register().await.unwrap(), store.as_of(AsOf::Seq(1)).await.unwrap());
    let acme = id("organizations/acme");
    assert!(Arc::ptr_eq(now.get(&acme).unwrap(), past.get(&acme).unwrap()));
    assert!(Arc::ptr_eq(&past, &store.as_of(AsOf::Seq(1)).await.unwrap()));
}

#[tokio::test]
async fn a_failover_that_lost_a_commit_is_noticed_and_answered_after_reloading() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Neo")]).await;
    put(&store, vec![organization("acme", "Acme")]).await;
    lose_second_commit(&db).await;
    assert!(matches!(store.register().await, Err(StoreError::Reloading)));
    let register = store.register().await.unwrap();
    assert_eq!((register.head().seq, register.len()), (1, 1));
    put(&store, vec![organization("other", "Other")]).await;
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn another_commit_of_the_same_number_is_noticed_by_readers_and_writers() {
    let db = TestDatabase::new().await;
    let (reader, writer) = (db.store().await, db.store().await);
    put(&reader, vec![organization("neo", "Neo")]).await;
    put(&reader, vec![organization("acme", "Acme")]).await;
    assert_eq!(writer.register().await.unwrap().head().seq, 2);
    let past = reader.as_of(AsOf::Seq(1)).await.unwrap();
    lose_second_commit(&db).await;
    let survivor = db.store().await;
    put(&survivor, vec![organization("other", "Other")]).await;
    put(&survivor, vec![organization("third", "Third")]).await;
    assert!(matches!(reader.register().await, Err(StoreError::Reloading)));
    assert!(reader.register().await.unwrap().get(&id("organizations/acme")).is_none());
    assert!(!Arc::ptr_eq(&past, &reader.as_of(AsOf::Seq(1)).await.unwrap()));
    let change = vec![ropewalk::domain::change::Change::put(organization("fourth", "Fourth"))];
    let refused = writer.commit(request(change.clone())).await;
    assert!(matches!(refused, Err(ropewalk::store::CommitError::Store(StoreError::Reloading))));
    assert_eq!(writer.commit(request(change)).await.unwrap().head().seq, 4);
}

/// What is left of two commits, the second of which put `organizations/acme`, when the second is lost.
async fn lose_second_commit(db: &TestDatabase) {
    db.tamper(&[
        "DELETE FROM records WHERE key = 'acme'",
        "DELETE FROM revisions WHERE seq = 2",
        "DELETE FROM commits WHERE seq = 2",
        "UPDATE head SET seq = 1, digest = (SELECT digest FROM commits WHERE seq = 1), \
         recorded_at = (SELECT recorded_at FROM commits WHERE seq = 1)",
    ])
    .await;
}

#[tokio::test]
async fn a_document_that_cannot_be_read_is_named() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Neo")]).await;
    db.tamper(&["UPDATE revisions SET schema = 99"]).await;
    let clock = Arc::<ropewalk::clock::FixedClock>::clone(&db.clock);
    let entropy = Arc::new(ropewalk::clock::SeededEntropy::of(1));
    let error = Store::open(&db.address, clock, entropy).await.unwrap_err().to_string();
    assert!(error.starts_with("organizations/neo version 1 (commit 1) cannot be read"), "{error}");
}

#[tokio::test]
async fn only_addresses_of_databases_on_disk_or_server_are_accepted() {
    for address in ["", "mysql://localhost/x", "sqlite::memory:", "sqlite://x?mode=memory"] {
        let clock = Arc::new(ropewalk::clock::FixedClock::at(start()));
        let opened = Store::open(address, clock, Arc::new(ropewalk::clock::SeededEntropy::of(1))).await;
        assert!(matches!(opened, Err(StoreError::Address(_))), "{address}");
    }
}
