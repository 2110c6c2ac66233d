//! `ropewalk openapi` and `ropewalk schema`: the generated files under `openapi/`.

use super::{Failure, Outcome};
use crate::{domain::schema, http, report::Name};
use serde_json::Value;
use std::process::ExitCode;

/// Print the OpenAPI document.
#[derive(clap::Args)]
pub struct OpenApi {
    /// The version of OpenAPI: 3.1, or 3.0 for generators that read nothing newer.
    #[arg(long, default_value = "3.1", value_parser = ["3.1", "3.0"])]
    version: String,
}

/// Print the JSON Schema of manifests, or of a report.
#[derive(clap::Args)]
pub struct Schema {
    /// The report; manifests where left out.
    report: Option<Name>,
}

impl OpenApi {
    pub fn run(self) -> Outcome {
        print(&if self.version == "3.0" { http::document_3_0() } else { http::document() })
    }
}

impl Schema {
    pub fn run(self) -> Outcome {
        print(&self.report.map_or_else(schema::manifest, Name::schema))
    }
}

fn print(document: &Value) -> Outcome {
    say!("{}", serde_json::to_string_pretty(document).map_err(|error| Failure(error.to_string()))?);
    Ok(ExitCode::SUCCESS)
}
