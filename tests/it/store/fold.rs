//! The register is the fold of its journal, whichever way it is read.

use crate::support::{TestDatabase, delete, id, record, request};
use proptest::prelude::*;
use ropewalk::{
    domain::AsOf,
    domain::{Kind, Register, change::Change},
};
use serde_json::json;
use std::sync::Arc;

/// What happens to one of a few categories: it gets a parent and a name, or goes.
#[derive(Debug, Clone)]
struct Step {
    key: u8,
    put: Option<(u8, u8)>,
}

const KEYS: u8 = 5;

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let step = (0..KEYS, proptest::option::weighted(0.75, (0..KEYS, 0..3u8))).prop_map(|(key, put)| Step { key, put });
    proptest::collection::vec(proptest::collection::vec(step, 1..4), 1..12)
}

fn change(step: &Step) -> Change {
    let Some((parent, name)) = step.put else { return delete(&format!("data-categories/k{}", step.key)) };
    // Parents have smaller numbers, so that they form no circle; the first has none.
    let parents: Vec<_> = (parent < step.key).then(|| format!("k{parent}")).into_iter().collect();
    let document =
        json!({ "key": format!("k{}", step.key), "name": { "en": format!("name {name}") }, "parents": parents });
    Change::put(record(Kind::DataCategories, &document))
}

fn assert_same(one: &Register, other: &Register) {
    assert_eq!((one.head(), one.recorded_at()), (other.head(), other.recorded_at()));
    assert_eq!(one.entries().collect::<Vec<_>>(), other.entries().collect::<Vec<_>>());
    for key in 0..KEYS {
        let id = id(&format!("data-categories/k{key}"));
        assert_eq!(one.last_version(&id), other.last_version(&id));
        assert_eq!(one.users(&id).collect::<Vec<_>>(), other.users(&id).collect::<Vec<_>>());
    }
}

async fn fold_and_compare(commits: Vec<Vec<Step>>) {
    let db = TestDatabase::new().await;
    let (writer, follower) = (db.store().await, db.store().await);
    let mut folded: Vec<Arc<Register>> = vec![Arc::new(Register::empty())];
    for steps in commits {
        // Changes that are refused are no commits; that they are refused is tested elsewhere.
        if let Ok(committed) = writer.commit(request(steps.iter().map(change).collect())).await
            && !committed.revisions.is_empty()
        {
            folded.push(committed.register);
        }
    }
    let reader = db.store().await;
    let newest = folded.last().unwrap();
    for register in [writer.register().await, follower.register().await, reader.register().await] {
        assert_same(&register.unwrap(), newest);
    }
    for (seq, register) in folded.iter().enumerate() {
        assert_same(&reader.as_of(AsOf::Seq(seq as u64)).await.unwrap(), register);
    }
    assert_eq!(reader.verify(Some(newest.head())).await.unwrap().findings, [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_commit_by_commit_is_the_same_as_reading_at_any_of_them(commits in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(fold_and_compare(commits));
    }
}
