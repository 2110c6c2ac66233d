//! The transfer report of a register, in a process of its own, so that the memory told is its own.

use super::{
    resident::held,
    table::{Table, median},
};
use register::{Made, changed};
use ropewalk::{
    domain::{Kind, LanguageTag, change::Change},
    findings::Beside,
    report::{self, Memory, Name, Question},
};
use std::{
    error::Error,
    io::Write,
    process::Command,
    time::{Duration, Instant},
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Of registers with more activities than this, flows are not told: gigabytes.
const TOLD: usize = 1_000;

/// How often a report is made.
const ROUNDS: usize = 3;

/// Time and memory of the transfer report over registers of this size.
pub fn transfers(table: &mut Table, activities: usize, seed: u64) -> Outcome {
    let output = Command::new(std::env::current_exe()?)
        .args(["--only-transfers", "--activities", &activities.to_string(), "--seed", &seed.to_string()])
        .output()?;
    let said = String::from_utf8(output.stdout)?;
    let numbers: Vec<u64> = said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [cold, told, kib, flows, again, after] = numbers[..] else {
        return Err(format!("the report failed: {said}{}", String::from_utf8_lossy(&output.stderr)).into());
    };
    let name = format!("transfer report of {activities} activities");
    let each = Duration::from_micros(cold) / u32::try_from(activities).unwrap_or(u32::MAX);
    table.row(format!("{name}: cold"), Duration::from_micros(cold), None);
    table.row(format!("{name}: one activity of them"), each, None);
    table.row(format!("{name}: again, nothing changed"), Duration::from_micros(again), None);
    table.row(format!("{name}: after one activity changed"), Duration::from_micros(after), None);
    table.row(format!("{name}: every flow told, as JSON"), Duration::from_micros(told), None);
    table.note(format!("{name}: result"), format!("{flows} flows, {} MiB", kib >> 10));
    Ok(())
}

/// Makes the report, tells all of it, and prints microseconds of both, KiB and the number of flows; and microseconds of the same where the
/// report of the register before is known, of which nothing or one activity was changed.
pub fn report_here(made: &Made) -> Outcome {
    let register = made.register();
    let english: LanguageTag = "en".parse()?;
    let question = Question::read(Name::Transfers, english, "2025-12-31".parse()?, [])?;
    let mut took = Vec::new();
    let (mut grown, mut flows, mut told) = (0, 0, 0);
    for _ in 0..ROUNDS {
        let before = held("VmRSS:")?;
        let start = Instant::now();
        let report = report::make(&register, &question)?;
        took.push(start.elapsed());
        grown = held("VmRSS:")?.saturating_sub(before);
        if let report::Model::Transfers(report) = &report {
            flows = report.totals.flows;
        }
        if made.size.activities <= TOLD && told == 0 {
            let start = Instant::now();
            serde_json::to_writer(std::io::sink(), &report)?;
            told = start.elapsed().as_micros();
        }
    }
    let memory = Memory::default();
    report::make_with(&register, &question, (&Beside::default(), &memory))?;
    let (mut again, mut after) = (Vec::new(), Vec::new());
    let mut register = register;
    for round in 0..ROUNDS {
        let start = Instant::now();
        report::make_with(&register, &question, (&Beside::default(), &memory))?;
        again.push(start.elapsed());
        // Another activity of the same key, all of which is other: places, people, recipients, data.
        let other = Made::of(made.size, 1 + round as u64).record(Kind::Activities, 7 * round, 1);
        register = changed(&register, Change::put(other));
        let start = Instant::now();
        report::make_with(&register, &question, (&Beside::default(), &memory))?;
        after.push(start.elapsed());
    }
    let [again, after] = [again, after].map(|took| median(took).as_micros());
    Ok(writeln!(std::io::stdout(), "{} {told} {grown} {flows} {again} {after}", median(took).as_micros())?)
}
