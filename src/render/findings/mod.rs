//! Findings for terminals and for tools that read what checkers find: in the formats that only findings have.

mod sarif;
mod text;

use super::page::as_markdown;
use crate::{domain::LanguageTag, report::findings::Report};

/// A format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A line for each, for terminals.
    Text,
    /// The report's model.
    Json,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// The report's page.
    Markdown,
}

impl Format {
    /// Every format; the first is the one for terminals.
    pub const ALL: &'static [Self] = &[Self::Text, Self::Json, Self::Sarif, Self::Markdown];

    /// Its name in commands.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Markdown => "markdown",
        }
    }

    /// The report as bytes of this format, in a language.
    #[must_use]
    pub fn render(self, report: &Report, language: &LanguageTag) -> Vec<u8> {
        match self {
            Self::Text => text::render(report, language).into_bytes(),
            Self::Json => pretty(report),
            Self::Sarif => pretty(&sarif::log(report, language)),
            Self::Markdown => as_markdown(&report.page()),
        }
    }
}

fn pretty(value: &impl serde::Serialize) -> Vec<u8> {
    match serde_json::to_vec_pretty(value) {
        Ok(mut bytes) => {
            bytes.push(b'\n');
            bytes
        }
        Err(error) => unreachable!("findings are JSON: {error}"),
    }
}
