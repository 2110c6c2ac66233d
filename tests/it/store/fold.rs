//! Whatever is changed in whatever order: folding the journal commit by commit is the same as loading it at any place.

use super::{commit, delete, findings, put};
use crate::support::{Content, Database, minimal};
use proptest::prelude::*;
use ropewalk::{
    domain::{AsOf, Kind, Register, change::Change},
    store::CommitError,
};

/// One wanted change of one of a few systems.
#[derive(Debug, Clone)]
enum Step {
    Put { of: u8, words: String, to: Option<u8> },
    Delete { of: u8 },
}

fn step() -> impl Strategy<Value = Step> {
    let of = 0..5_u8;
    prop_oneof![
        3 => (of.clone(), "\\PC{0,6}", proptest::option::of(of.clone()))
            .prop_map(|(of, words, to)| Step::Put { of, words, to }),
        1 => of.prop_map(|of| Step::Delete { of }),
    ]
}

fn change(step: &Step) -> Change {
    match step {
        Step::Put { of, words, to } => {
            let mut record = minimal(&format!("s{of}"));
            record["steward"] = words.clone().into();
            if let Some(to) = to {
                record["successor"] = format!("s{to}").into();
            }
            put(Kind::Systems, &record)
        }
        Step::Delete { of } => delete(&format!("systems/s{of}")),
    }
}

/// The last change of each record: a commit holds one of each.
fn changes(steps: &[Step]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for change in steps.iter().map(change) {
        changes.retain(|other| other.id != change.id);
        changes.push(change);
    }
    changes
}

fn told(register: &Register) -> Vec<String> {
    let entry = |entry: &std::sync::Arc<ropewalk::domain::Entry>| {
        let users: Vec<_> = register.users(&entry.id).map(ToString::to_string).collect();
        let last = register.last_version(&entry.id);
        format!(
            "{} {} {} {} {last} {} {users:?}",
            entry.id, entry.version, entry.seq, entry.recorded_at, entry.document
        )
    };
    register.entries().filter(|entry| entry.id.kind == Kind::Systems).map(entry).collect()
}

async fn fold_and_load(commits: Vec<Vec<Step>>) {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    // Follows by catching up, at its own pace.
    let follower = database.store().await;
    let mut folded = vec![store.current().await.unwrap().register];
    for (n, steps) in commits.iter().enumerate() {
        match commit(&store, "", changes(steps)).await {
            Ok(committed) if committed.revisions.is_empty() => continue,
            Ok(_) => folded.push(store.current().await.unwrap().register),
            Err(CommitError::Obstacles(obstacles)) => assert!(!obstacles.is_empty()),
            Err(error) => panic!("{error}"),
        }
        if n % 3 == 2 {
            let caught_up = follower.current().await.unwrap().register;
            assert_eq!(told(&caught_up), told(folded.last().unwrap()));
        }
    }
    let fresh = database.store().await;
    for register in &folded {
        let loaded = fresh.as_of(AsOf::Seq(register.head().seq)).await.unwrap();
        assert_eq!(loaded.head(), register.head());
        assert_eq!(told(&loaded), told(register));
        assert_eq!(loaded.content_digest(), register.content_digest());
    }
    assert_eq!(follower.current().await.unwrap().register.content_digest(), folded.last().unwrap().content_digest());
    assert_eq!(findings(&fresh).await, Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, max_shrink_iters: 50, ..Default::default() })]

    #[test]
    fn folding_commit_by_commit_is_the_same_as_loading_at_any_commit(
        commits in proptest::collection::vec(proptest::collection::vec(step(), 1..4), 1..12),
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(fold_and_load(commits));
    }
}
