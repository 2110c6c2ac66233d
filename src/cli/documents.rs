//! `ropewalk openapi` and `ropewalk schema`: the generated files under `openapi/`.

use super::{Failure, Outcome};
use crate::{domain::schema, http};
use serde_json::Value;
use std::process::ExitCode;

/// Print the OpenAPI document.
#[derive(clap::Args)]
pub struct OpenApi {}

/// Print the JSON Schema of manifests.
#[derive(clap::Args)]
pub struct Schema {}

impl OpenApi {
    #[expect(clippy::unused_self, reason = "all subcommands run alike")]
    pub fn run(self) -> Outcome {
        print(&http::document())
    }
}

impl Schema {
    #[expect(clippy::unused_self, reason = "all subcommands run alike")]
    pub fn run(self) -> Outcome {
        print(&schema::manifest())
    }
}

fn print(document: &Value) -> Outcome {
    say!("{}", serde_json::to_string_pretty(document).map_err(|error| Failure(error.to_string()))?);
    Ok(ExitCode::SUCCESS)
}
