//! Committing.

use crate::support::{TestDatabase, commits, delete, id, organization, processor, put, request, start};
use chrono::TimeDelta;
use ropewalk::{
    domain::{
        change::{Change, Obstacle, Precondition},
        register::BUILTIN,
    },
    store::{Action, CommitError},
};
use std::{future::Future, pin::pin, task::Poll};

#[tokio::test]
async fn what_is_committed_is_read_back() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let committed = put(&store, vec![processor("neocrm", "neo"), organization("neo", "Neo Ltd")]).await;
    let written: Vec<_> = committed.revisions.iter().map(|w| (w.id.to_string(), w.version, w.action)).collect();
    assert_eq!(
        written,
        [("organizations/neo".to_owned(), 1, Action::Put), ("processors/neocrm".to_owned(), 1, Action::Put)]
    );
    assert_eq!(committed.head().seq, 1);
    assert_eq!(committed.recorded_at(), Some(start()));
    let opened_anew = db.store().await;
    for register in [store.register().await.unwrap(), opened_anew.register().await.unwrap()] {
        assert_eq!(register.head(), committed.head());
        assert_eq!(register.entries().collect::<Vec<_>>(), committed.register.entries().collect::<Vec<_>>());
        let users: Vec<_> = register.users(&id("organizations/neo")).cloned().collect();
        assert_eq!(users, [id("processors/neocrm")]);
    }
    let revision = store.revision(&id("processors/neocrm"), 1).await.unwrap().unwrap();
    assert_eq!(revision.document.as_deref(), Some(&*processor("neocrm", "neo").document()));
    assert_eq!((revision.principal.as_str(), revision.reason.as_str()), ("p-anna", "for a test"));
}

#[tokio::test]
async fn nothing_is_written_where_nothing_changes() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let first = put(&store, vec![organization("neo", "Neo")]).await;
    let again = put(&store, vec![organization("neo", "Neo")]).await;
    assert!(again.revisions.is_empty());
    assert_eq!(again.head(), first.head());
    let half = put(&store, vec![organization("neo", "Neo"), organization("acme", "Acme")]).await;
    assert_eq!(half.revisions.len(), 1);
    assert_eq!(commits(&store, 0, 10).await.len(), 2);
}

#[tokio::test]
async fn versions_continue_across_deletion() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Neo")]).await;
    store.commit(request(vec![delete("organizations/neo")])).await.unwrap();
    let opened_anew = db.store().await;
    assert_eq!(opened_anew.register().await.unwrap().last_version(&id("organizations/neo")), 2);
    let back = put(&opened_anew, vec![organization("neo", "Neo")]).await;
    assert_eq!(back.revisions[0].version, 3);
    let versions: Vec<_> = store.history(&id("organizations/neo"), None, 10).await.unwrap();
    let versions: Vec<_> = versions.iter().map(|r| (r.version, r.seq, r.action, r.document.is_some())).collect();
    assert_eq!(versions, [(3, 3, Action::Put, true), (2, 2, Action::Delete, false), (1, 1, Action::Put, true)]);
    let older = store.history(&id("organizations/neo"), Some(3), 1).await.unwrap();
    assert_eq!(older.iter().map(|r| r.version).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn what_is_in_the_way_is_told_and_nothing_is_written() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Neo"), processor("neocrm", "neo")]).await;
    let changes = vec![
        Change::put(organization("acme", "Acme")),
        Change::put_if(organization("neo", "Neo 2"), Precondition::Version(7)),
        Change::put(processor("other", "nobody")),
    ];
    let Err(CommitError::Obstacles(obstacles)) = store.commit(request(changes)).await else { panic!("refused") };
    assert!(matches!(obstacles[0], Obstacle::Stale { found: Some(1), .. }), "{obstacles:?}");
    assert!(matches!(&obstacles[1], Obstacle::Faults(faults) if faults.contains_key(&id("processors/other"))));
    let Err(CommitError::Obstacles(in_use)) = store.commit(request(vec![delete("organizations/neo")])).await else {
        panic!("refused")
    };
    assert_eq!(in_use, [Obstacle::InUse(id("organizations/neo"), vec![id("processors/neocrm")])]);
    assert_eq!(store.register().await.unwrap().head().seq, 1);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn the_database_itself_refuses_a_dangling_reference() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Neo"), processor("neocrm", "neo")]).await;
    let dangling = "INSERT INTO refs (kind, key, pointer, to_kind, to_key) \
                    VALUES ('processors', 'neocrm', '/providers/1/organization', 'organizations', 'nobody')";
    assert!(db.write(dangling).await.is_err());
    assert!(db.write("DELETE FROM records WHERE key = 'neo'").await.is_err());
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn a_record_is_built_in_until_somebody_else_writes_it() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let mut seeds = request(vec![Change::put(organization("neo", "Neo")), Change::put(organization("acme", "Acme"))]);
    BUILTIN.clone_into(&mut seeds.principal);
    seeds.seeds_edition = Some(3);
    store.commit(seeds).await.unwrap();
    let committed = put(&store, vec![organization("neo", "Neo Ltd")]).await;
    for register in [committed.register, db.store().await.register().await.unwrap()] {
        assert!(!register.get(&id("organizations/neo")).unwrap().builtin);
        assert!(register.get(&id("organizations/acme")).unwrap().builtin);
    }
    assert_eq!(store.seeds_edition().await.unwrap(), 3);
}

