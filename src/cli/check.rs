//! `ropewalk check` and `ropewalk explain`.

use super::{Failure, Outcome, open};
use crate::{
    cli::manifests::Files,
    config::Database,
    domain::{AsOf, Day, LanguageTag},
    exchange::manifest::{Format as Written, Input},
    render::{Format, findings::Format as FindingsFormat, page},
    report::{
        Name, Question,
        findings::{Report, catalogue, manual_of},
    },
    service::{
        beside,
        cases::{self, Folder},
        checks,
    },
};
use clap::ValueEnum;
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Check manifests, or the database, for what is incomplete, inconsistent, expired or contradicted; and regimes against their cases.
#[derive(clap::Args)]
pub struct Check {
    /// Manifests, or folders of regimes (`regime.yaml` and `cases.md`); the database where left out.
    paths: Vec<PathBuf>,
    /// The format of the findings: text, json, sarif or markdown.
    #[arg(long, default_value = "text", value_parser = format)]
    format: FindingsFormat,
    /// The exit status is 1 if there is a finding as bad as this or worse.
    #[arg(long, default_value = "error")]
    fail_on: FailOn,
    /// The day for which facts are judged, also in the future; otherwise today (UTC).
    #[arg(long)]
    on: Option<Day>,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// What the register held after a commit (`seq:12`) or at an instant (RFC 3339).
    #[arg(long, conflicts_with = "paths")]
    as_of: Option<AsOf>,
}

/// How bad a finding must be to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl Check {
    pub async fn run(self, database: &Database) -> Outcome {
        let (folders, files): (Vec<_>, Vec<_>) = self.paths.iter().partition(|path| path.is_dir());
        let mut failed = false;
        for folder in &folders {
            let found = of_folder(folder)?;
            for words in &found {
                say!("{words}");
            }
            failed |= !found.is_empty();
        }
        if !folders.is_empty() && !failed {
            say!("{} checked, nothing found", folders.len());
        }
        if folders.is_empty() || !files.is_empty() {
            failed |= self.findings(&files, database).await?;
        }
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// Prints the findings; whether they are bad enough to fail.
    async fn findings(&self, files: &[&PathBuf], database: &Database) -> Result<bool, Failure> {
        let today = Day(crate::clock::Clock::now(&crate::clock::SystemClock).date_naive());
        let on = self.on.unwrap_or(today).to_string();
        let question = Question::read(Name::Findings, self.lang.clone(), today, [("on", on.as_str())])
            .map_err(|refused| Failure(refused.to_string()))?;
        let report: Report = if files.is_empty() {
            let app = open(database).await?;
            let current = app.store.current().await?.register;
            let register = app.register(&current, self.as_of).await?;
            checks::of_register(&register, &question, &beside::of(&app, &current, &register).await?)?
        } else {
            checks::of_files(&Files::read(files)?.inputs(), &question)?
        };
        // A reader that went away is no mistake of ours.
        drop(std::io::stdout().write_all(&self.format.render(&report, &self.lang)));
        let found = report.summary.found;
        Ok(match self.fail_on {
            FailOn::Error => found.error > 0,
            FailOn::Warning => found.error + found.warning > 0,
            FailOn::Info => found.error + found.warning + found.info > 0,
            FailOn::Never => false,
        })
    }
}

fn format(name: &str) -> Result<FindingsFormat, String> {
    FindingsFormat::ALL.iter().copied().find(|format| format.name() == name).ok_or_else(|| {
        let names: Vec<_> = FindingsFormat::ALL.iter().map(|format| format.name()).collect();
        format!("allowed are {}", names.join(", "))
    })
}

fn of_folder(folder: &Path) -> Result<Vec<String>, Failure> {
    let read = |name: &str| {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
        Ok::<_, Failure>((path.display().to_string(), text))
    };
    let (regimes_name, regimes) = read("regime.yaml")?;
    let (cases_name, cases) = read("cases.md")?;
    let regimes = Input { name: &regimes_name, bytes: regimes.as_bytes(), format: Written::Yaml };
    Ok(cases::check(&Folder { regimes, cases: (&cases_name, &cases) })?)
}

/// Print what a check looks for, why it matters and how to resolve what it finds; all of them where none is named.
#[derive(clap::Args)]
pub struct Explain {
    /// The code of the check: RW001.
    code: Option<String>,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// The format: markdown or html.
    #[arg(long, default_value = "markdown", value_parser = ["markdown", "html"])]
    format: String,
}

impl Explain {
    pub fn run(self) -> Outcome {
        let page = match &self.code {
            None => catalogue(&self.lang),
            Some(code) => manual_of(code, &self.lang).ok_or_else(|| {
                Failure(format!("there is no check `{code}`; `ropewalk explain` without a code lists them all"))
            })?,
        };
        let html = Format::from_name(&self.format) == Some(Format::Html);
        drop(std::io::stdout().write_all(&if html { page::as_html(&page) } else { page::as_markdown(&page) }));
        Ok(ExitCode::SUCCESS)
    }
}
