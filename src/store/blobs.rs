//! Blobs: bytes that are kept under their SHA-256 digest, beside the database.
//!
//! Knows where they are kept, and that what comes back is what was put there. Never knows what is in them or who refers to them.
//! A blob is put before the commit that names it: one that nobody names does no harm, a name without a blob would.

use crate::domain::digest::{self, Digest};
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, memory::InMemory, path::Path as ObjectPath};
use std::{collections::BTreeSet, path::Path, sync::Arc};

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
#[derive(Debug, Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Those in a folder, which is made when the first is put there. What is put is on the disk when it is answered.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, BlobError> {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| BlobError::Place {
            place: folder.display().to_string(),
            source,
        };
        std::fs::create_dir_all(folder).map_err(|error| failed(error.into()))?;
        let files = LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(error.into()))?;
        Ok(Self(Arc::new(files.with_fsync(true))))
    }

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

    /// Whether there is a blob with this digest.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn holds(&self, digest: &Digest) -> Result<bool, BlobError> {
        match self.0.head(&place(digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(unreachable(error)),
        }
    }

    /// Holds every blob against its digest, and those that records name against what is there: how many there are, and what is wrong in
    /// words.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn verify(&self, named: &BTreeSet<String>) -> Result<(usize, Vec<String>), BlobError> {
        let (mut there, mut wrong) = (BTreeSet::new(), Vec::new());
        let folders = self.0.list_with_delimiter(None).await.map_err(unreachable)?;
        for folder in folders.common_prefixes {
            for object in self.0.list_with_delimiter(Some(&folder)).await.map_err(unreachable)?.objects {
                let name = object.location.filename().unwrap_or_default().to_owned();
                let Ok(digest) = name.parse::<Digest>() else {
                    wrong.push(format!("{} is no blob", object.location));
                    continue;
                };
                match self.get(&digest).await {
                    Ok(_) => {}
                    Err(BlobError::Changed(_)) => wrong.push(format!("the bytes of blob {digest} have another digest")),
                    Err(error) => return Err(error),
                }
                there.insert(name);
            }
        }
        wrong
            .extend(named.difference(&there).map(|missing| format!("blob {missing} is named by a record and missing")));
        Ok((there.len(), wrong))
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

fn unreachable(error: object_store::Error) -> BlobError {
    BlobError::Unreachable(error.into())
}

/// Folders of 256, so that none gets too large to list.
fn place(digest: &Digest) -> ObjectPath {
    let name = digest.to_string();
    ObjectPath::from_iter([&name[..2], &name])
}
