//! Blobs: bytes that are kept under their SHA-256 digest, beside the database.
//!
//! Knows where they are kept, and that what comes back is what was put there. Never knows what is in them or who refers to them.
//! A blob is put before the commit that names it: one that nobody names does no harm, a name without a blob would.

mod place;
mod received;

pub use place::BlobPlace;
pub use received::{Received, Unreceived};

use crate::domain::digest::{self, Digest, Running};
use futures::{Stream, TryStreamExt, stream};
use object_store::{GetOptions, ObjectStore, ObjectStoreExt, memory::InMemory, path::Path as ObjectPath};
use std::{collections::BTreeSet, fmt, io, ops::Range, pin::Pin, sync::Arc};

/// Why a blob could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The place cannot be used.
    #[error("blobs cannot be kept in `{place}`: {source}")]
    Place {
        /// The place.
        place: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Reading or writing failed.
    #[error("the place of blobs cannot be reached: {0}")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There are other bytes under this digest than it was made of.
    #[error("the blob {0} was changed where it is kept")]
    Changed(Digest),
}

/// Where blobs are kept.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

impl fmt::Debug for Blobs {
    /// Where they are kept, and nothing of what opens it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blobs({})", self.0)
    }
}

/// Pieces of a blob, in order.
pub type Pieces = Pin<Box<dyn Stream<Item = io::Result<bytes::Bytes>> + Send>>;

impl Blobs {
    /// Those of a process, gone with it.
    #[must_use]
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Keeps some bytes.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<Digest, BlobError> {
        let digest = digest::of(&bytes);
        self.0.put(&place(&digest), bytes.into()).await.map_err(unreachable)?;
        Ok(digest)
    }

    /// The bytes with this digest, if they are kept.
    ///
    /// # Errors
    /// If the place cannot be reached, or if what is there is something else.
    pub async fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, BlobError> {
        let found = match self.0.get(&place(digest)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(unreachable(error)),
        };
        let bytes = found.bytes().await.map_err(unreachable)?;
        if digest::of(&bytes) != *digest {
            return Err(BlobError::Changed(*digest));
        }
        Ok(Some(bytes.to_vec()))
    }

    /// How many bytes the blob with this digest has, if it is kept.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn length(&self, digest: &Digest) -> Result<Option<u64>, BlobError> {
        match self.0.head(&place(digest)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(unreachable(error)),
        }
    }

    /// The blob with this digest, if it is kept, piece by piece: all of it, or the bytes of a range that lies within it. All of it is held
    /// against the digest on the way, and the last piece of what is something else never comes: the pieces end with an error.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn read(&self, digest: &Digest, range: Option<Range<u64>>) -> Result<Option<Pieces>, BlobError> {
        let whole = range.is_none();
        let options = GetOptions { range: range.map(Into::into), ..GetOptions::default() };
        let found = match self.0.get_opts(&place(digest), options).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(unreachable(error)),
        };
        let pieces: Pieces = Box::pin(found.into_stream().map_err(io::Error::from));
        Ok(Some(if whole { proven(pieces, *digest) } else { pieces }))
    }

    /// Holds every blob against its digest, and those that records name against what is there: how many there are, and what is wrong in
    /// words.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn verify(&self, named: &BTreeSet<String>) -> Result<(usize, Vec<String>), BlobError> {
        let (mut there, mut wrong) = (BTreeSet::new(), Vec::new());
        let mut objects = self.0.list(None);
        while let Some(object) = objects.try_next().await.map_err(unreachable)? {
            let name = object.location.filename().unwrap_or_default();
            let digest = name.parse::<Digest>().ok().filter(|digest| place(digest) == object.location);
            let Some(digest) = digest else {
                wrong.push(format!("{} is no blob", object.location));
                continue;
            };
            if !self.holds_what_it_says(&digest).await? {
                wrong.push(format!("the bytes of blob {digest} have another digest"));
            }
            there.insert(name.to_owned());
        }
        wrong.sort();
        wrong
            .extend(named.difference(&there).map(|missing| format!("blob {missing} is named by a record and missing")));
        Ok((there.len(), wrong))
    }

    /// Whether the bytes of a blob have its digest; they are read piece by piece. One that is gone meanwhile says nothing wrong.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn holds_what_it_says(&self, digest: &Digest) -> Result<bool, BlobError> {
        let Some(mut pieces) = self.read(digest, None).await? else { return Ok(true) };
        loop {
            match pieces.try_next().await {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(true),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(false),
                Err(error) => return Err(unreachable(error)),
            }
        }
    }

    /// Forgets a blob; one that is not there is forgotten already.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn delete(&self, digest: &Digest) -> Result<(), BlobError> {
        match self.0.delete(&place(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unreachable(error)),
        }
    }
}

/// Holds pieces against the digest of the whole: each comes once the next one is there, the last one once all of them are right.
fn proven(pieces: Pieces, digest: Digest) -> Pieces {
    let begin = Some((pieces, Running::default(), None::<bytes::Bytes>));
    Box::pin(stream::try_unfold(begin, move |state| async move {
        let Some((mut pieces, mut hash, mut held)) = state else { return Ok(None) };
        while let Some(next) = pieces.try_next().await? {
            hash.add(&next);
            if let Some(piece) = held.replace(next) {
                return Ok(Some((piece, Some((pieces, hash, held)))));
            }
        }
        if hash.digest() != digest {
            return Err(io::Error::new(io::ErrorKind::InvalidData, BlobError::Changed(digest)));
        }
        Ok(held.map(|last| (last, None)))
    }))
}

/// Why a place cannot be reached, in words: what a store of others answers is told up to where its document begins, which may name
/// the key that was used.
fn unreachable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> BlobError {
    use object_store::Error::{PermissionDenied, Unauthenticated};
    let error = error.into();
    let told = match error.downcast_ref() {
        Some(Unauthenticated { .. }) => "its credentials are not accepted".to_owned(),
        Some(PermissionDenied { .. }) => "its credentials do not allow this".to_owned(),
        _ => {
            let whole = error.to_string();
            whole.split(['<', '\n']).next().unwrap_or_default().trim_end_matches([':', ' ']).to_owned()
        }
    };
    BlobError::Unreachable(told.into())
}

/// Folders of 256, so that none gets too large to list.
fn place(digest: &Digest) -> ObjectPath {
    let name = digest.to_string();
    ObjectPath::from_iter([&name[..2], &name])
}
