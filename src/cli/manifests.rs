//! `ropewalk import` and `ropewalk export`.

use super::{Failure, Outcome, open, output};
use crate::{
    config::Database,
    domain::{AsOf, Kind, Register},
    exchange::{
        self, Syntax,
        ico::{self, Became, Kept, Understood},
        manifest::{self, Format, Input, Limits},
    },
    service::{self, Refusal, access::Actor, manifests},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// How large files may be: they are the caller's own, so that more is read than of a request. A workbook of a hundred thousand
/// activities, as an export writes it, is well within.
const LIMITS: Limits = Limits::of(512 << 20);

/// Import manifests, all or nothing.
#[derive(clap::Args)]
pub struct Import {
    /// The manifests: YAML; JSON or a workbook (`.xlsx`) by the extension; CSV by the name of a kind, as `activities.csv`. Together
    /// they are one import.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Delete the local records that the files do not hold.
    #[arg(long)]
    prune: bool,
    /// Why, for the journal; otherwise the manifest's own reason is kept.
    #[arg(long)]
    reason: Option<String>,
    /// Print the outcome as JSON, with every field that changed.
    #[arg(long)]
    json: bool,
    /// Whose layout the files have, where it is not our own: `ico` is the documentation template for controllers of the UK's
    /// Information Commissioner, as XLSX or CSV. Told is what became of every cell.
    #[arg(long, value_enum)]
    from: Option<Layout>,
    /// Write what was understood of such files as a manifest, in YAML, to this file.
    #[arg(long, requires = "from", value_name = "FILE")]
    manifest: Option<PathBuf>,
}

/// Whose layout imported files have.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Layout {
    /// The Information Commissioner's Office (United Kingdom): documentation template for controllers.
    Ico,
}

/// Files as they were read.
pub struct Files(Vec<(String, Vec<u8>, Format)>);

impl Files {
    /// Reads the files; `.json` is JSON, `.xlsx` a workbook, `.csv` the records of the kind it is named after, everything else YAML.
    pub fn read<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Failure> {
        let file = |path: &P| {
            let path = path.as_ref();
            let name = path.display().to_string();
            let bytes = std::fs::read(path).map_err(|error| Failure(format!("{name}: {error}")))?;
            let format = Format::of_file_name(&name);
            let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
            if is_csv && format.is_none() {
                let what = "a file of CSV is named after the kind of its records, as `activities.csv`";
                return Err(Failure(format!("{name}: {what}")));
            }
            let format = format.unwrap_or(Format::Yaml);
            Ok((name, bytes, format))
        };
        paths.iter().map(file).collect::<Result<_, _>>().map(Self)
    }

    /// The texts, for reading and for saying where mistakes are.
    pub fn inputs(&self) -> Vec<Input<'_>> {
        self.0.iter().map(|(name, bytes, format)| Input { name, bytes, format: *format }).collect()
    }
}