#[tokio::test]
async fn time_never_goes_back_from_one_commit_to_the_next() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("a", "A")]).await;
    let same_instant = put(&store, vec![organization("b", "B")]).await;
    db.clock.advance(TimeDelta::hours(-1));
    let set_back = put(&store, vec![organization("c", "C")]).await;
    assert_eq!(same_instant.recorded_at(), Some(start() + TimeDelta::microseconds(1)));
    assert_eq!(set_back.recorded_at(), Some(start() + TimeDelta::microseconds(2)));
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_writers_commit_one_after_the_other_without_gaps() {
    let db = TestDatabase::new().await;
    let stores = [db.store().await, db.store().await, db.store().await];
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..12 {
        let store = std::sync::Arc::clone(&stores[writer % 3]);
        writers.spawn(async move {
            for round in 0..4 {
                let own = organization(&format!("own-{writer}"), &format!("round {round}"));
                put(&store, vec![own, organization("shared", &format!("{writer} {round}"))]).await;
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.unwrap();
    }
    let verified = stores[0].verify(None).await.unwrap();
    assert_eq!(verified.findings, [""; 0]);
    assert_eq!((verified.commits, verified.revisions, verified.records), (48, 96, 13));
    for store in &stores {
        let register = store.register().await.unwrap();
        assert_eq!(register.head(), verified.head);
        assert_eq!(register.last_version(&id("organizations/shared")), 48);
    }
}

#[tokio::test]
async fn a_caller_who_goes_away_neither_loses_nor_halves_a_commit() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    for polls in 1..=12 {
        let pair = [format!("left-{polls}"), format!("right-{polls}")];
        let changes = pair.iter().map(|key| Change::put(organization(key, key))).collect();
        let mut commit = pin!(store.commit(request(changes)));
        for _ in 0..polls {
            let polled = std::future::poll_fn(|context| Poll::Ready(commit.as_mut().poll(context))).await;
            if polled.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    let all_there = async {
        while store.register().await.unwrap().len() < 24 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), all_there).await.unwrap();
    let commits = commits(&store, 0, 100).await;
    assert_eq!(commits.iter().map(|commit| commit.revisions.len()).collect::<Vec<_>>(), [2; 12]);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn a_commit_of_thousands_of_records_fits_the_limits_of_the_engine() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let many: Vec<_> = (0..2_500).map(|n| processor(&format!("p{n}"), "neo")).collect();
    put(&store, many.into_iter().chain([organization("neo", "Neo")]).collect()).await;
    let verified = store.verify(None).await.unwrap();
    assert_eq!(verified.findings, [""; 0]);
    assert_eq!((verified.records, verified.references), (2_501, 2_500));
    let away = (0..2_500).map(|n| delete(&format!("processors/p{n}"))).collect();
    store.commit(request(away)).await.unwrap();
    let verified = store.verify(None).await.unwrap();
    assert_eq!(verified.findings, [""; 0]);
    assert_eq!((verified.records, verified.references), (1, 0));
    assert_eq!(db.store().await.register().await.unwrap().last_version(&id("processors/p7")), 2);
}
