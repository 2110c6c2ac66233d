//! `ropewalk report`.

use super::{Failure, Outcome, manifests, open};
use crate::{
    config::Database,
    domain::{AsOf, Day, Key, LanguageTag, Register},
    render::Format,
    report::{
        processor_table::{ColumnSet, Options, processor_table},
        transfers,
    },
    service::seeds,
};
use clap::Subcommand;
use std::{io::Write, path::PathBuf, process::ExitCode, sync::Arc};

/// Make a report.
#[derive(Subcommand)]
pub enum Report {
    /// The table of third parties of a notice.
    ProcessorTable(ProcessorTable),
    /// Which data crosses which border, what each law says of it, and why.
    Transfers(Transfers),
}

/// The table of third parties of a notice, from the database or straight from manifests.
#[derive(clap::Args)]
pub struct ProcessorTable {
    /// Manifests to read instead of the database.
    files: Vec<PathBuf>,
    /// The notice; may be left out where there is only one.
    #[arg(long)]
    notice: Option<Key>,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// The columns: notice, sdk, recipients or subprocessors.
    #[arg(long, default_value = "notice", value_parser = columns)]
    columns: ColumnSet,
    /// The format: json, markdown, html or csv.
    #[arg(long, default_value = "markdown", value_parser = format)]
    format: Format,
    /// What the register held after a commit (`seq:12`) or at an instant (RFC 3339).
    #[arg(long, conflicts_with = "files")]
    as_of: Option<AsOf>,
    /// The day for which validity is judged; otherwise today (UTC).
    #[arg(long)]
    on: Option<Day>,
}

impl Report {
    pub async fn run(self, database: &Database) -> Outcome {
        match self {
            Self::ProcessorTable(table) => table.run(database).await,
            Self::Transfers(transfers) => transfers.run(database).await,
        }
    }
}

impl ProcessorTable {
    async fn run(self, database: &Database) -> Outcome {
        let now = crate::clock::Clock::now(&crate::clock::SystemClock);
        let register = register(&self.files, self.as_of, database).await?;
        let notice = match self.notice {
            Some(notice) => notice,
            None => only_notice(&register)?,
        };
        let options = Options {
            notice,
            language: self.lang,
            columns: self.columns,
            on: Some(self.on.unwrap_or(Day(now.date_naive()))),
        };
        let table = processor_table(&register, &options).map_err(|error| Failure(error.to_string()))?;
        drop(std::io::stdout().write_all(&self.format.render(&table)));
        Ok(ExitCode::SUCCESS)
    }
}

/// The transfer report, from the database or straight from manifests.
#[derive(clap::Args)]
pub struct Transfers {
    /// Manifests to read instead of the database.
    files: Vec<PathBuf>,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// What the register held after a commit (`seq:12`) or at an instant (RFC 3339).
    #[arg(long, conflicts_with = "files")]
    as_of: Option<AsOf>,
    /// The day for which validity is judged, also in the future; otherwise today (UTC).
    #[arg(long)]
    on: Option<Day>,
}

impl Transfers {
    async fn run(self, database: &Database) -> Outcome {
        let now = crate::clock::Clock::now(&crate::clock::SystemClock);
        let register = register(&self.files, self.as_of, database).await?;
        let options = transfers::Options {
            period: crate::flows::Period::day(self.on.unwrap_or(Day(now.date_naive()))),
            language: self.lang,
            group_by: transfers::Grouping::Route,
            filter: transfers::Filter::default(),
        };
        let report = transfers::transfers(&register, &options);
        say!("{}", serde_json::to_string_pretty(&report).map_err(|error| Failure(error.to_string()))?);
        Ok(ExitCode::SUCCESS)
    }
}

/// The register of some manifests, or that of the database.
async fn register(files: &[PathBuf], as_of: Option<AsOf>, database: &Database) -> Result<Arc<Register>, Failure> {
    if !files.is_empty() {
        return Ok(Arc::new(seeds::register_of(&manifests::Files::read(files)?.inputs())?));
    }
    let app = open(database).await?;
    let current = app.store.current().await?.register;
    Ok(app.register(&current, as_of).await?)
}

fn only_notice(register: &Register) -> Result<Key, Failure> {
    let mut notices = register.of_kind(crate::domain::Kind::Notices, None);
    match (notices.next(), notices.next()) {
        (Some(only), None) => Ok(only.id.key.clone()),
        (None, _) => Err(Failure("there is no notice".into())),
        (Some(_), Some(_)) => {
            let keys: Vec<_> =
                register.of_kind(crate::domain::Kind::Notices, None).map(|entry| entry.id.key.to_string()).collect();
            Err(Failure(format!("name one of the notices with --notice: {}", keys.join(", "))))
        }
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::from_name(text).ok_or_else(|| {
        format!("allowed are {}", Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", "))
    })
}

fn columns(text: &str) -> Result<ColumnSet, String> {
    let names = || ColumnSet::ALL.iter().map(|set| set.name()).collect::<Vec<_>>().join(", ");
    ColumnSet::from_name(text).ok_or_else(|| format!("allowed are {}", names()))
}
