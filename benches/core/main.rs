//! What reading, opening, importing and exporting large registers costs, each beside a bare measure of the same bytes taken
//! in the same run. `cargo bench -p benches --bench core -- --help` says what can be chosen.
//!
//! Figures are of this machine and this minute; ratios are what to compare.

mod derived;
mod found;
mod judged;
mod measures;
mod resident;
mod table;

use clap::{Parser, ValueEnum};
use register::{Made, Size};
use std::path::PathBuf;
use table::Table;

/// The same as that of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Import of a manifest into a fresh SQLite database.
    Import,
    /// Opening a database in a process of its own: time, and the most memory that it held.
    Open,
    /// The whole export.
    Export,
    /// A record as it was, and a read after a write.
    Read,
    /// The transfer report, in a process of its own: time, and the memory of the result.
    Transfers,
    /// All flows of a register, on a day and over a quarter, in a process of its own: time, and the memory of the result.
    Flows,
    /// All checks over a register, without and with what laws say, in a process of its own.
    Findings,
}

/// Measures the core on registers made from a seed.
#[derive(Debug, Parser)]
struct Arguments {
    /// What is measured; everything, if nothing is named.
    measures: Vec<Measure>,
    /// The number of activities.
    #[arg(long, default_value_t = 10_000)]
    activities: usize,
    /// The number of revisions of each record in the databases that are opened and read.
    #[arg(long, default_value_t = 1)]
    versions: u64,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder in which databases are kept from one run to the next; otherwise they are made anew.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Opens this database, tells time and memory, and does nothing else.
    #[arg(long, hide = true)]
    only_open: Option<PathBuf>,
    /// Derives flows, tells time and memory, and does nothing else.
    #[arg(long, hide = true)]
    only_flows: Option<derived::Days>,
    /// Makes the transfer report, tells time and memory, and does nothing else.
    #[arg(long, hide = true)]
    only_transfers: bool,
    /// Finds, tells time and counts, and does nothing else; whether laws are asked.
    #[arg(long, hide = true)]
    only_findings: Option<bool>,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    if let Some(database) = &arguments.only_open {
        return resident::open_here(database).await;
    }
    if let Some(days) = arguments.only_flows {
        return derived::derive_here(&Made::of(Size::of(arguments.activities), arguments.seed), days);
    }
    if arguments.only_transfers {
        return judged::report_here(&Made::of(Size::of(arguments.activities), arguments.seed));
    }
    if let Some(laws) = arguments.only_findings {
        return found::find_here(&Made::of(Size::of(arguments.activities), arguments.seed), laws);
    }
    let temporary = tempfile::tempdir()?;
    let folder = arguments.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    let wanted = |measure| arguments.measures.is_empty() || arguments.measures.contains(&measure);
    let size = Size { activities: arguments.activities, versions: arguments.versions };
    let of = |size| Made::of(size, arguments.seed);
    let mut table = Table::default();
    if wanted(Measure::Import) {
        measures::import(&mut table, &of(Size::of(size.activities)), temporary.path()).await?;
    }
    if wanted(Measure::Open) {
        measures::open(&mut table, &of(size), &folder).await?;
    }
    if wanted(Measure::Export) {
        measures::export(&mut table, &of(Size::of(size.activities)));
    }
    if wanted(Measure::Read) {
        for size in [Size { activities: 1_000, ..size }, size] {
            measures::read(&mut table, &of(size), &folder).await?;
        }
    }
    if wanted(Measure::Flows) {
        for activities in [size.activities / 10, size.activities] {
            derived::flows(&mut table, activities, arguments.seed)?;
        }
    }
    if wanted(Measure::Transfers) {
        for activities in [size.activities / 10, size.activities] {
            judged::transfers(&mut table, activities, arguments.seed)?;
        }
    }
    if wanted(Measure::Findings) {
        for activities in [size.activities / 10, size.activities] {
            found::findings(&mut table, activities, arguments.seed)?;
        }
    }
    Ok(table.print()?)
}
