//! Where blobs are kept: a folder, or a bucket of a store that speaks S3.
//!
//! Credentials come from the environment only (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, or the role of the
//! machine), never from the place: what is written down in a unit file or printed in an error must not open anything.

use super::{BlobError, Blobs};
use object_store::{
    ClientOptions, ObjectStore, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem, path::Path as ObjectPath,
    prefix::PrefixStore,
};
use std::{path::PathBuf, sync::Arc, time::Duration};
use url::Url;

/// How long one question to a bucket may take, and how long it is put again in all.
const PATIENCE: Duration = Duration::from_secs(20);

/// A place for blobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobPlace {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Bucket),
}

/// A bucket of a store that speaks S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    name: String,
    prefix: ObjectPath,
    endpoint: Option<String>,
    region: Option<String>,
    virtual_hosted: bool,
}

impl BlobPlace {
    /// Reads a place: a folder, or `s3://BUCKET/PREFIX?endpoint=URL&region=NAME&virtual_hosted=true`, where all but the bucket may be left
    /// out.
    ///
    /// # Errors
    /// In words that do not repeat what may be secret.
    pub fn read(text: &str) -> Result<Self, String> {
        match text.split_once("://") {
            None => Ok(Self::Folder(PathBuf::from(text))),
            Some(("s3", _)) => Bucket::read(text).map(Self::Bucket),
            Some(_) => Err("blobs are kept in a folder or in `s3://BUCKET/PREFIX?endpoint=URL`".into()),
        }
    }

    /// Whether nothing can have been kept here: a folder that is not there.
    #[must_use]
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Folder(folder) if !folder.is_dir())
    }

    /// Its name, for errors.
    fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Bucket(bucket) => format!("s3://{}/{}", bucket.name, bucket.prefix),
        }
    }

    /// The blobs in it. A folder is made; of a bucket nothing is asked before it is used.
    ///
    /// # Errors
    /// If it cannot be used.
    pub fn open(&self) -> Result<Blobs, BlobError> {
        let opened = match self {
            Self::Folder(folder) => in_folder(folder),
            Self::Bucket(bucket) => bucket.open(),
        };
        opened.map(Blobs).map_err(|source| BlobError::Place { place: self.shown(), source })
    }
}

type Opened = Result<Arc<dyn ObjectStore>, Box<dyn std::error::Error + Send + Sync>>;

fn in_folder(folder: &std::path::Path) -> Opened {
    std::fs::create_dir_all(folder)?;
    // What is put is on the disk when it is answered.
    Ok(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)))
}

impl Bucket {
    fn read(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("the place of blobs is no URL: {error}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the place of blobs names credentials; take them out, and give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the \
                        environment"
                .into());
        }
        let name = url.host_str().filter(|name| !name.is_empty()).ok_or("the place of blobs names no bucket")?;
        let prefix = ObjectPath::from_url_path(url.path()).map_err(|error| format!("the prefix of blobs: {error}"))?;
        let mut bucket = Self { name: name.into(), prefix, endpoint: None, region: None, virtual_hosted: false };
        for (parameter, value) in url.query_pairs() {
            match &*parameter {
                "endpoint" => bucket.endpoint = Some(endpoint(&value)?),
                "region" => bucket.region = Some(value.into_owned()),
                "virtual_hosted" => {
                    bucket.virtual_hosted = value.parse().map_err(|_| "`virtual_hosted` is `true` or `false`")?;
                }
                _ => {
                    return Err("the place of blobs has a parameter nobody knows; there are `endpoint`, `region` and `virtual_hosted`, and \
                                credentials come from the environment"
                        .into());
                }
            }
        }
        Ok(bucket)
    }

    fn open(&self) -> Opened {
        // TLS of one provider, the one that the database's connections use; that it is set already is as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let plain = self.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http:"));
        let client =
            ClientOptions::new().with_timeout(PATIENCE).with_connect_timeout(PATIENCE / 4).with_allow_http(plain);
        let retry = RetryConfig { max_retries: 3, retry_timeout: PATIENCE, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(&self.name)
            .with_virtual_hosted_style_request(self.virtual_hosted)
            .with_client_options(client)
            .with_retry(retry);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some(region) = &self.region {
            builder = builder.with_region(region);
        }
        Ok(Arc::new(PrefixStore::new(builder.build()?, self.prefix.clone())))
    }
}

/// The address of a store that speaks S3.
fn endpoint(text: &str) -> Result<String, String> {
    let wrong = "`endpoint` of the place of blobs is an address without credentials, such as https://s3.example.com";
    let url = Url::parse(text).map_err(|_| wrong)?;
    let fits = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if fits { Ok(text.trim_end_matches('/').to_owned()) } else { Err(wrong.into()) }
}

#[cfg(test)]
mod tests {
    use super::BlobPlace;

    #[test]
    fn a_place_is_a_folder_or_a_bucket() {
        assert_eq!(BlobPlace::read("register.blobs").unwrap(), BlobPlace::Folder("register.blobs".into()));
        let BlobPlace::Bucket(bucket) =
            BlobPlace::read("s3://papers/eu/2026?endpoint=https://s3.example.com/&region=eu-west-1").unwrap()
        else {
            panic!("an address of a bucket is a bucket")
        };
        assert_eq!((bucket.name.as_str(), bucket.prefix.as_ref()), ("papers", "eu/2026"));
        assert_eq!(bucket.endpoint.as_deref(), Some("https://s3.example.com"));
        assert_eq!(bucket.region.as_deref(), Some("eu-west-1"));
    }

    #[test]
    fn credentials_in_a_place_are_refused_and_not_repeated() {
        for place in [
            "s3://AKIA:geheim@papers",
            "s3://papers?secret_access_key=geheim",
            "s3://papers?endpoint=https://me:geheim@s3.example.com",
            "gs://papers?token=geheim",
            "s3://papers?virtual_hosted=geheim",
        ] {
            let refused = BlobPlace::read(place).unwrap_err();
            assert!(!refused.contains("geheim"), "{refused}");
        }
    }
}
