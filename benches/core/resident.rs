//! A database opened in a process of its own, so that the memory told is that of its register and of nothing else.

use ropewalk::{
    clock::{SystemClock, SystemEntropy},
    store::Store,
};
use std::{error::Error, fs, io::Write, path::Path, process::Command, sync::Arc, time::Duration};

/// What opening took and held.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    /// How long it took.
    pub took: Duration,
    /// The most memory the process held, in KiB.
    pub peak: u64,
    /// The memory it held afterwards, in KiB.
    pub after: u64,
}

/// Opens a database in a process of its own.
pub fn open(database: &Path) -> Result<Opened, Box<dyn Error>> {
    let output = Command::new(std::env::current_exe()?).arg("--only-open").arg(database).output()?;
    let said = String::from_utf8(output.stdout)?;
    let mut numbers = said.split_whitespace().map(str::parse::<u64>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(micros)), Some(Ok(peak)), Some(Ok(after))) => {
            Ok(Opened { took: Duration::from_micros(micros), peak, after })
        }
        _ => Err(format!("opening failed: {said}{}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// Opens a database and prints microseconds, peak and resident memory in KiB.
pub async fn open_here(database: &Path) -> Result<(), Box<dyn Error>> {
    let address = database.to_str().ok_or("the path is not UTF-8")?;
    let start = std::time::Instant::now();
    let store = Store::open(address, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    let took = start.elapsed().as_micros();
    writeln!(std::io::stdout(), "{took} {} {}", held("VmHWM:")?, held("VmRSS:")?)?;
    Ok(store.close().await?)
}

/// The memory that this process holds (`VmRSS:`) or held at most (`VmHWM:`), in KiB.
pub fn held(which: &str) -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(which)).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
