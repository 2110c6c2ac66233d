//! Work that takes a while: done on a thread that serves no other requests.

use crate::service::Error;
use rocket::tokio::task;

/// What `work` answers.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))
}
