//! `ropewalk check`.

use super::{Failure, Outcome};
use crate::{
    cli::manifests::Files,
    exchange::manifest::{Format, Input},
    service::{
        cases::{self, Folder},
        seeds,
    },
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Check manifests, and regimes against their cases, without a database.
#[derive(clap::Args)]
pub struct Check {
    /// Manifests, or folders of regimes (`regime.yaml` and `cases.md`).
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

impl Check {
    pub fn run(self) -> Outcome {
        let (folders, files): (Vec<_>, Vec<_>) = self.paths.into_iter().partition(|path| path.is_dir());
        let mut found = Vec::new();
        if !files.is_empty() {
            seeds::register_of(&Files::read(&files)?.inputs())?;
        }
        for folder in &folders {
            found.extend(of_folder(folder)?);
        }
        for words in &found {
            say!("{words}");
        }
        if found.is_empty() {
            say!("{} checked, nothing found", files.len() + folders.len());
            return Ok(ExitCode::SUCCESS);
        }
        Ok(ExitCode::FAILURE)
    }
}

fn of_folder(folder: &Path) -> Result<Vec<String>, Failure> {
    let read = |name: &str| {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
        Ok::<_, Failure>((path.display().to_string(), text))
    };
    let (regimes_name, regimes) = read("regime.yaml")?;
    let (cases_name, cases) = read("cases.md")?;
    let regimes = Input { name: &regimes_name, bytes: regimes.as_bytes(), format: Format::Yaml };
    Ok(cases::check(&Folder { regimes, cases: (&cases_name, &cases) })?)
}
