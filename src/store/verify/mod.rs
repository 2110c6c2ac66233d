//! Verifying: whether the journal is what was committed, and the index what the journal says. Every difference is named.
//!
//! Reads one snapshot in pages; at no time does it hold all documents. Never repairs anything.

mod chain;
mod index;

use super::{Store, connect, error::StoreError, journal};
use crate::domain::register::Head;
use sea_orm::{ConnectionTrait, DatabaseConnection};

/// What was found.
#[derive(Debug, Clone)]
pub struct Verification {
    /// Where the journal ends; print it, and expect it the next time.
    pub head: Head,
    /// The number of commits.
    pub commits: u64,
    /// The number of revisions.
    pub revisions: u64,
    /// The number of current records.
    pub records: u64,
    /// The number of references between them.
    pub references: u64,
    /// What was redacted, in the order of the commits that did it.
    pub redactions: Vec<VerifiedRedaction>,
    /// Everything that is not as it should be, each in a sentence; empty for a sound database.
    pub findings: Vec<String>,
}

/// A redaction that the journal tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedRedaction {
    /// The commit that redacted.
    pub by: u64,
    /// The record, as kind and key.
    pub record: String,
    /// Its version.
    pub version: u64,
    /// The commit that had written it.
    pub seq: u64,
    /// Whether the document was redacted, and not only the reason of its commit.
    pub document: bool,
}

/// Verifies a database without reading its register, which may be what is wrong with it. See [`Store::verify`].
///
/// # Errors
/// Those of the database.
pub async fn verify_database(address: &str, expect: Option<Head>) -> Result<Verification, StoreError> {
    verify_snapshot(&connect::look(address).await?, expect).await
}

async fn verify_snapshot(db: &DatabaseConnection, expect: Option<Head>) -> Result<Verification, StoreError> {
    let snapshot = connect::begin_snapshot(db).await?;
    let verified = verify(&snapshot, expect).await;
    snapshot.rollback().await?;
    verified
}

impl Store {
    /// Verifies everything. `expect` is the end of the journal as an earlier verification printed it: with it, a journal that
    /// was cut off or written anew is found, which by itself would look sound.
    ///
    /// # Errors
    /// Those of the database. What is wrong with the data is no error but a finding.
    pub async fn verify(&self, expect: Option<Head>) -> Result<Verification, StoreError> {
        verify_snapshot(&self.db, expect).await
    }
}

async fn verify(db: &impl ConnectionTrait, expect: Option<Head>) -> Result<Verification, StoreError> {
    let mut found = Vec::new();
    let head = match journal::head(db, false).await {
        Ok(row) => Some(row),
        Err(StoreError::Unreadable { what, why }) => {
            found.push(format!("{what} cannot be read: {why}"));
            None
        }
        Err(error) => return Err(error),
    };
    let chain = chain::walk(db, expect, &mut found).await?;
    if let Some(row) = head {
        if row.head != chain.head {
            found.push(format!("the head says {}, but the journal ends at {}", named(row.head), named(chain.head)));
        } else if row.recorded_at.map(journal::written) != chain.recorded_at {
            found.push("the head has another time than the last commit".to_owned());
        }
    }
    found.extend(chain.surprise());
    let index = index::compare(db, &chain.newest, &mut found).await?;
    Ok(Verification {
        head: chain.head,
        commits: chain.commits,
        revisions: chain.revisions,
        records: index.records,
        references: index.references,
        redactions: chain.redactions,
        findings: found,
    })
}

fn named(head: Head) -> String {
    format!("seq {} with digest {}", head.seq, head.digest)
}
