//! Findings: every check says what it is in both languages, fires on its example and not on the same put right, and comes out
//! as its cases say.

mod cases;
mod command;
mod house_rules;
mod registry;
mod waivers;

use ropewalk::{
    domain::{
        Day, Kind, Record, Register,
        change::{self, Change},
    },
    exchange::{Format, Input},
    findings::{self, Check, Findings},
    service::seeds,
};

/// The day of the cases and examples that say no other.
pub const DAY: &str = "2026-11-25";

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The register of a manifest beside what is built in. Acts, which no manifest holds, may stand in it too: then the facts are of
/// commit 1.
pub fn register(manifest: &str) -> Register {
    let mut document: serde_json::Value = serde_saphyr::from_str(manifest).unwrap();
    let acts = Kind::ALL.iter().filter(|kind| kind.by_command()).flat_map(|kind| {
        let list = document.as_object_mut().and_then(|lists| lists.remove(kind.path())).unwrap_or_default();
        let records = list.as_array().cloned().unwrap_or_default().into_iter();
        records.map(|record| Record::parse(*kind, &record).unwrap_or_else(|faults| panic!("{faults:?}\n{manifest}")))
    });
    let acts: Vec<Record> = acts.collect();
    if !acts.is_empty() {
        return with_acts(&document.to_string(), acts);
    }
    let input = Input { name: "manifest", bytes: manifest.as_bytes(), format: Format::Yaml };
    seeds::register_of(&[input]).unwrap_or_else(|error| panic!("{error:?}\n{manifest}"))
}

fn with_acts(facts: &str, acts: Vec<Record>) -> Register {
    let input = Input { name: "manifest", bytes: facts.as_bytes(), format: Format::Json };
    let facts = seeds::manifest_of(&[input]).unwrap_or_else(|error| panic!("{error:?}\n{facts}")).records;
    let builtin = seeds::register_of(&[]).unwrap();
    let changes = facts.into_iter().chain(acts).map(Change::put).collect();
    let planned = change::plan(&builtin, changes).unwrap_or_else(|obstacles| panic!("{obstacles:?}"));
    builtin.with(planned.into_iter().map(|revision| revision.applied(1, chrono::DateTime::UNIX_EPOCH, false)))
}

/// What one check finds.
pub fn of<'a>(check: &Check, register: &'a Register, on: Day) -> Findings<'a> {
    findings::find(register, on, |other| other.code == check.code)
}
