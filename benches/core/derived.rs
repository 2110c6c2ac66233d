//! Flows derived in a process of its own, so that the memory told is theirs.

use super::{
    resident::held,
    table::{Table, median},
};
use clap::ValueEnum;
use register::Made;
use ropewalk::flows::{Flows, Ground, Period, derive};
use std::{
    error::Error,
    io::Write,
    process::Command,
    time::{Duration, Instant},
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// How often flows are derived, all results being held: the first fill what making the register has left free.
const ROUNDS: usize = 4;

/// The days that are derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Days {
    /// One day.
    Day,
    /// Three months, in which things change.
    Quarter,
}

impl Days {
    fn period(self) -> Outcome<Period> {
        Ok(match self {
            Self::Day => Period::day("2025-12-31".parse()?),
            Self::Quarter => Period::new("2025-10-01".parse()?, "2025-12-31".parse()?)?,
        })
    }
}

/// Time and memory of all flows of a register of this size, on a day and over a quarter.
pub fn flows(table: &mut Table, activities: usize, seed: u64) -> Outcome {
    for word in ["day", "quarter"] {
        let output = Command::new(std::env::current_exe()?)
            .args(["--only-flows", word, "--activities", &activities.to_string(), "--seed", &seed.to_string()])
            .output()?;
        let said = String::from_utf8(output.stdout)?;
        let numbers: Vec<u64> = said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [each, first, middle, count, kib] = numbers[..] else {
            return Err(format!("deriving failed: {said}{}", String::from_utf8_lossy(&output.stderr)).into());
        };
        let name = format!("flows of {activities} activities, a {word}");
        let each_activity = |micros: u64| Duration::from_micros(micros) / u32::try_from(activities).unwrap_or(u32::MAX);
        table.row(format!("{name}: each, none kept"), Duration::from_micros(each), None);
        table.row(format!("{name}: one activity of them"), each_activity(each), None);
        table.row(format!("{name}: all kept, first"), Duration::from_micros(first), None);
        table.row(format!("{name}: all kept, again"), Duration::from_micros(middle), None);
        table.note(format!("{name}: result"), format!("{count} flows, {} MiB", kib >> 10));
    }
    Ok(())
}

/// Derives and prints microseconds (of each activity's flows, none being kept; of all, the first time, and in the middle), the number of flows, and what the last result
/// holds in KiB.
pub fn derive_here(made: &Made, days: Days) -> Outcome {
    let register = made.register();
    let period = days.period()?;
    let start = Instant::now();
    let counts = Ground::of(&register).over(period).each(|_, flows| flows.len());
    let each = start.elapsed().as_micros();
    let mut kept: Vec<Flows<'_>> = Vec::new();
    let (mut took, mut before) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        before = held("VmRSS:")?;
        let start = Instant::now();
        kept.push(derive(&register, period));
        took.push(start.elapsed());
    }
    let grown = held("VmRSS:")?.saturating_sub(before);
    let first = took[0].as_micros();
    let count = kept.last().map_or(0, |flows| flows.flows.len());
    assert_eq!(counts.iter().sum::<usize>(), count);
    Ok(writeln!(std::io::stdout(), "{each} {first} {} {count} {grown}", median(took).as_micros())?)
}
