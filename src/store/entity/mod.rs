//! One table a file, no logic. Numbers are signed, since that is what both engines have.

pub mod commits;
pub mod idempotency_keys;
pub mod principals;
pub mod records;
pub mod redactions;
pub mod refs;
pub mod revisions;
pub mod tokens;
