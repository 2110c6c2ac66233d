//! Findings: every check says what it is in both languages, fires on its example and not on the same put right, and comes out
//! as its cases say.

mod cases;
mod command;
mod house_rules;
mod registry;
mod waivers;

use ropewalk::{
    domain::{Day, Register},
    exchange::{Format, Input},
    findings::{self, Check, Findings},
    service::seeds,
};

/// The day of the cases and examples that say no other.
pub const DAY: &str = "2026-11-25";

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The register of a manifest beside what is built in.
pub fn register(manifest: &str) -> Register {
    let input = Input { name: "manifest", bytes: manifest.as_bytes(), format: Format::Yaml };
    seeds::register_of(&[input]).unwrap_or_else(|error| panic!("{error:?}\n{manifest}"))
}

/// What one check finds.
pub fn of<'a>(check: &Check, register: &'a Register, on: Day) -> Findings<'a> {
    findings::find(register, on, |other| other.code == check.code)
}
