//! The hashes of the journal and of a register's content (SHA-256).
//!
//! A revision is committed to by a salted hash, so that destroying the salt and the document leaves nothing to guess from,
//! while the chain over the commitments still verifies.

use super::value::{RecordId, Sha256Digest};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256 digest, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Half of it, as an entity tag: no two different things have it in common by chance.
    #[must_use]
    pub fn tag(&self) -> String {
        hex::encode(&self.0[..16])
    }
}

/// The digest of the empty journal.
pub const GENESIS: Digest = Digest([0; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl serde::Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl std::str::FromStr for Digest {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let mut bytes = [0; 32];
        match hex::decode_to_slice(text, &mut bytes) {
            Ok(()) => Ok(Self(bytes)),
            Err(_) => {
                Err(format!("`{}` is not a digest; allowed are 64 hexadecimal digits", super::value::shown(text)))
            }
        }
    }
}

impl From<&Sha256Digest> for Digest {
    fn from(written: &Sha256Digest) -> Self {
        match written.as_str().parse() {
            Ok(digest) => digest,
            Err(error) => unreachable!("64 hexadecimal digits are a digest: {error}"),
        }
    }
}

/// SHA-256 of some bytes.
#[must_use]
pub fn of(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// Hashes bytes as they come.
#[derive(Debug, Clone, Default)]
pub struct Running(Sha256);

impl Running {
    /// Adds bytes to what came before.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of what came so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest(self.0.clone().finalize().into())
    }
}

/// The entity tag of bytes of a media type.
#[must_use]
pub fn tag(media_type: &str, bytes: &[u8]) -> String {
    let hash = Sha256::new().chain_update(media_type).chain_update(b"\n").chain_update(bytes);
    Digest(hash.finalize().into()).tag()
}

/// The commitment to one revision: SHA-256(salt ‖ length of the document ‖ document ‖ reason of the commit). The length (8
/// bytes, big-endian) keeps words from moving between document and reason. A deletion commits to an empty document.
#[must_use]
pub fn commitment(salt: &[u8; 32], document: &str, reason: &str) -> Digest {
    let hash = Sha256::new()
        .chain_update(salt)
        .chain_update((document.len() as u64).to_be_bytes())
        .chain_update(document)
        .chain_update(reason);
    Digest(hash.finalize().into())
}

/// The digest of the journal after a commit: SHA-256(previous digest ‖ header fields, each with its length ‖ commitments).
#[must_use]
pub fn chained<'a>(
    previous: &Digest,
    header: impl IntoIterator<Item = String>,
    commitments: impl IntoIterator<Item = &'a Digest>,
) -> Digest {
    let mut hash = Sha256::new().chain_update(previous.0);
    for field in header {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    for commitment in commitments {
        hash.update(commitment.0);
    }
    Digest(hash.finalize().into())
}

/// The digest of records in their order.
#[must_use]
pub fn of_content<'a>(records: impl IntoIterator<Item = (&'a RecordId, &'a str)>) -> Digest {
    of_fields(records.into_iter().flat_map(|(id, document)| [id.kind.path(), id.key.as_str(), document]))
}

/// [`of_fields`] of a few short texts, which are cheaper to hash in one piece.
#[must_use]
pub fn of_few_fields(fields: &[&str]) -> Digest {
    let mut bytes = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    of(&bytes)
}

/// The digest of texts in their order: each with its length, so that no two lists are the same bytes.
#[must_use]
pub fn of_fields<'a>(fields: impl IntoIterator<Item = &'a str>) -> Digest {
    let mut hash = Sha256::new();
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    Digest(hash.finalize().into())
}