impl Import {
    pub async fn run(self, database: &Database) -> Outcome {
        let app = open(database).await?;
        let register = app.store.register().await?;
        let (files, understood) = match self.from {
            None => (Files::read(&self.files)?, Vec::new()),
            Some(Layout::Ico) => self.understood(&register)?,
        };
        let inputs = files.inputs();
        let manifest = manifest::read_beside(&inputs, &LIMITS, |id| register.get(id).is_some())
            .map_err(|errors| Failure::from(service::Error::from(Refusal::Manifest(errors))))?;
        let options = manifests::Options { dry_run: self.dry_run, prune: self.prune };
        let reason = service::reason(self.reason.as_deref().or(manifest.reason.as_deref()))?;
        let outcome = manifests::import(&app, &Actor::operator(), reason, manifest, &inputs, options).await?;
        if self.json {
            let mut told = serde_json::to_value(&outcome).map_err(|error| Failure(error.to_string()))?;
            if !understood.is_empty() {
                told["understood"] = understood.into_iter().map(|(file, read)| told_in_json(&file, &read)).collect();
            }
            say!("{}", serde_json::to_string_pretty(&told).map_err(|error| Failure(error.to_string()))?);
            return Ok(ExitCode::SUCCESS);
        }
        for (file, read) in &understood {
            tell(file, read);
        }
        for named in &outcome.created {
            say!("created    {}/{}", named.kind, named.key);
        }
        for changed in &outcome.changed {
            say!("changed    {}/{}", changed.kind, changed.key);
            for field in &changed.fields {
                let shown = |value: &Option<serde_json::Value>| {
                    value.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string)
                };
                say!("             {}: {} → {}", field.pointer, shown(&field.from), shown(&field.to));
            }
        }
        for named in &outcome.deleted {
            say!("deleted    {}/{}", named.kind, named.key);
        }
        let verb = if outcome.dry_run { "would be written after" } else { "the journal is at" };
        say!(
            "{} created, {} changed, {} deleted, {} unchanged; {verb} seq {}",
            outcome.created.len(),
            outcome.changed.len(),
            outcome.deleted.len(),
            outcome.unchanged,
            outcome.seq
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// What was understood of files, by their names.
type AllUnderstood = Vec<(String, Understood)>;

impl Import {
    /// Reads files in somebody else's layout: what they say as a manifest each, and what was understood.
    fn understood(&self, register: &Register) -> Result<(Files, AllUnderstood), Failure> {
        let (mut files, mut understood) = (Vec::new(), Vec::new());
        for path in &self.files {
            let file = path.display().to_string();
            let bytes = std::fs::read(path).map_err(|error| Failure(format!("{file}: {error}")))?;
            let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
            let kept = if is_csv { Kept::Csv } else { Kept::Xlsx };
            let read = ico::read(&bytes, kept, register, &LIMITS)
                .map_err(|error| Failure(error.in_file(&file).to_string()))?;
            let text = serde_json::to_vec(&read.manifest).map_err(|error| Failure(error.to_string()))?;
            // Its mistakes are ours: the places in it are those of what was understood.
            files.push((format!("{file} as understood"), text, Format::Json));
            understood.push((file, read));
        }
        let files = Files(files);
        if let Some(path) = &self.manifest {
            let records = manifest::read_all(&files.inputs(), &LIMITS)
                .map_err(|errors| Failure::from(service::Error::from(Refusal::Manifest(errors))))?;
            let yaml = exchange::export::yaml_of(&records.records);
            output::write(Some(path), false, |out| out.write_all(yaml.as_bytes()))?;
        }
        Ok((files, understood))
    }
}

fn told_in_json(file: &str, read: &Understood) -> serde_json::Value {
    serde_json::json!({ "file": file, "read": read.read, "cells": read.cells })
}

/// What became of the cells of a file: those of one column with one end together.
fn tell(file: &str, understood: &Understood) {
    let Understood { read, cells, manifest: _ } = understood;
    let sheet = if read.sheet.is_empty() { String::new() } else { format!("sheet `{}`, ", read.sheet) };
    say!("{file}: {sheet}heads in row {}, {} rows, {} activities", read.head_row, read.rows, read.activities);
    let word = |became: Became| match became {
        Became::Understood => "understood",
        Became::Quoted => "quoted",
        Became::Unknown => "unknown",
        Became::LeftOut => "left out",
    };
    let mut told: BTreeMap<(Became, u32, &str, &str), Vec<&str>> = BTreeMap::new();
    for cell in cells {
        // Where each went is one thing a cell; why it did not, one a column.
        let detail = if cell.became == Became::Understood { "" } else { cell.detail.as_str() };
        told.entry((cell.became, cell.column, &cell.head, detail)).or_default().push(&cell.cell);
    }
    for ((became, _, head, detail), at) in told {
        let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
        say!("  {:<11}{head} ({}){detail}", word(became), shortened(&at));
    }
}

/// Some cells by name, and how many more there are.
fn shortened(cells: &[&str]) -> String {
    const SHOWN: usize = 6;
    let shown = cells.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match cells.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// How the register is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Written {
    Yaml,
    Json,
    Xlsx,
    Csv,
}

/// Print the register as a manifest.
#[derive(clap::Args)]
pub struct Export {
    /// Also the records that came with the program.
    #[arg(long)]
    builtin: bool,
    /// The format: a manifest, or a workbook with a sheet a kind, or the records of one kind as CSV. Each can be edited and imported
    /// again.
    #[arg(long, value_enum, default_value = "yaml")]
    format: Written,
    /// The kind of records in CSV, as `activities`.
    #[arg(long, required_if_eq("format", "csv"))]
    kind: Option<Kind>,
    /// JSON instead of YAML.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// What the register held after a commit (`seq:12`) or at an instant (RFC 3339).
    #[arg(long)]
    as_of: Option<AsOf>,
    /// Write to this file instead of standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
}

impl Export {
    pub async fn run(self, database: &Database) -> Outcome {
        let app = open(database).await?;
        let current = app.store.current().await?.register;
        let register = app.register(&current, self.as_of).await?;
        let to = self.output.as_deref();
        if self.kind.is_some() && self.format != Written::Csv {
            return Err(Failure("`--kind` is for CSV: the other formats hold all kinds".into()));
        }
        let syntax = match self.format {
            Written::Xlsx => {
                let bytes = manifests::workbook(&register, self.builtin)?;
                output::write(to, true, |out| out.write_all(&bytes))?;
                return Ok(ExitCode::SUCCESS);
            }
            Written::Csv => {
                let kind = self.kind.ok_or_else(|| Failure("name the kind of records with `--kind`".into()))?;
                let bytes = manifests::csv(&register, self.builtin, kind);
                output::write(to, false, |out| out.write_all(&bytes))?;
                return Ok(ExitCode::SUCCESS);
            }
            Written::Yaml if !self.json => Syntax::Yaml,
            Written::Yaml | Written::Json => Syntax::Json,
        };
        let mut pieces = manifests::exported(&register, self.builtin, syntax);
        output::write(to, false, |out| pieces.try_for_each(|piece| out.write_all(piece.as_bytes())))?;
        Ok(ExitCode::SUCCESS)
    }
}
