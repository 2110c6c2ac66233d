//! Findings of a register in a process of its own: cold, again, and after a change.

use super::{
    resident::held,
    table::{Table, median},
};
use register::{Made, changed};
use ropewalk::{
    domain::{Day, Kind, Register, change::Change},
    findings::{self, Beside, Findings, Look, Memory},
};
use std::{
    error::Error,
    io::Write,
    process::Command,
    time::{Duration, Instant},
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The day that is judged.
const DAY: &str = "2025-12-31";
/// How often: the first is cold.
const ROUNDS: usize = 3;

/// Time of all checks over a register of this size, without and with those that ask what laws say.
pub fn findings(table: &mut Table, activities: usize, seed: u64) -> Outcome {
    for (word, with) in [("without laws", "false"), ("with laws", "true")] {
        let output = Command::new(std::env::current_exe()?)
            .args(["--only-findings", with, "--activities", &activities.to_string(), "--seed", &seed.to_string()])
            .output()?;
        let said = String::from_utf8(output.stdout)?;
        let numbers: Vec<u64> = said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [cold, again, after, kib, found, untold] = numbers[..] else {
            return Err(format!("finding failed: {said}{}", String::from_utf8_lossy(&output.stderr)).into());
        };
        let name = format!("findings of {activities} activities, {word}");
        table.row(format!("{name}: cold"), Duration::from_micros(cold), None);
        table.row(format!("{name}: again, nothing changed"), Duration::from_micros(again), None);
        table.row(format!("{name}: after one activity changed"), Duration::from_micros(after), None);
        table.note(format!("{name}: result"), format!("{found} found, {untold} cannot be told, {} MiB", kib >> 10));
    }
    Ok(())
}

/// Finds and prints microseconds: the first time, again, and after one activity was changed; KiB that are held then; and how much was found
/// and could not be told.
pub fn find_here(made: &Made, laws: bool) -> Outcome {
    let mut register = made.register();
    let on: Day = DAY.parse()?;
    let memory = Memory::default();
    let find = |register: &Register| -> (Findings, Duration) {
        let wanted =
            |check: &findings::Check| laws || !check.about.looks.iter().any(|look| matches!(look, Look::Judged(_)));
        let start = Instant::now();
        let found = findings::find_with(register, on, (&Beside::default(), &memory), true, wanted);
        (found, start.elapsed())
    };
    let before = held("VmRSS:")?;
    let (found, cold) = find(&register);
    let kib = held("VmRSS:")?.saturating_sub(before);
    let (mut again, mut after) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        again.push(find(&register).1);
        // Another activity of the same key, all of which is other: places, people, recipients, data.
        let other = Made::of(made.size, 1 + round as u64).record(Kind::Activities, 7 * round, 1);
        register = changed(&register, Change::put(other));
        after.push(find(&register).1);
    }
    let took = [cold, median(again), median(after)].map(|took| took.as_micros().to_string()).join(" ");
    Ok(writeln!(std::io::stdout(), "{took} {kib} {} {}", found.found.len(), found.untold.len())?)
}
