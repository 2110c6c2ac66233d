//! `ropewalk notice`.

use super::{
    Failure, Outcome, output,
    report::{only_notice, register_of, today},
};
use crate::{
    config::{Database, Fonts},
    domain::{AsOf, Day, Key, LanguageTag},
    exchange,
    render::{self, Format},
    report::drift::{Severity, TextFormat},
    service::notices::{self, Text},
};
use clap::{Subcommand, ValueEnum};
use std::{path::PathBuf, process::ExitCode};

/// Hold published notices against the register.
#[derive(Subcommand)]
pub enum Notice {
    /// Say where a published notice and the register differ: rows, names, links, dates, places, promises.
    Check(Check),
}

/// Say where a published notice and the register differ. Exit status 1 if anything is as bad as `--fail-on` says.
#[derive(clap::Args)]
pub struct Check {
    /// The published notice: HTML, Markdown or plain text, by its ending.
    file: PathBuf,
    /// Manifests to read instead of the database.
    files: Vec<PathBuf>,
    /// The notice; may be left out where there is only one.
    #[arg(long)]
    notice: Option<Key>,
    /// What the site loads: lines of hosts, a HAR file, or a CycloneDX bill of materials.
    #[arg(long)]
    hosts: Option<PathBuf>,
    /// How the text is written, where its ending does not say so.
    #[arg(long, value_enum)]
    text: Option<Written>,
    /// The language, BCP 47.
    #[arg(long, default_value = "en")]
    lang: LanguageTag,
    /// The format: json, markdown, html, csv, xlsx or pdf.
    #[arg(long, default_value = "markdown", value_parser = super::report::format)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// What the register held after a commit (`seq:12`) or at an instant (RFC 3339).
    #[arg(long, conflicts_with = "files")]
    as_of: Option<AsOf>,
    /// The day for which facts are judged; otherwise today (UTC).
    #[arg(long)]
    on: Option<Day>,
    /// From which severity on the exit status is 1. What could not be compared is an error.
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
}

/// How a text is written.
#[derive(Clone, Copy, ValueEnum)]
enum Written {
    Html,
    Markdown,
    Plain,
}

/// What is bad enough for the exit status.
#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl Notice {
    pub async fn run(self, database: &Database, fonts: &Fonts) -> Outcome {
        match self {
            Self::Check(check) => check.run(database, fonts).await,
        }
    }
}

impl Check {
    async fn run(self, database: &Database, fonts: &Fonts) -> Outcome {
        let read =
            |path: &PathBuf| std::fs::read(path).map_err(|error| Failure(format!("{}: {error}", path.display())));
        let format = match self.text {
            Some(Written::Html) => TextFormat::Html,
            Some(Written::Markdown) => TextFormat::Markdown,
            Some(Written::Plain) => TextFormat::Plain,
            None => exchange::notice::format_of_file_name(&self.file.display().to_string()),
        };
        let text = Text { bytes: read(&self.file)?, format, charset: None };
        let list = self.hosts.as_ref().map(read).transpose()?;
        let register = register_of(&self.files, self.as_of, database).await?;
        let notice = match self.notice {
            Some(notice) => notice,
            None => only_notice(&register)?,
        };
        let options = crate::report::drift::Options { notice, on: self.on.unwrap_or_else(today), language: self.lang };
        let mut drift =
            notices::compared(&register, &options, &text).map_err(|unknown| Failure(unknown.to_string()))?;
        if let Some(list) = list {
            drift.hosts = Some(notices::loaded(&register, &options, &list)?.hosts);
        }
        let format = self.format;
        let typesetter = output::typesetter(fonts)?;
        output::write(self.output.as_deref(), format.is_binary(), |out| {
            render::page::write(format, &drift, &typesetter, out)
        })?;
        output::warn_of_fonts(&typesetter);
        let bad = match self.fail_on {
            FailOn::Error => drift.any(Severity::Error),
            FailOn::Warning => drift.any(Severity::Warning),
            FailOn::Info => drift.any(Severity::Info),
            FailOn::Never => false,
        };
        Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
