//! The command line: parse, call a use case, print. One file per group of subcommands.
//!
//! Exit status: 0 done, 1 refused or found something wrong, 2 the command line was not understood.

#![expect(clippy::print_stderr, reason = "printing is what a command line does")]

/// Prints a line. A reader that went away, as `head` does, is no mistake of ours.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

mod check;
mod documents;
mod journal;
mod manifests;
mod notice;
mod output;
mod report;
mod review;
mod serve;
mod token;

use crate::{
    clock::{SystemClock, SystemEntropy},
    config::{Database, Fonts},
    service::{self, Ropewalk, seeds},
    store::{BlobError, BlobPlace, Store},
};
use clap::{Parser, Subcommand};
use std::{process::ExitCode, sync::Arc};

/// Record of processing, third-party processor registry and cross-border transfer review.
#[derive(Parser)]
#[command(name = "ropewalk", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    fonts: Fonts,
    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Serve the API.
    Serve(serve::Serve),
    /// Import manifests (YAML, JSON, a workbook or CSV), all or nothing.
    Import(manifests::Import),
    /// Print the register as a manifest.
    Export(manifests::Export),
    /// Check manifests or the database for what is incomplete, inconsistent, expired or contradicted, and regimes against their cases.
    Check(check::Check),
    /// Print what a check of `check` looks for, why, and how to resolve it.
    Explain(check::Explain),
    /// Make a report.
    #[command(subcommand)]
    Report(report::Report),
    /// Review transfers: open, decide, sign off, and prove it later.
    #[command(subcommand)]
    Review(review::Review),
    /// Hold published notices against the register.
    #[command(subcommand)]
    Notice(notice::Notice),
    /// Recompute the journal's chain, the index and the blobs, and name what differs.
    Verify(journal::Verify),
    /// Forget the documents of some versions; the chain still verifies.
    Redact(journal::Redact),
    /// Make, list and revoke tokens.
    #[command(subcommand)]
    Token(token::Token),
    /// Bring the built-in records to the edition of this program.
    Seeds(journal::Seeds),
    /// Print the OpenAPI document.
    Openapi(documents::OpenApi),
    /// Print the JSON Schema of manifests, or of a report.
    Schema(documents::Schema),
}

/// What a command ends with: its exit status, or what to print as an error.
type Outcome = Result<ExitCode, Failure>;

/// Why a command failed, in words for the terminal.
struct Failure(String);

impl From<service::Error> for Failure {
    fn from(error: service::Error) -> Self {
        Self(words(error))
    }
}

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Self {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            text += &format!(": {inner}");
            cause = inner.source();
        }
        Self(text)
    }
}

impl From<BlobError> for Failure {
    fn from(error: BlobError) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// An error of a use case as text: one line per mistake.
fn words(error: service::Error) -> String {
    use service::{Error, Refusal};
    let lines = |lines: Vec<String>| lines.join("\n");
    match error {
        Error::Unavailable => "the database was replaced while it was read; try again".into(),
        Error::Crowded(text) => text,
        Error::Internal(source) | Error::Unreachable(source) => {
            let mut text = source.to_string();
            let mut cause = source.source();
            while let Some(inner) = cause {
                text += &format!(": {inner}");
                cause = inner.source();
            }
            text
        }
        Error::Refused(refusal) => match refusal {
            Refusal::NotFound(text)
            | Refusal::Gone(text)
            | Refusal::Invalid(text)
            | Refusal::Forbidden(text)
            | Refusal::Conflict(text)
            | Refusal::OtherHistory(text) => text,
            Refusal::TooLarge(limit) => format!("it is too large; allowed are {limit} bytes"),
            Refusal::Faults(faults) => lines(faults.iter().map(ToString::to_string).collect()),
            Refusal::FaultsOf(faults) => lines(faults.iter().map(|(id, fault)| format!("{id}{fault}")).collect()),
            Refusal::Manifest(located) => lines(located.iter().map(ToString::to_string).collect()),
            Refusal::Exists(id, version) => format!("{id} exists already, at version {version}"),
            Refusal::Stale { id, found } => match found {
                Some(version) => format!("{id} is at version {version} now"),
                None => format!("there is no record {id}"),
            },
            Refusal::UnderWay => "the same request is being carried out; try again".into(),
            Refusal::Outdated => "the register changed meanwhile, and nothing was done; try again".into(),
            Refusal::KeyReused => "another request was made under the same key".into(),
            Refusal::Forgotten { at, seq } => {
                format!("this was carried out at {at}, with the register at commit {seq}")
            }
            Refusal::InUse(uses) => lines(
                uses.iter()
                    .map(|(id, users)| {
                        let users: Vec<_> = users.iter().map(ToString::to_string).collect();
                        format!("{id} is used by {}", users.join(", "))
                    })
                    .collect(),
            ),
        },
    }
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let CommandLine { database, fonts, command } = CommandLine::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("ropewalk: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(async {
        match command {
            Subcommands::Serve(serve) => serve.run(&database, &fonts).await,
            Subcommands::Import(import) => import.run(&database).await,
            Subcommands::Export(export) => export.run(&database).await,
            Subcommands::Check(check) => check.run(&database).await,
            Subcommands::Explain(explain) => explain.run(),
            Subcommands::Report(report) => report.run(&database, &fonts).await,
            Subcommands::Review(review) => review.run(&database, &fonts).await,
            Subcommands::Notice(notice) => notice.run(&database, &fonts).await,
            Subcommands::Verify(verify) => verify.run(&database).await,
            Subcommands::Redact(redact) => redact.run(&database).await,
            Subcommands::Token(token) => token.run(&database).await,
            Subcommands::Seeds(seeds) => seeds.run(&database).await,
            Subcommands::Openapi(openapi) => openapi.run(),
            Subcommands::Schema(schema) => schema.run(),
        }
    });
    match outcome {
        Ok(code) => code,
        Err(Failure(text)) => {
            eprintln!("ropewalk: {text}");
            ExitCode::FAILURE
        }
    }
}

/// Where the blobs of a database are.
fn blob_place(database: &Database) -> Result<BlobPlace, Failure> {
    BlobPlace::read(&database.blobs()).map_err(Failure)
}

/// Opens the database, for all who share it.
async fn open(database: &Database) -> Result<Arc<Ropewalk>, Failure> {
    Ok(Arc::new(opened(database).await?))
}

/// Opens the database, with the built-in records in a new one.
async fn opened(database: &Database) -> Result<Ropewalk, Failure> {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let store = Store::open(&database.url, clock.clone(), entropy.clone()).await?;
    let blobs = blob_place(database)?.open()?;
    let app = Ropewalk::new(store, blobs, clock, entropy);
    seeds::install(&app).await?;
    Ok(app)
}
