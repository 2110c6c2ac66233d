//! Learning the head of the journal, once for all who wait.
//!
//! A read joins the next question that *starts* after the read arrived, as Raft's read index does: one indexed row answers
//! everybody who waits, and no answer is older than its question.

use super::{Store, StoreError, entity, load, small};
use crate::domain::{Register, register::Head};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// The head row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub journal: Head,
    pub access_epoch: i64,
}

/// The current register, and the epoch for which what tokens grant may be remembered.
#[derive(Debug, Clone)]
pub struct Current {
    /// The register.
    pub register: Arc<Register>,
    /// Moves whenever a token is made or revoked.
    pub access_epoch: i64,
}

type Answer = Result<Current, Arc<StoreError>>;

/// Those who wait for the next question, and whether somebody is asking.
#[derive(Default)]
pub(super) struct Shared(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    readers: Vec<oneshot::Sender<Answer>>,
    asking: bool,
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets the next reader ask if the task that asks dies.
struct Asking<'a>(&'a Shared);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.lock();
        waiting.asking = false;
        waiting.readers.clear();
    }
}

/// Reads the head row.
pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Row, StoreError> {
    row(entity::head::Entity::find_by_id(1).one(db).await?)
}

/// Reads the head row and keeps others from writing until the transaction ends.
pub(super) async fn lock(db: &impl ConnectionTrait) -> Result<Row, StoreError> {
    let mut query = entity::head::Entity::find_by_id(1);
    if db.get_database_backend() == sea_orm::DbBackend::Postgres {
        query = query.lock_exclusive();
    }
    row(query.one(db).await?)
}

fn row(found: Option<entity::head::Model>) -> Result<Row, StoreError> {
    let row = found.ok_or_else(|| StoreError::Corrupt("the head row is missing".into()))?;
    let digest = row.digest.parse().map_err(StoreError::Corrupt)?;
    Ok(Row { journal: Head { seq: small(row.seq), digest }, access_epoch: row.access_epoch })
}

impl Store {
    /// The current register: nothing that was committed anywhere before this call is missing from it.
    ///
    /// # Errors
    /// [`StoreError::Reloading`] once after the database was found to be another than before.
    pub async fn current(self: &Arc<Self>) -> Result<Current, StoreError> {
        let (sender, receiver) = oneshot::channel();
        let start = {
            let mut waiting = self.heads.lock();
            waiting.readers.push(sender);
            !std::mem::replace(&mut waiting.asking, true)
        };
        if start {
            let store = Arc::clone(self);
            // In a task of its own: a reader that goes away must not take the answer of the others with it.
            tokio::spawn(async move { store.ask().await });
        }
        match receiver.await {
            Ok(Ok(current)) => Ok(current),
            Ok(Err(error)) if matches!(*error, StoreError::Reloading) => Err(StoreError::Reloading),
            Ok(Err(error)) => Err(StoreError::Shared(error)),
            Err(_) => Err(StoreError::Ended),
        }
    }

    /// Asks until nobody waits.
    async fn ask(self: Arc<Self>) {
        let asking = Asking(&self.heads);
        loop {
            let readers = {
                let mut waiting = self.heads.lock();
                if waiting.readers.is_empty() {
                    waiting.asking = false;
                    // Nobody waits, and whoever comes now starts a task: there is nothing to clean up.
                    std::mem::forget(asking);
                    return;
                }
                std::mem::take(&mut waiting.readers)
            };
            let answer = self.learn().await.map_err(Arc::new);
            for reader in readers {
                // A reader may have gone away.
                let _ = reader.send(answer.clone());
            }
        }
    }

    async fn learn(&self) -> Result<Current, StoreError> {
        let row = read(&self.db).await?;
        let register = self.current.load_full();
        if register.head() == row.journal {
            return Ok(Current { register, access_epoch: row.access_epoch });
        }
        let register = self.catch_up(row.journal).await?;
        Ok(Current { register, access_epoch: row.access_epoch })
    }

    /// Brings the register to `head`, or further if it is further already.
    async fn catch_up(&self, head: Head) -> Result<Arc<Register>, StoreError> {
        let _order = self.advancing.lock().await;
        let held = self.current.load_full();
        if held.head() == head {
            return Ok(held);
        }
        if let Some(next) = self.follow(&self.db, &held, head).await? {
            let next = Arc::new(next);
            self.current.store(Arc::clone(&next));
            Ok(next)
        } else {
            // Perhaps only a commit of our own came between; the row is read again before the register is given up.
            let again = read(&self.db).await?.journal;
            if let Some(next) = self.follow(&self.db, &held, again).await? {
                let next = Arc::new(next);
                self.current.store(Arc::clone(&next));
                return Ok(next);
            }
            tracing::warn!(
                held = held.head().seq,
                found = again.seq,
                "the journal is not the one that was read before; loading it anew"
            );
            let fresh = load::at(&self.db, again, None).await?;
            self.forget_past();
            self.current.store(Arc::new(fresh));
            Err(StoreError::Reloading)
        }
    }

    /// The register at `head`, if that follows on `held`; `None` if the journal is another one.
    pub(super) async fn follow(
        &self,
        db: &impl ConnectionTrait,
        held: &Register,
        head: Head,
    ) -> Result<Option<Register>, StoreError> {
        if head == held.head() {
            return Ok(Some(held.clone()));
        }
        if head.seq <= held.head().seq || load::head_of(db, held.head().seq).await.ok() != Some(held.head()) {
            return Ok(None);
        }
        if load::redacts(db, held.head().seq, head.seq).await? {
            // Documents of the past changed: whatever was folded from them is folded again.
            self.forget_past();
            return load::at(db, head, None).await.map(Some);
        }
        load::since(db, held, head).await.map(Some)
    }

    /// Takes in a commit that was made here.
    pub(super) async fn publish(&self, next: Arc<Register>) {
        let _order = self.advancing.lock().await;
        if self.current.load().head().seq < next.head().seq {
            self.current.store(next);
        }
    }
}
