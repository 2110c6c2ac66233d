//! `ropewalk verify`, `ropewalk redact` and `ropewalk seeds`.

use super::{Failure, Outcome, blob_place, open};
use crate::{
    clock::{SystemClock, SystemEntropy},
    config::Database,
    domain::{RecordId, inspect, register::Head},
    service::{self, access::Actor, seeds},
    store::{self, Redact as Target, RedactError, RedactRequest, Store},
};
use clap::Subcommand;
use std::{collections::BTreeSet, process::ExitCode, sync::Arc};

/// Recompute the journal's chain, the index and the blobs, and name what differs.
#[derive(clap::Args)]
pub struct Verify {
    /// A place of the journal that was noted before, as `verify` prints it: SEQ:DIGEST. The commit must still be there.
    #[arg(long, value_parser = place)]
    expect: Option<Head>,
}

/// Forget the documents of some versions; the chain still verifies.
#[derive(clap::Args)]
pub struct Redact {
    /// What to forget: KIND/KEY for all versions of a record, KIND/KEY@VERSION for one.
    #[arg(required = true, value_parser = target)]
    targets: Vec<(RecordId, Option<u64>)>,
    /// Forget the reasons of the commits that wrote them too.
    #[arg(long)]
    with_reasons: bool,
    /// Why, for the journal; must not repeat what is to be forgotten.
    #[arg(long)]
    reason: String,
}

/// Bring the built-in records to the edition of this program.
#[derive(clap::Args)]
pub struct Seeds {
    #[command(subcommand)]
    command: SeedsCommand,
}

#[derive(Subcommand)]
enum SeedsCommand {
    /// Write what the edition of this program adds or changes; records edited here are reported and left alone.
    Upgrade,
}

fn place(text: &str) -> Result<Head, String> {
    let (seq, digest) = text.split_once(':').ok_or("write SEQ:DIGEST, as `ropewalk verify` prints it")?;
    Ok(Head {
        seq: seq.parse().map_err(|_| format!("`{seq}` is not the number of a commit"))?,
        digest: digest.parse()?,
    })
}

fn target(text: &str) -> Result<(RecordId, Option<u64>), String> {
    match text.split_once('@') {
        None => Ok((text.parse()?, None)),
        Some((id, version)) => {
            let version = version.parse().map_err(|_| format!("`{version}` is not the number of a version"))?;
            Ok((id.parse()?, Some(version)))
        }
    }
}

impl Verify {
    pub async fn run(self, database: &Database) -> Outcome {
        let mut found = store::verify_database(&database.url, self.expect).await?;
        let (mut blobs, mut content) = (0, None);
        if found.findings.is_empty() {
            let store = Store::open(&database.url, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
            let register = store.register().await?;
            let named: BTreeSet<String> = register.entries().flat_map(|entry| inspect::blobs(&entry.record)).collect();
            let place = blob_place(database)?;
            // Where nothing was ever kept there is no folder, and none is made.
            if !place.is_new() || !named.is_empty() {
                let wrong;
                (blobs, wrong) = place.open()?.verify(&named).await?;
                found.findings.extend(wrong);
            }
            content = Some(register.content_digest());
        }
        say!(
            "{} commits, {} revisions, {} records, {} references, {blobs} blobs",
            found.commits,
            found.revisions,
            found.records,
            found.references,
        );
        say!("head {}:{}", found.head.seq, found.head.digest);
        for redaction in &found.redactions {
            let what = if redaction.document { "was redacted" } else { "lost the reason of its commit" };
            say!(
                "{} version {} (seq {}) {what} by commit {}",
                redaction.record,
                redaction.version,
                redaction.seq,
                redaction.by
            );
        }
        for finding in &found.findings {
            say!("WRONG: {finding}");
        }
        if let Some(content) = content.filter(|_| found.findings.is_empty()) {
            say!("register {content}");
        }
        say!("{}", if found.findings.is_empty() { "all of it holds" } else { "not all of it holds" });
        Ok(if found.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Redact {
    pub async fn run(self, database: &Database) -> Outcome {
        let app = open(database).await?;
        let request = RedactRequest {
            principal: Actor::operator().principal,
            reason: service::reason(Some(&self.reason))?,
            targets: self
                .targets
                .into_iter()
                .map(|(id, version)| Target { id, versions: version.map(|version| vec![version]) })
                .collect(),
            reasons: self.with_reasons,
        };
        let redacted = app.store.redact(request).await.map_err(|error| match error {
            RedactError::Missing(_) => Failure(error.to_string()),
            RedactError::Store(error) => error.into(),
        })?;
        for (id, version, seq) in &redacted.documents {
            say!("redacted   {id}@{version} (seq {seq})");
        }
        let head = redacted.register.head();
        say!("the journal is at {}:{}", head.seq, head.digest);
        Ok(ExitCode::SUCCESS)
    }
}

impl Seeds {
    pub async fn run(self, database: &Database) -> Outcome {
        let SeedsCommand::Upgrade = self.command;
        let app = open(database).await?;
        let upgrade = seeds::upgrade(&app).await?;
        say!("edition {} → {}: {} records written", upgrade.editions.0, upgrade.editions.1, upgrade.written);
        for id in &upgrade.conflicts {
            say!("left alone, since it was edited here: {id}");
        }
        Ok(if upgrade.conflicts.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
