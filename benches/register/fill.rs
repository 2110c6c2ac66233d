//! Registers in databases.

use super::Made;
use ropewalk::{
    clock::{SeededEntropy, SystemClock},
    domain::change::Change,
    service::{self, Ropewalk, seeds},
    store::{Blobs, CommitRequest, Store},
};
use std::sync::Arc;

/// Changes in one commit.
const BATCH: usize = 2_000;

/// Opens the database at `address` and writes into it, if it is empty, the built-in records and every version of what is
/// made, one version of all records after the other.
///
/// # Errors
/// Those of the database.
pub async fn fill(address: &str, made: &Made) -> Result<Arc<Store>, service::Error> {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SeededEntropy::of(made.seed)));
    let store = Store::open(address, Arc::clone(&clock) as _, Arc::clone(&entropy) as _).await?;
    if store.register().await?.head().seq > 0 {
        return Ok(store);
    }
    seeds::install(&Ropewalk::new(Arc::clone(&store), Blobs::in_memory(), clock, entropy)).await?;
    for version in 1..=made.size.versions {
        let mut records = made.records(version).peekable();
        while records.peek().is_some() {
            let changes = records.by_ref().take(BATCH).map(Change::put).collect();
            let reason = format!("version {version}");
            let request = CommitRequest {
                principal: "generator".into(),
                reason,
                changes,
                seeds_edition: None,
                keep: None,
                proviso: None,
            };
            store.commit(request).await?;
        }
    }
    Ok(store)
}
