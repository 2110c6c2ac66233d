//! Settings that are read once, from the command line or the environment, and handed down.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
};

/// Which database, and how it is named.
#[derive(Debug, Clone, clap::Args)]
pub struct Database {
    /// The database: a file of SQLite, or a URL (`postgres://…`, `sqlite://…`).
    #[arg(
        long = "database",
        env = "DATABASE_URL",
        default_value = "ropewalk.db",
        global = true,
        hide_env_values = true
    )]
    pub url: String,
    /// Where documents and published texts are: a folder, or a bucket of a store that speaks S3,
    /// `s3://BUCKET/PREFIX?endpoint=URL&region=NAME`, with credentials from the environment (`AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`). Otherwise beside the file of the database, `ropewalk.blobs` in the current folder for PostgreSQL.
    /// Servers over one database share it.
    #[arg(long, env = "ROPEWALK_BLOBS", global = true, hide_env_values = true)]
    pub blobs: Option<String>,
}

impl Database {
    /// The place of blobs.
    #[must_use]
    pub fn blobs(&self) -> String {
        if let Some(place) = &self.blobs {
            return place.clone();
        }
        let file = self.url.strip_prefix("sqlite://").or_else(|| self.url.strip_prefix("sqlite:")).unwrap_or(&self.url);
        let file = file.split('?').next().unwrap_or(file);
        let beside = if file.contains("://") || file.is_empty() { "ropewalk.db" } else { file };
        Path::new(beside).with_extension("blobs").to_string_lossy().into_owned()
    }
}

/// What PDF is set with.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Fonts {
    /// A folder of fonts for PDF, instead of those of this computer: with the same fonts a report is the same bytes everywhere. Chinese
    /// needs a font that has it, such as Noto Sans CJK SC.
    #[arg(long = "fonts", env = "ROPEWALK_FONTS", value_name = "FOLDER", global = true)]
    pub folder: Option<PathBuf>,
}

/// How the server listens.
#[derive(Debug, Clone, clap::Args)]
pub struct Listen {
    /// The address to listen on; everything but loopback wants a proxy with TLS in front.
    #[arg(long, env = "ROPEWALK_ADDRESS", default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// The port to listen on.
    #[arg(long, env = "ROPEWALK_PORT", default_value_t = 8600)]
    pub port: u16,
    /// The largest record, in bytes.
    #[arg(long, env = "ROPEWALK_RECORD_LIMIT", default_value_t = 1 << 20)]
    pub record_limit: u64,
    /// The largest manifest, in bytes.
    #[arg(long, env = "ROPEWALK_MANIFEST_LIMIT", default_value_t = 64 << 20)]
    pub manifest_limit: u64,
    /// The largest text of a published notice, in bytes.
    #[arg(long, env = "ROPEWALK_TEXT_LIMIT", default_value_t = 8 << 20)]
    pub text_limit: u64,
    /// The largest document, in bytes.
    #[arg(long, env = "ROPEWALK_DOCUMENT_LIMIT", default_value_t = 32 << 20)]
    pub document_limit: u64,
}
