//! Findings of a register in a process of its own, cold: nothing is kept from one run to the next.

use super::table::{Table, median};
use register::Made;
use ropewalk::findings::{self, Look};
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
        let [first, middle, found, untold] = numbers[..] else {
            return Err(format!("finding failed: {said}{}", String::from_utf8_lossy(&output.stderr)).into());
        };
        let name = format!("findings of {activities} activities, {word}");
        table.row(format!("{name}: cold"), Duration::from_micros(first), None);
        table.row(format!("{name}: again"), Duration::from_micros(middle), None);
        table.note(format!("{name}: result"), format!("{found} found, {untold} cannot be told"));
    }
    Ok(())
}

/// Finds and prints microseconds (the first time, and in the middle), and how much was found and could not be told.
pub fn find_here(made: &Made, laws: bool) -> Outcome {
    let register = made.register();
    let on = DAY.parse()?;
    let mut took = Vec::new();
    let mut counts = (0, 0);
    for _ in 0..if laws { 1 } else { ROUNDS } {
        let start = Instant::now();
        let wanted =
            |check: &findings::Check| laws || !check.about.looks.iter().any(|look| matches!(look, Look::Judged(_)));
        let found = findings::find(&register, on, &findings::Beside::default(), wanted);
        took.push(start.elapsed());
        counts = (found.found.len(), found.untold.len());
    }
    let (found, untold) = counts;
    Ok(writeln!(std::io::stdout(), "{} {} {found} {untold}", took[0].as_micros(), median(took).as_micros())?)
}
