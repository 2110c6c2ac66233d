//! A server that speaks S3, in this process: signatures are checked, objects are files in a folder of its own.

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use std::{net::SocketAddr, path::PathBuf};

/// The key that opens the bucket, and what nobody may ever read.
pub const ACCESS_KEY: &str = "AKIAROPEWALKTEST0001";
pub const SECRET: &str = "a-secret-that-stays-one";

/// A bucket `papers` behind a server of its own.
pub struct Bucket {
    folder: tempfile::TempDir,
    address: SocketAddr,
    /// The server goes with it.
    _runtime: tokio::runtime::Runtime,
}

impl Bucket {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("papers")).unwrap();
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET));
        let service = service.build();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    // A client that goes away ends its own connection only.
                    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self { folder, address, _runtime: runtime }
    }

    /// The bucket as a place of blobs, with a prefix.
    pub fn place(&self) -> String {
        format!("s3://papers/register/eu?endpoint=http://{}&region=eu-central-1", self.address)
    }

    /// The file behind an object.
    pub fn file(&self, digest: &str) -> PathBuf {
        self.folder.path().join("papers/register/eu").join(&digest[..2]).join(digest)
    }
}
