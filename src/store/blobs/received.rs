//! Bytes that are received: counted and hashed as they come, on the disk without a name.
//!
//! They reach the place of blobs only once all of them are there and somebody has judged them, so an upload that is cut off, too large or
//! refused leaves nothing behind; neither does a process that dies, since the file has no name.

use super::{BlobError, Blobs, place, unreachable};
use crate::domain::digest::{Digest, Running};
use object_store::buffered::BufWriter;
use std::{io, sync::Arc};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
};

/// So many bytes are kept of the beginning: what tells a type by content reads no further.
const HEAD: usize = 8 << 10;

/// How much is read, and written, at once.
const PIECE: usize = 64 << 10;

/// How much goes to a bucket at once; what is smaller goes in one request.
const PART: usize = 8 << 20;

/// Why bytes were not received.
#[derive(Debug)]
pub enum Unreceived {
    /// There are more than are allowed.
    TooMany,
    /// Their sender went away before the end.
    Cut,
    /// They could not be written down.
    Unwritten(io::Error),
}

/// Bytes that were received as a whole.
#[derive(Debug)]
pub struct Received {
    file: File,
    head: Vec<u8>,
    bytes: u64,
    digest: Digest,
}

impl Received {
    /// Receives what `from` sends, up to `limit` bytes.
    ///
    /// # Errors
    /// See [`Unreceived`].
    pub async fn of(mut from: impl AsyncRead + Unpin, limit: u64) -> Result<Self, Unreceived> {
        let file = tempfile::tempfile().map_err(Unreceived::Unwritten)?;
        let (mut file, mut hash) = (File::from_std(file), Running::default());
        let (mut head, mut bytes, mut piece) = (Vec::new(), 0_u64, vec![0; PIECE]);
        loop {
            let read = from.read(&mut piece).await.map_err(|_| Unreceived::Cut)?;
            let read = &piece[..read];
            if read.is_empty() {
                break;
            }
            bytes += u64::try_from(read.len()).unwrap_or(u64::MAX);
            if bytes > limit {
                return Err(Unreceived::TooMany);
            }
            head.extend_from_slice(&read[..read.len().min(HEAD - head.len())]);
            hash.add(read);
            file.write_all(read).await.map_err(Unreceived::Unwritten)?;
        }
        file.rewind().await.map_err(Unreceived::Unwritten)?;
        Ok(Self { file, head, bytes, digest: hash.digest() })
    }

    /// Their beginning.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// How many they are.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Their digest.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

impl Blobs {
    /// Keeps what was received. Whoever reads the blob meanwhile sees all of it or none.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub async fn keep(&self, mut received: Received) -> Result<Digest, BlobError> {
        let digest = received.digest;
        let mut blob = BufWriter::with_capacity(Arc::clone(&self.0), place(&digest), PART);
        if let Err(error) = tokio::io::copy(&mut received.file, &mut blob).await {
            // What is not ended is not there; this only tells the place not to wait for more. Whatever ends does so by itself.
            let _ = blob.abort().await;
            return Err(unreachable(error));
        }
        blob.shutdown().await.map_err(unreachable)?;
        Ok(digest)
    }
}
