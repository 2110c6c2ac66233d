//! Findings: every check says what it is in both languages, fires on its example and not on the same put right, and comes out
//! as its cases say.

mod cases;
mod command;
mod house_rules;
mod memory;
mod registry;
mod waivers;

use ropewalk::{
    domain::{
        Day, Kind, Record, Register,
        change::{self, Change},
    },
    exchange::{Format, Input},
    findings::{self, Beside, Both, Check, Findings, Proposed},
    report::{drift::TextFormat, findings::TextOf},
    service::{
        beside::{self, Brought, Given},
        notices::Text,
        seeds,
    },
};
use std::sync::Arc;

/// The day of the cases and examples that say no other.
pub const DAY: &str = "2026-11-25";

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The register of a manifest beside what is built in. Acts, which no manifest holds, may stand in it too: then the facts are of
/// commit 1.
pub fn register(manifest: &str) -> Register {
    let mut document: serde_json::Value = serde_saphyr::from_str(manifest).unwrap();
    let lists = document.as_object_mut().unwrap();
    let beside = [lists.remove("texts"), lists.remove("proposals")].iter().any(Option::is_some);
    let acts = Kind::ALL.iter().filter(|kind| kind.by_command()).flat_map(|kind| {
        let list = document.as_object_mut().and_then(|lists| lists.remove(kind.path())).unwrap_or_default();
        let records = list.as_array().cloned().unwrap_or_default().into_iter();
        records.map(|record| Record::parse(*kind, &record).unwrap_or_else(|faults| panic!("{faults:?}\n{manifest}")))
    });
    let acts: Vec<Record> = acts.collect();
    if !acts.is_empty() {
        return with_acts(&document.to_string(), acts);
    }
    let manifest = if beside { document.to_string() } else { manifest.to_owned() };
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

/// What stands in a manifest for what checks are told beside the register: texts that were published, each under the key of its notice, and
/// routes that should be reviewed, each under the key of its review.
pub fn beside(manifest: &str, register: &Register, on: Day) -> Beside {
    let document: serde_json::Value = serde_saphyr::from_str(manifest).unwrap();
    let list = |name: &str| document[name].as_array().cloned().unwrap_or_default().into_iter();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let given = list("texts").map(|text| Given {
        of: TextOf {
            notice: word(&text["key"]).parse().unwrap(),
            version: 1,
            language: word(&text["language"]).parse().unwrap(),
        },
        text: Arc::new(Text { bytes: word(&text["text"]).into_bytes(), format: TextFormat::Markdown, charset: None }),
    });
    let brought = Brought { texts: given.collect(), signed: Vec::new() };
    let proposals = list("proposals").map(|proposal| Proposed {
        review: word(&proposal["key"]).parse().unwrap(),
        route: word(&proposal["route"]).parse().unwrap(),
        message: Both::of(word(&proposal["why"]["en"]), word(&proposal["why"]["zh-Hans"])),
    });
    Beside { proposals: proposals.collect(), ..beside::compared(register, on, &brought) }
}

/// What one check finds in the register of a manifest.
pub fn of(check: &Check, manifest: &str, register: &Register, on: Day) -> Findings {
    findings::find(register, on, &beside(manifest, register, on), |other| other.code == check.code)
}
