//! What was found in one register, and what is found in the next: the same as if nothing had been known.

use super::{day, register};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use ropewalk::{
    domain::{
        Day, Entry, Kind, Record, RecordId, Register,
        change::{self, Action, Change, Precondition},
        inspect,
    },
    findings::{self, Beside, Findings, Memory},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Companies with records of every kind.
const COMPANIES: [&str; 4] = [
    include_str!("../../../seeds/sunmi-north-america.yaml"),
    include_str!("../companies/harbour.yaml"),
    include_str!("../companies/rheinwerk.yaml"),
    include_str!("../companies/xingtu.yaml"),
];

/// The register after a change; `None`: the change would be refused.
fn after(register: &Register, change: Change) -> Option<Register> {
    let planned = change::plan(register, vec![change]).ok()?;
    Some(register.with(planned.into_iter().map(|revision| revision.applied(1, chrono::DateTime::UNIX_EPOCH, false))))
}

/// Our own records, and whatever they refer to.
fn worth_changing(register: &Register) -> Vec<RecordId> {
    let own = register.entries().filter(|entry| !entry.builtin);
    let named = |entry: &Entry| inspect::references(&entry.record).into_iter().map(|reference| reference.to);
    let all: BTreeSet<RecordId> = own.flat_map(|entry| named(entry).chain([entry.id.clone()])).collect();
    all.into_iter().collect()
}

/// Something at any depth is gone.
fn without_something(value: &mut Value, rng: &mut StdRng) {
    let deeper = rng.random_bool(0.7);
    match value {
        Value::Object(members) if !members.is_empty() => {
            let at = rng.random_range(0..members.len());
            let Some(name) = members.keys().nth(at).cloned() else { return };
            let inside = members.get_mut(&name).filter(|inside| deeper && (inside.is_object() || inside.is_array()));
            match inside {
                Some(inside) => without_something(inside, rng),
                None => drop(members.remove(&name)),
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            let at = rng.random_range(0..elements.len());
            if deeper && elements[at].is_object() {
                without_something(&mut elements[at], rng);
            } else {
                elements.remove(at);
            }
        }
        _ => {}
    }
}

/// A change to a record, of one of many kinds.
fn any_change(register: &Register, rng: &mut StdRng) -> Option<Change> {
    let ids = worth_changing(register);
    let id = ids[rng.random_range(0..ids.len())].clone();
    let entry = register.get(&id)?;
    let mut value = entry.record.value();
    match rng.random_range(0..10) {
        0 => return Some(Change { id, action: Action::Delete, precondition: Precondition::Any }),
        1 => value["status"] = json!(["draft", "active", "retired"][rng.random_range(0..3)]),
        2 => value["until"] = json!(["2026-11-24", "2026-12-01"][rng.random_range(0..2)]),
        3 => value["name"]["en"] = json!(format!("Another name {}", rng.random_range(0..9))),
        4 => {
            // What another of the kind says.
            let others: Vec<_> = register.of_kind(id.kind, None).collect();
            value = others[rng.random_range(0..others.len())].record.value();
            value["key"] = json!(id.key);
        }
        5 => {
            // What the same is called elsewhere.
            let others: Vec<_> = ids.iter().filter(|other| other.kind == id.kind && **other != id).collect();
            let successor = others.get(rng.random_range(0..others.len().max(1)))?;
            value["successor"] = json!(successor.key);
        }
        _ => without_something(&mut value, rng),
    }
    Some(Change::put(Record::parse(id.kind, &value).ok()?))
}

fn told(findings: &Findings) -> Vec<String> {
    let found = findings.found.iter().map(|found| {
        let why = (found.severity, &found.message, &found.related, &found.basis, &found.waiver);
        format!("{:?} {why:?}", found.identity())
    });
    let untold = findings.untold.iter().map(|untold| format!("{:?}", untold.identity()));
    found.chain(untold).chain([findings.waivers.to_string()]).collect()
}

#[test]
fn whatever_is_changed_the_same_is_found_as_if_nothing_had_been_known() {
    let days: [Day; 2] = [day("2026-11-25"), day("2027-02-01")];
    let (mut changed, mut kinds) = (0, BTreeSet::new());
    for (seed, company) in COMPANIES.into_iter().enumerate() {
        let mut rng = StdRng::seed_from_u64(seed as u64);
        let (memory, beside) = (Memory::default(), Beside::default());
        let mut register = register(company);
        for step in 0..60 {
            let Some(change) = any_change(&register, &mut rng) else { continue };
            let (id, deleted) = (change.id.clone(), matches!(change.action, Action::Delete));
            let Some(next) = after(&register, change) else { continue };
            (register, changed) = (next, changed + 1);
            kinds.insert((id.kind, deleted));
            let on = days[usize::from(step % 8 == 7)];
            let remembered = findings::find_with(&register, on, (&beside, &memory), true, |_| true);
            let anew = findings::find(&register, on, &beside, |_| true);
            assert_eq!(told(&remembered), told(&anew), "company {seed}, step {step}: {id}");
        }
    }
    assert!(changed > 100, "{changed}");
    for kind in [Kind::Activities, Kind::Agreements, Kind::Notices, Kind::Organizations, Kind::Processors] {
        assert!(kinds.contains(&(kind, false)), "{kind} {kinds:?}");
    }
    assert!(kinds.contains(&(Kind::Activities, true)), "{kinds:?}");
}
