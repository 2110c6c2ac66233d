//! Laws as data: each regime held against its cases, what a regime must not be, and that a missing fact never lets a flow pass.

mod cases;
mod duties;
mod refused;
mod released;
mod unknowns;

use ropewalk::{
    domain::Register,
    exchange::{Format, Input},
    service::seeds,
};
use std::path::PathBuf;

/// A folder of a regime: its name, its manifest and its cases.
pub struct Folder {
    pub name: String,
    pub regime: String,
    pub cases: String,
}

/// Every folder of a regime that has rules.
pub fn folders() -> Vec<Folder> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds/regimes");
    let mut names: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let folder = |path: PathBuf| {
        let regime = std::fs::read_to_string(path.join("regime.yaml")).unwrap();
        // What has no rules is a text to refer to, and has no cases.
        regime.contains("\n    rules:").then(|| Folder {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            cases: std::fs::read_to_string(path.join("cases.md")).unwrap_or_default(),
            regime,
        })
    };
    names.into_iter().filter_map(folder).collect()
}

/// The register of a regime and of some records, beside what is built in.
pub fn register(regime: &str, records: &str) -> Result<Register, String> {
    let inputs = [
        Input { name: "regime.yaml", bytes: regime.as_bytes(), format: Format::Yaml },
        Input { name: "records.json", bytes: records.as_bytes(), format: Format::Json },
    ];
    seeds::register_of(&inputs).map_err(|error| format!("{error:?}"))
}
