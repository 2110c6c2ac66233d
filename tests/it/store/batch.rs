//! Commits that wait for each other and are written together. On one thread all of them wait before the first is begun.

use crate::support::{TestDatabase, commits, delete, id, organization, processor, put, request};
use rocket::futures::future::join_all;
use ropewalk::{
    domain::{
        Register,
        change::{Change, Obstacle, Precondition},
    },
    store::{CommitError, CommitRequest, Committed, Proviso, Store},
};
use std::sync::Arc;

/// What becomes of requests that all wait when the first is taken up.
async fn together(store: &Arc<Store>, requests: Vec<Vec<Change>>) -> Vec<Result<Committed, CommitError>> {
    join_all(requests.into_iter().map(|changes| store.commit(request(changes)))).await
}

fn named(name: &str) -> Vec<Change> {
    vec![Change::put(organization("neo", name))]
}

#[tokio::test]
async fn a_refusal_concerns_only_the_one_who_is_refused() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let outcomes = together(
        &store,
        vec![
            named("Neo"),
            vec![Change::put(organization("half", "Half")), Change::put(processor("stray", "nobody"))],
            vec![Change::put(processor("neocrm", "neo"))],
            vec![delete("organizations/neo")],
            vec![Change::put_if(organization("neo", "Other"), Precondition::Absent)],
            vec![Change::put(organization("acme", "Acme"))],
        ],
    )
    .await;
    let written: Vec<Option<u64>> =
        outcomes.iter().map(|outcome| outcome.as_ref().ok().map(|done| done.head().seq)).collect();
    // Each sees what those before it did: the third refers to it, so the fourth may not delete.
    assert_eq!(written, [Some(1), None, Some(2), None, None, Some(3)]);
    let obstacles = |at: usize| match &outcomes[at] {
        Err(CommitError::Obstacles(obstacles)) => obstacles.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(&obstacles(1)[..], [Obstacle::Faults(faults)] if faults.contains_key(&id("processors/stray"))));
    assert_eq!(obstacles(3), [Obstacle::InUse(id("organizations/neo"), vec![id("processors/neocrm")])]);
    assert_eq!(obstacles(4), [Obstacle::Exists(id("organizations/neo"), 1)]);
    assert!(store.register().await.unwrap().get(&id("organizations/half")).is_none());
    let verified = store.verify(None).await.unwrap();
    assert_eq!(verified.findings, [""; 0]);
    assert_eq!((verified.commits, verified.records, verified.references), (3, 3, 1));
}

#[tokio::test]
async fn one_record_changed_several_times_has_each_of_its_versions() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let only_first = |name| vec![Change::put_if(organization("neo", name), Precondition::Version(1))];
    let outcomes = together(
        &store,
        vec![
            named("One"),
            only_first("Two"),
            only_first("Never"),
            vec![Change::put(processor("neocrm", "neo"))],
            vec![delete("processors/neocrm")],
            vec![delete("organizations/neo")],
            named("Back"),
            named("Back"),
        ],
    )
    .await;
    let seen: Vec<Option<(u64, u64)>> = outcomes
        .iter()
        .map(|outcome| {
            let done = outcome.as_ref().ok()?;
            Some((done.before.head().seq, done.register.last_version(&id("organizations/neo"))))
        })
        .collect();
    // The last changes nothing and is no commit.
    let expected = [(0, 1), (1, 2), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4)].map(Some);
    assert_eq!((&seen[..2], &seen[3..]), (&expected[..2], &expected[2..]));
    assert!(seen[2].is_none());
    let history = store.history(&id("organizations/neo"), None, 10).await.unwrap();
    assert_eq!(
        history.iter().map(|revision| (revision.version, revision.seq)).collect::<Vec<_>>(),
        [(4, 6), (3, 5), (2, 2), (1, 1)]
    );
    let opened_anew = db.store().await.register().await.unwrap();
    let current = store.register().await.unwrap();
    assert_eq!(opened_anew.entries().collect::<Vec<_>>(), current.entries().collect::<Vec<_>>());
    assert_eq!(opened_anew.len(), 1);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn a_database_that_fails_fails_all_and_keeps_none() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("first", "First")]).await;
    // The last table that a commit writes to before the head is away; those before it are written in vain.
    db.write("ALTER TABLE refs RENAME TO refs_elsewhere").await.unwrap();
    let requests = || vec![named("Neo"), vec![Change::put(processor("neocrm", "neo"))], named("Neo 2")];
    for outcome in together(&store, requests()).await {
        assert!(matches!(outcome, Err(CommitError::Store(_))), "{outcome:?}");
    }
    assert_eq!(store.register().await.unwrap().head().seq, 1);
    db.write("ALTER TABLE refs_elsewhere RENAME TO refs").await.unwrap();
    assert_eq!(commits(&store, 0, 10).await.len(), 1);
    let written: Vec<_> = together(&store, requests()).await.into_iter().map(|done| done.unwrap().head().seq).collect();
    assert_eq!(written, [2, 3, 4]);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn what_was_meant_for_all_records_there_are_is_not_done_once_there_are_others() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Neo")]).await;
    let alone = |register: &Register| register.len() == 1;
    let meant_for_one = |name| CommitRequest { proviso: Some(Proviso::new(alone)), ..request(named(name)) };
    let requests =
        [meant_for_one("Two"), request(vec![Change::put(organization("late", "Late"))]), meant_for_one("Three")];
    let outcomes = join_all(requests.map(|request| store.commit(request))).await;
    assert!(matches!(&outcomes[..], [Ok(_), Ok(_), Err(CommitError::Outdated)]), "{outcomes:?}");
    assert_eq!(store.register().await.unwrap().last_version(&id("organizations/neo")), 2);
}

#[tokio::test]
async fn more_than_one_batch_waits_and_none_is_forgotten() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let requests = (0..150).map(|n| vec![Change::put(organization(&format!("o{n}"), "O"))]).collect();
    let seqs: Vec<u64> = together(&store, requests).await.into_iter().map(|done| done.unwrap().head().seq).collect();
    assert_eq!(seqs, (1..=150).collect::<Vec<_>>());
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}
